package catalog_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/search"
)

func TestTextsHoldEveryLanguage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	org := w.organization(t, "Tri-County College")
	in := w.version("Forklift/Montacargas", map[string]int{"drive forklifts": 0})
	in.Description, in.HolderCan = text.En("About trucks."), text.EnEs("Drives.", "Conduce.")
	m := must(w.PublishMicroCredential(w.ctx, catalog.MicroCredentialInput{
		Kind: enum.KindMicroCredential, Developer: org.ID, Issuers: []string{org.ID}, Version: in,
	}))(t)
	s := w.stack(t, org, "Loads/Cargas", m)
	p := must(w.PublishPathway(w.ctx, catalog.PathwayInput{
		Owner: org.ID, Title: localized("To work"), Goal: enum.GoalOccupation, Occupation: "53-7051", OccupationTitle: "Truck operators",
		Steps: []catalog.PathwayStepInput{{Stack: &s.ID}},
	}))(t)
	forklift := w.skills["drive forklifts"]
	type labels = []search.Label
	preferred := func(s string) search.Label { return search.Label{Kind: search.LabelPreferred, Text: s} }
	about := func(s string) search.Label { return search.Label{Kind: search.LabelDescription, Text: s} }
	want := []search.Text{
		{ID: m.ID, Kind: search.TextMicroCredential, Labels: labels{
			preferred("Forklift"), preferred("Montacargas"), about("About trucks."), about("Drives."), about("Conduce."),
			about("drive forklifts"), about("conducir carretillas"),
		}},
		{ID: org.ID, Kind: search.TextOrganization, Labels: labels{preferred("Tri-County College")}},
		{ID: p.ID, Kind: search.TextPathway, Labels: labels{preferred("To work"), about("Truck operators")}},
		{ID: s.ID, Kind: search.TextStack, Labels: labels{preferred("Loads"), preferred("Cargas")}},
	}
	got := must(w.LoadTexts(w.ctx, []string{forklift, s.ID, p.ID, org.ID, "mcr_gone", "pst_other"}))(t)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("texts (-want +got):\n%s", diff)
	}
}

func TestPagesOfTextsAreAllOfThemInOrder(t *testing.T) {
	t.Parallel()
	w := many(t)
	all := must(w.PageTexts(w.ctx, "", 1_000))(t)
	ids := func(texts []search.Text) []string {
		out := make([]string, len(texts))
		for i, text := range texts {
			out[i] = text.ID
		}
		return out
	}
	whole := ids(all)
	if !slices.IsSorted(whole) || len(whole) != 4*5 {
		t.Errorf("%d texts, sorted %v; want 20 in the order of their ids", len(whole), slices.IsSorted(whole))
	}
	for limit := 1; limit <= 7; limit++ {
		var got []string
		for after := ""; ; after = got[len(got)-1] {
			next := must(w.PageTexts(w.ctx, after, limit))(t)
			got = append(got, ids(next)...)
			if len(next) < limit {
				break
			}
		}
		if diff := cmp.Diff(whole, got); diff != "" {
			t.Errorf("by %d (-whole +pages):\n%s", limit, diff)
		}
	}
	if _, err := w.PageTexts(w.ctx, "pst_1", 1); err == nil {
		t.Error("an id of another service's was taken")
	}
}

func TestASkillIsAskedForAsWhatAssertsIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	m := w.microCredential(t, w.organization(t, "A"), "Loads", map[string]int{"weld": 0})
	got := must(w.LoadTexts(w.ctx, []string{w.skills["weld"], w.skills["lift loads"]}))(t)
	if len(got) != 1 || got[0].ID != m.ID {
		t.Errorf("got %+v, want the micro-credential's text alone: skills have an index of their own", got)
	}
}
