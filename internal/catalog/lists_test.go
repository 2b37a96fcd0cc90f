package catalog_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// pages reads a list to its end, so many at a time, as "name id" of each row.
func pages[T any](t *testing.T, size int, read func(page.Args) (page.Page[T], error), show func(T) string) []string {
	t.Helper()
	var all []string
	args := page.Args{First: size}
	for range 100 {
		p, err := read(args)
		if err != nil {
			t.Fatal(err)
		}
		for _, item := range p.Items {
			all = append(all, show(item))
		}
		if p.HasPrevious != (args.After != "") {
			t.Errorf("page after %q: HasPrevious is %v", args.After, p.HasPrevious)
		}
		if !p.HasNext {
			return all
		}
		args.After = p.Cursors[len(p.Cursors)-1]
	}
	t.Fatal("the list has no end")
	return nil
}

// many fills a world with five of each kind, of which three share a name.
func many(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	names := []string{"Beta", "Alpha", "Beta", "Gamma", "Beta"}
	for i, name := range names {
		org := w.organization(t, name)
		m := w.microCredential(t, org, name, map[string]int{"weld": i % 3})
		stack := w.stack(t, org, name, m)
		must(w.PublishPathway(w.ctx, catalog.PathwayInput{
			Owner: org.ID, Title: localized(name), Goal: enum.GoalStack, Stack: &stack.ID,
			Steps: []catalog.PathwayStepInput{{MicroCredential: &m.ID}},
		}))(t)
		w.addSkills(t, fmt.Sprintf("%s %d", name, i))
		if i%2 == 1 {
			w.clock.Advance(time.Hour)
		}
		w.recognition(t, catalog.RecognitionInput{Organization: org.ID, Stack: &stack.ID})
	}
	return w
}

func TestPagesOfEveryOrderAreTheWholeListOnceWithTies(t *testing.T) {
	t.Parallel()
	w := many(t)
	lists := map[string]func(size int) []string{
		"organizations": func(size int) []string {
			return pages(t, size, func(a page.Args) (page.Page[*db.Organization], error) {
				return w.Organizations(w.ctx, catalog.OrganizationsInput{Page: a})
			}, func(r *db.Organization) string { return r.Name + " " + r.ID })
		},
		"skills": func(size int) []string {
			return pages(t, size, func(a page.Args) (page.Page[catalog.FoundSkill], error) {
				return w.Skills(w.ctx, catalog.SkillsInput{Page: a})
			}, func(r catalog.FoundSkill) string { return r.Name + " " + r.ID })
		},
		"micro-credentials": func(size int) []string {
			return pages(t, size, func(a page.Args) (page.Page[*db.MicroCredential], error) {
				return w.MicroCredentials(w.ctx, catalog.MicroCredentialsInput{Page: a})
			}, func(r *db.MicroCredential) string { return r.Name + " " + r.ID })
		},
		"stacks": func(size int) []string {
			return pages(t, size, func(a page.Args) (page.Page[*db.Stack], error) {
				return w.Stacks(w.ctx, catalog.StacksInput{Page: a})
			}, func(r *db.Stack) string { return r.Name + " " + r.ID })
		},
		"pathways": func(size int) []string {
			return pages(t, size, func(a page.Args) (page.Page[*db.Pathway], error) {
				return w.Pathways(w.ctx, catalog.PathwaysInput{Page: a})
			}, func(r *db.Pathway) string { return r.Name + " " + r.ID })
		},
	}
	for name, read := range lists {
		whole := read(page.MaxFirst)
		if !slices.IsSorted(whole) || len(whole) < 5 {
			t.Errorf("%s: not sorted by name and id, or not all: %v", name, whole)
		}
		for size := 1; size <= 4; size++ {
			if diff := cmp.Diff(whole, read(size)); diff != "" {
				t.Errorf("%s by %d (-whole +pages):\n%s", name, size, diff)
			}
		}
	}
}

func TestRecognitionsAreNewestFirstWithTies(t *testing.T) {
	t.Parallel()
	w := many(t)
	read := func(size int) []string {
		return pages(t, size, func(a page.Args) (page.Page[*db.Recognition], error) {
			return w.Recognitions(w.ctx, catalog.RecognitionsInput{Page: a})
		}, func(r *db.Recognition) string { return r.CreatedAt.UTC().Format(time.RFC3339) + " " + r.ID })
	}
	whole := read(page.MaxFirst)
	oldest := slices.Clone(whole)
	slices.Reverse(oldest)
	if !slices.IsSorted(oldest) || len(whole) != 5 {
		t.Errorf("not newest first, or not all: %v", whole)
	}
	for size := 1; size <= 4; size++ {
		if diff := cmp.Diff(whole, read(size)); diff != "" {
			t.Errorf("by %d (-whole +pages):\n%s", size, diff)
		}
	}
}

func TestFoundListsArePagedInTheOrderOfTheIndex(t *testing.T) {
	t.Parallel()
	w := many(t)
	w.index(t)
	show := func(r *db.MicroCredential) string { return r.ID }
	read := func(size int, f catalog.MicroCredentialFilter) []string {
		return pages(t, size, func(a page.Args) (page.Page[*db.MicroCredential], error) {
			return w.MicroCredentials(w.ctx, catalog.MicroCredentialsInput{Search: "beta", Filter: f, Page: a})
		}, show)
	}
	whole := read(page.MaxFirst, catalog.MicroCredentialFilter{})
	if len(whole) != 3 {
		t.Errorf("found %v, want the three called Beta", whole)
	}
	for size := 1; size <= 3; size++ {
		if diff := cmp.Diff(whole, read(size, catalog.MicroCredentialFilter{})); diff != "" {
			t.Errorf("by %d (-whole +pages):\n%s", size, diff)
		}
	}
	last := must(w.MicroCredentialsByID(w.ctx, whole[2:]))(t)[whole[2]]
	if diff := cmp.Diff(whole[2:], read(1, catalog.MicroCredentialFilter{Issuers: []string{last.DeveloperID}})); diff != "" {
		t.Errorf("of one issuer (-want +got):\n%s", diff)
	}
	// A Spanish search finds what is written in English, by its skills.
	p := must(w.MicroCredentials(w.ctx, catalog.MicroCredentialsInput{Search: "soldar", Page: page.Args{First: 9}}))(t)
	if len(p.Items) != 5 {
		t.Errorf("soldar finds %d micro-credentials, want 5", len(p.Items))
	}
	for name, found := range map[string]int{
		"organizations": len(must(w.Organizations(w.ctx, catalog.OrganizationsInput{Search: "gamma", Page: page.Args{First: 9}}))(t).Items),
		"stacks":        len(must(w.Stacks(w.ctx, catalog.StacksInput{Search: "gamma", Page: page.Args{First: 9}}))(t).Items),
		"pathways":      len(must(w.Pathways(w.ctx, catalog.PathwaysInput{Search: "gamma", Page: page.Args{First: 9}}))(t).Items),
	} {
		if found != 1 {
			t.Errorf("gamma finds %d %s, want 1", found, name)
		}
	}
}

func TestSkillsCountThemAllAndKeepToOneFramework(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	other := must(w.importer().UpsertFramework(w.ctx, catalog.FrameworkInput{Code: "other", Name: "Other"}))(t)
	must(w.importer().UpsertSkills(w.ctx, other, []catalog.SkillInput{
		{URI: "y:1", Texts: []catalog.SkillText{{Language: "en", Label: "lift spirits"}}},
		{URI: "y:2", Type: catalog.SkillTypeGroup, Texts: []catalog.SkillText{{Language: "en", Label: "lifting"}}},
		{URI: "y:3", Status: enum.SkillDeprecated, Texts: []catalog.SkillText{{Language: "en", Label: "lift by hand"}}},
	}))(t)
	w.index(t)
	for _, c := range []struct {
		search    string
		framework *string
		want      string
		total     int
	}{
		{"", nil, "check loads, drive forklifts", 5},
		{"", &other, "lift spirits", 1},
		{"lift", nil, "lift loads, lift spirits", 2},
		{"lift", &other, "lift spirits", 1},
		{"levantar", nil, "lift loads", 1},
		{"  ", &w.framework, "check loads, drive forklifts", 4},
	} {
		p := must(w.Skills(w.ctx, catalog.SkillsInput{Search: c.search, Framework: c.framework, Page: page.Args{First: 2}}))(t)
		var names []string
		for _, row := range p.Items {
			names = append(names, row.Name)
			if len(row.Edges.Labels) == 0 {
				t.Errorf("%s comes without labels", row.Name)
			}
		}
		if got := strings.Join(names, ", "); got != c.want || p.Total == nil || *p.Total != c.total {
			t.Errorf("%q: got %s of %v, want %s of %d", c.search, got, p.Total, c.want, c.total)
		}
	}
}

func TestFiltersKeepWhatTheySay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a, b := w.organization(t, "A", enum.OrgIssuer, enum.OrgCollege), w.organization(t, "B", enum.OrgEmployer)
	forklift := w.microCredential(t, a, "Forklift", map[string]int{"drive forklifts": 2})
	welding := must(w.PublishMicroCredential(w.ctx, catalog.MicroCredentialInput{
		Kind: enum.KindCertification, Developer: a.ID, Issuers: []string{a.ID, b.ID}, Version: w.version("Welding", map[string]int{"weld": 0}),
	}))(t)
	// An earlier version's skills are not what it is about now.
	must(w.PublishVersion(w.ctx, forklift.ID, w.version("Forklift", map[string]int{"lift loads": 1})))(t)
	for _, c := range []struct {
		name   string
		filter catalog.MicroCredentialFilter
		want   []string
	}{
		{"none", catalog.MicroCredentialFilter{}, []string{"Forklift", "Welding"}},
		{"kind", catalog.MicroCredentialFilter{Kinds: []enum.CredentialKind{enum.KindCertification, enum.KindDegree}}, []string{"Welding"}},
		{"issuer", catalog.MicroCredentialFilter{Issuers: []string{b.ID}}, []string{"Welding"}},
		{"skill", catalog.MicroCredentialFilter{Skills: []string{w.skills["lift loads"], w.skills["weld"]}}, []string{"Forklift", "Welding"}},
		{"skill of an earlier version", catalog.MicroCredentialFilter{Skills: []string{w.skills["drive forklifts"]}}, nil},
		{"both", catalog.MicroCredentialFilter{Issuers: []string{b.ID}, Skills: []string{w.skills["lift loads"]}}, nil},
		{"of none", catalog.MicroCredentialFilter{Kinds: []enum.CredentialKind{}}, nil},
	} {
		p := must(w.MicroCredentials(w.ctx, catalog.MicroCredentialsInput{Filter: c.filter, Page: page.Args{First: 9}}))(t)
		var got []string
		for _, row := range p.Items {
			got = append(got, row.Name)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
	for _, c := range []struct {
		kinds []enum.OrganizationKind
		want  int
	}{
		{nil, 2},
		{[]enum.OrganizationKind{enum.OrgCollege}, 1},
		{[]enum.OrganizationKind{enum.OrgEmployer, enum.OrgIssuer}, 2},
		{[]enum.OrganizationKind{enum.OrgReentry}, 0},
		{[]enum.OrganizationKind{}, 0},
	} {
		p := must(w.Organizations(w.ctx, catalog.OrganizationsInput{Kinds: c.kinds, Page: page.Args{First: 9}}))(t)
		if len(p.Items) != c.want {
			t.Errorf("organizations of kinds %v: got %d, want %d", c.kinds, len(p.Items), c.want)
		}
	}
	w.recognition(t, catalog.RecognitionInput{Organization: b.ID, MicroCredential: &welding.ID})
	w.recognition(t, catalog.RecognitionInput{Organization: a.ID, MicroCredential: &forklift.ID})
	for _, f := range []catalog.RecognitionFilter{{Organization: &b.ID}, {MicroCredential: &forklift.ID}} {
		if p := must(w.Recognitions(w.ctx, catalog.RecognitionsInput{Filter: f, Page: page.Args{First: 9}}))(t); len(p.Items) != 1 {
			t.Errorf("%+v: got %d recognitions, want 1", f, len(p.Items))
		}
	}
}

func TestDraftsAreNobodysToSee(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	org := w.organization(t, "A")
	draft := w.draft(t, org, "Hydraulics")
	stack := must(w.PublishStack(w.ctx, catalog.StackInput{
		Owner: org.ID, Draft: true, Version: catalog.StackVersionInput{Title: localized("Hydraulics"), Rule: allOf(draft)},
	}))(t)
	w.index(t)
	for _, words := range []string{"", "hydraulics"} {
		m := must(w.MicroCredentials(w.ctx, catalog.MicroCredentialsInput{Search: words, Page: page.Args{First: 9}}))(t)
		s := must(w.Stacks(w.ctx, catalog.StacksInput{Search: words, Page: page.Args{First: 9}}))(t)
		if len(m.Items)+len(s.Items) != 0 {
			t.Errorf("searching %q lists drafts", words)
		}
	}
	byID := len(must(w.MicroCredentialsByID(w.ctx, []string{draft.ID}))(t)) + len(must(w.StacksByID(w.ctx, []string{stack.ID}))(t))
	if byID != 0 {
		t.Error("a draft is given by its id")
	}
	if _, err := w.PublishVersion(w.ctx, draft.ID, w.version("Hydraulics", nil)); err != nil {
		t.Fatal(err)
	}
	if len(must(w.MicroCredentialsByID(w.ctx, []string{draft.ID}))(t)) != 1 {
		t.Error("not given once it is published")
	}
}

func TestCursorsAreOfOneViewerAndOneList(t *testing.T) {
	t.Parallel()
	w := many(t)
	w.index(t)
	one := page.Args{First: 1}
	cursor := must(w.Stacks(w.ctx, catalog.StacksInput{Page: one}))(t).Cursors[0]
	found := must(w.Stacks(w.ctx, catalog.StacksInput{Search: "beta", Page: one}))(t).Cursors[0]
	org := w.organization(t, "Employer")
	for name, read := range map[string]func(page.Args) error{
		"another list": func(a page.Args) error { _, err := w.Pathways(w.ctx, catalog.PathwaysInput{Page: a}); return err },
		"a search": func(a page.Args) error {
			_, err := w.Stacks(w.ctx, catalog.StacksInput{Search: "b", Page: a})
			return err
		},
		"another viewer": func(a page.Args) error {
			_, err := w.Stacks(as(t, auth.Employer, org), catalog.StacksInput{Page: a})
			return err
		},
	} {
		for _, c := range []string{cursor, found, "x"} {
			if err := read(page.Args{First: 1, After: c}); !problem.Is(err, problem.Invalid) {
				t.Errorf("in %s: got %v, want Invalid", name, err)
			}
		}
	}
}

func TestListsRefuseWhatIsTooMuch(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if _, err := w.Stacks(w.ctx, catalog.StacksInput{Page: page.Args{First: 101}}); !problem.Is(err, problem.Invalid) {
		t.Errorf("101 at once: got %v, want Invalid", err)
	}
	in := catalog.StacksInput{Search: strings.Repeat("x", 501), Page: page.Args{First: 1}}
	if _, err := w.Stacks(w.ctx, in); !problem.Is(err, problem.Invalid) {
		t.Errorf("a long search: got %v, want Invalid", err)
	}
	if _, err := w.Stacks(w.ctx, catalog.StacksInput{Search: "x", Page: page.Args{First: 1}}); !problem.Is(err, problem.Unavailable) {
		t.Errorf("before there is an index: got %v, want Unavailable", err)
	}
}

func TestStatementsOfAListAreConstant(t *testing.T) {
	t.Parallel()
	w := many(t)
	w.index(t)
	for name, read := range map[string]func(context.Context, page.Args) error{
		"skills": func(ctx context.Context, a page.Args) error {
			_, err := w.Skills(ctx, catalog.SkillsInput{Page: a})
			return err
		},
		"found skills": func(ctx context.Context, a page.Args) error {
			_, err := w.Skills(ctx, catalog.SkillsInput{Search: "b", Page: a})
			return err
		},
		"pathways": func(ctx context.Context, a page.Args) error {
			_, err := w.Pathways(ctx, catalog.PathwaysInput{Page: a})
			return err
		},
		"organizations": func(ctx context.Context, a page.Args) error {
			_, err := w.Organizations(ctx, catalog.OrganizationsInput{Page: a})
			return err
		},
	} {
		var counts []int64
		for _, size := range []int{1, 4} {
			ctx, counter := store.Count(w.ctx)
			if err := read(ctx, page.Args{First: size}); err != nil {
				t.Fatal(err)
			}
			counts = append(counts, counter.Statements())
		}
		if counts[0] != counts[1] || counts[0] > 3 {
			t.Errorf("%s: %v statements for 1 and 4 rows, want as many and at most 3", name, counts)
		}
	}
}
