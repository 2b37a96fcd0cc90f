package server

import (
	"context"
	"sync"
)

// retryStream is when to come back to a socket or an event stream, in seconds.
const retryStream = 10

// streams are the sockets and event streams that are open.
type streams struct {
	addresses, accounts *turns
	// closing is closed when the server is told to stop.
	closing chan struct{}
	stop    func()
	running sync.WaitGroup
}

func newStreams(c Sockets) *streams {
	s := &streams{
		addresses: newTurns(c.All, c.PerAddress), accounts: newTurns(c.All, c.PerAccount),
		closing: make(chan struct{}),
	}
	s.stop = sync.OnceFunc(func() { close(s.closing) })
	return s
}

// enter counts one of an address, if there may be one more.
func (s *streams) enter(address string) bool {
	select {
	case <-s.closing:
		return false
	default:
	}
	if !s.addresses.take(address) {
		return false
	}
	s.running.Add(1)
	return true
}

func (s *streams) leave(address string) {
	s.addresses.leave(address)
	s.running.Done()
}

// wait waits until all have ended, or the context has.
func (s *streams) wait(ctx context.Context) error {
	done := make(chan struct{})
	go func() {
		s.running.Wait()
		close(done)
	}()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
