package live

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/search"
)

// maxPending bounds what is held for somebody who does not come to take it; beyond
// it they read the feed by themselves.
const maxPending = 1000

// Subscription is somebody who waits. Changes of one record that follow each other
// are one, with the place of the last.
type Subscription struct {
	hub    *Hub
	topics []Topic
	wake   chan struct{}

	// Guarded by the hub.
	at      search.Position // what is before it was handed out
	pending map[string]int64
	behind  bool // the feed itself is to be read from at on
	lapsed  bool
}

// Head is the position from which on nothing has changed yet.
func (h *Hub) Head(ctx context.Context) (search.Position, error) {
	head, err := h.feed.Head(ctx)
	if err != nil {
		return head, fmt.Errorf("read the feed's head: %w", err)
	}
	return head, nil
}

// Subscribe waits for topics from a position on; from now on where it is nil. It is
// ErrTooOld where the feed no longer reaches back to it.
func (h *Hub) Subscribe(ctx context.Context, after *search.Position, topics ...Topic) (*Subscription, error) {
	head, err := h.Head(ctx)
	if err != nil {
		return nil, err
	}
	s := &Subscription{hub: h, topics: topics, wake: make(chan struct{}, 1), at: head, pending: map[string]int64{}}
	if after != nil {
		if after.Epoch != head.Epoch || after.Seq > head.Seq {
			return nil, ErrTooOld
		}
		s.at = *after
		if _, err := h.feed.Changes(ctx, s.at, 1); err != nil {
			return nil, err
		}
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	// What the hub is reading now, it reads without knowing of this one.
	s.behind = true
	h.open[s] = struct{}{}
	for _, topic := range topics {
		if h.topics[topic] == nil {
			h.topics[topic] = map[*Subscription]struct{}{}
		}
		h.topics[topic][s] = struct{}{}
		if topic.owned() {
			h.owned[topic.Prefix]++
		}
	}
	return s, nil
}

// owned tells whether a topic is of another than the record itself.
func (t Topic) owned() bool { return t.Of != "" && id.Prefix(t.Of) != t.Prefix }

// Close ends the waiting. It may be called again.
func (s *Subscription) Close() {
	h := s.hub
	h.mu.Lock()
	defer h.mu.Unlock()
	if _, ok := h.open[s]; !ok {
		return
	}
	delete(h.open, s)
	for _, topic := range s.topics {
		delete(h.topics[topic], s)
		if len(h.topics[topic]) == 0 {
			delete(h.topics, topic)
		}
		if topic.owned() {
			h.owned[topic.Prefix]--
		}
	}
}

// Position is the one from which on a change of this seq is not told again.
func (s *Subscription) Position(seq int64) search.Position {
	return search.Position{Epoch: s.at.Epoch, Seq: seq}
}

// At is the position before which everything was handed out.
func (s *Subscription) At() search.Position {
	s.hub.mu.Lock()
	defer s.hub.mu.Unlock()
	return s.at
}

// Next waits for changes, and gives them in the order of the feed.
func (s *Subscription) Next(ctx context.Context) ([]Change, error) {
	for {
		found, waits, err := s.take(ctx)
		if err != nil || len(found) > 0 {
			return found, err
		}
		if !waits {
			continue
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-s.wake:
		}
	}
}

// take gives what there is; waits is that nothing can come before the hub wakes.
func (s *Subscription) take(ctx context.Context) (found []Change, waits bool, err error) {
	behind, found, err := s.drain()
	if err != nil || !behind {
		return found, true, err
	}
	if err := ctx.Err(); err != nil {
		return nil, false, err
	}
	found, err = s.replay(ctx)
	return found, false, err
}

// drain takes what the hub has given.
func (s *Subscription) drain() (behind bool, found []Change, err error) {
	s.hub.mu.Lock()
	defer s.hub.mu.Unlock()
	if s.lapsed {
		return false, nil, ErrTooOld
	}
	if s.behind {
		return true, nil, nil
	}
	if s.hub.started && s.hub.at.Seq > s.at.Seq {
		s.at.Seq = s.hub.at.Seq
	}
	found = inOrder(s.pending)
	clear(s.pending)
	return false, found, nil
}

// replay reads the feed on from where the subscription is, until it has caught up
// with the hub.
func (s *Subscription) replay(ctx context.Context) ([]Change, error) {
	changes, err := s.hub.feed.Changes(ctx, s.at, changesAtOnce)
	if err != nil {
		if errors.Is(err, ErrTooOld) {
			return nil, ErrTooOld
		}
		return nil, fmt.Errorf("read the feed: %w", err)
	}
	owners, err := s.hub.ownersOf(ctx, changes)
	if err != nil {
		return nil, err
	}
	mine := map[string]int64{}
	for _, c := range changes {
		if slices.ContainsFunc(topicsOf(c.ID, owners[c.ID]), func(t Topic) bool { return slices.Contains(s.topics, t) }) {
			mine[c.ID] = c.Position.Seq
		}
	}
	s.hub.mu.Lock()
	defer s.hub.mu.Unlock()
	if len(changes) > 0 {
		s.at = changes[len(changes)-1].Position
	}
	// From here on the hub gives what comes; what it has given before, it gave to others.
	s.behind = s.hub.at.Seq > s.at.Seq || len(changes) == changesAtOnce
	return inOrder(mine), nil
}

// add notes a change. The hub is locked.
func (s *Subscription) add(c search.Change) {
	if s.behind || c.Position.Seq <= s.at.Seq {
		return
	}
	s.pending[c.ID] = c.Position.Seq
	if len(s.pending) > maxPending {
		clear(s.pending)
		s.behind = true
	}
	s.stir()
}

func (s *Subscription) stir() {
	select {
	case s.wake <- struct{}{}:
	default: // it is to wake already
	}
}

func inOrder(pending map[string]int64) []Change {
	if len(pending) == 0 {
		return nil
	}
	found := make([]Change, 0, len(pending))
	for record, seq := range pending {
		found = append(found, Change{record, seq})
	}
	slices.SortFunc(found, func(a, b Change) int { return cmp.Compare(a.Seq, b.Seq) })
	return found
}
