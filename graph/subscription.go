package graph

import (
	"context"
	"errors"

	"github.com/stackmatch/stackmatch/internal/live"
)

// maker makes an event for the viewer of the context; nil where there is nothing to
// tell them.
type maker[T any] func(ctx context.Context) (*T, error)

// events sends what next finds, each made when the transport asks for it, until the
// operation or what it follows ends. Done is called then.
func events[T any](stream *Stream, next func(ctx context.Context) (maker[T], error), done func()) <-chan *T {
	out := make(chan *T)
	go func() {
		defer close(out)
		defer done()
		for stream.wait() {
			event, err := oneEvent(stream, next)
			if err != nil {
				stream.fail(err)
				return
			}
			select {
			case out <- event:
			case <-stream.operation.Done():
				return
			}
		}
	}()
	return out
}

// oneEvent waits for the next event that tells its viewer something.
func oneEvent[T any](stream *Stream, next func(ctx context.Context) (maker[T], error)) (*T, error) {
	for {
		make, err := next(stream.operation)
		if err != nil {
			return nil, err
		}
		ctx, err := stream.begin()
		if err != nil {
			return nil, err
		}
		event, err := make(ctx)
		if event != nil && err == nil {
			return event, nil
		}
		stream.drop()
		if err != nil {
			return nil, err
		}
	}
}

// records follows the changes of records: in the order of the feed, from now on or
// from where a cursor stands.
type records[T any] struct {
	follows
	topics []live.Topic
	// event is what a record's change is to the viewer; nil where it is nothing.
	event func(ctx context.Context, record, cursor string) (*T, error)
}

// follow has the transport be sent the events.
func (f records[T]) follow(ctx context.Context, r *Resolver) (<-chan *T, error) {
	stream, err := streamOf(ctx)
	if err != nil {
		return nil, err
	}
	from, err := r.resume(ctx, f.follows)
	if err != nil {
		return nil, err
	}
	sub, err := r.Live.Subscribe(ctx, from.position(), f.topics...)
	if err != nil {
		return nil, tooOld(err)
	}
	var waiting []live.Change
	next := func(ctx context.Context) (maker[T], error) {
		for len(waiting) == 0 {
			if waiting, err = sub.Next(ctx); err != nil {
				return nil, tooOld(err)
			}
		}
		change := waiting[0]
		waiting = waiting[1:]
		return func(ctx context.Context) (*T, error) {
			cursor, err := r.cursor(ctx, f.follows, mark{Position: sub.Position(change.Seq)})
			if err != nil {
				return nil, err
			}
			return f.event(ctx, change.ID, cursor)
		}, nil
	}
	return events(stream, next, sub.Close), nil
}

// tooOld tells a client to load anew.
func tooOld(err error) error {
	if errors.Is(err, live.ErrTooOld) {
		return Errorf(CodeTooOld, "what came after this cursor is no longer held: load anew, and subscribe without it")
	}
	return err
}
