package graph_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/catalog"
)

// forkliftJobs adds an occupation, and two postings that name it.
func (w *world) forkliftJobs(t *testing.T) (id string) {
	t.Helper()
	framework, err := w.app.Skills.UpsertFramework(w.ctx, catalog.FrameworkInput{Code: "onet", Name: "O*NET", Version: "29.2"})
	must(t, err)
	_, err = w.app.Skills.UpsertOccupations(w.ctx, framework, []catalog.OccupationRecord{{
		Scheme: enum.OccupationONET, Code: "53-7051.00", SOC: "53-7051", JobZone: ptr(2),
		Texts: []catalog.OccupationText{{Language: "en", Title: "Truck Operators", Description: "Move loads."}, {Language: "es", Title: "Operadores"}},
	}})
	must(t, err)
	_, err = w.app.Skills.SetTitles(w.ctx, enum.OccupationONET, []catalog.TitleInput{
		{Code: "53-7051.00", Language: "en", Kind: enum.LabelAlternative, Text: "Lift Driver"},
		{Code: "53-7051.00", Language: "en", Kind: enum.LabelHidden, Text: "Fork Jockey"},
	})
	must(t, err)
	_, err = w.app.Skills.SetTasks(w.ctx, enum.OccupationONET, []catalog.TaskInput{
		{Code: "53-7051.00", Task: "1", Text: "Weigh loads."}, {Code: "53-7051.00", Task: "2", Text: "Move levers.", Core: true},
	})
	must(t, err)
	for _, in := range []map[string]any{
		{"title": "Mover", "occupation": "53-7051"},
		{"title": "lift driver"},
	} {
		in["requirements"] = []any{map[string]any{"ask": map[string]any{"skill": map[string]any{"skill": w.skills["Drive a forklift"], "level": 2}}}}
		w.done(t, "employer", `mutation($in: CreatePostingInput!) { createPosting(input: $in) { posting { id } problems { message } } }`, map[string]any{"in": in})
	}
	_, err = w.app.CatchUp(w.ctx)
	must(t, err)
	return w.get(t, "", `{ occupations(code: "53-7051") { nodes { id } } }`, nil).text("occupations", "nodes", 0, "id")
}

func TestOccupationTellsWhatItAsksForAndWhereThatIsKnownFrom(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.forkliftJobs(t)
	for _, words := range []string{"truck oper", "lift driver", "fork jockey", "operadores"} {
		if got := w.get(t, "", `query($w: String!) { occupations(search: $w, first: 1) { nodes { id } } }`, map[string]any{"w": words}).text("occupations", "nodes", 0, "id"); got != id {
			t.Errorf("%q finds %q, want %q", words, got, id)
		}
	}
	out := w.get(t, "", `query($id: ID!) { occupation(id: $id) {
		code scheme soc isco jobZone title(language: "es") titles { text kind } description { text } framework { version } tasks { text core }
		requirements { label importance strength ask { ... on SkillAsk { level } } sources { kind postings of employers framework { name } } }
		openPostings { nodes { occupation { id } } }
	} }`, map[string]any{"id": id})
	want := map[string]any{
		"code": "53-7051.00", "scheme": "ONET", "soc": "53-7051", "isco": nil, "jobZone": 2.0, "title": "Operadores",
		"titles":      []any{map[string]any{"text": "Truck Operators", "kind": "PREFERRED"}, map[string]any{"text": "Lift Driver", "kind": "ALTERNATIVE"}, map[string]any{"text": "Operadores", "kind": "PREFERRED"}},
		"description": map[string]any{"text": "Move loads."}, "framework": map[string]any{"version": "29.2"},
		"tasks": []any{map[string]any{"text": "Move levers.", "core": true}, map[string]any{"text": "Weigh loads.", "core": false}},
		"requirements": []any{map[string]any{
			"label": "Drive a forklift", "importance": "REQUIRED", "strength": 100.0, "ask": map[string]any{"level": 2.0},
			"sources": []any{map[string]any{"kind": "POSTINGS", "postings": 2.0, "of": 2.0, "employers": 1.0, "framework": nil}},
		}},
	}
	named := 0
	for _, p := range out.list("occupation", "openPostings", "nodes") {
		if p.(map[string]any)["occupation"] != nil {
			named++
		}
	}
	if n := len(out.list("occupation", "openPostings", "nodes")); n != 2 || named != 1 {
		t.Errorf("%d open postings, %d of which name the occupation; want one that does, and one that is called so", n, named)
	}
	got, _ := out.at("occupation").(map[string]any)
	delete(got, "openPostings")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("occupation differs (-want +got):\n%s", diff)
	}
	if got := w.get(t, "", `query($id: ID!) { node(id: $id) { ... on Occupation { title } } }`, map[string]any{"id": id}).text("node", "title"); got != "Truck Operators" {
		t.Errorf("as a node it is %q", got)
	}
}

func TestInternalPostingsTellNothingOfAnOccupation(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.forkliftJobs(t)
	w.done(t, "employer", `mutation($skill: ID!) { createPosting(input: {title: "Lift Driver", audience: INTERNAL, requirements: [{ask: {skill: {skill: $skill}}}]}) { posting { id } problems { message } } }`,
		map[string]any{"skill": w.skills["Work safely"]})
	ask := `query($id: ID!) { occupation(id: $id) { requirements { label } openPostings { nodes { id } } } }`
	for viewer, postings := range map[string]int{"": 2, "employer": 3} {
		out := w.get(t, viewer, ask, map[string]any{"id": id})
		if n := len(out.list("occupation", "requirements")); n != 1 {
			t.Errorf("%q sees %d requirements", viewer, n)
		}
		if n := len(out.list("occupation", "openPostings", "nodes")); n != postings {
			t.Errorf("%q sees %d postings, want %d", viewer, n, postings)
		}
	}
}

func TestOccupationThatWasNeverImportedIsKnownByItsCode(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	made := w.done(t, "employer", `mutation($skill: ID!) { createPosting(input: {title: "Welder", occupation: "51-4121", requirements: [{ask: {skill: {skill: $skill}}}]}) { posting { occupation { id is: code title scheme framework { id } tasks { text } requirements { label } pathways { id } crosswalks { of: code } } } problems { message } } }`,
		map[string]any{"skill": w.skills["Work safely"]})
	want := map[string]any{
		"id": "occ_51-4121", "is": "51-4121", "title": "51-4121", "scheme": "ONET", "framework": nil,
		"tasks": []any{}, "requirements": []any{map[string]any{"label": "Work safely"}}, "pathways": []any{}, "crosswalks": []any{},
	}
	if diff := cmp.Diff(want, made.at("createPosting", "posting", "occupation")); diff != "" {
		t.Errorf("occupation differs (-want +got):\n%s", diff)
	}
	if got := w.get(t, "", `{ node(id: "occ_51-4121") { ... on Occupation { title } } }`, nil).text("node", "title"); got != "51-4121" {
		t.Errorf("by its id it is %q", got)
	}
}
