package server_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/coder/websocket"

	"github.com/stackmatch/stackmatch/graph/graphtest"
	"github.com/stackmatch/stackmatch/internal/server"
)

// peer is a raw client of the protocol.
type peer struct {
	*websocket.Conn
	ctx context.Context
}

// told is a message of the server's.
type told struct {
	ID      string          `json:"id"`
	Type    string          `json:"type"`
	Payload json.RawMessage `json:"payload"`
}

func (r *running) socket(t *testing.T, protocol string, headers ...string) *peer {
	t.Helper()
	p, response, err := r.trySocket(t, protocol, headers...) //nolint:bodyclose // the library closes it
	if err != nil {
		t.Fatalf("socket: %v, %v", err, response)
	}
	return p
}

func (r *running) trySocket(t *testing.T, protocol string, headers ...string) (*peer, *http.Response, error) {
	t.Helper()
	header := http.Header{}
	for i := 0; i < len(headers); i += 2 {
		header.Set(headers[i], headers[i+1])
	}
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	t.Cleanup(cancel)
	conn, response, err := websocket.Dial(ctx, strings.Replace(r.url, "http", "ws", 1)+"/graphql",
		&websocket.DialOptions{Subprotocols: []string{protocol}, HTTPHeader: header, HTTPClient: r.client})
	if err != nil {
		return nil, response, err
	}
	t.Cleanup(func() { _ = conn.CloseNow() })
	return &peer{conn, ctx}, response, nil
}

func (p *peer) say(t *testing.T, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if err := p.Write(p.ctx, websocket.MessageText, []byte(text)); err != nil {
			t.Fatalf("say %s: %v", text, err)
		}
	}
}

// hear reads a message.
func (p *peer) hear(t *testing.T) told {
	t.Helper()
	_, text, err := p.Read(p.ctx)
	if err != nil {
		t.Fatalf("hear: %v", err)
	}
	var m told
	if err := json.Unmarshal(text, &m); err != nil {
		t.Fatal(err)
	}
	return m
}

// want reads a message that must be this one.
func (p *peer) want(t *testing.T, want string) {
	t.Helper()
	m := p.hear(t)
	got := strings.TrimSpace(m.Type + " " + m.ID + " " + string(m.Payload))
	if !strings.HasPrefix(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// end reads until the socket is closed, and tells the code.
func (p *peer) end(t *testing.T) websocket.StatusCode {
	t.Helper()
	for {
		if _, _, err := p.Read(p.ctx); err != nil {
			return websocket.CloseStatus(err)
		}
	}
}

// introduced is a client that has introduced itself.
func (r *running) introduced(t *testing.T) *peer {
	t.Helper()
	p := r.socket(t, "graphql-transport-ws")
	p.say(t, `{"type":"connection_init"}`)
	p.want(t, "connection_ack")
	return p
}

const (
	hello = `{"id":"1","type":"subscribe","payload":{"query":"{ hello(name: \"you\") }"}}`
	ticks = `{"id":"1","type":"subscribe","payload":{"query":"subscription { tick }"}}`
)

// clockwork gives each subscription a channel of its own.
type clockwork struct {
	mu   sync.Mutex
	open []chan any
	ends atomic.Int32
}

func (c *clockwork) call(ctx context.Context, name string) (any, error) {
	if name != "tick" {
		return nil, errors.New("no such")
	}
	source := make(chan any)
	c.mu.Lock()
	c.open = append(c.open, source)
	c.mu.Unlock()
	context.AfterFunc(ctx, func() { c.ends.Add(1) })
	return (<-chan any)(source), nil
}

// source is the channel of the n-th subscription, once there is one.
func (c *clockwork) source(t *testing.T, n int) chan any {
	t.Helper()
	var found chan any
	eventually(t, "a subscription runs", func() bool {
		c.mu.Lock()
		defer c.mu.Unlock()
		if len(c.open) > n {
			found = c.open[n]
		}
		return found != nil
	})
	return found
}

func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); !holds(); runtime.Gosched() {
		if time.Now().After(deadline) {
			t.Fatalf("never: %s", what)
		}
	}
}

func startClockwork(t *testing.T, change func(*server.Config)) (*running, *clockwork) {
	t.Helper()
	work := &clockwork{}
	return start(t, graphtest.Resolver(work.call), change), work
}
