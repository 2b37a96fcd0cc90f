package employer_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/requirement"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/employer"
	"github.com/stackmatch/stackmatch/internal/jobad"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// proposed writes down what a text is taken to ask for, by the labels of skills.
func (v *town) proposed(t *testing.T, text string, labels ...string) []string {
	t.Helper()
	names := map[string]string{}
	for _, label := range append(labels, "drive forklifts", "keep safe") {
		names[v.Skill(t, label)] = label
	}
	got := world.Must(v.ProposeRequirements(t.Context(), employer.ProposeInput{Text: text, Limit: 15}))(t)
	var out []string
	for _, r := range got.Requirements {
		s := names[r.Skill] + " " + string(r.Importance)
		if r.Must {
			s += " must"
		}
		if r.Level != nil {
			s += fmt.Sprint(" L", *r.Level)
		}
		if r.Years != nil {
			s += fmt.Sprintf(" %gy", *r.Years)
		}
		for _, span := range r.ReadFrom {
			s += " <" + span.Words + ">"
		}
		out = append(out, s)
	}
	for _, c := range got.Conditions {
		s := string(c.Kind) + " <" + c.ReadFrom.Words + ">"
		if c.Question != nil {
			s += " " + *c.Question
		}
		out = append(out, s)
	}
	return out
}

func TestATextIsTakenApartIntoSkillsAndConditions(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	text := `<h3>Requirements</h3><ul><li>Must be able to drive forklifts, with 2+ years of experience</li><li>Advanced customer service</li>
<li>Background check required by state law</li></ul><h3>Nice to have</h3><ul><li>Welding</li></ul><p>Competitive salary</p>`
	want := []string{
		"drive forklifts REQUIRED must 2y <drive forklifts>", "customer service REQUIRED L3 <customer service>", "welding PREFERRED <Welding>",
		"EXPERIENCE <2+ years of experience>", "BACKGROUND_CHECK <Background check> Which law asks for it?",
	}
	if diff := cmp.Diff(want, v.proposed(t, text, "customer service", "welding", "accounting")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestATextInSpanishFindsSkillsByTheirSpanishNames(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	importer := &catalog.SkillImporter{DB: v.World.DB(), IDs: v.World.IDs}
	framework := world.Must(importer.UpsertFramework(v.Ctx, catalog.FrameworkInput{Code: "esco", Name: "ESCO"}))(t)
	world.Must(importer.UpsertSkills(v.Ctx, framework, []catalog.SkillInput{{URI: "https://skills.example/weld", Texts: []catalog.SkillText{
		{Language: "en", Label: "weld metal", Hidden: []string{"torch handling"}}, {Language: "es", Label: "soldar metales", Alternative: []string{"soldadura de metales"}},
	}}}))(t)
	got := world.Must(v.ProposeRequirements(t.Context(), employer.ProposeInput{Text: "Requisitos:\n- Conocimientos avanzados de soldadura de metales", Limit: 15}))(t)
	if len(got.Requirements) != 1 || got.Language != "es" {
		t.Fatalf("got %+v", got)
	}
	r := got.Requirements[0]
	if row := v.World.DB().Skill.GetX(t.Context(), r.Skill); row.URI != "https://skills.example/weld" || r.Label != "soldadura de metales" || *r.Level != 3 {
		t.Errorf("%s means %s at level %d", r.Label, row.URI, *r.Level)
	}
	got = world.Must(v.ProposeRequirements(t.Context(), employer.ProposeInput{Text: "Torch handling", Limit: 15}))(t)
	if len(got.Requirements) != 1 || got.Requirements[0].Label != "weld metal" {
		t.Errorf("by a name that is never shown: %+v", got.Requirements)
	}
}

func TestWordsStandWhereTheySay(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	got := world.Must(v.ProposeRequirements(t.Context(), employer.ProposeInput{Text: "Español 😀 y más; drive forklifts", Limit: 15}))(t)
	if len(got.Requirements) != 1 {
		t.Fatalf("got %+v", got.Requirements)
	}
	span := got.Requirements[0].ReadFrom[0]
	units := []rune(strings.ReplaceAll(got.Text, "😀", "\x00\x00")) // two units each
	if words := string(units[span.Start:span.End]); words != "drive forklifts" || span.Words != words {
		t.Errorf("%q stands there, %q is said to", words, span.Words)
	}
}

func TestOfTheSameWordsTheNarrowerSkillIsMeant(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	broad, narrow := v.Skill(t, "welding"), v.Skill(t, "TIG welding")
	v.Tx(t, func(ctx context.Context, tx *db.Client) error {
		return tx.SkillRelation.Create().SetFromID(narrow).SetToID(broad).SetKind(enum.RelationBroader).Exec(ctx)
	})
	if diff := cmp.Diff([]string{"TIG welding REQUIRED <TIG welding>"}, v.proposed(t, "TIG welding", "welding", "TIG welding")); diff != "" {
		t.Error(diff)
	}
	got := v.proposed(t, "TIG welding\nWelding", "welding", "TIG welding")
	if len(got) != 2 {
		t.Errorf("asked for by themselves, they are %q", got)
	}
}

func TestABadTextIsRefused(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	for name, tt := range map[string]struct {
		in   employer.ProposeInput
		want []string
	}{
		"nothing":  {employer.ProposeInput{Text: " \n", Limit: 15}, []string{"INVALID text"}},
		"too much": {employer.ProposeInput{Text: strings.Repeat("a", jobad.MaxText+1), Limit: 51}, []string{"INVALID limit", "INVALID text"}},
	} {
		_, err := v.ProposeRequirements(t.Context(), tt.in)
		if diff := cmp.Diff(tt.want, world.Problems(t, err)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// askedIn counts the requirements of a posting.
func (v *town) askedIn(id string) int {
	return v.World.DB().Requirement.Query().Where(requirement.PostingID(id)).CountX(v.Ctx)
}

func TestAListingBecomesADraftOnce(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	welding := v.Skill(t, "welding")
	l := jobad.Listing{
		ID: "W-1", Title: "Yard worker", OccupationCode: "53-7051.00", Sections: []jobad.ListedSection{{Heading: "Requirements", Text: "<ul><li>Drive forklifts</li><li>Valid driver's license</li></ul>"}},
		Skills: []jobad.ListedSkill{{Name: "welding", URI: "https://skills.example/welding", Weight: 80}, {Name: "unknown", URI: "urn:x"}},
		Pay:    jobad.ListedPay{Minimum: "21.5", Currency: "USD", Unit: "HOUR"},
	}
	made, read, err := v.TakeListing(v.Ctx, v.mill.ID, l)
	if err != nil || made == nil || made.Status != enum.PostingDraft || len(read.Requirements) != 1 {
		t.Fatalf("%+v %+v %v", made, read, err)
	}
	asked := v.World.DB().Requirement.Query().AllX(v.Ctx)
	if len(asked) != 2 || *asked[0].SkillID != welding || asked[0].Weight != 80 {
		t.Errorf("it asks for %v", asked)
	}
	if n := v.World.DB().PostingCondition.Query().CountX(v.Ctx); n != 1 {
		t.Errorf("%d conditions, want the license", n)
	}
	if again, _, err := v.TakeListing(v.Ctx, v.mill.ID, l); again != nil || err != nil {
		t.Errorf("again: %v %v", again, err)
	}
	if other, _, err := v.TakeListing(v.Ctx, v.other.ID, l); other == nil || err != nil {
		t.Errorf("of another employer: %v %v", other, err)
	}
	v.Skill(t, "health and safety regulations")
	made, read, err = v.TakeListing(v.Ctx, v.mill.ID, jobad.Listing{ID: "W-3", Title: "Inspector", Sections: []jobad.ListedSection{{Heading: "Requirements", Text: "Safety regulations"}}})
	if err != nil || made == nil || len(read.Requirements) != 1 || read.Requirements[0].Confidence >= 0.8 || v.askedIn(made.ID) != 0 {
		t.Errorf("what nothing is sure of is proposed, and not asked for: %+v %+v %v", made, read, err)
	}
	made, _, err = v.TakeListing(v.Ctx, v.mill.ID, jobad.Listing{ID: "W-4", Title: "Drive forklifts"})
	if err != nil || made == nil || v.askedIn(made.ID) != 1 {
		t.Errorf("by its title alone: %v %v", made, err)
	}
	made, _, err = v.TakeListing(v.Ctx, v.mill.ID, jobad.Listing{ID: "W-2", Title: "Poet"})
	if err != nil || made == nil || v.askedIn(made.ID) != 0 {
		t.Errorf("that names no skill at all: %v %v", made, err)
	}
}
