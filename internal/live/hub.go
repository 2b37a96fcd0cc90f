// Package live wakes whoever waits for changes: it follows the change feed once for
// all of them, and gives each the changes of their topics, from any position on that
// the feed still holds. It holds ids only. It refuses to know what a change means and
// who may see it: whoever is woken loads afresh and asks for themselves.
package live

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/search"
)

// Feed is what is followed.
type Feed interface {
	// Head is the position of the newest change.
	Head(ctx context.Context) (search.Position, error)
	// Changes are the next ones after a position, in commit order. It is
	// search.ErrTooOld where the feed no longer holds them.
	Changes(ctx context.Context, after search.Position, limit int) ([]search.Change, error)
}

// Owners tells whose changed records are: the ids of the earners, organizations and
// accounts that a change of them concerns. It is asked once for all who wait.
type Owners func(ctx context.Context, prefix string, ids []string) (map[string][]string, error)

// ErrTooOld is that the feed no longer reaches back to where somebody wants to go
// on: they have to load anew.
var ErrTooOld = search.ErrTooOld

// Topic is what somebody waits for: the changes of records whose ids have a prefix,
// of a record or an owner; of all such records where Of is empty.
type Topic struct{ Prefix, Of string }

// Change is a record to be loaded again, and its place in the feed.
type Change struct {
	ID  string
	Seq int64
}

const (
	// pollEvery is how often to look for what other processes have written.
	pollEvery = time.Second
	// restFor lets what is written in quick succession be read at once.
	restFor = 20 * time.Millisecond
	// changesAtOnce bounds a reading of the feed.
	changesAtOnce = 1000
)

// Hub gives what the feed tells to whom it concerns.
type Hub struct {
	feed   Feed
	owners Owners
	log    *slog.Logger

	mu      sync.Mutex
	started bool
	at      search.Position // everybody who is not behind has what is before it
	topics  map[Topic]map[*Subscription]struct{}
	owned   map[string]int // by prefix, how many wait for an owner's records
	open    map[*Subscription]struct{}
}

// NewHub makes a hub, which Run has follow the feed. Nil owners are nobody's.
func NewHub(feed Feed, owners Owners, log *slog.Logger) *Hub {
	if owners == nil {
		owners = func(context.Context, string, []string) (map[string][]string, error) { return nil, nil }
	}
	return &Hub{
		feed: feed, owners: owners, log: log,
		topics: map[Topic]map[*Subscription]struct{}{}, owned: map[string]int{}, open: map[*Subscription]struct{}{},
	}
}

// Len is how many wait.
func (h *Hub) Len() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.open)
}

// Run follows the feed until the context ends: at once when this process has changed
// something, and each second for what others have.
func (h *Hub) Run(ctx context.Context, changed <-chan struct{}) error {
	poll := time.NewTicker(pollEvery)
	defer poll.Stop()
	rest := time.NewTicker(restFor)
	defer rest.Stop()
	for {
		more, err := h.Step(ctx)
		if err != nil && ctx.Err() == nil {
			h.log.ErrorContext(ctx, "tell who waits for changes", "cause", err.Error())
		}
		if more && err == nil {
			continue
		}
		select {
		case <-ctx.Done():
			return nil
		case <-rest.C:
		}
		select {
		case <-ctx.Done():
			return nil
		case <-changed:
		case <-poll.C:
		}
	}
}

// Step reads the feed on and gives it out, and tells whether there is more.
func (h *Hub) Step(ctx context.Context) (more bool, err error) {
	from, waited, started := h.state()
	if !started || !waited {
		return false, h.start(ctx)
	}
	changes, err := h.feed.Changes(ctx, from, changesAtOnce)
	if errors.Is(err, ErrTooOld) {
		return false, h.lapse(ctx)
	}
	if err != nil {
		return false, fmt.Errorf("read the feed: %w", err)
	}
	owners, err := h.ownersOf(ctx, changes)
	if err != nil {
		return false, err
	}
	h.give(changes, owners)
	return len(changes) == changesAtOnce, nil
}

func (h *Hub) state() (at search.Position, waited, started bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.at, len(h.open) > 0, h.started
}

// start begins at the newest change, as long as nobody waits for an older one. Who
// came before reads on by themselves.
func (h *Hub) start(ctx context.Context) error {
	head, err := h.Head(ctx)
	if err != nil {
		return err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.at, h.started = head, true
	for s := range h.open {
		s.behind = true
		s.stir()
	}
	return nil
}

// lapse begins anew with a feed that is another one, or holds no longer what comes
// next: whoever waits must load anew.
func (h *Hub) lapse(ctx context.Context) error {
	head, err := h.Head(ctx)
	if err != nil {
		return err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.at = head
	for s := range h.open {
		s.lapsed = true
		s.stir()
	}
	return nil
}

// give hands changes to those who wait for them.
func (h *Hub) give(changes []search.Change, owners map[string][]string) {
	if len(changes) == 0 {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, c := range changes {
		for _, topic := range topicsOf(c.ID, owners[c.ID]) {
			for s := range h.topics[topic] {
				s.add(c)
			}
		}
	}
	h.at = changes[len(changes)-1].Position
}

// topicsOf are those that a record's change belongs to.
func topicsOf(record string, owners []string) []Topic {
	prefix := id.Prefix(record)
	topics := []Topic{{prefix, ""}, {prefix, record}}
	for _, owner := range owners {
		topics = append(topics, Topic{prefix, owner})
	}
	return topics
}

// ownersOf asks whose the changed records are, of those kinds where somebody waits
// for an owner's.
func (h *Hub) ownersOf(ctx context.Context, changes []search.Change) (map[string][]string, error) {
	wanted := h.wantedOf(changes)
	all := map[string][]string{}
	for prefix, ids := range wanted {
		found, err := h.owners(ctx, prefix, ids)
		if err != nil {
			return nil, fmt.Errorf("find whose changes they are: %w", err)
		}
		for record, owners := range found {
			all[record] = owners
		}
	}
	return all, nil
}

func (h *Hub) wantedOf(changes []search.Change) map[string][]string {
	h.mu.Lock()
	defer h.mu.Unlock()
	wanted, seen := map[string][]string{}, map[string]bool{}
	for _, c := range changes {
		prefix := id.Prefix(c.ID)
		if h.owned[prefix] > 0 && !seen[c.ID] {
			seen[c.ID] = true
			wanted[prefix] = append(wanted[prefix], c.ID)
		}
	}
	return wanted
}
