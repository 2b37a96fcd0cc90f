package assessment_test

import (
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/assessment"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

func (p *panel) sweep(t testing.TB) assessment.Swept {
	t.Helper()
	return world.Must(p.Assessments.SweepOnce(p.Ctx))(t)
}

func TestAForgottenClaimIsReleasedAndAnotherKept(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	_, forgotten := p.submits(t, "I drove.")
	_, worked := p.submits(t, "So did I.")
	p.claims(t, p.rita, forgotten)
	shown := p.claims(t, p.omar, worked)
	p.Clock.Advance(71 * time.Hour)
	if got := p.sweep(t); got != (assessment.Swept{}) {
		t.Errorf("an hour early: %+v", got)
	}
	world.Must(p.Assessments.Score(p.omar, assessment.ScoreSubmissionInput{ID: shown, Scores: scores("yes", "yes")}))(t)
	p.Clock.Advance(time.Hour)
	var wait sync.WaitGroup
	released := make([]int, 3)
	for i := range released {
		wait.Go(func() {
			swept, err := p.Assessments.SweepOnce(p.Ctx)
			if err != nil {
				t.Error(err)
			}
			released[i] = swept.Released
		})
	}
	wait.Wait()
	if released[0]+released[1]+released[2] != 1 {
		t.Errorf("three sweeps at once release %v, want one claim in all", released)
	}
	if a, b := p.row(t, forgotten.ID).State, p.row(t, worked.ID).State; a != enum.SubmissionSubmitted || b != enum.SubmissionClaimed {
		t.Errorf("they stand as %s and %s", a, b)
	}
	trail := world.Must(audit.Of(p.Ctx, p.DB(), enum.SubjectSubmission, forgotten.ID, 0, 1))(t)
	if trail[0].Action != "submission.release" || trail[0].Actor != "" {
		t.Errorf("the trail ends with %v", trail[0])
	}
	p.claims(t, p.rita, forgotten)
}

func TestWhatIsThreeBusinessDaysOverdueIsEscalatedOnce(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	_, row := p.submits(t, "I drove.")
	p.Clock.Advance(row.DueAt.Sub(p.Clock.Now()) + time.Second)
	escalated := 0
	var on []time.Weekday
	for range 8 {
		if got := p.sweep(t).Escalated; got > 0 {
			escalated += got
			on = append(on, p.Clock.Now().Weekday())
		}
		p.Clock.Advance(days(1))
	}
	// Due on a Friday: it is over on Saturday, and the third business day after is Wednesday.
	if row.DueAt.Weekday() != time.Saturday || escalated != 1 || on[0] != time.Wednesday {
		t.Errorf("due on %s (UTC), escalated %d times, on %v", row.DueAt.Weekday(), escalated, on)
	}
	if p.row(t, row.ID).EscalatedAt == nil {
		t.Error("it is not marked")
	}
}

func TestSettingsChangeWhatIsGivenFromNowOn(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	_, before := p.submits(t, "I drove.")
	monday := time.Date(2026, 3, 9, 0, 0, 0, 0, time.UTC)
	set := world.Must(p.Assessments.UpdateSettings(p.manager, assessment.SettingsInput{
		DecideWithinDays: world.Ptr(5), Holidays: []assessment.HolidayInput{{On: monday.Add(9 * time.Hour), Name: world.Ptr("Spring day")}}, SetHolidays: true,
	}))(t)
	if set.DecideWithinDays != 5 || set.ReleaseAfterHours != 72 || !set.FederalHolidays || len(set.Holidays) != 1 || !set.Holidays[0].On.Equal(monday) {
		t.Errorf("set as %+v", set)
	}
	world.Must(p.Assessments.UpdateSettings(p.manager, assessment.SettingsInput{ReleaseAfterHours: world.Ptr(1)}))(t)
	for name, as := range map[string]world.Viewer{"an assessor": p.rita, "who runs it": p.manager} {
		got := world.Must(p.Assessments.Settings(as))(t)
		if got.DecideWithinDays != 5 || got.ReleaseAfterHours != 1 || len(got.Holidays) != 1 || got.TimeZone != "America/New_York" {
			t.Errorf("%s reads %+v", name, got)
		}
	}
	if got := world.Must(p.Assessments.Settings(p.stranger))(t); got.DecideWithinDays != 14 {
		t.Errorf("another organization's are %+v", got)
	}
	_, after := p.submits(t, "So did I.")
	// From Monday, March 2: Tuesday to Friday are four, and Tuesday, March 10 is the fifth.
	if want := time.Date(2026, 3, 11, 3, 59, 59, 0, time.UTC); !after.DueAt.Equal(want) || !p.row(t, before.ID).DueAt.Equal(before.DueAt) {
		t.Errorf("due %s, want %s; before %s, want %s", after.DueAt, want, p.row(t, before.ID).DueAt, before.DueAt)
	}
	twice := []assessment.HolidayInput{{On: monday}, {On: monday.Add(time.Hour)}}
	for name, tt := range map[string]struct {
		as   world.Viewer
		in   assessment.SettingsInput
		want []string
	}{
		"out of bounds": {
			p.manager,
			assessment.SettingsInput{DecideWithinDays: world.Ptr(0), ReleaseAfterHours: world.Ptr(9999), Holidays: twice, SetHolidays: true},
			[]string{"INVALID decideWithinDays", "INVALID holidays.1.on", "INVALID releaseAfterHours"},
		},
		"an assessor": {p.rita, assessment.SettingsInput{}, []string{"FORBIDDEN"}},
		"a coach":     {p.Member(t, auth.Coach, p.college), assessment.SettingsInput{}, []string{"FORBIDDEN"}},
	} {
		_, err := p.Assessments.UpdateSettings(tt.as, tt.in)
		if diff := cmp.Diff(tt.want, world.Problems(t, err)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestSavedCommentsAreOnesOwn(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	save := func(as world.Viewer, in assessment.SaveCommentInput) string {
		p.Clock.Advance(time.Second)
		return world.Must(p.Assessments.SaveComment(as, in))(t).ID
	}
	any1 := save(p.rita, assessment.SaveCommentInput{Text: "Any.", ClientMutationID: world.Ptr("1")})
	of := save(p.rita, assessment.SaveCommentInput{Text: "Of it.", MicroCredential: &p.of.ID})
	safe := save(p.rita, assessment.SaveCommentInput{Text: "Safe.", MicroCredential: &p.of.ID, Criterion: world.Ptr("safe")})
	save(p.omar, assessment.SaveCommentInput{Text: "Another's."})
	if again := save(p.rita, assessment.SaveCommentInput{Text: "Any.", ClientMutationID: world.Ptr("1")}); again != any1 {
		t.Errorf("sent again it is %s, want %s", again, any1)
	}
	for name, tt := range map[string]struct {
		microCredential, criterion *string
		want                       []string
	}{
		"all":       {nil, nil, []string{any1, of, safe}},
		"of tidy":   {&p.of.ID, world.Ptr("tidy"), []string{any1, of}},
		"of safe":   {&p.of.ID, world.Ptr("safe"), []string{any1, of, safe}},
		"elsewhere": {world.Ptr("mcr_other"), nil, []string{any1}},
	} {
		var got []string
		for _, one := range world.Must(p.Assessments.SavedComments(p.rita, tt.microCredential, tt.criterion))(t) {
			got = append(got, one.ID)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if diff := cmp.Diff([]string{"NOT_FOUND id"}, world.Problems(t, p.Assessments.DeleteComment(p.omar, assessment.DeleteCommentInput{ID: any1}))); diff != "" {
		t.Errorf("another's: %s", diff)
	}
	if err := p.Assessments.DeleteComment(p.rita, assessment.DeleteCommentInput{ID: any1}); err != nil {
		t.Error(err)
	}
	_, err := p.Assessments.SaveComment(p.rita, assessment.SaveCommentInput{Text: " ", Criterion: world.Ptr("safe")})
	if diff := cmp.Diff([]string{"INVALID criterion", "INVALID text"}, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
}
