package employer_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/employer"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// yard is a posting with a must-have that some hold, one that others hold, and one
// that nothing proves.
func (v *town) yard(t *testing.T) *db.Posting {
	t.Helper()
	in := v.driver(t)
	in.Requirements = []employer.RequirementInput{
		asksSkill(v.Skill(t, "drive forklifts"), 2), asksAnyOf(v.safety), asksSkill(v.Skill(t, "tame lions"), 0),
	}
	return v.posting(v.miller, t, in)
}

func TestEachMustHaveTellsWhoHasItAndWhatProvesIt(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	v.crew(t, 6)
	made := v.yard(t)
	v.index(t)
	type told struct {
		Holders    int
		ProvedBy   string
		Unprovable bool
	}
	got := []told{}
	for _, m := range world.Must(v.MustHaves(v.miller, made, nil, "en"))(t) {
		names := []string{}
		for _, row := range m.ProvedBy {
			names = append(names, row.Name)
		}
		got = append(got, told{*m.Holders, strings.Join(names, ", "), m.Unprovable})
	}
	if diff := cmp.Diff([]told{{6, "Forklift", false}, {2, "Safety", false}, {0, "", true}}, got); diff != "" {
		t.Error(diff)
	}
	if got := world.Must(v.MustHaves(v.stranger, made, nil, "en"))(t); got != nil {
		t.Errorf("a stranger is told %v", got)
	}
	acting := *auth.From(v.miller).Acting
	acting.Vouched = false
	unvouched := auth.With(t.Context(), auth.Viewer{Account: "acc_1", Acting: &acting})
	for _, m := range world.Must(v.MustHaves(unvouched, made, nil, "en"))(t) {
		if m.Holders != nil {
			t.Errorf("an employer for whom nobody vouches is told of %d", *m.Holders)
		}
	}
}

func TestTheOutlookIsSaidInSentences(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	v.crew(t, 6)
	in := v.driver(t)
	in.Requirements = []employer.RequirementInput{asksSkill(v.Skill(t, "drive forklifts"), 2), asksAnyOf(v.safety)}
	made := v.posting(v.miller, t, in)
	v.index(t)
	want := []string{"2 people have all of your must-haves.", "4 more have most of them.", "4 more would after Safety; no start is announced."}
	if diff := cmp.Diff(want, world.Must(v.Outlook(v.miller, made, nil, "en"))(t)); diff != "" {
		t.Error(diff)
	}
	want = []string{
		"Nadie a menos de 50 km tiene aún todo lo que usted exige.",
		"Ninguna microcredencial del catálogo prueba «tame lions (es)»: no se puede encontrar a nadie por ella.",
	}
	ring := enum.Within50
	if diff := cmp.Diff(want, world.Must(v.Outlook(v.miller, v.yard(t), &ring, "es"))(t)); diff != "" {
		t.Error(diff)
	}
}

func TestAnEmployerIsWarnedOfWhatItShouldLookAt(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	v.yard(t)
	var got []employer.WarningCode
	for _, w := range world.Must(v.Warnings(v.miller, v.yard(t), "en"))(t) {
		got = append(got, w.Code)
	}
	if diff := cmp.Diff([]employer.WarningCode{employer.WarnUnprovable, employer.WarnDuplicate, employer.WarnPayNotShown}, got); diff != "" {
		t.Error(diff)
	}
}

func TestAPostingBeginsAsATemplate(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	key := "truck-driver"
	_, err := v.creates(v.miller, employer.CreatePostingInput{Template: &key})
	if diff := cmp.Diff([]string{"INVALID requirements"}, world.Problems(t, err)); diff != "" {
		t.Errorf("where the catalog has nothing that it asks for: %s", diff)
	}
	license := v.MicroCredential(t, v.college, "Commercial Driver License, Class A", map[string]int{"drive trucks": 2})
	made := v.posting(v.miller, t, employer.CreatePostingInput{Template: &key, Language: "es"})
	if got := []string{made.Title, made.OccupationCode, made.Language, made.Template}; !cmp.Equal(got, []string{"Conductor de camión (licencia comercial A)", "53-3032.00", "es", key}) {
		t.Errorf("it says %q", got)
	}
	asked := world.Must(v.RequirementsByPosting(v.miller, []string{made.ID}, "en"))(t)[made.ID]
	if len(asked) != 1 || asked[0].Ask.(employer.CredentialAsk).AnyOf[0].ID != license.ID || asked[0].LegalRule == nil {
		t.Errorf("it asks %+v", asked)
	}
	conditions := world.Must(v.ConditionsByPosting(v.miller, []string{made.ID}))(t)[made.ID]
	if len(conditions) != 2 || conditions[0].Kind != enum.ConditionMinimumAge || conditions[0].LegalRule == nil {
		t.Errorf("its conditions are %v", conditions)
	}
	left := 0
	for _, w := range world.Must(v.Warnings(v.miller, made, "en"))(t) {
		if w.Code == employer.WarnLeftOut {
			left++
		}
	}
	if left != 2 {
		t.Errorf("%d must-haves are said to be left out, want 2", left)
	}
	own := v.driver(t)
	own.Template = &key
	made = v.posting(v.miller, t, own)
	if asked := world.Must(v.RequirementsByPosting(v.miller, []string{made.ID}, "en"))(t)[made.ID]; made.Title != own.Title || len(asked) != 2 {
		t.Errorf("what is given stands back: %s asks %d", made.Title, len(asked))
	}
	none := "astronaut"
	if _, err := v.creates(v.miller, employer.CreatePostingInput{Template: &none}); !problem.Is(err, problem.NotFound) {
		t.Errorf("a template that is none: %v", err)
	}
}

// Two of one title may be anybody's: a law is not met by a name.
func TestATitleThatSeveralHaveNamesNoCredentialOfATemplate(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	for range 2 {
		v.MicroCredential(t, v.college, "Commercial Driver License, Class A", map[string]int{"drive trucks": 2})
	}
	for _, one := range world.Must(v.Templates(v.miller, "truck", "en"))(t) {
		if one.Key == "truck-driver" && (len(one.Requirements) != 0 || len(one.LeftOut) != 3) {
			t.Errorf("%s asks %v and leaves out %v", one.Key, one.Requirements, one.LeftOut)
		}
	}
}
