package search

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Change says that something changed. Its present state is loaded when it is
// applied, so the same change may come twice.
type Change struct {
	Position Position
	Kind     ChangeKind
	ID       string
}

// ChangeKind says which index a change is for. Others are passed over.
type ChangeKind string

// The kinds of changes that indexes follow.
const (
	ChangeEarner ChangeKind = "earner"
	ChangeText   ChangeKind = "text"
)

// Feed lists changes in the order of their commits.
type Feed interface {
	// Head is the position of the newest change.
	Head(ctx context.Context) (Position, error)
	// Changes are the next ones after a position. It is ErrTooOld when the feed no
	// longer keeps them.
	Changes(ctx context.Context, after Position, limit int) ([]Change, error)
}

// ErrTooOld means that the feed has dropped changes that an index has not applied:
// the index is built again.
var ErrTooOld = errors.New("the change feed no longer reaches back so far")

// ErrBehind means that an index is too far behind to make up for it by records.
var ErrBehind = errors.New("the search index is behind")

// Source loads what an index holds from the records.
type Source[D any] interface {
	// Load loads by id. What is not returned is not to be found any more.
	Load(ctx context.Context, ids []string) ([]D, error)
	// Page lists everything in the order of ids, after one of them ("" is the
	// beginning), at most limit. Fewer than limit are the end.
	Page(ctx context.Context, after string, limit int) ([]D, error)
}

const (
	// changesAtOnce is how many changes one batch takes in.
	changesAtOnce = 2000
	// rebuildPage is a rebuild's batch.
	rebuildPage = 2000
	// maxPending is how many earners may be scored from records instead.
	maxPending = 2000
	// saveEvery is how many foreign changes are passed over before an index's
	// cursor is saved for them: a commit each would cost a disk flush each.
	saveEvery = 10_000
	// pollEvery is how often Run looks by itself: other processes write too.
	pollEvery = time.Second
)

// Syncer keeps the two indexes as the records are. It is their only writer.
type Syncer struct {
	feed    Feed
	log     *slog.Logger
	ranked  *Earners
	earners *follower[Document]
	texts   *follower[Text]

	wake    chan struct{}
	running atomic.Bool
	turn    sync.Mutex // one sync at a time
}

// NewSyncer follows a feed into two indexes.
func NewSyncer(feed Feed, earners *Earners, people Source[Document], texts *Texts, words Source[Text], log *slog.Logger) *Syncer {
	return &Syncer{
		feed: feed, log: log, ranked: earners, wake: make(chan struct{}, 1),
		earners: newFollower(ChangeEarner, earners, people, func(d *Document) string { return d.Earner }),
		texts:   newFollower(ChangeText, texts, words, func(t *Text) string { return t.ID }),
	}
}

// Notify wakes Run: something was committed.
func (s *Syncer) Notify() {
	select {
	case s.wake <- struct{}{}:
	default: // it is awake already
	}
}

// Run syncs until the context ends: when notified, and every second.
func (s *Syncer) Run(ctx context.Context) error {
	s.running.Store(true)
	defer s.running.Store(false)
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	for {
		if err := s.SyncOnce(ctx); err != nil && ctx.Err() == nil {
			s.log.ErrorContext(ctx, "sync the search indexes", slog.Any("error", err))
		}
		select {
		case <-ctx.Done():
			return nil
		case <-s.wake:
		case <-tick.C:
			if err := s.ranked.Refresh(); err != nil && !errors.Is(err, ErrNotReady) {
				s.log.ErrorContext(ctx, "refresh the search index", slog.Any("error", err))
			}
		}
	}
}

// SyncOnce applies every change committed before it was called. An index that
// cannot follow the feed is built again.
func (s *Syncer) SyncOnce(ctx context.Context) error {
	s.turn.Lock()
	defer s.turn.Unlock()
	return errors.Join(s.earners.catchUp(ctx, s.feed), s.texts.catchUp(ctx, s.feed))
}

// Rebuild builds both indexes again from the records, beside those in use.
func (s *Syncer) Rebuild(ctx context.Context) error {
	s.turn.Lock()
	defer s.turn.Unlock()
	return errors.Join(s.earners.rebuild(ctx, s.feed), s.texts.rebuild(ctx, s.feed))
}

// Ready says whether both indexes have applied what the feed had when asked.
func (s *Syncer) Ready(ctx context.Context) (bool, error) {
	head, err := s.feed.Head(ctx)
	if err != nil {
		return false, err
	}
	return s.earners.reached(head) && s.texts.reached(head), nil
}

// Barrier waits, at most so long, until the earner index has applied everything
// committed before the call. When it can't, it returns the earners whose changes
// wait: leave them out of the query and score them from the records. It is ErrBehind
// when they are too many for that, and ErrNotReady when there is no index.
func (s *Syncer) Barrier(ctx context.Context, most time.Duration) (pending []string, err error) {
	head, err := s.feed.Head(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the head of the feed: %w", err)
	}
	if s.earners.reached(head) {
		return nil, nil
	}
	if at, ok := s.earners.position(); !ok || at.Epoch != head.Epoch {
		return nil, ErrNotReady
	}
	wait, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	if !s.running.Load() && s.turn.TryLock() {
		err = s.earners.catchUp(wait, s.feed)
		s.turn.Unlock()
		if err != nil && wait.Err() == nil {
			return nil, err
		}
	} else {
		s.Notify()
		s.earners.await(wait, head)
	}
	if s.earners.reached(head) {
		return nil, nil
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return s.earners.pending(ctx, s.feed, head)
}

// uniqueIDs are the ids of changes of a kind, each once, in order.
func uniqueIDs(changes []Change, kind ChangeKind) []string {
	var ids []string
	for _, c := range changes {
		if c.Kind == kind {
			ids = append(ids, c.ID)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}
