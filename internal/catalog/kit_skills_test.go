package catalog_test

import (
	"context"
	"crypto/rand"
	"path/filepath"
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/internal/auth/system"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/store"
)

// kit is a database with one framework, and what writes to it.
type kit struct {
	ctx       context.Context
	db        *db.Client
	importer  *catalog.SkillImporter
	framework string
}

func newKit(t *testing.T) kit {
	t.Helper()
	s, err := store.Open(t.Context(), store.Config{URL: filepath.Join(t.TempDir(), "test.db"), Careless: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	k := kit{ctx: system.Context(t.Context()), db: s.Client}
	now := func() time.Time { return time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC) }
	k.importer = &catalog.SkillImporter{DB: s.Client, IDs: id.Minter{Now: now, Rand: rand.Reader}}
	if k.framework, err = k.importer.UpsertFramework(k.ctx, framework); err != nil {
		t.Fatal(err)
	}
	return k
}

// upsert stores skills and wants one outcome for all of them.
func (k kit) upsert(t *testing.T, want catalog.Outcome, in ...catalog.SkillInput) {
	t.Helper()
	results, err := k.importer.UpsertSkills(k.ctx, k.framework, in)
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range results {
		if r.Outcome != want {
			t.Errorf("%s: got %s %s, want %s", in[i].URI, r.Outcome, r.Message, want)
		}
	}
}

// changes counts the rows of the feed.
func (k kit) changes(t *testing.T) int {
	t.Helper()
	n, err := k.db.Change.Query().Count(k.ctx)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
