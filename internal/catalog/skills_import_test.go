package catalog_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db/skill"
	"github.com/stackmatch/stackmatch/ent/db/skilllabel"
	"github.com/stackmatch/stackmatch/ent/db/skillrelation"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/taxonomy"
)

var lifting = catalog.FrameworkInput{Code: "lifts", Name: "Lifting", Publisher: "A county", Version: "1", License: "CC0"}

func forklift() catalog.SkillInput {
	return catalog.SkillInput{
		URI: "x:1", Type: "knowledge",
		Texts: []catalog.SkillText{
			{Language: "en", Label: "drive forklifts", Alternative: []string{"operate lift trucks"}, Description: "Drive a truck that lifts."},
			{Language: "es", Label: "conducir carretillas", Hidden: []string{"carretillero"}},
		},
	}
}

// labelsOf lists a skill's labels as "language KIND text", sorted.
func (k skillKit) labelsOf(t *testing.T, uri string) []string {
	t.Helper()
	list, err := k.db.SkillLabel.Query().Where(skilllabel.HasSkillWith(skill.URI(uri))).All(k.ctx)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, l := range list {
		out = append(out, fmt.Sprintf("%s %s %s", l.Language, l.Kind, l.Text))
	}
	slices.Sort(out)
	return out
}

func TestSkillIsStoredWithItsLabels(t *testing.T) {
	t.Parallel()
	k := newSkillKit(t)
	k.upsert(t, catalog.OutcomeCreated, forklift())
	got := k.db.Skill.Query().Where(skill.URI("x:1")).OnlyX(k.ctx)
	if got.Name != "drive forklifts" || got.Type != "knowledge" || got.Status != enum.SkillActive {
		t.Errorf("stored %+v", got)
	}
	if diff := cmp.Diff(text.Localized{"en": "Drive a truck that lifts."}, got.Description); diff != "" {
		t.Errorf("description differs (-want +got):\n%s", diff)
	}
	want := []string{
		"en ALTERNATIVE operate lift trucks", "en PREFERRED drive forklifts",
		"es HIDDEN carretillero", "es PREFERRED conducir carretillas",
	}
	if diff := cmp.Diff(want, k.labelsOf(t, "x:1")); diff != "" {
		t.Errorf("labels differ (-want +got):\n%s", diff)
	}
}

func TestSameSkillAgainIsUnchangedAndWritesNothing(t *testing.T) {
	t.Parallel()
	k := newSkillKit(t)
	k.upsert(t, catalog.OutcomeCreated, forklift())
	before := k.changes(t)
	k.upsert(t, catalog.OutcomeUnchanged, forklift())
	if after := k.changes(t); after != before {
		t.Errorf("%d changes in the feed, want %d", after, before)
	}
}

func TestOneLanguageIsReplacedAndTheOthersStay(t *testing.T) {
	t.Parallel()
	k := newSkillKit(t)
	k.upsert(t, catalog.OutcomeCreated, forklift())
	before := k.changes(t)
	k.upsert(t, catalog.OutcomeUpdated, catalog.SkillInput{URI: "x:1", Texts: []catalog.SkillText{
		{Language: "es", Label: "manejar carretillas", Alternative: []string{"carretillero", "manejar carretillas"}},
	}})
	want := []string{
		"en ALTERNATIVE operate lift trucks", "en PREFERRED drive forklifts",
		"es ALTERNATIVE carretillero", "es PREFERRED manejar carretillas",
	}
	if diff := cmp.Diff(want, k.labelsOf(t, "x:1")); diff != "" {
		t.Errorf("labels differ (-want +got):\n%s", diff)
	}
	got := k.db.Skill.Query().Where(skill.URI("x:1")).OnlyX(k.ctx)
	if got.Type != "knowledge" || got.Name != "drive forklifts" || got.Description["en"] == "" {
		t.Errorf("what the input left blank changed: %+v", got)
	}
	if k.changes(t) == before {
		t.Error("labels changed and the feed doesn't say so")
	}
}

func TestNameIsEnglishElseTheFirstLanguage(t *testing.T) {
	t.Parallel()
	k := newSkillKit(t)
	name := func() string { return k.db.Skill.Query().Where(skill.URI("x:1")).OnlyX(k.ctx).Name }
	in := func(language, label string) catalog.SkillInput {
		return catalog.SkillInput{URI: "x:1", Texts: []catalog.SkillText{{Language: language, Label: label}}}
	}
	k.upsert(t, catalog.OutcomeCreated, in("es", "conducir"))
	if got := name(); got != "conducir" {
		t.Errorf("got %q", got)
	}
	k.upsert(t, catalog.OutcomeUpdated, in("en", "drive"))
	if got := name(); got != "drive" {
		t.Errorf("got %q", got)
	}
}

func TestSkillThatCannotBeStoredFailsAlone(t *testing.T) {
	t.Parallel()
	k := newSkillKit(t)
	results, err := k.importer.UpsertSkills(k.ctx, k.framework, []catalog.SkillInput{
		{Texts: forklift().Texts}, {URI: "x:2"}, forklift(), forklift(),
	})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range results {
		got = append(got, string(r.Outcome)+" "+r.Code)
	}
	want := []string{"FAILED missing_value", "FAILED no_label", "CREATED ", "SKIPPED repeated"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("results differ (-want +got):\n%s", diff)
	}
}

func TestFrameworkIsOneAcrossReleases(t *testing.T) {
	t.Parallel()
	k := newSkillKit(t)
	next := lifting
	next.Version, next.License = "2", ""
	again, err := k.importer.UpsertFramework(k.ctx, next)
	if err != nil {
		t.Fatal(err)
	}
	got := k.db.Framework.Query().OnlyX(k.ctx)
	if again != k.framework || got.Version != "2" || got.License != "CC0" {
		t.Errorf("id %s then %s, stored %+v", k.framework, again, got)
	}
}

func TestRelationsNeedBothSkills(t *testing.T) {
	t.Parallel()
	k := newSkillKit(t)
	two := forklift()
	two.URI = "x:2"
	k.upsert(t, catalog.OutcomeCreated, forklift(), two)
	in := []catalog.RelationInput{
		{From: "x:1", To: "x:2", Kind: taxonomy.Broader},
		{From: "x:1", To: "x:2", Kind: taxonomy.Broader},
		{From: "x:1", To: "x:2", Kind: taxonomy.Related},
		{From: "x:1", To: "x:9", Kind: taxonomy.Broader},
		{From: "x:9", To: "x:1", Kind: taxonomy.Broader},
		{From: "x:1", To: "x:1", Kind: taxonomy.Broader},
	}
	for _, want := range [][]string{
		{"CREATED ", "UNCHANGED ", "CREATED ", "SKIPPED missing_skill", "SKIPPED missing_skill", "SKIPPED self_relation"},
		{"UNCHANGED ", "UNCHANGED ", "UNCHANGED ", "SKIPPED missing_skill", "SKIPPED missing_skill", "SKIPPED self_relation"},
	} {
		results, err := k.importer.RelateSkills(k.ctx, k.framework, in)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range results {
			got = append(got, string(r.Outcome)+" "+r.Code)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("results differ (-want +got):\n%s", diff)
		}
	}
	stored := k.db.SkillRelation.Query().Where(skillrelation.KindEQ(enum.RelationBroader)).WithFrom().WithTo().OnlyX(k.ctx)
	if stored.Edges.From.URI != "x:1" || stored.Edges.To.URI != "x:2" {
		t.Errorf("stored %s → %s", stored.Edges.From.URI, stored.Edges.To.URI)
	}
}

func TestOnlyTheServiceImportsSkills(t *testing.T) {
	t.Parallel()
	k := newSkillKit(t)
	ctx := auth.With(t.Context(), auth.Viewer{Account: "acc_1", Acting: &auth.Membership{Role: auth.Employer}})
	_, err := k.importer.UpsertFramework(ctx, lifting)
	if kind, ok := problem.KindOf(err); !ok || kind != problem.Forbidden {
		t.Errorf("framework: got %v", err)
	}
	_, err = k.importer.UpsertSkills(ctx, k.framework, []catalog.SkillInput{forklift()})
	if kind, ok := problem.KindOf(err); !ok || kind != problem.Forbidden {
		t.Errorf("skills: got %v", err)
	}
	_, err = k.importer.RelateSkills(ctx, k.framework, nil)
	if kind, ok := problem.KindOf(err); !ok || kind != problem.Forbidden {
		t.Errorf("relations: got %v", err)
	}
}
