package interop

import (
	"crypto/rand"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db/skill"
	"github.com/stackmatch/stackmatch/ent/db/skilllabel"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth/system"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/store"
)

// openStore gives an empty database and a sink that writes to it.
func openStore(t *testing.T) (*store.Store, *catalog.SkillImporter) {
	t.Helper()
	s, err := store.Open(t.Context(), store.Config{URL: filepath.Join(t.TempDir(), "test.db"), Careless: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s, &catalog.SkillImporter{DB: s.Client, IDs: id.Minter{Now: time.Now, Rand: rand.Reader}}
}

// The whole way: files, pipeline, catalog, database; and once more.
func TestRealESCOIsStoredOnce(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(realESCO(t), "v1.0")
	s, sink := openStore(t)
	ctx := system.Context(t.Context())
	start := time.Now()
	first, err := Import(ctx, "esco", []string{dir}, Sinks{Skills: sink}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("stored in %s", time.Since(start).Round(time.Millisecond))
	start = time.Now()
	second, err := Import(ctx, "esco", []string{dir}, Sinks{Skills: sink}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("compared in %s", time.Since(start).Round(time.Millisecond))
	const skills, relations, repeated = 13485 + 17, 7161 - 155, 155
	if diff := cmp.Diff([]Counts{
		{Read: skills, Created: skills},
		{Read: relations + repeated, Created: relations, Skipped: repeated},
		{Read: skills, Unchanged: skills},
		{Read: relations + repeated, Unchanged: relations, Skipped: repeated},
	}, []Counts{first.Skills, first.Relations, second.Skills, second.Relations}); diff != "" {
		t.Errorf("counts differ (-want +got):\n%s", diff)
	}
	preferred := s.Client.SkillLabel.Query().Where(skilllabel.KindEQ(enum.LabelPreferred), skilllabel.HasSkillWith(skill.TypeNEQ(catalog.SkillTypeGroup)))
	if got := preferred.Clone().Where(skilllabel.Language("en")).CountX(ctx); got != 13485-13 {
		t.Errorf("%d English labels, want %d", got, 13485-13)
	}
	if got := preferred.Where(skilllabel.Language("es")).CountX(ctx); got != 13485 {
		t.Errorf("%d Spanish labels, want 13485", got)
	}
	if got := s.Client.SkillRelation.Query().CountX(ctx); got != relations {
		t.Errorf("%d relations, want %d", got, relations)
	}
	f := s.Client.Framework.Query().OnlyX(ctx)
	if f.Version != "1.0" || f.License == "" || f.Attribution == "" {
		t.Errorf("stored framework %+v", f)
	}
}
