package fetch

import (
	"context"
	"sync"

	"github.com/stackmatch/stackmatch/internal/badge"
)

// flights lets callers who want the same at the same time share one fetch. It
// goes on while one of them waits, and ends with the last: singleflight of
// golang.org/x/sync would end with the first, or never.
type flights struct {
	mu      sync.Mutex
	running map[string]*flight
}

type flight struct {
	waiting int
	cancel  context.CancelFunc
	done    chan struct{}
	doc     badge.Document // to be read when done is closed
}

// join waits for the fetch of that key, which run starts unless it is under way.
func (f *flights) join(ctx context.Context, key string, run func(context.Context) badge.Document) badge.Document {
	f.mu.Lock()
	fl := f.running[key]
	if fl == nil {
		fl = f.start(ctx, key, run)
	}
	fl.waiting++
	f.mu.Unlock()
	select {
	case <-fl.done:
		return fl.doc
	case <-ctx.Done():
		f.leave(key, fl)
		return asDocument(ctx.Err())
	}
}

// start is called with the lock held.
func (f *flights) start(ctx context.Context, key string, run func(context.Context) badge.Document) *flight {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	fl := &flight{cancel: cancel, done: make(chan struct{})}
	f.running[key] = fl
	go func() {
		defer cancel()
		fl.doc = run(ctx)
		f.mu.Lock()
		f.forget(key, fl)
		f.mu.Unlock()
		close(fl.done)
	}()
	return fl
}

func (f *flights) leave(key string, fl *flight) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if fl.waiting--; fl.waiting == 0 {
		fl.cancel()
		f.forget(key, fl) // who comes now starts anew
	}
}

// forget is called with the lock held.
func (f *flights) forget(key string, fl *flight) {
	if f.running[key] == fl {
		delete(f.running, key)
	}
}
