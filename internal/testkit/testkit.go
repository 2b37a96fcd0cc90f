// Package testkit gives tests what they stand on: a migrated database of their
// own, a clock that stands still, and ids that come out the same each time. It
// refuses to replace any of our own code: there are no mocks.
package testkit

import (
	"context"
	crand "crypto/rand"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/store"
)

// Start is when the clocks of tests stand at first: a Monday in March 2026.
var Start = time.Date(2026, 3, 2, 15, 0, 0, 0, time.UTC)

// Clock stands still until it is moved. It is safe for concurrent use.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// NewClock gives a clock that stands at Start.
func NewClock() *Clock { return &Clock{now: Start} }

// Now is where the clock stands.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Advance moves the clock.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// IDs gives a minter with the clock's time and randomness that is the same in
// each run.
func IDs(clock *Clock) id.Minter {
	return id.Minter{Now: clock.Now, Rand: Random("stackmatch")}
}

// Random gives bytes that follow from the seed. It is safe for concurrent use.
func Random(seed string) io.Reader {
	var key [32]byte
	copy(key[:], seed)
	return &random{source: rand.NewChaCha8(key)}
}

type random struct {
	mu     sync.Mutex
	source *rand.ChaCha8
}

func (r *random) Read(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.source.Read(p)
}

// Store gives the test a migrated, empty database: SQLite, or PostgreSQL where
// STACKMATCH_TEST_POSTGRES names a server (see scripts/postgres.sh). It is gone
// with the test.
func Store(t testing.TB) *store.Store {
	t.Helper()
	return StoreAt(t, NewClock())
}

// StoreAt is Store with the test's own clock.
func StoreAt(t testing.TB, clock *Clock) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), store.Config{URL: URL(t), Now: clock.Now, Careless: true})
	if err != nil {
		t.Fatalf("open the test's database: %v", err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close the test's database: %v", err)
		}
	})
	return s
}

// URL gives the URL of a migrated, empty database, for tests that open it
// themselves.
func URL(t testing.TB) string {
	t.Helper()
	if server := os.Getenv("STACKMATCH_TEST_POSTGRES"); server != "" {
		return postgresURL(t, server)
	}
	return sqliteFile(t)
}

// sqliteFile writes a copy of the migrated database.
func sqliteFile(t testing.TB) string {
	t.Helper()
	content, err := migratedFile()
	if err != nil {
		t.Fatalf("migrate a database to copy: %v", err)
	}
	path := filepath.Join(t.TempDir(), "stackmatch.db")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatalf("copy the migrated database: %v", err)
	}
	return path
}

// migratedFile migrates once per process and keeps the file's content.
var migratedFile = sync.OnceValues(func() (content []byte, err error) {
	dir, err := os.MkdirTemp("", "stackmatch-testkit-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "template.db")
	if err := store.MigrateOnly(context.Background(), store.Config{URL: path, Now: NewClock().Now, Careless: true}); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

// template names the migrated database on the server, once per process.
var template = sync.OnceValues(func() (string, error) {
	return store.TemplateDatabase(context.Background(), os.Getenv("STACKMATCH_TEST_POSTGRES"), NewClock().Now)
})

func postgresURL(t testing.TB, server string) string {
	t.Helper()
	migrated, err := template()
	if err != nil {
		t.Fatalf("migrate a database to copy: %v", err)
	}
	name := "test_" + strings.ToLower(crand.Text())
	dbURL, drop, err := store.CreateDatabase(t.Context(), server, name, migrated)
	if err != nil {
		t.Fatalf("copy the migrated database: %v", err)
	}
	t.Cleanup(func() {
		if err := drop(); err != nil {
			t.Errorf("drop the test's database: %v", err)
		}
	})
	return dbURL
}
