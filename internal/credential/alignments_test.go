package credential_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/badge/issue"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/outbox"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
	"github.com/stackmatch/stackmatch/search"
)

// queue lists the alignments that nobody has decided about, by name.
func (f *fair) queue(t *testing.T, as world.Viewer, filter credential.AlignmentFilter) []string {
	t.Helper()
	var names []string
	args := page.Args{First: 1}
	for {
		p := world.Must(f.Credentials.Alignments(as, filter, args))(t)
		for _, row := range p.Items {
			names = append(names, row.Name)
		}
		if !p.HasNext {
			return names
		}
		args.After = p.Cursors[0]
	}
}

func TestAMappedAlignmentIsACompetencyOfEveryAwardThatHasIt(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	m := f.maker(t, "Trade school")
	f.trusts(t, m)
	one := f.imports(t, f.asAna, m.badge(t, anaMail, numbered(1)))
	two := f.imports(t, f.asBen, m.badge(t, benMail, numbered(2)))
	if diff := cmp.Diff([]string{"grind"}, f.queue(t, f.admin, credential.AlignmentFilter{Mapped: world.Ptr(false)})); diff != "" {
		t.Fatal(diff)
	}
	grind := one.Unmapped[0]
	feed := outbox.New(f.Store)
	head := world.Must(feed.Head(f.Ctx))(t)
	f.remaps(t, credential.RemapAlignmentInput{ID: grind.ID, Skill: &f.soldering, Level: world.Ptr(3)})
	changed := map[string]bool{}
	for _, c := range world.Must(feed.Changes(f.Ctx, head, 20))(t) {
		changed[fmt.Sprint(c.Kind, " ", c.ID)] = true
	}
	want := map[string]bool{fmt.Sprint(search.ChangeEarner, " ", f.ana): true, fmt.Sprint(search.ChangeEarner, " ", f.ben): true}
	if diff := cmp.Diff(want, changed); diff != "" {
		t.Errorf("the feed: %s", diff)
	}
	for _, id := range []string{one.Award.ID, two.Award.ID} {
		if diff := cmp.Diff(map[string]int{"weld": 1, "solder": 3}, f.pairs(t, id)); diff != "" {
			t.Errorf("mapped: %s", diff)
		}
	}
	// Another meaning takes the first away, but not what something else gives.
	f.remaps(t, credential.RemapAlignmentInput{ID: grind.ID, Skill: &f.welding, Level: world.Ptr(2)})
	if diff := cmp.Diff(map[string]int{"weld": 2}, f.pairs(t, one.Award.ID)); diff != "" {
		t.Errorf("mapped otherwise: %s", diff)
	}
	dismissed := f.remaps(t, credential.RemapAlignmentInput{ID: grind.ID, Dismiss: true})
	if diff := cmp.Diff(map[string]int{"weld": 1}, f.pairs(t, one.Award.ID)); diff != "" || !dismissed.Dismissed || dismissed.SkillID != nil {
		t.Errorf("dismissed: %s, %v", diff, dismissed)
	}
	if got := f.queue(t, f.admin, credential.AlignmentFilter{Mapped: world.Ptr(false)}); len(got) != 0 {
		t.Errorf("the queue is %v", got)
	}
	trail := world.Must(audit.Of(f.Ctx, f.DB(), enum.SubjectMicroCredential, grind.MicroCredentialID, 0, 10))(t)
	if len(trail) != 4 || trail[0].Action != "alignment.map" {
		t.Errorf("the trail is %v", trail)
	}
	// A badge that comes later means the same at once.
	f.remaps(t, credential.RemapAlignmentInput{ID: grind.ID, Skill: &f.soldering, Level: world.Ptr(2)})
	three := f.imports(t, f.asAna, m.badge(t, anaMail, numbered(3)))
	if diff := cmp.Diff(map[string]int{"weld": 1, "solder": 2}, f.pairs(t, three.Award.ID)); diff != "" || len(three.Unmapped) != 0 {
		t.Errorf("later: %s, unmapped %v", diff, three.Unmapped)
	}
}

func (f *fair) remaps(t *testing.T, in credential.RemapAlignmentInput) *db.Alignment {
	t.Helper()
	return world.Must(f.Credentials.RemapAlignment(f.admin, in))(t)
}

func TestMappingIsForTheIssuerAndWhoRunsTheService(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	m := f.maker(t, "Trade school")
	identity := f.trusts(t, m)
	got := f.imports(t, f.asAna, m.badge(t, anaMail))
	grind := got.Unmapped[0]
	school := f.Member(t, auth.Issuer, world.Must(f.DB().Organization.Get(f.Ctx, identity.OrganizationID))(t))
	other := f.Member(t, auth.Developer, f.Organization(t, "Other", nil, enum.OrgIssuer))
	if diff := cmp.Diff([]string{"grind", "weld"}, sorted(f.queue(t, school, credential.AlignmentFilter{}))); diff != "" {
		t.Error(diff)
	}
	if got := f.queue(t, other, credential.AlignmentFilter{}); len(got) != 0 {
		t.Errorf("another organization is listed %v", got)
	}
	skill, level, none := f.soldering, 5, "skl_none"
	for name, c := range map[string]struct {
		as   world.Viewer
		in   credential.RemapAlignmentInput
		want []string
	}{
		"the issuer":    {school, credential.RemapAlignmentInput{ID: grind.ID, Skill: &skill}, []string{}},
		"another":       {other, credential.RemapAlignmentInput{ID: grind.ID, Skill: &skill}, []string{"NOT_FOUND id"}},
		"the earner":    {f.asAna, credential.RemapAlignmentInput{ID: grind.ID, Skill: &skill}, []string{"FORBIDDEN"}},
		"nobody":        {t.Context(), credential.RemapAlignmentInput{ID: grind.ID, Skill: &skill}, []string{"UNAUTHENTICATED"}},
		"no such skill": {school, credential.RemapAlignmentInput{ID: grind.ID, Skill: &none}, []string{"NOT_FOUND skill"}},
		"no meaning":    {school, credential.RemapAlignmentInput{ID: grind.ID}, []string{"INVALID skill"}},
		"two meanings":  {school, credential.RemapAlignmentInput{ID: grind.ID, Skill: &skill, Dismiss: true}, []string{"INVALID skill"}},
		"no such level": {school, credential.RemapAlignmentInput{ID: grind.ID, Skill: &skill, Level: &level}, []string{"INVALID level"}},
	} {
		_, err := f.Credentials.RemapAlignment(c.as, c.in)
		if diff := cmp.Diff(c.want, world.Problems(t, err)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if _, err := f.Credentials.Alignments(f.asAna, credential.AlignmentFilter{}, page.Args{First: 1}); err == nil {
		t.Error("an earner is listed the queue")
	}
	mine := world.Must(f.Credentials.AlignmentsByAward(f.asAna, []string{got.Award.ID}))(t)
	theirs := world.Must(f.Credentials.AlignmentsByAward(f.asBen, []string{got.Award.ID}))(t)
	if len(mine[got.Award.ID]) != 2 || len(theirs) != 0 {
		t.Errorf("the earner sees %v, another %v", mine, theirs)
	}
}

func TestAlignmentsAreKeptAsTheyAreAndOnlySkillsAreHeld(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	importer := &catalog.SkillImporter{DB: f.DB(), IDs: f.IDs}
	esco := world.Must(importer.UpsertFramework(f.Ctx, catalog.FrameworkInput{Code: "esco", Name: "Skills of Europe", URL: "https://esco.example"}))(t)
	world.Must(importer.UpsertSkills(f.Ctx, esco, []catalog.SkillInput{
		{URI: "http://data.europa.eu/esco/skill/0001", Texts: []catalog.SkillText{{Language: "en", Label: "braze"}}},
		{URI: "http://data.europa.eu/esco/skill/0002", Texts: []catalog.SkillText{{Language: "en", Label: "rivet"}}},
		{URI: "http://data.europa.eu/esco/skill/0003", Type: catalog.SkillTypeGroup, Texts: []catalog.SkillText{{Language: "en", Label: "joining"}}},
	}))(t)
	m := f.maker(t, "Trade school")
	got := f.imports(t, f.asAna, m.badge(t, anaMail, func(a *issue.Award) {
		a.Achievement.Alignments = []issue.Alignment{
			{TargetType: "ceasn:Competency", Name: "Brazing", URL: "http://data.europa.eu/esco/skill/0001"},
			{TargetType: "ceasn:Competency", Name: "Riveting", Framework: "ESCO", Code: "0002", URL: "https://somewhere.example/rivet"},
			{TargetType: "ceasn:Competency", Name: "All joining", URL: "http://data.europa.eu/esco/skill/0003"},
			{TargetType: "CFItem", Name: "Soldering item", URL: "https://skills.example/solder"},
			{TargetType: "ceterms:Credential", Name: "Not a skill", URL: "https://credentials.example/weld"},
			{Name: "Welder", Framework: "O*NET-SOC", Code: "51-4121.00", URL: "https://www.onetonline.org/link/summary/51-4121.00"},
			{TargetType: "ceasn:Competency", Name: "Brazing", URL: "http://data.europa.eu/esco/skill/0001"},
		}
	}))
	if diff := cmp.Diff(map[string]int{"braze": 1, "rivet": 1, "solder": 1}, f.pairs(t, got.Award.ID)); diff != "" {
		t.Error(diff)
	}
	kinds := map[string]enum.AlignmentKind{}
	for _, row := range world.Must(f.Credentials.AlignmentsByAward(f.asAna, []string{got.Award.ID}))(t)[got.Award.ID] {
		kinds[row.Name] = row.Kind
	}
	want := map[string]enum.AlignmentKind{
		"Brazing": enum.AlignedSkill, "Riveting": enum.AlignedSkill, "All joining": enum.AlignedSkill, "Soldering item": enum.AlignedSkill,
		"Not a skill": enum.AlignedCredential, "Welder": enum.AlignedOccupation,
	}
	if diff := cmp.Diff(want, kinds); diff != "" {
		t.Error(diff)
	}
	if len(got.Unmapped) != 1 || got.Unmapped[0].Name != "All joining" {
		t.Errorf("to be mapped are %v", got.Unmapped)
	}
}

func TestResultsShowTheLevel(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	m := f.maker(t, "Trade school")
	levels := [4]string{"Novice", "Apprentice", "Journeyman", "Master"}
	at := "https://achievements.example/welding#"
	weld := issue.Alignment{TargetType: "ceasn:Competency", Name: "weld", URL: "https://skills.example/weld"}
	solder := issue.Alignment{TargetType: "ceasn:Competency", Name: "solder", URL: "https://skills.example/solder"}
	specific, of := issue.Competencies(at, []issue.Competency{{Skill: weld, Level: 3}}, levels)
	whole := issue.ResultDescription{ID: at + "whole", Name: "All of it", Type: "RubricCriterionLevel", Levels: []issue.RubricLevel{
		{ID: at + "low", Name: "Low", Level: "1", Points: "1"}, {ID: at + "high", Name: "High", Level: "2", Points: "2"},
	}}
	n := 0
	for name, c := range map[string]struct {
		descriptions []issue.ResultDescription
		results      []issue.Result
		want         map[string]int
	}{
		"none":             {nil, nil, map[string]int{"weld": 1, "solder": 1}},
		"of one skill":     {specific, of, map[string]int{"weld": 3, "solder": 1}},
		"of all of it":     {[]issue.ResultDescription{whole}, []issue.Result{{Description: whole.ID, AchievedLevel: at + "high"}}, map[string]int{"weld": 2, "solder": 2}},
		"not yet finished": {[]issue.ResultDescription{whole}, []issue.Result{{Description: whole.ID, AchievedLevel: at + "high", Status: "InProgress"}}, map[string]int{"weld": 1, "solder": 1}},
	} {
		n++
		got := f.imports(t, f.asAna, m.badge(t, anaMail, numbered(n), func(a *issue.Award) {
			a.Achievement.Alignments = []issue.Alignment{weld, solder}
			a.Achievement.ResultDescriptions, a.Results = c.descriptions, c.results
		}))
		if diff := cmp.Diff(c.want, f.pairs(t, got.Award.ID)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}
