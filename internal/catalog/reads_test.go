package catalog_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/recognition"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/internal/taxonomy"
)

func TestReadsByIDGiveWhatExistsWithConstantStatements(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	org := w.organization(t, "A")
	var credentials, versions, stacks, stackVersions, pathways, recognitions []string
	for range 3 {
		m := w.microCredential(t, org, "Forklift", map[string]int{"weld": 1, "lift loads": 2})
		s := w.stack(t, org, "Loads", m)
		p := must(w.PublishPathway(w.ctx, catalog.PathwayInput{
			Owner: org.ID, Title: localized("To loads"), Goal: enum.GoalDegree, Degree: &m.ID,
			Steps: []catalog.PathwayStepInput{{Stack: &s.ID}, {MicroCredential: &m.ID, Optional: true}},
		}))(t)
		r := w.recognition(t, catalog.RecognitionInput{Organization: org.ID, Stack: &s.ID})
		credentials, versions = append(credentials, m.ID), append(versions, *m.CurrentVersionID)
		stacks, stackVersions = append(stacks, s.ID), append(stackVersions, *s.CurrentVersionID)
		pathways, recognitions = append(pathways, p.ID), append(recognitions, r.ID)
	}
	skills := []string{w.skills["weld"], w.skills["lift loads"], w.skills["check loads"]}
	for name, c := range map[string]struct {
		ids  []string
		read func(context.Context, []string) (int, error)
	}{
		"organizations":   {[]string{org.ID, "org_0", "org_1"}, counted(w.OrganizationsByID)},
		"frameworks":      {[]string{w.framework, "frm_0", "frm_1"}, counted(w.FrameworksByID)},
		"skills":          {skills, counted(w.SkillsByID)},
		"credentials":     {credentials, counted(w.MicroCredentialsByID)},
		"versions":        {versions, counted(w.VersionsByID)},
		"competencies":    {versions, counted(w.CompetenciesByVersion)},
		"issuers":         {credentials, counted(w.IssuersByMicroCredential)},
		"stacks of parts": {credentials, counted(w.StacksByPart)},
		"stacks":          {stacks, counted(w.StacksByID)},
		"stack versions":  {stackVersions, counted(w.StackVersionsByID)},
		"pathways":        {pathways, counted(w.PathwaysByID)},
		"recognitions":    {recognitions, counted(w.RecognitionsByID)},
	} {
		var statements [2]int64
		for i, ids := range [][]string{c.ids[:1], c.ids} {
			ctx, counter := store.Count(w.ctx)
			found, err := c.read(ctx, append([]string{"nobody"}, ids...))
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if want := len(ids); found != want && found != 1 {
				t.Errorf("%s: found %d of %d", name, found, want)
			}
			statements[i] = counter.Statements()
		}
		if statements[0] != statements[1] || statements[0] > 3 {
			t.Errorf("%s: %v statements for 1 and 3, want as many and at most 3", name, statements)
		}
	}
}

func counted[T any](read func(context.Context, []string) (map[string]T, error)) func(context.Context, []string) (int, error) {
	return func(ctx context.Context, ids []string) (int, error) {
		found, err := read(ctx, ids)
		return len(found), err
	}
}

func TestPartsOfRecordsComeInOrder(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b, a := w.organization(t, "B"), w.organization(t, "A")
	m := must(w.PublishMicroCredential(w.ctx, catalog.MicroCredentialInput{
		Kind: enum.KindMicroCredential, Developer: b.ID, Issuers: []string{b.ID, a.ID}, Version: w.version("Loads", map[string]int{"weld": 0, "check loads": 4}),
	}))(t)
	last := w.stack(t, a, "Z", m)
	first := w.stack(t, a, "A", m)
	p := must(w.PublishPathway(w.ctx, catalog.PathwayInput{
		Owner: a.ID, Title: localized("To work"), Goal: enum.GoalOccupation, Occupation: "53-7051.00", OccupationTitle: "Operators",
		Steps: []catalog.PathwayStepInput{{MicroCredential: &m.ID}, {Stack: &last.ID}, {Stack: &first.ID}},
	}))(t)
	var got []string
	for _, issuer := range must(w.IssuersByMicroCredential(w.ctx, []string{m.ID}))(t)[m.ID] {
		got = append(got, issuer.Name)
	}
	for _, s := range must(w.StacksByPart(w.ctx, []string{m.ID}))(t)[m.ID] {
		got = append(got, s.Name)
	}
	for _, step := range must(w.PathwaysByID(w.ctx, []string{p.ID}))(t)[p.ID].Edges.Steps {
		got = append(got, string(rune('0'+step.Position)))
	}
	for _, c := range must(w.CompetenciesByVersion(w.ctx, []string{*m.CurrentVersionID}))(t)[*m.CurrentVersionID] {
		got = append(got, string(rune('0'+c.Level)))
	}
	if diff := cmp.Diff([]string{"A", "B", "A", "Z", "1", "2", "3", "4", "0"}, got); diff != "" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
}

func TestStacksByPartAskTheCurrentRuleOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	org := w.organization(t, "A")
	old, kept := w.microCredential(t, org, "Old", nil), w.microCredential(t, org, "Kept", nil)
	stack := w.stack(t, org, "Stack", old, kept)
	must(w.PublishStackVersion(w.ctx, stack.ID, catalog.StackVersionInput{Title: localized("Stack"), Rule: allOf(kept)}))(t)
	got := must(w.StacksByPart(w.ctx, []string{old.ID, kept.ID}))(t)
	if len(got[old.ID]) != 0 || len(got[kept.ID]) != 1 {
		t.Errorf("got %d stacks of a former part and %d of a part, want 0 and 1", len(got[old.ID]), len(got[kept.ID]))
	}
	version := must(w.StackVersionsByID(w.ctx, []string{*got[kept.ID][0].CurrentVersionID}))(t)[*got[kept.ID][0].CurrentVersionID]
	rule := must(catalog.Rule(version))(t)
	if diff := cmp.Diff(matching.Rule{Op: matching.OpAllOf, Of: []matching.Rule{{Op: matching.OpPart, Credential: kept.ID}}}, rule); diff != "" {
		t.Errorf("rule (-want +got):\n%s", diff)
	}
}

func TestBroaderSkillsAreTheNextOnesOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	must(w.importer().RelateSkills(w.ctx, w.framework, []catalog.RelationInput{
		{From: "x:drive forklifts", To: "x:lift loads", Kind: taxonomy.Broader},
		{From: "x:drive forklifts", To: "x:check loads", Kind: taxonomy.Broader},
		{From: "x:drive forklifts", To: "x:weld", Kind: taxonomy.Related},
		{From: "x:lift loads", To: "x:weld", Kind: taxonomy.Broader},
	}))(t)
	forklift := w.skills["drive forklifts"]
	var got []string
	for _, s := range must(w.BroaderBySkill(w.ctx, []string{forklift, w.skills["weld"]}))(t)[forklift] {
		got = append(got, s.Name)
		if len(s.Edges.Labels) == 0 {
			t.Errorf("%s comes without labels", s.Name)
		}
	}
	if diff := cmp.Diff([]string{"check loads", "lift loads"}, got); diff != "" {
		t.Errorf("broader (-want +got):\n%s", diff)
	}
}

func TestOfferingsAreThoseThatOneMayStillStart(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	org := w.organization(t, "A")
	m := w.microCredential(t, org, "Forklift", nil)
	day := func(n int) *time.Time { return ptr(testDay.AddDate(0, 0, n)) }
	add := func(words string, from, to *time.Time) {
		must(w.AddOffering(w.ctx, catalog.OfferingInput{
			MicroCredential: m.ID, Provider: org.ID, Delivery: enum.DeliveryOnline, Language: "en",
			StartsOn: from, EndsOn: to, Schedule: localized(words),
		}))(t)
	}
	add("later", day(9), nil)
	add("today", day(0), day(3))
	add("any time", nil, nil)
	add("running", day(-1), day(5))
	add("any time until yesterday", nil, day(-1))
	var got []string
	for _, o := range must(w.OfferingsByMicroCredential(w.ctx, []string{m.ID}))(t)[m.ID] {
		got = append(got, o.Schedule["en"])
	}
	if diff := cmp.Diff([]string{"any time", "today", "later"}, got); diff != "" {
		t.Errorf("offerings (-want +got):\n%s", diff)
	}
}

func TestSiteOfAReentryProgramIsNeverGiven(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	place := must(w.AddPlaces(w.ctx, []catalog.PlaceInput{{Kind: enum.PlaceState, Code: "23", Name: "Maine", State: "ME", Latitude: 45, Longitude: -69}}))(t)[0]
	org := must(w.AddOrganization(w.ctx, catalog.OrganizationInput{
		Name: "Second Start", Kinds: []enum.OrganizationKind{enum.OrgIssuer, enum.OrgReentry}, Place: &place,
	}))(t)
	m := w.microCredential(t, org, "Forklift", nil)
	w.index(t)
	seen := []*db.Organization{org}
	for _, o := range must(w.OrganizationsByID(w.ctx, []string{org.ID}))(t) {
		seen = append(seen, o)
	}
	for _, words := range []string{"", "second"} {
		seen = append(seen, must(w.Organizations(w.ctx, catalog.OrganizationsInput{Search: words, Page: page.Args{First: 9}}))(t).Items...)
	}
	seen = append(seen, must(w.IssuersByMicroCredential(w.ctx, []string{m.ID}))(t)[m.ID]...)
	if len(seen) != 5 {
		t.Fatalf("got %d, want it by every way", len(seen))
	}
	for i, o := range seen {
		if o.PlaceID != nil {
			t.Errorf("way %d gives the place", i)
		}
	}
}

func TestRecognitionsByOrganizationGoOnAsTheListDoes(t *testing.T) {
	t.Parallel()
	w := many(t)
	orgs := must(w.Organizations(w.ctx, catalog.OrganizationsInput{Page: page.Args{First: 2}}))(t).Items
	m := w.microCredential(t, orgs[0], "More", nil)
	for range 3 {
		w.recognition(t, catalog.RecognitionInput{Organization: orgs[0].ID, MicroCredential: &m.ID})
	}
	ctx, counter := store.Count(w.ctx)
	got := must(w.RecognitionsByOrganization(ctx, []string{orgs[0].ID, orgs[1].ID}, 2))(t)
	if counter.Statements() != 1 {
		t.Errorf("%d statements, want 1", counter.Statements())
	}
	first := got[orgs[0].ID]
	if !first.HasNext || len(first.Items) != 2 || len(got[orgs[1].ID].Items) != 1 {
		t.Fatalf("got %+v", got)
	}
	rest := must(w.Recognitions(w.ctx, catalog.RecognitionsInput{
		Filter: catalog.RecognitionFilter{Organization: &orgs[0].ID}, Page: page.Args{First: 9, After: first.Cursors[1]},
	}))(t)
	if len(rest.Items) != 2 || rest.Items[0].ID == first.Items[1].ID {
		t.Errorf("%d follow, want the other 2", len(rest.Items))
	}
}

// testDay is the day of the tests' clock.
var testDay = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)

func TestRecognizedIsForWorkInForceOnTheDay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	org, other := w.organization(t, "Employer"), w.organization(t, "Other")
	titled := map[string]string{}
	in := func(name string, change func(*catalog.RecognitionInput)) {
		m := w.microCredential(t, org, name, nil)
		titled[m.ID] = name
		r := catalog.RecognitionInput{Organization: org.ID, MicroCredential: &m.ID}
		change(&r)
		w.recognition(t, r)
	}
	for _, kind := range enum.RecognitionKind("").Values() {
		in(kind, func(r *catalog.RecognitionInput) {
			if r.Kind = enum.RecognitionKind(kind); kind == "HIRING" {
				r.Hiring = ptr(enum.HiringRequired)
			}
		})
	}
	in("proposed", func(r *catalog.RecognitionInput) { r.Status = enum.RecognitionProposed })
	in("ended", func(r *catalog.RecognitionInput) { r.Status = enum.RecognitionEnded })
	in("another's", func(r *catalog.RecognitionInput) { r.Organization = other.ID })
	in("last day today", func(r *catalog.RecognitionInput) { r.ValidUntil = ptr(testDay.Add(5 * time.Hour)) })
	in("ended an hour ago", func(r *catalog.RecognitionInput) { r.ValidFrom = ptr(testDay.AddDate(-1, 0, 0)) })
	in("over yesterday", func(r *catalog.RecognitionInput) { r.ValidUntil = ptr(testDay.AddDate(0, 0, -1)) })
	in("from today", func(r *catalog.RecognitionInput) { r.ValidFrom = &testDay })
	in("from tomorrow", func(r *catalog.RecognitionInput) { r.ValidFrom = ptr(testDay.AddDate(0, 0, 1)) })

	earned := w.microCredential(t, org, "earned by a stack", nil)
	titled[earned.ID] = earned.Name
	part := w.microCredential(t, org, "its part", nil)
	stack := must(w.PublishStack(w.ctx, catalog.StackInput{
		Owner: org.ID, Certifies: &earned.ID, Version: catalog.StackVersionInput{Title: localized("S"), Rule: allOf(part)},
	}))(t)
	w.recognition(t, catalog.RecognitionInput{Organization: org.ID, Stack: &stack.ID})

	past := w.DB.Recognition.Query().Where(recognition.ValidFrom(testDay.AddDate(-1, 0, 0))).OnlyX(w.ctx)
	must(w.EndRecognition(w.ctx, catalog.EndRecognitionInput{ID: past.ID}))(t)
	accepted := w.microCredential(t, org, "accepted from another", nil)
	titled[accepted.ID] = accepted.Name
	theirs := w.recognition(t, catalog.RecognitionInput{Organization: other.ID, MicroCredential: &accepted.ID})
	w.recognition(t, catalog.RecognitionInput{Organization: org.ID, Accepts: &theirs.ID})

	ids := must(w.Recognized(w.ctx, org.ID, w.Now()))(t)
	got := map[string]bool{}
	for _, id := range ids {
		got[titled[id]] = true
	}
	want := map[string]bool{
		"HIRE": true, "INTERVIEW": true, "PROMOTION": true, "PAY": true, "RANK": true,
		"HIRING": true, "WAGE_STEP": true, "RANK_CHANGE": true, "accepted from another": true,
		"last day today": true, "from today": true, "earned by a stack": true,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("recognized (-want +got):\n%s", diff)
	}
}

func TestNearestSkillsAreThoseWhoseNamesComeClosest(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for reference, want := range map[string][]string{
		"drive forklift":  {w.skills["drive forklifts"]},
		"drivng forklfts": {w.skills["drive forklifts"]},
		"carretillas":     {w.skills["drive forklifts"]},
		"skl_0":           nil,
		"zzz":             {},
	} {
		if diff := cmp.Diff(want, must(w.Nearest(w.ctx, reference, "en"))(t)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", reference, diff)
		}
	}
}
