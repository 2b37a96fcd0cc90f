package server_test

import (
	"context"
	"net/http"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/coder/websocket"

	"github.com/stackmatch/stackmatch/graph/graphtest"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/server"
)

func TestSocketsCloseWithTheProtocolsCodes(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		says []string
		want websocket.StatusCode
	}{
		"no JSON":                      {[]string{`{`}, 4400},
		"no type":                      {[]string{`{}`}, 4400},
		"an unknown type":              {[]string{`{"type":"start"}`}, 4400},
		"a list":                       {[]string{`[]`}, 4400},
		"an operation without an id":   {[]string{`{"type":"connection_init"}`, `{"type":"subscribe","payload":{"query":"{ hello }"}}`}, 4400},
		"an operation without a query": {[]string{`{"type":"connection_init"}`, `{"id":"1","type":"subscribe","payload":{}}`}, 4400},
		"variables that are no object": {[]string{`{"type":"connection_init"}`, `{"id":"1","type":"subscribe","payload":{"query":"{ hello }","variables":[]}}`}, 4400},
		"an introduction with a text":  {[]string{`{"type":"connection_init","payload":"x"}`}, 4400},
		"an operation before the ack":  {[]string{hello}, 4401},
		"an id that is taken":          {[]string{`{"type":"connection_init"}`, ticks, ticks}, 4409},
		"a second introduction":        {[]string{`{"type":"connection_init"}`, `{"type":"connection_init"}`}, 4429},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, _ := startClockwork(t, nil)
			p := r.socket(t, "graphql-transport-ws")
			p.say(t, c.says...)
			if got := p.end(t); got != c.want {
				t.Errorf("got %d, want %d", got, c.want)
			}
		})
	}
}

func TestAMessageIsNoLargerThanABody(t *testing.T) {
	t.Parallel()
	r, _ := startClockwork(t, func(c *server.Config) { c.MaxBody = 1 << 10 })
	p := r.introduced(t)
	p.say(t, `{"type":"ping","payload":{"a":"`+strings.Repeat("a", 2<<10)+`"}}`)
	if got := p.end(t); got != websocket.StatusMessageTooBig {
		t.Errorf("got %d, want 1009", got)
	}
}

func TestOnlyTheOneProtocolIsSpoken(t *testing.T) {
	t.Parallel()
	r, _ := startClockwork(t, nil)
	if got := r.socket(t, "graphql-ws").end(t); got != 4406 {
		t.Errorf("got %d, want 4406", got)
	}
	p := r.socket(t, "graphql-transport-ws")
	if err := p.Write(p.ctx, websocket.MessageBinary, []byte(`{"type":"connection_init"}`)); err != nil {
		t.Fatal(err)
	}
	if got := p.end(t); got != 4400 {
		t.Errorf("not text: got %d, want 4400", got)
	}
}

func TestWhoDoesNotIntroduceThemselvesIsSentAway(t *testing.T) {
	t.Parallel()
	r, _ := startClockwork(t, func(c *server.Config) { c.Sockets.Init = 20 * time.Millisecond })
	p := r.socket(t, "graphql-transport-ws")
	p.say(t, `{"type":"ping"}`)
	if got := p.end(t); got != 4408 {
		t.Errorf("got %d, want 4408", got)
	}
}

func TestOperationsOfAllKindsRunOnASocket(t *testing.T) {
	t.Parallel()
	r, work := startClockwork(t, nil)
	p := r.introduced(t)
	p.say(t, `{"type":"ping","payload":{"a":1}}`)
	p.want(t, `pong  {"a":1}`)
	p.say(t, `{"type":"pong"}`, hello)
	p.want(t, `next 1 {"data":{"hello":"hello you"}`)
	p.want(t, "complete 1")
	p.say(t, `{"id":"2","type":"subscribe","payload":{"query":"mutation { touch(input: {word: \"a\"}) }"}}`)
	p.want(t, `next 2 {"data":{"touch"`)
	p.want(t, "complete 2")
	p.say(t, `{"id":"3","type":"subscribe","payload":{"query":"{ nothing }"}}`)
	p.want(t, `error 3 [{"message":"Cannot query field`)
	p.say(t, ticks)
	source := work.source(t, 0)
	source <- 1
	p.want(t, `next 1 {"data":{"tick":1}`)
	source <- 2
	p.want(t, `next 1 {"data":{"tick":2}`)
	close(source)
	p.want(t, "complete 1")
}

func TestAClientMayEndAnOperationAndUseItsIDAgain(t *testing.T) {
	t.Parallel()
	r, work := startClockwork(t, nil)
	p := r.introduced(t)
	p.say(t, ticks)
	work.source(t, 0)
	p.say(t, `{"id":"1","type":"complete"}`, `{"id":"unknown","type":"complete"}`)
	eventually(t, "the subscription ends", func() bool { return work.ends.Load() == 1 })
	p.say(t, ticks)
	work.source(t, 1) <- 7
	p.want(t, `next 1 {"data":{"tick":7}`)
	_ = p.Close(1000, "")
	eventually(t, "what runs on a closed socket ends", func() bool { return work.ends.Load() == 2 })
}

func TestSocketsAreLimited(t *testing.T) {
	t.Parallel()
	r, work := startClockwork(t, func(c *server.Config) {
		c.Sockets.PerAddress, c.Sockets.Operations = 1, 1
		c.Options.Limits.Depth = 2
	})
	p := r.introduced(t)
	p.say(t, ticks)
	work.source(t, 0)
	p.say(t, strings.Replace(hello, `"1"`, `"2"`, 1))
	p.want(t, `error 2 [{"message":"too many operations run on this socket: at most 1","extensions":{"code":"RATE_LIMITED"}}]`)
	if _, response, err := r.trySocket(t, "graphql-transport-ws"); err == nil || response.StatusCode != http.StatusServiceUnavailable { //nolint:bodyclose // the library closes it
		t.Errorf("a second socket: got %v, %v", response, err)
	}
	p.say(t, `{"id":"1","type":"complete"}`)
	eventually(t, "the subscription ends", func() bool { return work.ends.Load() == 1 })
	p.say(t, `{"id":"3","type":"subscribe","payload":{"query":"{ post(id: 1) { parent { parent { id } } } }"}}`)
	p.want(t, `error 3 [{"message":"`)
}

// guarded signs in whoever has the word.
func guarded(word *atomic.Value) func(*server.Config) {
	return func(c *server.Config) {
		c.Viewer = func(r *http.Request) (context.Context, error) {
			if given := r.Header.Get("Authorization"); given != "" && given != word.Load() {
				return nil, problem.New(problem.Unauthenticated, "this token is not good")
			}
			return context.WithValue(r.Context(), callerKey{}, r.Header.Get("Authorization")), nil
		}
		c.Caller = func(ctx context.Context) string { text, _ := ctx.Value(callerKey{}).(string); return text }
		c.Sockets.Ping = 20 * time.Millisecond
		c.Sockets.PerAccount = 2
	}
}

type callerKey struct{}

func TestASocketLastsAsLongAsItsSignIn(t *testing.T) {
	t.Parallel()
	word := &atomic.Value{}
	word.Store("Bearer good")
	r, _ := startClockwork(t, guarded(word))
	p := r.socket(t, "graphql-transport-ws")
	p.say(t, `{"type":"connection_init","payload":{"Authorization":"Bearer bad"}}`)
	if got := p.end(t); got != 4403 {
		t.Errorf("a bad token in the introduction: got %d, want 4403", got)
	}
	if _, response, err := r.trySocket(t, "graphql-transport-ws", "Authorization", "Bearer bad"); err == nil || response.StatusCode != http.StatusUnauthorized { //nolint:bodyclose // the library closes it
		t.Errorf("a bad token in a header: got %v, %v", response, err)
	}
	good := r.socket(t, "graphql-transport-ws")
	good.say(t, `{"type":"connection_init","payload":{"authorization":"Bearer good"}}`)
	good.want(t, "connection_ack")
	byHeader := r.socket(t, "graphql-transport-ws", "Authorization", "Bearer good")
	byHeader.say(t, `{"type":"connection_init"}`)
	byHeader.want(t, "connection_ack")
	third := r.socket(t, "graphql-transport-ws", "Authorization", "Bearer good")
	third.say(t, `{"type":"connection_init"}`)
	if got := third.end(t); got != websocket.StatusTryAgainLater {
		t.Errorf("a third socket of the account: got %d, want 1013", got)
	}
	word.Store("Bearer other")
	for name, p := range map[string]*peer{"payload": good, "header": byHeader} {
		if got := p.end(t); got != 4403 {
			t.Errorf("by %s, once it is revoked: got %d, want 4403", name, got)
		}
	}
}

func TestOtherWebSitesOpenNoSockets(t *testing.T) {
	t.Parallel()
	r, _ := startClockwork(t, func(c *server.Config) { c.Origins = []string{"https://portal.example", "*"} })
	host := strings.TrimPrefix(r.url, "http://")
	for origin, allowed := range map[string]bool{
		"https://portal.example": true, "http://" + host: true, "https://evil.example": false, "null": false,
	} {
		_, response, err := r.trySocket(t, "graphql-transport-ws", "Origin", origin) //nolint:bodyclose // the library closes it
		if allowed != (err == nil) || (!allowed && response.StatusCode != http.StatusForbidden) {
			t.Errorf("%s: got %v, %v; want allowed: %v", origin, response, err, allowed)
		}
	}
}

func TestAStoppingServerSaysSo(t *testing.T) {
	t.Parallel()
	r, work := startClockwork(t, nil)
	p := r.introduced(t)
	p.say(t, ticks)
	work.source(t, 0)
	waiting := r.socket(t, "graphql-transport-ws")
	codes := make(chan websocket.StatusCode, 2)
	for _, one := range []*peer{p, waiting} {
		go func() { codes <- one.end(t) }()
	}
	if err := r.stop(); err != nil {
		t.Error(err)
	}
	for range 2 {
		if got := <-codes; got != websocket.StatusGoingAway {
			t.Errorf("got %d, want 1001", got)
		}
	}
}

func TestIdleSocketsAreClosed(t *testing.T) {
	t.Parallel()
	r, _ := startClockwork(t, func(c *server.Config) { c.Sockets.Ping, c.Sockets.Idle = 10*time.Millisecond, 50*time.Millisecond })
	if got := r.introduced(t).end(t); got != websocket.StatusNormalClosure {
		t.Errorf("got %d, want 1000", got)
	}
}

func TestWhoReadsTooSlowlyIsCutOff(t *testing.T) {
	t.Parallel()
	work := &clockwork{}
	r := start(t, graphtest.Resolver(work.call), func(c *server.Config) {
		c.Sockets.Slow, c.Sockets.Write = 20*time.Millisecond, 100*time.Millisecond
	})
	p := r.introduced(t)
	p.say(t, ticks)
	source := work.source(t, 0)
	large := `"` + strings.Repeat("a", 1<<20) + `"`
	for work.ends.Load() == 0 {
		select {
		case source <- large:
		case <-p.ctx.Done():
			t.Fatal("it went on for ever")
		default:
			runtime.Gosched()
		}
	}
}

// A thousand idle sockets take little: about 40 kB each, both ends in one process.
//
//nolint:paralleltest // it measures the memory of the process
func TestAThousandSocketsWait(t *testing.T) {
	const many = 1000
	r, _ := startClockwork(t, func(c *server.Config) { c.Sockets.PerAddress = many })
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	peers := make([]*peer, many)
	for i := range peers {
		peers[i] = r.introduced(t)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	each := int64(after.HeapInuse+after.StackInuse-before.HeapInuse-before.StackInuse) / many
	t.Logf("%d bytes a socket, with its client", each)
	if each > 200<<10 {
		t.Errorf("a socket takes %d bytes", each)
	}
	for _, p := range peers {
		go func() { _ = p.Close(1000, "") }()
	}
}
