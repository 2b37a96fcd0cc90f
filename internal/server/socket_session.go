package server

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/coder/websocket"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/stackmatch/stackmatch/graph"
)

// session is one socket. One goroutine reads it and one keeps it alive; each running
// operation has its own.
type session struct {
	*Server
	conn   *websocket.Conn
	ctx    context.Context //nolint:containedctx // until the socket is over: a session is one
	cancel context.CancelFunc
	work   sync.WaitGroup
	ready  chan struct{} // closed when the client has introduced itself

	mu      sync.Mutex
	request *http.Request // with what the client signed in by
	started bool
	account string // whose turn is taken
	active  map[string]*operation
	last    time.Time
}

func newSession(s *Server, conn *websocket.Conn, r *http.Request) *session {
	ctx, cancel := context.WithCancel(r.Context())
	return &session{
		Server: s, conn: conn, ctx: ctx, cancel: cancel, ready: make(chan struct{}),
		request: r, active: map[string]*operation{}, last: s.config.Options.Now(),
	}
}

// serve reads the socket to its end, and ends what runs on it.
func (c *session) serve() {
	c.work.Go(c.keep)
	err := c.read()
	c.cancel()
	var told *closing
	if errors.As(err, &told) {
		c.metrics.closed(told.code)
		_ = c.conn.Close(told.code, told.reason)
	} else {
		_ = c.conn.CloseNow()
	}
	c.work.Wait()
	if c.account != "" {
		c.streams.accounts.leave(c.account)
	}
}

// read takes the client's messages. It ends with the socket: the context of a reading
// would cut it off without a word.
func (c *session) read() error {
	for {
		kind, text, err := c.conn.Read(context.WithoutCancel(c.ctx))
		if err != nil {
			return err
		}
		m, wrong := readMessage(kind, text)
		if wrong == nil {
			c.touch()
			wrong = c.handle(m)
		}
		if wrong != nil {
			return wrong
		}
	}
}

func (c *session) handle(m *message) *closing {
	switch m.Type {
	case "connection_init":
		return c.introduce(m)
	case "ping":
		return c.send(&message{Type: "pong", Payload: m.Payload})
	case "subscribe":
		return c.subscribe(m)
	case "complete":
		c.complete(m.ID)
	}
	return nil
}

// introduce signs the client in.
func (c *session) introduce(m *message) *closing {
	if c.started {
		return end(closeSecondInit, "Too many initialisation requests")
	}
	c.started = true
	var given map[string]any
	if len(m.Payload) > 0 {
		if err := json.Unmarshal(m.Payload, &given); err != nil {
			return badMessage("the payload is not an object")
		}
	}
	request := signedIn(c.request, given)
	ctx, err := c.viewer(request.WithContext(spoken(c.ctx, request)))
	if err != nil {
		return refusedBy(err)
	}
	if account := c.config.Caller(ctx); account != "" {
		if !c.streams.accounts.take(account) {
			return end(closeLater, "too many sockets of this account are open")
		}
		c.account = account
	}
	c.mu.Lock()
	c.request = request
	c.mu.Unlock()
	close(c.ready)
	return c.send(&message{Type: "connection_ack"})
}

// refusedBy is how a socket ends whose client is not, or no longer, signed in: with a
// new token they may come back.
func refusedBy(err *gqlerror.Error) *closing {
	switch graph.CodeOf(err) {
	case graph.CodeUnauthenticated, graph.CodeForbidden:
		return end(closeForbidden, "Forbidden: "+err.Message)
	case graph.CodeTimeout:
		return end(closeLater, err.Message)
	}
	return end(closeInternal, "Internal server error")
}

// send writes a message. Who takes too long for it is sent away: nothing is kept for
// them here.
func (c *session) send(m *message) *closing {
	text, err := json.Marshal(m)
	if err != nil {
		return end(closeInternal, "Internal server error")
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.ctx), c.config.Sockets.Write)
	defer cancel()
	start := within(0)
	if err := c.conn.Write(ctx, websocket.MessageText, text); err != nil {
		return end(closeLater, "the message could not be sent")
	}
	if within(0).Sub(start) > c.config.Sockets.Slow {
		return end(closeLater, "too slow: read faster, or ask for less")
	}
	return nil
}

// close ends the socket from beside its reader, which notices.
func (c *session) close(why *closing) {
	c.metrics.closed(why.code)
	_ = c.conn.Close(why.code, why.reason)
}

func (c *session) touch() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.last = c.config.Options.Now()
}
