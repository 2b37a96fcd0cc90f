package graph

import (
	"context"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
)

// Renew finds out again who asks, and gives them loaders that have read nothing.
type Renew func(ctx context.Context) (context.Context, error)

// Stream is how a subscription's events come out. Its transport asks for one at a
// time; each is then made and written in a context of its own, with the viewer as they
// stand at that moment: whoever may no longer see something is not shown what an
// earlier event had loaded.
type Stream struct {
	operation context.Context //nolint:containedctx // a stream is its operation's context, event by event
	renew     Renew
	limit     time.Duration
	asked     chan struct{}

	mu     sync.Mutex
	event  context.Context //nolint:containedctx // the event's; nil while there is none
	cancel context.CancelFunc
	err    error
}

type streamKey struct{}

// Context is to be the context of the operation. It is the event's from the moment
// that there is one until the next is asked for, and the operation's own in between.
func (s *Stream) Context() context.Context { return eventContext{s} }

// NewStream makes the stream of an operation, each of whose events may take as long
// as the limit.
func NewStream(ctx context.Context, limit time.Duration, renew Renew) *Stream {
	return &Stream{operation: ctx, renew: renew, limit: limit, asked: make(chan struct{}, 1), cancel: func() {}}
}

// Ask ends the event before, and has the next one made.
func (s *Stream) Ask() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.event = nil
	s.cancel()
	select {
	case s.asked <- struct{}{}:
	default: // it is being made
	}
}

// Close ends the last event.
func (s *Stream) Close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.event = nil
	s.cancel()
}

// Err is why there are no more events; nil where it is nobody's fault.
func (s *Stream) Err() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.err
}

// fail has the stream end with an error, unless it is its client who ended it.
func (s *Stream) fail(err error) {
	if s.operation.Err() != nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.err = err
}

// wait waits until an event is asked for; false is that none will be.
func (s *Stream) wait() bool {
	select {
	case <-s.asked:
		return true
	case <-s.operation.Done():
		return false
	}
}

// begin makes the context of an event.
func (s *Stream) begin() (context.Context, error) {
	renewed, err := s.renew(s.operation)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(renewed, s.limit)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cancel()
	s.event, s.cancel = ctx, cancel
	return ctx, nil
}

// drop gives up an event that has nothing to tell.
func (s *Stream) drop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.event = nil
	s.cancel()
}

func (s *Stream) current() context.Context {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.event != nil {
		return s.event
	}
	return s.operation
}

// eventContext is the context of a stream's event.
type eventContext struct{ s *Stream }

// Deadline is the event's.
func (e eventContext) Deadline() (time.Time, bool) { return e.s.current().Deadline() }

// Done is the event's.
func (e eventContext) Done() <-chan struct{} { return e.s.current().Done() }

// Err is the event's.
func (e eventContext) Err() error { return e.s.current().Err() }

// Value is the event's.
func (e eventContext) Value(key any) any {
	if key == (streamKey{}) {
		return e.s
	}
	return e.s.current().Value(key)
}

// streamOf is the stream that a subscription's resolver was called in.
func streamOf(ctx context.Context) (*Stream, error) {
	if s, ok := ctx.Value(streamKey{}).(*Stream); ok {
		return s, nil
	}
	return nil, Errorf(CodeBadUserInput, "a subscription needs a WebSocket or an event stream")
}

// Pace waits until the caller has what an event of the operation costs: events come
// no faster than one could ask for them.
func (x *Executor) Pace(ctx context.Context, oc *graphql.OperationContext) error {
	if x.options.Rate == nil {
		return nil
	}
	for {
		wait, ok := x.options.Rate.Charge(x.options.Now(), RequestOf(ctx), CostOf(oc))
		if ok {
			return nil
		}
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		case <-timer.C:
		}
	}
}
