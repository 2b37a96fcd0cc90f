package credential

import (
	"context"
	"sync"

	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/fetch"
)

const (
	// largeBadge is from what size on, in bytes, badges are verified in turns. One of
	// 8 MiB takes 150 MB and half a second.
	largeBadge = 512 << 10
	// largeAtOnce is how many of them have a turn at the same time.
	largeAtOnce = 2
)

// turns bound what verifying large badges takes at the same time, whoever sends
// them. Small badges need none.
type turns struct {
	once   sync.Once
	places chan struct{}
}

func (t *turns) all() chan struct{} {
	t.once.Do(func() { t.places = make(chan struct{}, largeAtOnce) })
	return t.places
}

// take waits for a turn, and tells whether there was one before the context ended.
func (t *turns) take(ctx context.Context) bool {
	select {
	case t.all() <- struct{}{}:
		return true
	case <-ctx.Done():
		return false
	}
}

func (t *turns) give() { <-t.all() }

// inTurn is a source for who has a turn: whoever waits for hosts lets others go
// before.
type inTurn struct {
	fetch.Source
	turns *turns
}

// All is that of fetch.Source.
func (s inTurn) All(ctx context.Context, urls []string, want fetch.Want) map[string]badge.Document {
	s.turns.give()
	// Whatever became of the call: what follows is work all the same.
	defer s.turns.take(context.WithoutCancel(ctx))
	return s.Source.All(ctx, urls, want)
}
