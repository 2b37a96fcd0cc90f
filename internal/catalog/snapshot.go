package catalog

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/search"
)

// snapshot is the catalog as matching reckons with it, kept until it changes.
type snapshot struct {
	// building has one caller at a time build; the others wait, and find it done.
	building sync.Mutex

	mu       sync.Mutex
	catalog  *matching.Catalog
	wordings *search.Wordings
	epoch    string // of the feed that the positions are in
	built    int64  // the feed's head before the catalog was read
	builtAt  time.Time
	seen     int64 // up to here, no change was one of the catalog
}

// Matching is the catalog as matching sees it now. While nothing of it changes,
// this costs one short statement.
func (s *Service) Matching(ctx context.Context) (*matching.Catalog, error) {
	if c, err := s.fresh(ctx); c != nil || err != nil {
		return c, err
	}
	s.snapshot.building.Lock()
	defer s.snapshot.building.Unlock()
	if c, err := s.fresh(ctx); c != nil || err != nil {
		return c, err
	}
	// The head first: what changes while the catalog is read has it read again.
	at := s.Now()
	epoch, head, err := s.feedHead(ctx)
	if err != nil {
		return nil, err
	}
	c, wordings, err := s.build(ctx)
	if err != nil {
		return nil, err
	}
	s.snapshot.keep(c, wordings, epoch, head, at)
	return c, nil
}

// fresh is the kept catalog, unless the feed tells of newer changes; then nil.
func (s *Service) fresh(ctx context.Context) (*matching.Catalog, error) {
	from, since, kept := s.snapshot.position()
	if !kept {
		return nil, nil // nothing was built yet
	}
	news, err := s.newsSince(ctx, from, matchingNews, since)
	if err != nil {
		return nil, err
	}
	return s.snapshot.unless(news), nil
}

// news is what the feed tells since a position.
type news struct {
	epoch  string
	pruned int64 // up to here, changes are forgotten
	head   int64
	// changed is the last change of the catalog; 0 if there was none.
	changed int64
}

// What is news of the catalog, as conditions on changes. A draft that was made since
// the catalog was read changes nothing for matching: anybody's badge may bring one,
// and nobody's badge may have the catalog read again.
const (
	skillNews    = `c.kind = 'skill'`
	matchingNews = `c.kind IN ('skill', 'micro_credential', 'stack') AND NOT EXISTS (
		SELECT 1 FROM micro_credentials m WHERE m.id = c.subject AND m.status = 'DRAFT' AND m.created_at > $2)`
)

// newsSince reads only the rows that no call has read before; what says which of them
// are news, by further arguments. SQLite numbers arguments as they first stand in the
// statement, so that $1 has to come before them.
func (s *Service) newsSince(ctx context.Context, from int64, what string, args ...any) (news, error) {
	var n news
	err := s.one(ctx, []any{&n.epoch, &n.pruned, &n.head, &n.changed}, `
		WITH c AS (SELECT seq, kind, subject FROM changes WHERE seq > $1)
		SELECT f.epoch, f.pruned, COALESCE(MAX(c.seq), 0), COALESCE(MAX(CASE WHEN `+what+` THEN c.seq END), 0)
		FROM feed_state f LEFT JOIN c ON 1 = 1
		WHERE f.id = 1 GROUP BY f.epoch, f.pruned`, append([]any{from}, args...)...)
	n.head = max(n.head, from)
	return n, err
}

// feedHead is the feed's last position; everything may be pruned.
func (s *Service) feedHead(ctx context.Context) (epoch string, head int64, err error) {
	var pruned int64
	err = s.one(ctx, []any{&epoch, &pruned, &head},
		`SELECT epoch, pruned, (SELECT COALESCE(MAX(seq), 0) FROM changes) FROM feed_state WHERE id = 1`)
	return epoch, max(head, pruned), err
}

// one reads the one row of a query.
func (s *Service) one(ctx context.Context, into []any, query string, args ...any) (err error) {
	rows, err := store.In(ctx, s.DB).QueryContext(ctx, query, args...)
	if err != nil {
		return fmt.Errorf("read the feed: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	if !rows.Next() {
		return fmt.Errorf("read the feed: %w", errors.Join(rows.Err(), sql.ErrNoRows))
	}
	if err := rows.Scan(into...); err != nil {
		return fmt.Errorf("read the feed: %w", err)
	}
	return rows.Err()
}

// position is up to where the feed is known, and when the catalog was read; false
// before anything was built.
func (k *snapshot) position() (seen int64, built time.Time, kept bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.seen, k.builtAt, k.catalog != nil
}

// unless is the kept catalog, unless the news are of it.
func (k *snapshot) unless(n news) *matching.Catalog {
	k.mu.Lock()
	defer k.mu.Unlock()
	if n.epoch != k.epoch || n.changed > k.built || n.pruned > k.seen {
		return nil
	}
	k.seen = max(k.seen, n.head)
	return k.catalog
}

func (k *snapshot) keep(c *matching.Catalog, wordings *search.Wordings, epoch string, head int64, at time.Time) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.catalog, k.wordings, k.epoch, k.built, k.builtAt, k.seen = c, wordings, epoch, head, at, head
}
