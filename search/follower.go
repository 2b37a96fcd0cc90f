package search

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
)

// replica is an index that a follower writes.
type replica[D any] interface {
	Position() (Position, bool)
	Apply(ctx context.Context, documents []D, deleted []string, at Position) error
	Rebuild(ctx context.Context, pages func(context.Context) ([]D, error), at Position) error
}

// follower keeps one index as the records are.
type follower[D any] struct {
	kind   ChangeKind
	index  replica[D]
	source Source[D]
	idOf   func(*D) string

	mu sync.Mutex
	// passed is how far the feed was read; past the index's own position there
	// were only changes for others. The zero value means the index's position.
	passed  Position
	changed chan struct{} // closed when passed moves
}

func newFollower[D any](kind ChangeKind, index replica[D], source Source[D], idOf func(*D) string) *follower[D] {
	return &follower[D]{kind: kind, index: index, source: source, idOf: idOf, changed: make(chan struct{})}
}

// position is how far the index is known to be as the records are.
func (f *follower[D]) position() (Position, bool) {
	at, ok := f.index.Position()
	if !ok {
		return at, false
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.passed.Epoch == at.Epoch && f.passed.Seq > at.Seq {
		at = f.passed
	}
	return at, true
}

func (f *follower[D]) reached(head Position) bool {
	at, ok := f.position()
	return ok && at.Epoch == head.Epoch && at.Seq >= head.Seq
}

// move tells those who wait.
func (f *follower[D]) move(at Position) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.passed = at
	close(f.changed)
	f.changed = make(chan struct{})
}

// await waits until the index has reached a position or the context ends.
func (f *follower[D]) await(ctx context.Context, head Position) {
	for {
		f.mu.Lock()
		changed := f.changed
		f.mu.Unlock()
		if f.reached(head) {
			return
		}
		select {
		case <-ctx.Done():
			return
		case <-changed:
		}
	}
}

// catchUp applies the changes up to the feed's head.
func (f *follower[D]) catchUp(ctx context.Context, feed Feed) error {
	head, err := feed.Head(ctx)
	if err != nil {
		return fmt.Errorf("read the head of the feed: %w", err)
	}
	at, ok := f.position()
	if !ok || at.Epoch != head.Epoch || at.Seq > head.Seq {
		return f.rebuild(ctx, feed)
	}
	for at.Seq < head.Seq {
		changes, err := feed.Changes(ctx, at, changesAtOnce)
		if errors.Is(err, ErrTooOld) {
			return f.rebuild(ctx, feed)
		}
		if err != nil {
			return fmt.Errorf("read the change feed: %w", err)
		}
		if len(changes) == 0 {
			return nil
		}
		at = changes[len(changes)-1].Position
		if err := f.apply(ctx, changes, at); err != nil {
			return fmt.Errorf("apply changes to the %s index: %w", f.kind, err)
		}
		f.move(at)
	}
	return nil
}

// apply writes the present state of what changed.
func (f *follower[D]) apply(ctx context.Context, changes []Change, at Position) error {
	ids := uniqueIDs(changes, f.kind)
	if saved, _ := f.index.Position(); len(ids) == 0 && at.Seq-saved.Seq < saveEvery {
		return nil
	}
	var documents []D
	if len(ids) > 0 {
		var err error
		if documents, err = f.source.Load(ctx, ids); err != nil {
			return fmt.Errorf("load: %w", err)
		}
	}
	loaded := make(map[string]bool, len(documents))
	for i := range documents {
		loaded[f.idOf(&documents[i])] = true
	}
	gone := slices.DeleteFunc(ids, func(id string) bool { return loaded[id] })
	return f.index.Apply(ctx, documents, gone, at)
}

// rebuild reads everything. Changes committed meanwhile come after the position
// and are applied next.
func (f *follower[D]) rebuild(ctx context.Context, feed Feed) error {
	head, err := feed.Head(ctx)
	if err != nil {
		return fmt.Errorf("read the head of the feed: %w", err)
	}
	after, done := "", false
	pages := func(ctx context.Context) ([]D, error) {
		if done {
			return nil, nil
		}
		page, err := f.source.Page(ctx, after, rebuildPage)
		if err != nil {
			return nil, err
		}
		if done = len(page) < rebuildPage; !done {
			after = f.idOf(&page[len(page)-1])
		}
		return page, nil
	}
	if err := f.index.Rebuild(ctx, pages, head); err != nil {
		return err
	}
	f.move(head)
	return nil
}

// pending lists what of the kind changed since the index's position.
func (f *follower[D]) pending(ctx context.Context, feed Feed, head Position) ([]string, error) {
	at, ok := f.position()
	if !ok || at.Epoch != head.Epoch {
		return nil, ErrNotReady
	}
	var ids []string
	for at.Seq < head.Seq {
		changes, err := feed.Changes(ctx, at, changesAtOnce)
		if err != nil {
			return nil, fmt.Errorf("read the change feed: %w", err)
		}
		if len(changes) == 0 {
			break
		}
		at = changes[len(changes)-1].Position
		ids = append(ids, uniqueIDs(changes, f.kind)...)
		slices.Sort(ids)
		if ids = slices.Compact(ids); len(ids) > maxPending {
			return nil, ErrBehind
		}
	}
	return ids, nil
}
