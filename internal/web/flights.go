package web

import (
	"context"
	"errors"
	"sync"

	"github.com/stackmatch/stackmatch/internal/credential"
)

// flights has those who want the same at the same time share the making of it: a
// page verifies every badge on it, and anybody may ask for it as often as they
// like. Nobody is given what was begun before they asked, for what is committed
// shows with the next request: who comes while one is made waits for the next.
type flights struct {
	mu  sync.Mutex
	all map[string]*ahead
}

// ahead is what is being made of one thing, and what is made after that.
type ahead struct{ running, next *flight }

type flight struct {
	// before is closed when this one may begin; nil for at once.
	before, done chan struct{}
	file         *credential.File // to be read when done is closed, as err is
	err          error
}

// errBroken is what those get who waited for what ended in a panic.
var errBroken = errors.New("what was waited for broke")

// open gives what open makes, for a key.
func (f *flights) open(
	ctx context.Context, key string, open func(ctx context.Context) (*credential.File, error),
) (*credential.File, error) {
	fl, mine := f.join(key)
	if !mine {
		select {
		case <-fl.done:
			return fl.file, fl.err
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
	if fl.before != nil {
		<-fl.before // it has a deadline
	}
	f.begin(key)
	defer f.end(key, fl)
	// Others wait for it, whether or not the client stays.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), deadline)
	defer cancel()
	fl.err = errBroken
	fl.file, fl.err = open(ctx)
	return fl.file, fl.err
}

// join gives the flight that has not begun yet; mine tells that the caller makes it.
func (f *flights) join(key string) (fl *flight, mine bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.all == nil {
		f.all = map[string]*ahead{}
	}
	of := f.all[key]
	if of == nil {
		of = &ahead{}
		f.all[key] = of
	}
	if of.next != nil {
		return of.next, false
	}
	of.next = &flight{done: make(chan struct{})}
	if of.running != nil {
		of.next.before = of.running.done
	}
	return of.next, true
}

func (f *flights) begin(key string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	of := f.all[key]
	of.running, of.next = of.next, nil
}

func (f *flights) end(key string, fl *flight) {
	f.mu.Lock()
	defer f.mu.Unlock()
	of := f.all[key]
	if of.running = nil; of.next == nil {
		delete(f.all, key)
	}
	close(fl.done)
}
