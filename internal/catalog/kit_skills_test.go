package catalog_test

import (
	"context"
	"testing"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/internal/auth/system"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/testkit"
)

// skillKit is a database with one framework, and what writes to it.
type skillKit struct {
	ctx       context.Context
	db        *db.Client
	importer  *catalog.SkillImporter
	framework string
}

func newSkillKit(t *testing.T) skillKit {
	t.Helper()
	s := testkit.Store(t)
	k := skillKit{ctx: system.Context(t.Context()), db: s.Client}
	k.importer = &catalog.SkillImporter{DB: s.Client, IDs: testkit.IDs(testkit.NewClock())}
	var err error
	if k.framework, err = k.importer.UpsertFramework(k.ctx, lifting); err != nil {
		t.Fatal(err)
	}
	return k
}

// upsert stores skills and wants one outcome for all of them.
func (k skillKit) upsert(t *testing.T, want catalog.Outcome, in ...catalog.SkillInput) {
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
func (k skillKit) changes(t *testing.T) int {
	t.Helper()
	n, err := k.db.Change.Query().Count(k.ctx)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
