package interop_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db/skill"
	"github.com/stackmatch/stackmatch/ent/db/skilllabel"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth/system"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/interop"
	"github.com/stackmatch/stackmatch/internal/testkit"
)

// The whole way: files, pipeline, catalog, database; and once more.
func TestRealESCOIsStoredOnce(t *testing.T) {
	t.Parallel()
	dir := filepath.Join("..", "..", "..", "shared", "data", "esco", "v1.0")
	if _, err := os.Stat(dir); err != nil {
		t.Skip("the public ESCO files are not beside this repository: ", dir)
	}
	s := testkit.Store(t)
	sink := &catalog.SkillImporter{DB: s.Client, IDs: testkit.IDs(testkit.NewClock())}
	sinks := interop.Sinks{Skills: sink, Originals: sink}
	ctx := system.Context(t.Context())
	start := time.Now()
	first, err := interop.Import(ctx, "esco", []string{dir}, sinks, interop.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("stored in %s", time.Since(start).Round(time.Millisecond))
	start = time.Now()
	second, err := interop.Import(ctx, "esco", []string{dir}, sinks, interop.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("compared in %s", time.Since(start).Round(time.Millisecond))
	const skills, relations, repeated = 13485 + 17, 7161 - 155, 155
	if diff := cmp.Diff([]interop.Counts{
		{Read: skills, Created: skills},
		{Read: relations + repeated, Created: relations, Skipped: repeated},
		{Read: skills, Unchanged: skills},
		{Read: relations + repeated, Unchanged: relations, Skipped: repeated},
	}, []interop.Counts{first.Skills, first.Relations, second.Skills, second.Relations}); diff != "" {
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
	if got := s.Client.ImportOriginal.Query().CountX(ctx); got != 5 {
		t.Errorf("%d originals kept, want the 5 files read", got)
	}
	f := s.Client.Framework.Query().OnlyX(ctx)
	if f.Version != "1.0" || f.License == "" || f.Attribution == "" {
		t.Errorf("stored framework %+v", f)
	}
}
