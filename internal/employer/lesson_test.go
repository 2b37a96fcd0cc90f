package employer_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/auditentry"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/employer"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// school is a town whose mill has agreed to learning.
type school struct {
	*town
	admin world.Viewer
}

func newSchool(t *testing.T, skills ...string) *school {
	t.Helper()
	v := &school{town: newTown(t)}
	v.admin = v.Member(t, auth.Admin, v.mill)
	for _, label := range skills {
		v.Skill(t, label)
	}
	v.turn(t, true)
	return v
}

func (v *school) turn(t *testing.T, on bool) {
	t.Helper()
	world.Must(v.SetLearning(v.admin, employer.LearningInput{Organization: v.mill.ID, On: on}))(t)
}

// says has a member of the mill answer: words, skill, verdict.
func (v *school) says(t *testing.T, answers ...[3]string) *employer.Answered {
	t.Helper()
	in := employer.AnswersInput{Organization: v.mill.ID, Language: "en"}
	for _, a := range answers {
		in.Answers = append(in.Answers, employer.AnswerInput{Words: a[0], Skill: v.Skill(t, a[1]), Verdict: enum.ProposalVerdict(a[2])})
	}
	return world.Must(v.AnswerProposals(v.miller, in))(t)
}

// sure is how sure a text's proposals are, as a viewer is given them.
func (v *school) sure(t *testing.T, as world.Viewer, org *db.Organization, text string, skills ...string) map[string]string {
	t.Helper()
	in := employer.ProposeInput{Text: text, Limit: 15}
	ctx := t.Context()
	if org != nil {
		in.Organization, ctx = &org.ID, as
	}
	got := world.Must(v.ProposeRequirements(ctx, in))(t)
	names := map[string]string{}
	for _, one := range skills {
		names[v.Skill(t, one)] = one
	}
	out := map[string]string{}
	for _, r := range got.Requirements {
		out[names[r.Skill]] = fmt.Sprint(r.Confidence)
		if r.Learned {
			out[names[r.Skill]] += " learned"
		}
	}
	return out
}

func TestLessonsOfAnOrganizationAreItsOwn(t *testing.T) {
	t.Parallel()
	v := newSchool(t, "welding", "customer service")
	text := "Requirements:\n- Welding\n- Deals with guests"
	before := map[string]string{"welding": "1"}
	v.says(t, [3]string{"welding", "welding", "REFUSED"}, [3]string{"Deals with guests", "customer service", "CONFIRMED"})
	for who, got := range map[string]map[string]string{
		"anonymous":       v.sure(t, t.Context(), nil, text, "welding", "customer service"),
		"another":         v.sure(t, v.stranger, v.other, text, "welding", "customer service"),
		"who asks for no": v.sure(t, v.miller, nil, text, "welding", "customer service"),
	} {
		if diff := cmp.Diff(before, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", who, diff)
		}
	}
	want := map[string]string{"customer service": "1 learned"}
	if diff := cmp.Diff(want, v.sure(t, v.Member(t, auth.Employer, v.mill), v.mill, text, "welding", "customer service")); diff != "" {
		t.Errorf("a colleague (-want +got):\n%s", diff)
	}
}

func TestLessonsAreNeitherKeptNorUsedWhileLearningIsOff(t *testing.T) {
	t.Parallel()
	v := newSchool(t, "welding")
	text := "Requirements:\n- Welding"
	v.says(t, [3]string{"Welding", "welding", "REFUSED"})
	if got := v.sure(t, v.miller, v.mill, text, "welding"); len(got) != 0 {
		t.Errorf("refused words propose %v", got)
	}
	v.turn(t, false)
	if diff := cmp.Diff(map[string]string{"welding": "1"}, v.sure(t, v.miller, v.mill, text, "welding")); diff != "" {
		t.Errorf("off (-want +got):\n%s", diff)
	}
	_, err := v.AnswerProposals(v.miller, employer.AnswersInput{Organization: v.mill.ID, Language: "en", Answers: []employer.AnswerInput{
		{Words: "welding", Skill: v.Skill(t, "welding"), Verdict: enum.VerdictConfirmed},
	}})
	if !problem.Is(err, problem.Conflict) {
		t.Errorf("an answer while it is off: %v, want a conflict", err)
	}
	v.turn(t, true)
	if got := v.sure(t, v.miller, v.mill, text, "welding"); len(got) != 0 {
		t.Errorf("on again, refused words propose %v: what was kept is used again", got)
	}
}

func TestLessonsWeighNamesAndTheVeryWords(t *testing.T) {
	t.Parallel()
	v := newSchool(t, "welding", "drive forklifts")
	sure := func(text string) map[string]string {
		return v.sure(t, v.miller, v.mill, "Requirements:\n- "+text, "welding", "drive forklifts")
	}
	plain := sure("Welding of pipes")["welding"]
	v.says(t, [3]string{"welding certificates", "welding", "REFUSED"})
	for _, step := range []struct {
		claim, text, want string
		says              [][3]string
	}{
		{"one refusal damps the name, and does not kill it", "Welding", "0.75 learned", nil},
		{"the very words that were refused propose nothing", "Welding Certificates", "", nil},
		{"confirmations win the name back, never beyond what it was", "Welding", "0.86 learned", [][3]string{
			{"welding steel", "welding", "CONFIRMED"}, {"welding iron", "welding", "CONFIRMED"}, {"welding bronze", "welding", "CONFIRMED"},
		}},
		{"a later answer takes the place of the earlier one", "Welding certificates", "1 learned", [][3]string{{"Welding certificates.", "welding", "CONFIRMED"}}},
	} {
		if step.says != nil {
			v.says(t, step.says...)
		}
		if got := sure(step.text)["welding"]; got != step.want {
			t.Errorf("%s: got %q, want %q", step.claim, got, step.want)
		}
	}
	world.Must(v.ForgetAnswers(v.miller, employer.ForgetInput{Organization: v.mill.ID}))(t)
	if got := sure("Welding of pipes")["welding"]; got != plain || got == "" {
		t.Errorf("after forgetting: got %q, want %q as before", got, plain)
	}
}

func TestLessonsTeachWordsForWhichNothingWasProposed(t *testing.T) {
	t.Parallel()
	v := newSchool(t, "customer service", "welding")
	sure := func(text string) map[string]string {
		return v.sure(t, v.miller, v.mill, text, "customer service", "welding")
	}
	if got := sure("Requirements:\n- Charm the walk-ins"); len(got) != 0 {
		t.Fatalf("before: %v", got)
	}
	v.says(t, [3]string{"charm the walk-ins", "customer service", "CONFIRMED"})
	for text, want := range map[string]string{
		"Requirements:\n- Charm the walk-ins":                        "1 learned",
		"Requirements:\n- Charms walk-ins":                           "0.95 learned",
		"Duties:\n- Charm the walk-ins":                              "1 learned",
		"Requirements:\n- Repair the walk-ins of a large restaurant": "",
	} {
		if got := sure(text)["customer service"]; got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
	v.says(t, [3]string{"charm the walk-ins daily", "customer service", "REFUSED"})
	if got := sure("Requirements:\n- Charm the walk-ins daily, always"); len(got) != 0 {
		t.Errorf("words as near to refused ones as to confirmed ones propose %v", got)
	}
}

func TestLessonsLeaveOutSkillsThatWereRetired(t *testing.T) {
	t.Parallel()
	v := newSchool(t, "customer service")
	v.says(t, [3]string{"charm the walk-ins", "customer service", "CONFIRMED"})
	v.Tx(t, func(ctx context.Context, tx *db.Client) error {
		return tx.Skill.Update().SetStatus(enum.SkillDeprecated).Exec(ctx)
	})
	if got := v.sure(t, v.miller, v.mill, "Requirements:\n- Charm the walk-ins"); len(got) != 0 {
		t.Errorf("got %v", got)
	}
}

func TestLessonsOfWordsAreOfTheirLanguage(t *testing.T) {
	t.Parallel()
	v := newSchool(t, "welding")
	world.Must(v.AnswerProposals(v.miller, employer.AnswersInput{Organization: v.mill.ID, Language: "es", Answers: []employer.AnswerInput{
		{Words: "welding", Skill: v.Skill(t, "welding"), Verdict: enum.VerdictRefused},
	}}))(t)
	for language, want := range map[string]int{"es": 0, "en": 1} {
		got := world.Must(v.ProposeRequirements(v.miller, employer.ProposeInput{
			Text: "- Welding", Language: &language, Limit: 5, Organization: &v.mill.ID,
		}))(t)
		if len(got.Requirements) != want {
			t.Errorf("%s: got %+v, want %d", language, got.Requirements, want)
		}
	}
}

func TestLessonsAreKeptOncePerWordsSkillAndLanguage(t *testing.T) {
	t.Parallel()
	v := newSchool(t, "welding", "customer service")
	v.says(t, [3]string{"  Welding,  ", "welding", "CONFIRMED"}, [3]string{"welding", "customer service", "REFUSED"})
	v.Clock.Advance(time.Minute)
	got := v.says(t, [3]string{"WELDING", "welding", "REFUSED"})
	if got.Kept != 1 || got.Learning.Confirmed != 0 || got.Learning.Refused != 2 {
		t.Errorf("got %d kept, %+v", got.Kept, got.Learning)
	}
	list := world.Must(v.Answers(v.miller, v.mill.ID, page.Args{First: 1}))(t)
	newest := list.Items[0]
	if newest.Words != "welding" || newest.Verdict != enum.VerdictRefused || newest.Label != "welding" || newest.Confidence != 1 {
		t.Errorf("newest: %+v", newest)
	}
	rest := world.Must(v.Answers(v.miller, v.mill.ID, page.Args{First: 5, After: list.Cursors[0]}))(t)
	if len(rest.Items) != 1 || rest.Items[0].Confidence != 0 || rest.Items[0].Label != "" {
		t.Errorf("the rest: %+v", rest.Items)
	}
}

func TestLessonsThatAreWrongAreToldAndTheOthersKept(t *testing.T) {
	t.Parallel()
	v := newSchool(t, "welding")
	welding := v.Skill(t, "welding")
	long := ""
	for range 201 {
		long += "x"
	}
	got := world.Must(v.AnswerProposals(v.miller, employer.AnswersInput{Organization: v.mill.ID, Language: "en", Answers: []employer.AnswerInput{
		{Words: "welding", Skill: welding, Verdict: enum.VerdictConfirmed},
		{Words: " . ", Skill: welding, Verdict: enum.VerdictConfirmed},
		{Words: long, Skill: "skl_none", Verdict: enum.VerdictConfirmed},
		{Words: "Welding", Skill: welding, Verdict: enum.VerdictRefused},
	}}))(t)
	var paths []string
	for _, p := range problem.As(got.Refused) {
		paths = append(paths, fmt.Sprint(p.Kind, p.Path))
	}
	want := []string{"INVALID[answers 1 words]", "INVALID[answers 2 words]", "NOT_FOUND[answers 2 skill]", "INVALID[answers 3]"}
	if diff := cmp.Diff(want, paths); diff != "" || got.Kept != 1 || got.Learning.Confirmed != 1 {
		t.Errorf("kept %d, %+v (-want +got):\n%s", got.Kept, got.Learning, diff)
	}
	for name, in := range map[string]employer.AnswersInput{
		"no answers":        {Organization: v.mill.ID, Language: "en"},
		"too many":          {Organization: v.mill.ID, Language: "en", Answers: make([]employer.AnswerInput, 101)},
		"another language":  {Organization: v.mill.ID, Language: "fr", Answers: make([]employer.AnswerInput, 1)},
		"no organization's": {Language: "en", Answers: make([]employer.AnswerInput, 1)},
	} {
		if _, err := v.AnswerProposals(v.miller, in); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestLessonsSentAgainAreTakenOnce(t *testing.T) {
	t.Parallel()
	v := newSchool(t, "welding")
	key := "once"
	in := employer.AnswersInput{Organization: v.mill.ID, Language: "en", ClientMutationID: &key, Answers: []employer.AnswerInput{
		{Words: "welding", Skill: v.Skill(t, "welding"), Verdict: enum.VerdictRefused}, {Words: "", Skill: v.Skill(t, "welding")},
	}}
	first := world.Must(v.AnswerProposals(v.miller, in))(t)
	world.Must(v.ForgetAnswers(v.miller, employer.ForgetInput{Organization: v.mill.ID}))(t)
	again := world.Must(v.AnswerProposals(v.miller, in))(t)
	if first.Kept != 1 || again.Kept != 1 || again.Learning.Refused != 0 || len(problem.As(again.Refused)) != 1 {
		t.Errorf("first %+v, again %+v %+v: want what was forgotten to stay so", first, again, again.Learning)
	}
	in.Language = "es"
	if _, err := v.AnswerProposals(v.miller, in); !problem.Is(err, problem.Conflict) {
		t.Errorf("other answers under the same key: %v", err)
	}
}

func TestLessonsAreForgottenByIDSinceOrAll(t *testing.T) {
	t.Parallel()
	v := newSchool(t, "welding", "customer service")
	v.says(t, [3]string{"one", "welding", "REFUSED"})
	v.Clock.Advance(time.Hour)
	v.says(t, [3]string{"two", "welding", "REFUSED"})
	v.Clock.Advance(time.Hour)
	since := v.Clock.Now()
	v.says(t, [3]string{"three", "welding", "REFUSED"})
	v.Clock.Advance(time.Hour)
	v.says(t, [3]string{"four", "welding", "REFUSED"})
	left := func() string {
		out := ""
		for _, a := range world.Must(v.Answers(v.miller, v.mill.ID, page.Args{First: 10}))(t).Items {
			out += a.Words + " "
		}
		return out
	}
	newest := world.Must(v.Answers(v.miller, v.mill.ID, page.Args{First: 1}))(t).Items[0]
	gone := world.Must(v.ForgetAnswers(v.miller, employer.ForgetInput{Organization: v.mill.ID, IDs: []string{newest.ID, "pan_none"}}))(t)
	if gone.Count != 1 || !problem.Is(gone.Unknown, problem.NotFound) || left() != "three two one " {
		t.Errorf("by id: %+v, left %q", gone, left())
	}
	if gone = world.Must(v.ForgetAnswers(v.admin, employer.ForgetInput{Organization: v.mill.ID, Since: &since}))(t); gone.Count != 1 || left() != "two one " {
		t.Errorf("since: %+v, left %q", gone, left())
	}
	if gone = world.Must(v.ForgetAnswers(v.miller, employer.ForgetInput{Organization: v.mill.ID}))(t); gone.Count != 2 || left() != "" {
		t.Errorf("all: %+v, left %q", gone, left())
	}
	if _, err := v.ForgetAnswers(v.miller, employer.ForgetInput{Organization: v.mill.ID, IDs: []string{"x"}, Since: &since}); !problem.Is(err, problem.Invalid) {
		t.Errorf("ids and an instant: %v", err)
	}
	n := v.World.DB().AuditEntry.Query().Where(auditentry.Subject(v.mill.ID), auditentry.ActionIn("proposal.learn", "proposal.answer", "proposal.forget")).CountX(v.Ctx)
	if n != 8 {
		t.Errorf("the audit trail has %d entries, want 1 + 4 + 3", n)
	}
}

func TestLessonsAreForMembersWithTheRightTo(t *testing.T) {
	t.Parallel()
	v := newSchool(t, "welding")
	v.says(t, [3]string{"welding", "welding", "REFUSED"})
	list := world.Must(v.Answers(v.miller, v.mill.ID, page.Args{First: 1}))(t)
	mill := v.mill.ID
	welding := v.Skill(t, "welding")
	for who, may := range map[string]struct {
		as                        world.Viewer
		propose, answer, set, see bool
	}{
		"an employer of it":      {v.miller, true, true, false, true},
		"its admin":              {v.admin, false, false, true, true},
		"its recognizer":         {v.Member(t, auth.Recognizer, v.mill), false, false, false, false},
		"another employer":       {v.stranger, false, false, false, false},
		"another's admin":        {v.Member(t, auth.Admin, v.other), false, false, false, false},
		"an admin of a college":  {v.Member(t, auth.Admin, v.college), false, false, false, false},
		"an analyst":             {v.Member(t, auth.Analyst, v.college), false, false, false, false},
		"somebody not signed in": {t.Context(), false, false, false, false},
	} {
		_, proposeErr := v.ProposeRequirements(may.as, employer.ProposeInput{Text: "Weld", Limit: 5, Organization: &mill})
		_, answerErr := v.AnswerProposals(may.as, employer.AnswersInput{Organization: mill, Language: "en", Answers: []employer.AnswerInput{
			{Words: "weld", Skill: welding, Verdict: enum.VerdictConfirmed},
		}})
		_, setErr := v.SetLearning(may.as, employer.LearningInput{Organization: mill, On: true})
		_, seeErr := v.Learning(may.as, mill)
		_, listErr := v.Answers(may.as, mill, page.Args{First: 1})
		_, agreeErr := v.Agreement(may.as, mill)
		_, forgetErr := v.ForgetAnswers(may.as, employer.ForgetInput{Organization: mill, IDs: []string{"pan_none"}})
		for what, c := range map[string]struct {
			want bool
			err  error
		}{
			"propose": {may.propose, proposeErr}, "answer": {may.answer, answerErr}, "set": {may.set, setErr},
			"see": {may.see, seeErr}, "list": {may.see, listErr}, "agreement": {may.see, agreeErr}, "forget": {may.see, forgetErr},
		} {
			if (c.err == nil) != c.want {
				t.Errorf("%s: %s: %v", who, what, c.err)
			}
		}
	}
	// Another's answers are not forgotten, and an organization that there is none of
	// is refused in the same words.
	v.forgetsOthers(t, list.Items[0].ID)
	_, missing := v.ProposeRequirements(v.stranger, employer.ProposeInput{Text: "Weld", Limit: 5, Organization: ptr("org_none")})
	_, foreign := v.ProposeRequirements(v.stranger, employer.ProposeInput{Text: "Weld", Limit: 5, Organization: &mill})
	if missing == nil || foreign == nil || missing.Error() != foreign.Error() {
		t.Errorf("missing: %v; foreign: %v", missing, foreign)
	}
}

// forgetsOthers has another employer try to forget an answer of the mill.
func (v *school) forgetsOthers(t *testing.T, answer string) {
	t.Helper()
	got := world.Must(v.ForgetAnswers(v.stranger, employer.ForgetInput{Organization: v.other.ID, IDs: []string{answer}}))(t)
	if got.Count != 0 || !problem.Is(got.Unknown, problem.NotFound) {
		t.Errorf("another's answer: %+v", got)
	}
	if n := v.World.DB().ProposalAnswer.Query().CountX(v.Ctx); n == 0 {
		t.Error("another employer forgot an answer")
	}
}

func ptr[T any](v T) *T { return &v }
