package employer_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/postingcondition"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/employer"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

const warehouseText = `<h2>Job title: Warehouse worker</h2><p>We ship food.</p><h3>Requirements</h3><ul><li>Must be able to drive forklifts</li>
<li>Background check required by state law</li></ul><h3>Nice to have</h3><ul><li>Advanced welding</li></ul>`

// told writes down what a posting says.
func (v *town) told(t *testing.T, row *db.Posting) string {
	t.Helper()
	out := fmt.Sprintf("%s %q %s:", row.Status, row.Title, row.Language)
	asks := world.Must(v.RequirementsByPosting(v.miller, []string{row.ID}, "en"))(t)[row.ID]
	for _, r := range asks {
		if ask, ok := r.Ask.(employer.SkillAsk); ok {
			out += fmt.Sprintf(" %s %s", ask.Skill.Name, r.Importance)
			if ask.Level != nil {
				out += fmt.Sprintf(" L%d", *ask.Level)
			}
		}
	}
	for _, c := range v.World.DB().PostingCondition.Query().Where(postingcondition.PostingID(row.ID)).AllX(v.Ctx) {
		out += fmt.Sprintf(" %s<%s>", c.Kind, c.Text)
	}
	return out
}

func TestATextBecomesADraftOfAPosting(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	v.Skill(t, "welding")
	text := warehouseText
	row, read, err := v.CreatePosting(v.miller, employer.CreatePostingInput{FromText: &text})
	if err != nil {
		t.Fatal(err)
	}
	want := `DRAFT "Warehouse worker" en: drive forklifts REQUIRED welding PREFERRED L3 BACKGROUND_CHECK<Background check>`
	if diff := cmp.Diff(want, v.told(t, row)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if strings.Contains(row.Description, "<") || !strings.Contains(row.Description, "We ship food.") || len(read.Requirements) != 2 {
		t.Errorf("description %q, read %+v", row.Description, read)
	}
}

func TestWhatIsGivenStandsBeforeWhatATextSays(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	text := warehouseText
	row, _, err := v.CreatePosting(v.miller, employer.CreatePostingInput{
		FromText: &text, Title: "Packer", Description: "Packs.",
		Requirements: []employer.RequirementInput{asksSkill(v.Skill(t, "keep safe"), 2)},
		Conditions:   []employer.ConditionInput{{Kind: enum.ConditionShift, Text: "Nights"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(`DRAFT "Packer" en: keep safe REQUIRED L2 SHIFT<Nights>`, v.told(t, row)); diff != "" || row.Description != "Packs." {
		t.Errorf("description %q (-want +got):\n%s", row.Description, diff)
	}
}

func TestATextThatMakesNoDraftIsToldWhy(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	for name, c := range map[string]struct {
		in   employer.CreatePostingInput
		want []string
	}{
		"nothing in it":       {employer.CreatePostingInput{FromText: ptr(" ")}, []string{"INVALID[fromText]"}},
		"too long":            {employer.CreatePostingInput{FromText: ptr(strings.Repeat("x ", 60_000))}, []string{"INVALID[fromText]"}},
		"a template, too":     {employer.CreatePostingInput{FromText: ptr("Packer"), Template: ptr("forklift-operator")}, []string{"INVALID[fromText]"}},
		"a sentence, a title": {employer.CreatePostingInput{FromText: ptr("You will drive forklifts.\n\nRequirements:\n- Drive forklifts")}, []string{"INVALID[title]"}},
	} {
		row, err := v.creates(v.miller, c.in)
		var got []string
		for _, p := range problem.As(err) {
			got = append(got, fmt.Sprint(p.Kind, p.Path))
		}
		if diff := cmp.Diff(c.want, got); diff != "" || row != nil {
			t.Errorf("%s: %v (-want +got):\n%s", name, err, diff)
		}
	}
	if n := v.World.DB().Posting.Query().CountX(v.Ctx); n != 0 {
		t.Errorf("%d postings were written", n)
	}
}

func TestADraftMayAskForNothingUntilItOpens(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	for name, in := range map[string]employer.CreatePostingInput{
		"a text without a skill": {FromText: ptr("Packer\n\nCompetitive salary.")},
		"nothing at all":         {Title: "Packer", Draft: true},
	} {
		row := world.Must(v.creates(v.miller, in))(t)
		if diff := cmp.Diff(`DRAFT "Packer" en:`, v.told(t, row)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if got := world.Must(v.Warnings(v.miller, row, "en"))(t); len(got) == 0 || got[0].Code != employer.WarnAsksNothing {
			t.Errorf("%s: warned of %+v", name, got)
		}
		if got := world.Must(v.Outlook(v.miller, row, nil, "en"))(t); len(got) != 1 {
			t.Errorf("%s: looks out to %q", name, got)
		}
		if got := world.Must(v.MustHaves(v.miller, row, nil, "en"))(t); len(got) != 0 {
			t.Errorf("%s: must-haves %+v", name, got)
		}
		if _, err := v.Candidates(v.miller, employer.CandidatesInput{Posting: row.ID, Language: "en"}); !problem.Is(err, problem.Invalid) {
			t.Errorf("%s: candidates: %v", name, err)
		}
		if _, err := v.OpenAgain(v.miller, employer.OpenPostingInput{ID: row.ID}); !problem.Is(err, problem.Invalid) {
			t.Errorf("%s: it opened: %v", name, err)
		}
		asks := []employer.RequirementInput{{Ask: employer.AskInput{Skill: &employer.SkillAskInput{Skill: v.Skill(t, name)}}, Importance: enum.Required, Weight: 10}}
		world.Must(v.UpdatePosting(v.miller, employer.UpdatePostingInput{ID: row.ID, Revision: row.Revision, SetRequirements: true, Requirements: asks}))(t)
		if open := world.Must(v.OpenAgain(v.miller, employer.OpenPostingInput{ID: row.ID}))(t); open.Status != enum.PostingOpen {
			t.Errorf("%s: it is %s", name, open.Status)
		}
	}
	if _, err := v.creates(v.miller, employer.CreatePostingInput{Title: "Packer"}); !problem.Is(err, problem.Invalid) {
		t.Errorf("an open posting that asks for nothing: %v", err)
	}
}

func TestADraftOfATextIsMadeOnce(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	text, key := warehouseText, "once"
	in := employer.CreatePostingInput{FromText: &text, ClientMutationID: &key}
	first := world.Must(v.creates(v.miller, in))(t)
	v.Skill(t, "ship food")
	again, read, err := v.CreatePosting(v.miller, in)
	if err != nil || again.ID != first.ID || read == nil {
		t.Errorf("got %+v, %+v, %v", again, read, err)
	}
	in.FromText = ptr(text + " ")
	if _, err := v.creates(v.miller, in); !problem.Is(err, problem.Conflict) {
		t.Errorf("another text under the same key: %v", err)
	}
}

func TestLessonsGoIntoADraftOfTheirOrganization(t *testing.T) {
	t.Parallel()
	v := newSchool(t, "welding", "customer service")
	v.says(t, [3]string{"welding", "welding", "REFUSED"}, [3]string{"charm the walk-ins", "customer service", "CONFIRMED"})
	text := "Clerk\n\nRequirements:\n- Drive forklifts\n- Welding\n- Charm the walk-ins"
	in := employer.CreatePostingInput{FromText: &text}
	if diff := cmp.Diff(`DRAFT "Clerk" en: drive forklifts REQUIRED customer service REQUIRED`, v.told(t, world.Must(v.creates(v.miller, in))(t))); diff != "" {
		t.Errorf("the mill (-want +got):\n%s", diff)
	}
	other := world.Must(v.creates(v.stranger, in))(t)
	var names []string
	for _, r := range world.Must(v.RequirementsByPosting(v.stranger, []string{other.ID}, "en"))(t)[other.ID] {
		names = append(names, r.Ask.(employer.SkillAsk).Skill.Name)
	}
	if diff := cmp.Diff([]string{"drive forklifts", "welding"}, names); diff != "" {
		t.Errorf("another employer (-want +got):\n%s", diff)
	}
}
