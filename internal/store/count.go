package store

import (
	"context"
	"sync/atomic"
)

type counterKey struct{}

// Counter counts statements.
type Counter struct{ n atomic.Int64 }

// Statements is how many ran.
func (c *Counter) Statements() int64 { return c.n.Load() }

// Count gives a context whose statements are counted: a request's must not grow
// with the size of its page.
func Count(ctx context.Context) (context.Context, *Counter) {
	c := &Counter{}
	return context.WithValue(ctx, counterKey{}, c), c
}

func count(ctx context.Context) {
	if c, ok := ctx.Value(counterKey{}).(*Counter); ok {
		c.n.Add(1)
	}
}
