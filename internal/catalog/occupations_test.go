package catalog_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/page"
)

// jobs adds two occupations of O*NET and the ISCO group that one belongs to.
func (w *world) jobs(t *testing.T) map[string]string {
	t.Helper()
	importer := w.importer()
	results := must(importer.UpsertOccupations(w.ctx, w.framework, []catalog.OccupationRecord{
		{
			Scheme: enum.OccupationONET, Code: "53-7051.00", SOC: "53-7051", ISCO: "8344", JobZone: ptr(2),
			Texts: []catalog.OccupationText{
				{Language: "en", Title: "Industrial Truck and Tractor Operators", Description: "Operate trucks equipped to move materials."},
				{Language: "es", Title: "Operadores de montacargas"},
			},
		},
		{Scheme: enum.OccupationONET, Code: "51-4121.00", SOC: "51-4121", JobZone: ptr(3), Texts: []catalog.OccupationText{{Language: "en", Title: "Welders"}}},
		{Scheme: enum.OccupationISCO, Code: "8344", ISCO: "8344", Texts: []catalog.OccupationText{{Language: "en", Title: "Lifting truck operators"}}},
	}))(t)
	for _, r := range results {
		if r.Outcome != catalog.OutcomeCreated {
			t.Fatalf("result %+v", r)
		}
	}
	must(importer.SetTitles(w.ctx, enum.OccupationONET, []catalog.TitleInput{
		{Code: "53-7051.00", Language: "en", Kind: enum.LabelAlternative, Text: "Forklift Driver"},
		{Code: "53-7051.00", Language: "en", Kind: enum.LabelHidden, Text: "Reach Lift Jockey"},
		{Code: "51-4121.00", Language: "en", Kind: enum.LabelAlternative, Text: "Arc Welder"},
	}))(t)
	ids := map[string]string{}
	for _, row := range w.DB.Occupation.Query().AllX(w.ctx) {
		ids[row.Code] = row.ID
	}
	return ids
}

func TestOccupationIsFoundByAnyTitle(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	jobs := w.jobs(t)
	w.index(t)
	for words, want := range map[string]string{
		"industrial truck":  "53-7051.00",
		"forklift driver":   "53-7051.00",
		"forklift drivr":    "53-7051.00",
		"jockey":            "53-7051.00",
		"montacargas":       "53-7051.00",
		"lifting truck ope": "8344",
		"arc":               "51-4121.00",
	} {
		p, err := w.Occupations(t.Context(), catalog.OccupationsInput{Search: words, Page: page.Args{First: 1}})
		if err != nil {
			t.Fatal(err)
		}
		if len(p.Items) != 1 || p.Items[0].ID != jobs[want] {
			t.Errorf("%q finds %+v, want %s", words, p.Items, want)
		}
	}
	p := must(w.Occupations(t.Context(), catalog.OccupationsInput{Search: "operators", Scheme: ptr(enum.OccupationISCO), Page: page.Args{First: 5}}))(t)
	if len(p.Items) != 1 || p.Items[0].Code != "8344" {
		t.Errorf("of ISCO: %+v", p.Items)
	}
	p = must(w.Occupations(t.Context(), catalog.OccupationsInput{JobZone: ptr(3), Page: page.Args{First: 5}}))(t)
	if len(p.Items) != 1 || p.Items[0].Code != "51-4121.00" {
		t.Errorf("of zone 3: %+v", p.Items)
	}
}

func TestOccupationsAreListedByNamePageAfterPage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.jobs(t)
	var names []string
	args := page.Args{First: 1}
	for {
		p := must(w.Occupations(t.Context(), catalog.OccupationsInput{Page: args}))(t)
		for _, row := range p.Items {
			names = append(names, row.Name)
		}
		if !p.HasNext {
			break
		}
		args.After = p.Cursors[0]
	}
	if diff := cmp.Diff([]string{"Industrial Truck and Tractor Operators", "Lifting truck operators", "Welders"}, names); diff != "" {
		t.Errorf("names differ (-want +got):\n%s", diff)
	}
}

func TestImportingOccupationsAgainChangesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.jobs(t)
	importer := w.importer()
	same := []catalog.OccupationRecord{{Scheme: enum.OccupationONET, Code: "51-4121.00", SOC: "51-4121", Texts: []catalog.OccupationText{{Language: "en", Title: "Welders"}}}}
	if r := must(importer.UpsertOccupations(w.ctx, w.framework, same))(t); r[0].Outcome != catalog.OutcomeUnchanged {
		t.Errorf("the same again is %s", r[0].Outcome)
	}
	same[0].Texts[0].Title = "Welders and Cutters"
	if r := must(importer.UpsertOccupations(w.ctx, w.framework, same))(t); r[0].Outcome != catalog.OutcomeUpdated {
		t.Errorf("another title is %s", r[0].Outcome)
	}
	titles := []catalog.TitleInput{
		{Code: "51-4121.00", Language: "en", Kind: enum.LabelAlternative, Text: "Arc Welder"},
		{Code: "51-4121.00", Language: "en", Kind: enum.LabelAlternative, Text: "Pipe Welder"},
		{Code: "00-0000.00", Language: "en", Kind: enum.LabelAlternative, Text: "Nobody"},
	}
	want := []catalog.Outcome{catalog.OutcomeUnchanged, catalog.OutcomeCreated, catalog.OutcomeSkipped}
	for i, r := range must(importer.SetTitles(w.ctx, enum.OccupationONET, titles))(t) {
		if r.Outcome != want[i] {
			t.Errorf("title %d is %s, want %s", i, r.Outcome, want[i])
		}
	}
	must(importer.SetTitles(w.ctx, enum.OccupationONET, titles[1:2]))(t)
	var left []string
	for _, row := range must(w.OccupationsByCode(t.Context(), []string{"51-4121"}))(t)["51-4121"].Edges.Titles {
		left = append(left, row.Text)
	}
	if diff := cmp.Diff([]string{"Welders and Cutters", "Pipe Welder"}, left); diff != "" {
		t.Errorf("titles left differ (-want +got):\n%s", diff)
	}
}

func TestNobodyButWhoRunsTheServiceImportsOccupations(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := as(t, auth.Employer, w.organization(t, "Mill", enum.OrgEmployer))
	importer := w.importer()
	for name, err := range map[string]error{
		"occupations": second(importer.UpsertOccupations(ctx, w.framework, nil)),
		"titles":      second(importer.SetTitles(ctx, enum.OccupationONET, nil)),
		"tasks":       second(importer.SetTasks(ctx, enum.OccupationONET, nil)),
		"skills":      second(importer.TieSkills(ctx, w.framework, enum.OccupationONET, nil)),
		"crosswalks":  second(importer.AddCrosswalks(ctx, nil)),
	} {
		if err == nil {
			t.Errorf("an employer imports %s", name)
		}
	}
}

func second[T any](_ T, err error) error { return err }

func TestOccupationThatWasNeverImportedIsFoundByItsCode(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	made := catalog.UnlistedOccupation("53-7051", "Forklift operators")
	got := must(w.OccupationsByID(t.Context(), []string{made.ID}))(t)
	if len(got) != 0 {
		t.Errorf("what nothing names is %+v", got)
	}
	jobs := w.jobs(t)
	got = must(w.OccupationsByID(t.Context(), []string{made.ID}))(t)
	if row := got[made.ID]; row == nil || row.ID != jobs["53-7051.00"] {
		t.Errorf("once it is imported, it is %+v", row)
	}
}

// asked is what open postings ask for.
type asked []*db.Posting

func (a asked) PostingsOf(context.Context, []string, []string) ([]*db.Posting, error) { return a, nil }

func (w *world) posting(employer string, asks ...*db.Requirement) *db.Posting {
	p := &db.Posting{EmployerID: employer}
	p.Edges.Requirements = asks
	return p
}

func TestRequirementsComeFromPostingsFirst(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	jobs := w.jobs(t)
	must(w.importer().TieSkills(w.ctx, w.framework, enum.OccupationONET, []catalog.TieInput{
		{Code: "53-7051.00", Skill: "x:drive forklifts", Relation: enum.RelationActivity, Tasks: 4},
		{Code: "53-7051.00", Skill: "x:check loads", Relation: enum.RelationActivity, Tasks: 2},
	}))(t)
	drive, lift := ptr(w.skills["drive forklifts"]), ptr(w.skills["lift loads"])
	w.Demand = asked{
		w.posting("a", &db.Requirement{SkillID: drive, Level: 2, Importance: enum.Required}, &db.Requirement{SkillID: lift, Importance: enum.Preferred}),
		w.posting("a", &db.Requirement{SkillID: drive, Level: 3, Importance: enum.Required}),
		w.posting("b", &db.Requirement{SkillID: drive, Level: 3, Importance: enum.Preferred}),
	}
	got := must(w.OccupationRequirements(t.Context(), jobs["53-7051.00"]))(t)
	want := []catalog.OccupationRequirement{
		{Skill: *drive, Level: 3, Required: true, Strength: 100, Sources: []catalog.RequirementSource{
			{Kind: catalog.SourcePostings, Postings: 3, Required: 2, Of: 3, Employers: 2},
			{Kind: catalog.SourceFramework, Framework: w.framework, Relation: enum.RelationActivity, Tasks: 4},
		}},
		{Skill: *lift, Strength: 33, Sources: []catalog.RequirementSource{{Kind: catalog.SourcePostings, Postings: 1, Of: 3, Employers: 1}}},
		{Skill: w.skills["check loads"], Strength: 50, Sources: []catalog.RequirementSource{
			{Kind: catalog.SourceFramework, Framework: w.framework, Relation: enum.RelationActivity, Tasks: 2},
		}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("requirements differ (-want +got):\n%s", diff)
	}
}

func TestWithoutPostingsTheFrameworkDecides(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	jobs := w.jobs(t)
	// Tied to the ISCO group, which is where ESCO's derived tables put skills.
	must(w.importer().TieSkills(w.ctx, w.framework, enum.OccupationISCO, []catalog.TieInput{
		{Code: "8344", Skill: "x:drive forklifts", Relation: enum.RelationEssential},
		{Code: "8344", Skill: "x:weld", Relation: enum.RelationOptional},
	}))(t)
	got := must(w.OccupationRequirements(t.Context(), jobs["53-7051.00"]))(t)
	want := []catalog.OccupationRequirement{{
		Skill: w.skills["drive forklifts"], Required: true, Strength: 100,
		Sources: []catalog.RequirementSource{{Kind: catalog.SourceFramework, Framework: w.framework, Relation: enum.RelationEssential, Through: "8344"}},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("requirements differ (-want +got):\n%s", diff)
	}
}

func TestCodesLeadFromOneClassificationToAnother(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.jobs(t)
	links := []catalog.CrosswalkInput{
		{From: catalog.CodeTitle{Scheme: enum.CodeCIP, Code: "49.0202", Title: "Construction Equipment Operation"}, To: catalog.CodeTitle{Scheme: enum.CodeSOC, Code: "53-7051", Title: "Truck Operators"}},
		{From: catalog.CodeTitle{Scheme: enum.CodeISCO, Code: "8344", Title: "Lifting truck operators"}, To: catalog.CodeTitle{Scheme: enum.CodeSOC, Code: "53-7051", Title: "Truck Operators"}},
	}
	must(w.importer().AddCrosswalks(w.ctx, links))(t)
	for i, r := range must(w.importer().AddCrosswalks(w.ctx, links))(t) {
		if r.Outcome != catalog.OutcomeUnchanged {
			t.Errorf("link %d again is %s", i, r.Outcome)
		}
	}
	rows := w.DB.Occupation.Query().AllX(w.ctx)
	ids := make([]string, len(rows))
	for i, row := range rows {
		ids[i] = row.ID
	}
	got := must(w.CodesByOccupation(t.Context(), ids))(t)
	byCode := map[string][]catalog.CodeTitle{}
	for _, row := range rows {
		byCode[row.Code] = got[row.ID]
	}
	want := map[string][]catalog.CodeTitle{
		"53-7051.00": {{Scheme: enum.CodeCIP, Code: "49.0202", Title: "Construction Equipment Operation"}},
		"51-4121.00": nil,
		"8344": {
			{Scheme: enum.CodeCIP, Code: "49.0202", Title: "Construction Equipment Operation"},
			{Scheme: enum.CodeSOC, Code: "53-7051", Title: "Truck Operators"},
		},
	}
	if diff := cmp.Diff(want, byCode); diff != "" {
		t.Errorf("codes differ (-want +got):\n%s", diff)
	}
}
