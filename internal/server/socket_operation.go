package server

import (
	"context"
	"encoding/json"
	"net/http"
	"sync"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/stackmatch/stackmatch/graph"
)

// operation is one that runs on a socket.
type operation struct {
	*session
	id     string
	cancel context.CancelFunc

	mu   sync.Mutex
	over bool // nothing more is sent
}

// subscribe starts an operation, of whatever kind.
func (c *session) subscribe(m *message) *closing {
	select {
	case <-c.ready:
	default:
		return end(closeUnauthorized, "Unauthorized")
	}
	given, wrong := m.operation()
	if wrong != nil {
		return wrong
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.active[m.ID] != nil {
		return end(closeDuplicate, "Subscriber for "+m.ID+" already exists")
	}
	ctx, cancel := context.WithCancel(context.WithValue(c.ctx, seenKey{}, &seen{route: "/graphql"}))
	op := &operation{session: c, id: m.ID, cancel: cancel}
	if len(c.active) >= c.config.Sockets.Operations {
		cancel()
		c.work.Go(func() {
			op.fail(gqlerror.List{graph.Errorf(graph.CodeRateLimited,
				"too many operations run on this socket: at most %d", c.config.Sockets.Operations)})
		})
		return nil
	}
	c.active[m.ID] = op
	c.work.Go(func() {
		defer cancel()
		op.run(ctx, given)
		c.forget(op)
	})
	return nil
}

// complete ends an operation that its client wants no more of.
func (c *session) complete(id string) {
	c.mu.Lock()
	op := c.active[id]
	delete(c.active, id)
	c.mu.Unlock()
	if op != nil {
		op.cancel()
		op.mu.Lock()
		op.over = true
		op.mu.Unlock()
	}
}

// introduced is the request as its client has signed in.
func (c *session) introduced() *http.Request {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.request
}

func (c *session) forget(op *operation) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.active[op.id] == op {
		delete(c.active, op.id)
	}
	c.last = c.config.Options.Now()
}

// run executes the operation to its end.
func (op *operation) run(ctx context.Context, given *parameters) {
	viewer, why := op.renew(ctx)
	if why != nil {
		op.close(why)
		return
	}
	run := &running{Server: op.Server, request: op.introduced().WithContext(viewer), renew: func(ctx context.Context) (context.Context, error) {
		renewed, why := op.renew(ctx)
		if why != nil {
			return nil, why
		}
		return renewed, nil
	}}
	run.execute(viewer, given, op)
}

// next sends an answer.
func (op *operation) next(answer *graphql.Response) bool {
	return op.tell("next", answerOf(answer))
}

// fail ends the operation with errors.
func (op *operation) fail(errs gqlerror.List) { op.last("error", errs) }

// done ends the operation.
func (op *operation) done() { op.last("complete", nil) }

// lost ends the socket: its client is signed in no longer.
func (op *operation) lost(why *closing) { op.close(why) }

// last frees the id before the client hears that it is free.
func (op *operation) last(kind string, payload any) {
	op.forget(op)
	op.tell(kind, payload)
}

// tell sends a message about the operation, unless its client has ended it.
func (op *operation) tell(kind string, payload any) bool {
	m := &message{ID: op.id, Type: kind}
	if payload != nil {
		text, err := json.Marshal(payload)
		if err != nil {
			panic(err) // data that is no JSON: a scalar's marshaler is at fault
		}
		m.Payload = text
	}
	op.mu.Lock()
	defer op.mu.Unlock()
	if op.over {
		return false
	}
	if why := op.send(m); why != nil {
		op.over = true
		op.close(why)
		return false
	}
	return true
}
