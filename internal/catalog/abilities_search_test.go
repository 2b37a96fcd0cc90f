package catalog_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/internal/taxonomy"
)

// marked is a found skill's name in brackets where the search has it.
func marked(f catalog.FoundSkill) string {
	out, at := f.Match.Language+" ", 0
	for _, m := range f.Match.Marks {
		out += f.Match.Label[at:m.Start] + "[" + f.Match.Label[m.Start:m.End] + "]"
		at = m.End
	}
	return out + f.Match.Label[at:]
}

func TestASearchBoxSaysByWhichNameASkillWasFound(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	must(w.importer().UpsertSkills(w.ctx, w.framework, []catalog.SkillInput{
		{URI: "x:1", Texts: []catalog.SkillText{
			{Language: "en", Label: "join metals", Alternative: []string{"braze", "Brazing & soldering"}, Hidden: []string{"brasing"}},
			{Language: "es", Label: "unir metales", Alternative: []string{"soldadura fuerte"}},
		}},
		{URI: "x:2", Texts: []catalog.SkillText{{Language: "en", Label: "Excel"}, {Language: "es", Label: "Excel"}}},
	}))(t)
	for _, c := range []struct{ search, language, want string }{
		{"drive forkl", "en", "en [drive] [forkl]ifts"},
		{"FORKLIFTS", "es", "en drive [forklifts]"},
		{"carret", "en", "es conducir [carret]illas"},
		{"cárretillas", "es", "es conducir [carretillas]"},
		{"solderi", "es", "en Brazing & [solderi]ng"},
		{"metales", "en", "es unir [metales]"},
		{"brasing", "en", "en join metals"},
		{"brasing", "es-MX", "es unir metales"},
		{"excel", "en", "en [Excel]"},
		{"excel", "es", "es [Excel]"},
	} {
		p := must(w.Skills(w.ctx, catalog.SkillsInput{Search: c.search, Language: c.language, Page: page.Args{First: 1}}))(t)
		if len(p.Items) != 1 || p.Items[0].Match == nil {
			t.Errorf("%q: found %+v", c.search, p.Items)
			continue
		}
		if got := marked(p.Items[0]); got != c.want {
			t.Errorf("%q in %s: found by %q, want %q", c.search, c.language, got, c.want)
		}
	}
	for _, f := range must(w.Skills(w.ctx, catalog.SkillsInput{Page: page.Args{First: 9}}))(t).Items {
		if f.Match != nil {
			t.Errorf("%s has a match, though nothing was searched for", f.Name)
		}
	}
}

func TestPagesOfFoundSkillsAreTheWholeListOnceAndGoOnWhileSkillsChange(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var names []string
	for i := range 12 {
		names = append(names, fmt.Sprintf("paint wall number %c", 'a'+i))
	}
	w.addSkills(t, names...)
	in := catalog.SkillsInput{Search: "paint wal", Language: "en"}
	read := func(size int) []string {
		return pages(t, size, func(a page.Args) (page.Page[catalog.FoundSkill], error) {
			in.Page = a
			return w.Skills(w.ctx, in)
		}, func(f catalog.FoundSkill) string { return f.Name })
	}
	whole := read(page.MaxFirst)
	if len(whole) != len(names) {
		t.Fatalf("found %v, want %d", whole, len(names))
	}
	for _, size := range []int{1, 3, 5} {
		if diff := cmp.Diff(whole, read(size)); diff != "" {
			t.Errorf("by %d (-whole +pages):\n%s", size, diff)
		}
	}
	in.Page = page.Args{First: 4}
	first := must(w.Skills(w.ctx, in))(t)
	if first.Total == nil || *first.Total != len(names) || !first.HasNext {
		t.Errorf("total %v, next %v", first.Total, first.HasNext)
	}
	// The index is built again, with one more that weighs the words otherwise, and
	// without the one that the page ended with.
	gone := first.Items[3]
	must(w.importer().UpsertSkills(w.ctx, w.framework, []catalog.SkillInput{
		{URI: gone.URI, Status: enum.SkillDeprecated, Texts: []catalog.SkillText{{Language: "en", Label: gone.Name}}},
		{URI: "x:more", Texts: []catalog.SkillText{{Language: "en", Label: "paint doors and gates and every other thing"}}},
	}))(t)
	in.Page = page.Args{First: 20, After: first.Cursors[3]}
	seen := map[string]bool{}
	for _, f := range append(first.Items, must(w.Skills(w.ctx, in))(t).Items...) {
		if seen[f.Name] {
			t.Errorf("%s is listed twice", f.Name)
		}
		seen[f.Name] = true
	}
	in.Page = page.Args{First: 20, After: first.Cursors[1]}
	rest := must(w.Skills(w.ctx, in))(t).Items
	if len(rest) == 0 || rest[0].Name != first.Items[2].Name {
		t.Errorf("after the second comes %v, want the third", rest)
	}
	in.Search = "paint doo"
	if _, err := w.Skills(w.ctx, in); err == nil {
		t.Error("another search took the cursor")
	}
}

func TestThePathToASkillIsOneWayDownFromTheBroadest(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	must(w.importer().UpsertSkills(w.ctx, w.framework, []catalog.SkillInput{
		{URI: "x:group", Type: catalog.SkillTypeGroup, Texts: []catalog.SkillText{{Language: "en", Label: "handling and moving"}}},
		{URI: "x:round", Texts: []catalog.SkillText{{Language: "en", Label: "round"}}},
		{URI: "x:about", Texts: []catalog.SkillText{{Language: "en", Label: "about"}}},
	}))(t)
	w.addSkills(t)
	must(w.importer().RelateSkills(w.ctx, w.framework, []catalog.RelationInput{
		{From: "x:drive forklifts", To: "x:lift loads", Kind: taxonomy.Broader},
		{From: "x:drive forklifts", To: "x:check loads", Kind: taxonomy.Broader},
		{From: "x:drive forklifts", To: "x:about", Kind: taxonomy.Related},
		{From: "x:check loads", To: "x:group", Kind: taxonomy.Broader},
		{From: "x:round", To: "x:about", Kind: taxonomy.Broader},
		{From: "x:about", To: "x:round", Kind: taxonomy.Broader},
	}))(t)
	ctx, counter := store.Count(w.ctx)
	ids := []string{w.skills["drive forklifts"], w.skills["weld"], w.skills["round"], "skl_gone"}
	found := must(w.PathBySkill(ctx, ids))(t)
	if n := counter.Statements(); n > 3 {
		t.Errorf("%d statements, want 3 at most", n)
	}
	got := map[string][]string{}
	for from, way := range found {
		for _, row := range way {
			if len(row.Edges.Labels) == 0 {
				t.Errorf("%s comes without labels", row.Name)
			}
			got[from] = append(got[from], row.Name)
		}
	}
	want := map[string][]string{
		w.skills["drive forklifts"]: {"handling and moving", "check loads"},
		w.skills["round"]:           {"about"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("paths (-want +got):\n%s", diff)
	}
}

func TestAPageOfFoundSkillsTakesAsManyStatementsWhateverItsSize(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.addSkills(t, "paint walls", "paint doors", "paint gates", "paint roofs")
	count := func(first int) int64 {
		ctx, counter := store.Count(w.ctx)
		p := must(w.Skills(ctx, catalog.SkillsInput{Search: "paint", Page: page.Args{First: first}}))(t)
		if len(p.Items) != first {
			t.Errorf("found %d, want %d", len(p.Items), first)
		}
		return counter.Statements()
	}
	count(1) // the first one builds the index
	if one, four := count(1), count(4); one != four || four > 4 {
		t.Errorf("%d statements for one, %d for four; want as many, and 4 at most", one, four)
	}
}
