package catalog_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/internal/taxonomy"
	"github.com/stackmatch/stackmatch/search"
)

func (w *world) matching(t *testing.T) *matching.Catalog {
	t.Helper()
	return must(w.Matching(w.ctx))(t)
}

func TestMatchingKnowsEveryVersionAndMarksTheCurrentOne(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	org := w.organization(t, "A")
	m := w.microCredential(t, org, "Forklift", map[string]int{"drive forklifts": 2, "check loads": 0})
	next := must(w.PublishVersion(w.ctx, m.ID, w.version("Forklift/Montacargas", map[string]int{"drive forklifts": 3})))(t)
	c := w.matching(t)
	first, ok := c.Version(*m.CurrentVersionID)
	if !ok || first.Current || first.Credential != m.ID {
		t.Errorf("first version: got %+v, %v", first, ok)
	}
	wantPairs := []matching.Pair{{Skill: w.skills["check loads"]}, {Skill: w.skills["drive forklifts"], Level: 2}}
	slices.SortFunc(wantPairs, func(a, b matching.Pair) int { return cmpStrings(a.Skill, b.Skill) })
	if diff := cmp.Diff(wantPairs, first.Pairs); diff != "" {
		t.Errorf("pairs (-want +got):\n%s", diff)
	}
	second, ok := c.Version(next.ID)
	if !ok || !second.Current {
		t.Errorf("second version: got %+v, %v", second, ok)
	}
	// Its own words, and its skill's in both languages.
	want := map[string]int{}
	for _, word := range search.Analyze("Forklift Montacargas drive forklifts conducir carretillas") {
		want[word]++
	}
	if diff := cmp.Diff(want, second.Words); diff != "" {
		t.Errorf("words (-want +got):\n%s", diff)
	}
}

func cmpStrings(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func TestMatchingHasNoStepToWhatIsRetired(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	org := w.organization(t, "A")
	retired := w.microCredential(t, org, "Retired", nil)
	err := store.InTx(w.ctx, w.DB, func(ctx context.Context, tx *db.Client) error {
		return tx.MicroCredential.UpdateOneID(retired.ID).SetStatus(enum.Retired).Exec(ctx)
	})
	if err != nil {
		t.Fatal(err)
	}
	if v, ok := w.matching(t).Version(*retired.CurrentVersionID); !ok || v.Current {
		t.Errorf("got %+v, %v; want its version, not current", v, ok)
	}
}

func TestMatchingCompletesStacksByTheirCurrentRules(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	org := w.organization(t, "A")
	one, two, earned := w.microCredential(t, org, "One", nil), w.microCredential(t, org, "Two", nil), w.microCredential(t, org, "Earned", nil)
	stack := must(w.PublishStack(w.ctx, catalog.StackInput{
		Owner: org.ID, Certifies: &earned.ID, Version: catalog.StackVersionInput{Title: localized("S"), Rule: allOf(one, two)},
	}))(t)
	held := func(m *db.MicroCredential) []matching.Held {
		return []matching.Held{{Version: *m.CurrentVersionID, Credential: m.ID}}
	}
	if got := w.matching(t).Completed(held(one)); len(got) != 0 {
		t.Errorf("completed by one of two parts: %v", got)
	}
	if got := w.matching(t).Completed(held(earned)); len(got) != 1 {
		t.Errorf("not completed by what it certifies: %v", got)
	}
	must(w.PublishStackVersion(w.ctx, stack.ID, catalog.StackVersionInput{Title: localized("S"), Rule: allOf(one)}))(t)
	if got := w.matching(t).Completed(held(one)); len(got) != 1 {
		t.Errorf("not completed by the new rule: %v", got)
	}
}

func TestMatchingIsKeptUntilTheCatalogChanges(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	org := w.organization(t, "A")
	m := w.microCredential(t, org, "Forklift", map[string]int{"weld": 0})
	kept := w.matching(t)
	same := func(what string, want bool) {
		t.Helper()
		ctx, counter := store.Count(w.ctx)
		c := must(w.Matching(ctx))(t)
		if (c == kept) != want {
			t.Errorf("after %s: kept is %v, want %v", what, c == kept, want)
		}
		if want && counter.Statements() != 1 {
			t.Errorf("after %s: %d statements, want 1", what, counter.Statements())
		}
		kept = c
	}
	same("nothing", true)
	w.organization(t, "B")
	w.recognition(t, catalog.RecognitionInput{Organization: org.ID, MicroCredential: &m.ID})
	same("other changes", true)
	same("nothing more", true)
	must(w.PublishVersion(w.ctx, m.ID, w.version("Forklift", nil)))(t)
	same("a version", false)
	w.stack(t, org, "S", m)
	same("a stack", false)
	must(w.importer().RelateSkills(w.ctx, w.framework, []catalog.RelationInput{{From: "x:weld", To: "x:lift loads", Kind: taxonomy.Broader}}))(t)
	same("a relation", false)
	same("nothing again", true)
	state(t, w, func(u *db.FeedStateUpdateOne) { u.SetEpoch("another feed") })
	same("another feed", false)
	same("nothing in it", true)
	state(t, w, func(u *db.FeedStateUpdateOne) { u.SetPruned(1 << 40) })
	same("changes were pruned unseen", false)
	same("nothing since", true)
}

func state(t *testing.T, w *world, change func(*db.FeedStateUpdateOne)) {
	t.Helper()
	err := store.InTx(w.ctx, w.DB, func(ctx context.Context, tx *db.Client) error {
		update := tx.FeedState.UpdateOneID(1)
		change(update)
		return update.Exec(ctx)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestConcurrentCallersShareOneRebuildAndMissNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	org := w.organization(t, "A")
	for round := range 5 {
		m := w.microCredential(t, org, fmt.Sprint("Version ", round), nil)
		var wg sync.WaitGroup
		got := make([]*matching.Catalog, 8)
		for i := range got {
			wg.Go(func() {
				c, err := w.Matching(w.ctx)
				if err != nil {
					t.Error(err)
					return
				}
				if _, ok := c.Version(*m.CurrentVersionID); !ok {
					t.Error("what was written before the call is missing")
				}
				got[i] = c
			})
		}
		wg.Wait()
		for _, c := range got {
			if c != got[0] {
				t.Error("built more than once")
			}
		}
	}
}

func TestMatchingIsBuiltByAFewStatementsBesideALargeFramework(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	largeFramework(t, w, 13_485, 7_161)
	org := w.organization(t, "A")
	w.microCredential(t, org, "Forklift", map[string]int{"weld": 0})
	ctx, counter := store.Count(w.ctx)
	start := time.Now()
	if _, err := w.Matching(ctx); err != nil {
		t.Fatal(err)
	}
	t.Logf("built in %s with %d statements", time.Since(start), counter.Statements())
	if counter.Statements() > 12 {
		t.Errorf("%d statements, want a few", counter.Statements())
	}
}

// largeFramework adds skills with four labels each, and relations between them.
func largeFramework(t *testing.T, w *world, skills, relations int) {
	t.Helper()
	ids := w.IDs
	var rows []*db.Skill
	var labels []*db.SkillLabel
	for i := range skills {
		row := &db.Skill{
			ID: ids.Mint(id.Skill), CreatedAt: w.clock.Now(), FrameworkID: w.framework, URI: fmt.Sprint("large:", i),
			Name: fmt.Sprint("skill ", i), Status: enum.SkillActive, Description: text.En("What it means."),
		}
		rows = append(rows, row)
		for _, language := range []string{"en", "es"} {
			for _, kind := range []enum.LabelKind{enum.LabelPreferred, enum.LabelAlternative} {
				labels = append(labels, &db.SkillLabel{SkillID: row.ID, Language: language, Kind: kind, Text: fmt.Sprint("label ", i)})
			}
		}
	}
	var edges []*db.SkillRelation
	for i := range relations {
		edges = append(edges, &db.SkillRelation{FromID: rows[i].ID, ToID: rows[i/2+skills/2].ID, Kind: enum.RelationBroader})
	}
	err := store.InTx(w.ctx, w.DB, func(ctx context.Context, tx *db.Client) error {
		if err := store.Insert(ctx, tx, rows); err != nil {
			return err
		}
		if err := store.Insert(ctx, tx, labels); err != nil {
			return err
		}
		return store.Insert(ctx, tx, edges)
	})
	if err != nil {
		t.Fatal(err)
	}
}
