// Package store owns the database: it opens SQLite or PostgreSQL, migrates it,
// runs transactions, and writes the change feed along with every change. It is
// the only package that knows drivers, and with ent the only one that knows
// ent's library. It refuses rules: what may be written is for the services.
package store

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"time"

	"go.opentelemetry.io/otel/trace"

	"github.com/stackmatch/stackmatch/ent/db"
)

// Dialect is a kind of database.
type Dialect string

// The dialects.
const (
	SQLite   Dialect = "sqlite3"
	Postgres Dialect = "postgres"
)

// Config says which database to open, and how.
type Config struct {
	// URL is "postgres://..." or the path of a SQLite file, "sqlite:" in front
	// or not.
	URL string
	// Now is the clock that change rows are dated by; by default time.Now.
	Now func() time.Time
	// Tracer receives a span per statement; nil is none.
	Tracer trace.TracerProvider
	// Careless skips waiting for the disk: for tests and benchmarks, whose
	// databases nobody misses after a power cut.
	Careless bool
}

// Store is an open database.
type Store struct {
	// Client reads at any time, and writes inside InTx.
	Client *db.Client
	// Dialect is the kind of database.
	Dialect Dialect

	url  string
	now  func() time.Time
	pool *pool

	mu        sync.Mutex
	listeners map[chan struct{}]struct{}
}

// Open opens the database. It is not migrated yet: see Migrate.
func Open(ctx context.Context, config Config) (*Store, error) {
	s := &Store{now: config.Now, listeners: map[chan struct{}]struct{}{}}
	if s.now == nil {
		s.now = time.Now //nolint:forbidigo // the default clock
	}
	s.Dialect, s.url = dialectOf(config.URL)
	var err error
	if s.Dialect == Postgres {
		s.pool, err = openPostgres(ctx, s.url, config)
	} else {
		s.pool, err = openSQLite(ctx, s.url, config)
	}
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	s.pool.store = s
	s.Client = db.NewClient(db.Driver(s.pool))
	s.Client.Use(recordChange)
	return s, nil
}

// dialectOf tells the dialect of a URL, and what its driver wants to hear.
func dialectOf(dbURL string) (Dialect, string) {
	if u, err := url.Parse(dbURL); err == nil && (u.Scheme == "postgres" || u.Scheme == "postgresql") {
		return Postgres, dbURL
	}
	path := strings.TrimPrefix(dbURL, "sqlite:")
	return SQLite, strings.TrimPrefix(path, "//")
}

// Close closes the database.
func (s *Store) Close() error {
	return s.pool.Close()
}

// Ping tells whether the database answers.
func (s *Store) Ping(ctx context.Context) error {
	return s.pool.reads.DB().PingContext(ctx)
}

// Now is the store's clock, in UTC.
func (s *Store) Now() time.Time { return s.now().UTC() }

// Notify gives a channel that receives soon after a transaction of this process
// has written change rows, and a function that ends that. Receipts coalesce;
// changes of other processes are not announced: whoever must not miss them also
// looks from time to time.
func (s *Store) Notify() (changed <-chan struct{}, stop func()) {
	ch := make(chan struct{}, 1)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.listeners[ch] = struct{}{}
	return ch, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.listeners, ch)
	}
}

// notify wakes whoever listens.
func (s *Store) notify() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for ch := range s.listeners {
		select {
		case ch <- struct{}{}:
		default: // it has yet to look at the last one
		}
	}
}
