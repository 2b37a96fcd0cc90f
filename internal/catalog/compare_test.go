package catalog_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/submission"
)

func TestVersionsAreComparedPieceByPiece(t *testing.T) {
	t.Parallel()
	level := func(key string) submission.Level { return submission.Level{Key: key} }
	was := &catalog.VersionInput{
		Title: text.EnEs("Forklift", "Montacargas"), EffortMinutes: ptr(600), Languages: []string{"en"},
		Competencies: []catalog.CompetencyInput{{"skl_a", 2}, {"skl_b", 1}, {"skl_c", 3}},
		Assessment: &submission.Definition{
			Modes:    []submission.Mode{submission.Portfolio},
			Parts:    []submission.Part{{Key: "overview"}, {Key: "work", Required: true}},
			Criteria: []submission.Criterion{{Key: "safe", Levels: []submission.Level{level("no"), level("yes")}, Meets: 2}},
		},
	}
	is := &catalog.VersionInput{
		Title: text.Localized{"en": "Lift truck", "es": "Montacargas", "fr": "Chariot"}, Languages: []string{"en", "es"},
		Price:        &catalog.Price{Cents: 4950, Currency: "USD"},
		Competencies: []catalog.CompetencyInput{{"skl_a", 3}, {"skl_c", 2}, {"skl_d", 0}},
		Assessment: &submission.Definition{
			Modes: []submission.Mode{submission.Portfolio}, Assessors: 2,
			Parts:    []submission.Part{{Key: "work", Required: true}, {Key: "reflection"}},
			Criteria: []submission.Criterion{{Key: "safe", Levels: []submission.Level{level("no"), level("partly"), level("yes")}, Meets: 3}},
		},
	}
	want := catalog.Comparison{
		Fields: []catalog.FieldChange{
			{"title", ptr("en"), ptr("Forklift"), ptr("Lift truck")},
			{"title", ptr("fr"), nil, ptr("Chariot")},
			{"effortMinutes", nil, ptr("600"), nil},
			{"price", nil, nil, ptr("49.50 USD")},
			{"languages", nil, ptr("en"), ptr("en, es")},
			{"assessment.assessors", nil, ptr("1"), ptr("2")},
		},
		Competencies: []catalog.CompetencyChange{
			{catalog.Changed, "skl_a", ptr(2), ptr(3)},
			{catalog.Removed, "skl_b", ptr(1), nil},
			{catalog.Changed, "skl_c", ptr(3), ptr(2)},
			{catalog.Added, "skl_d", nil, ptr(0)},
		},
		Parts: []catalog.PartChange{
			{catalog.Removed, "overview", &was.Assessment.Parts[0], nil}, {catalog.Added, "reflection", nil, &is.Assessment.Parts[1]},
		},
		Criteria: []catalog.CriterionChange{{catalog.Changed, "safe", &was.Assessment.Criteria[0], &is.Assessment.Criteria[0]}},
	}
	if diff := cmp.Diff(want, catalog.Compare(was, is)); diff != "" {
		t.Errorf("comparison (-want +got):\n%s", diff)
	}
	if same := catalog.Compare(was, was); len(same.Fields)+len(same.Competencies)+len(same.Parts)+len(same.Criteria) != 0 || !same.ProvesAll {
		t.Errorf("with itself: %+v", same)
	}
	fewer := &catalog.VersionInput{Competencies: []catalog.CompetencyInput{{"skl_a", 1}, {"skl_c", 3}}}
	if !catalog.Compare(was, fewer).ProvesAll {
		t.Error("who proved more does not prove less")
	}
}

func TestOnlyPublishedVersionsAreCompared(t *testing.T) {
	t.Parallel()
	s := newStudio(t)
	m := s.create(t, s.content(t, "Forklift"))
	in := catalog.CompareInput{MicroCredential: m.ID, From: 1, To: 2}
	_, err := s.Catalog.CompareVersions(s.ana, in)
	want(t, "a draft", err, "NOT_FOUND from")
	must(s.Catalog.PublishDraft(s.ana, catalog.DraftInput{MicroCredential: m.ID, Revision: 1}))(t)
	_, err = s.Catalog.CompareVersions(t.Context(), in)
	want(t, "not yet", err, "NOT_FOUND to")
	must(s.Catalog.PublishVersion(s.Ctx, m.ID, s.content(t, "Lift truck")))(t)
	got := must(s.Catalog.CompareVersions(t.Context(), in))(t)
	if got.From.Number != 1 || got.To.Number != 2 || len(got.Fields) != 2 {
		t.Errorf("got %+v", got)
	}
}
