package assessment_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	entaward "github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/assessment"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/submission"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

func TestWhatIsAcceptedIsAwardedAtTheLevelThatWasShown(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	ana, row := p.submits(t, "I drove.")
	shown := p.claims(t, p.rita, row)
	decided := world.Must(p.Assessments.Decide(p.rita, accept(shown)))(t)
	if decided.Row.State != enum.SubmissionAccepted || !decided.Holds {
		t.Errorf("decided as %v", decided.Row)
	}
	kept := p.row(t, row.ID)
	made := world.Must(p.DB().Award.Query().Where(entaward.EarnerID(ana)).WithPairs().Only(p.Ctx))(t)
	if kept.AwardID == nil || *kept.AwardID != made.ID || made.IssuerID != p.college.ID || made.VersionID != row.VersionID {
		t.Errorf("awarded %v for %v", made, kept)
	}
	if len(made.Edges.Pairs) != 1 || made.Edges.Pairs[0].Level != 3 {
		t.Errorf("awarded with %v, want driving at 3", made.Edges.Pairs)
	}
	enrolled := world.Must(p.DB().Enrollment.Get(p.Ctx, *row.EnrollmentID))(t)
	if enrolled.Status != enum.EnrollmentCompleted || enrolled.EndedAt == nil {
		t.Errorf("the enrollment is %v", enrolled)
	}
	var steps []string
	for _, entry := range world.Must(audit.Of(p.Ctx, p.DB(), enum.SubjectSubmission, row.ID, 0, 20))(t) {
		steps = append(steps, entry.Action)
	}
	want := []string{"submission.award", "submission.decide", "submission.claim", "submission.submit", "submission.start"}
	if diff := cmp.Diff(want, steps); diff != "" {
		t.Errorf("the trail: %s", diff)
	}
}

func TestNothingIsAcceptedPastAnUnmetCriterion(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	_, row := p.submits(t, "I drove.")
	shown := p.claims(t, p.rita, row)
	for name, tt := range map[string]struct {
		in   assessment.DecideInput
		want []string
	}{
		"required and unmet":     {assessment.DecideInput{ID: shown, Decision: enum.DecisionAccept, Scores: scores("no", "yes")}, []string{"CONFLICT scores"}},
		"not scored":             {assessment.DecideInput{ID: shown, Decision: enum.DecisionAccept}, []string{"CONFLICT scores"}},
		"a level of no rubric":   {assessment.DecideInput{ID: shown, Decision: enum.DecisionAccept, Scores: scores("great", "yes")}, []string{"INVALID scores.safe"}},
		"returned for nothing":   {assessment.DecideInput{ID: shown, Decision: enum.DecisionReturn}, []string{"INVALID feedback"}},
		"returned for a dash":    {assessment.DecideInput{ID: shown, Decision: enum.DecisionReturn, Feedback: world.Ptr(" - \n")}, []string{"INVALID feedback"}},
		"rejected for nothing":   {assessment.DecideInput{ID: shown, Decision: enum.DecisionReject}, []string{"INVALID feedback"}},
		"too much is said":       {assessment.DecideInput{ID: shown, Decision: enum.DecisionReject, Feedback: world.Ptr(strings.Repeat("é", 10_001))}, []string{"INVALID feedback"}},
		"no decision":            {assessment.DecideInput{ID: shown, Decision: "MAYBE", Feedback: world.Ptr("x")}, []string{"INVALID decision"}},
		"scored twice":           {assessment.DecideInput{ID: shown, Decision: enum.DecisionAccept, Scores: append(scores("yes", "yes"), scores("yes", "no")...)}, []string{"INVALID scores.2.criterion", "INVALID scores.3.criterion"}},
		"another's comment":      {assessment.DecideInput{ID: shown, Decision: enum.DecisionAccept, Scores: []assessment.ScoreInput{{Criterion: "safe", Level: "yes", SavedComment: world.Ptr("cmt_none")}}}, []string{"NOT_FOUND scores.0.savedComment"}},
		"a comment that is long": {assessment.DecideInput{ID: shown, Decision: enum.DecisionAccept, Scores: []assessment.ScoreInput{{Criterion: "safe", Level: "yes", Comment: world.Ptr(strings.Repeat("x", 4_001))}}}, []string{"INVALID scores.0.comment"}},
	} {
		_, err := p.Assessments.Decide(p.rita, tt.in)
		if diff := cmp.Diff(tt.want, world.Problems(t, err)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if kept := p.row(t, row.ID); kept.State != enum.SubmissionClaimed || kept.AwardID != nil {
		t.Errorf("it stands as %v", kept)
	}
	if n := world.Must(p.DB().CriterionScore.Query().Count(p.Ctx))(t); n != 0 {
		t.Errorf("%d scores of refused decisions are kept", n)
	}
}

func TestTheClockStandsStillWhileTheEarnerHasItBack(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	ana, row := p.submits(t, "I drove.")
	p.Clock.Advance(days(4)) // from Monday to Friday: 10 of 14 are left
	shown := p.claims(t, p.rita, row)
	world.Must(p.Assessments.Decide(p.rita, sendBack(shown)))(t)
	back := p.row(t, row.ID)
	if back.State != enum.SubmissionReturned || back.DaysLeft == nil || *back.DaysLeft != 10 {
		t.Fatalf("returned as %v", back)
	}
	p.Clock.Advance(days(30))
	again := world.Must(p.Assessments.Submit(p.Self(t, ana), assessment.SubmitInput{Submission: &row.ID}))(t).Submission.Row
	want := submission.NewCalendar(time.FixedZone("EDT", -4*3600), true, nil).Due(p.Clock.Now(), 10)
	if again.Attempt != 2 || !again.DueAt.Equal(want) {
		t.Errorf("attempt %d is due at %s, want %s", again.Attempt, again.DueAt, want)
	}
	// The same assessor may look at it again, and who decided a past attempt holds nothing of this one.
	if got := world.Must(p.Assessments.AssessedByID(p.rita, []string{shown}))(t); got[shown] == nil || got[shown].Holds {
		t.Errorf("she sees %v, want it without its evidence", got[shown])
	}
	p.claims(t, p.rita, row)
}

func TestTwoAssessorsDecideTogetherAndAThirdBetweenThem(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		first, second, third func(string) assessment.DecideInput
		want                 enum.SubmissionState
	}{
		"both accept":        {accept, accept, nil, enum.SubmissionAccepted},
		"both return":        {sendBack, sendBack, nil, enum.SubmissionReturned},
		"the third accepts":  {accept, sendBack, accept, enum.SubmissionAccepted},
		"the third does not": {sendBack, accept, sendBack, enum.SubmissionReturned},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPanel(t, pair)
			ana, row := p.submits(t, "I drove.")
			shown := p.claims(t, p.rita, row)
			world.Must(p.Assessments.Decide(p.rita, tt.first(shown)))(t)
			if got := p.queue(t, p.rita, assessment.QueueFilter{}); len(got) != 0 {
				t.Errorf("who has decided is shown it again: %v", got)
			}
			p.claims(t, p.omar, row)
			world.Must(p.Assessments.Decide(p.omar, tt.second(shown)))(t)
			if tt.third != nil {
				if got := p.row(t, row.ID); !got.Referee || got.State != enum.SubmissionSubmitted {
					t.Errorf("two differ, and it stands as %v", got)
				}
				p.claims(t, p.pia, row)
				world.Must(p.Assessments.Decide(p.pia, tt.third(shown)))(t)
			}
			got := p.row(t, row.ID)
			awards := world.Must(p.DB().Award.Query().Where(entaward.EarnerID(ana)).Count(p.Ctx))(t)
			if got.State != tt.want || (awards == 1) != (tt.want == enum.SubmissionAccepted) || awards > 1 {
				t.Errorf("decided as %s with %d awards, want %s", got.State, awards, tt.want)
			}
		})
	}
}

func TestOfTwoWhoDecideAtOnceBothCountAndOneAwardIsMade(t *testing.T) {
	t.Parallel()
	for range 5 {
		p := newPanel(t, pair)
		ana, row := p.submits(t, "I drove.")
		shown := p.claims(t, p.rita, row)
		p.claims(t, p.omar, row)
		var wait sync.WaitGroup
		errs := make([]error, 4)
		for i, as := range []world.Viewer{p.rita, p.omar, p.rita, p.omar} {
			wait.Go(func() { _, errs[i] = p.Assessments.Decide(as, accept(shown)) })
		}
		wait.Wait()
		failed := 0
		for _, err := range errs {
			if err != nil {
				failed++
				if world.Problems(t, err)[0] != "CONFLICT id" {
					t.Errorf("refused with %v, want a conflict", err)
				}
			}
		}
		awards := world.Must(p.DB().Award.Query().Where(entaward.EarnerID(ana)).Count(p.Ctx))(t)
		if failed != 2 || awards != 1 || p.row(t, row.ID).State != enum.SubmissionAccepted {
			t.Errorf("%d of 4 failed, %d awards, %s", failed, awards, p.row(t, row.ID).State)
		}
	}
}

func TestAcceptedOrWithdrawnButNotBoth(t *testing.T) {
	t.Parallel()
	for range 5 {
		p := newPanel(t)
		ana, row := p.submits(t, "I drove.")
		shown := p.claims(t, p.rita, row)
		self := p.Self(t, ana)
		var wait sync.WaitGroup
		var decided, withdrawn error
		wait.Go(func() { _, decided = p.Assessments.Decide(p.rita, accept(shown)) })
		wait.Go(func() {
			_, withdrawn = p.Assessments.Withdraw(self, row.ID)
		})
		wait.Wait()
		awards := world.Must(p.DB().Award.Query().Where(entaward.EarnerID(ana)).Count(p.Ctx))(t)
		state := p.row(t, row.ID).State
		switch {
		case decided == nil && withdrawn != nil && awards == 1 && state == enum.SubmissionAccepted:
		case decided != nil && withdrawn == nil && awards == 0 && state == enum.SubmissionWithdrawn:
		default:
			t.Errorf("decided %v, withdrawn %v, %d awards, %s", decided, withdrawn, awards, state)
		}
	}
}

// unable cannot award.
type unable struct{ assessment.Awards }

var errUnable = errors.New("the awards are away")

func (unable) AwardAssessed(context.Context, submission.Earned) (*db.Award, error) {
	return nil, errUnable
}

func TestADecisionStandsWithItsAwardOrNotAtAll(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	_, row := p.submits(t, "I drove.")
	shown := p.claims(t, p.rita, row)
	awards := p.Assessments.Awards
	p.Assessments.Awards = unable{awards}
	if _, err := p.Assessments.Decide(p.rita, accept(shown)); !errors.Is(err, errUnable) {
		t.Fatalf("got %v", err)
	}
	if got := p.row(t, row.ID); got.State != enum.SubmissionClaimed || got.DecidedAt != nil {
		t.Errorf("it stands as %v", got)
	}
	p.Assessments.Awards = awards
	world.Must(p.Assessments.Decide(p.rita, accept(shown)))(t)
}

func TestWhatAssessorsSayIsSealed(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	_, row := p.submits(t, "I drove.")
	shown := p.claims(t, p.rita, row)
	saved := world.Must(p.Assessments.SaveComment(p.rita, assessment.SaveCommentInput{Text: "Mirrors before shoulders."}))(t)
	world.Must(p.Assessments.Score(p.rita, assessment.ScoreSubmissionInput{ID: shown, Feedback: world.Ptr("Nearly there."), Scores: []assessment.ScoreInput{
		{Criterion: "safe", Level: "no", SavedComment: &saved.ID}, {Criterion: "tidy", Level: "no", Comment: world.Ptr("Mirrors too.")},
	}}))(t)
	world.Must(p.Assessments.Score(p.rita, assessment.ScoreSubmissionInput{ID: shown, Scores: scores("no", "yes")}))(t)
	world.Must(p.Assessments.Decide(p.rita, assessment.DecideInput{ID: shown, Decision: enum.DecisionReturn}))(t)
	for _, one := range world.Must(p.DB().CriterionScore.Query().All(p.Ctx))(t) {
		if len(one.Comment) == 0 || bytes.Contains(one.Comment, []byte("Mirrors")) {
			t.Errorf("the comment on %s is kept as %q", one.Criterion, one.Comment)
		}
	}
	work := world.Must(p.DB().Assessment.Query().Only(p.Ctx))(t)
	attempt := world.Must(p.DB().SubmissionAttempt.Query().Only(p.Ctx))(t)
	for _, sealed := range [][]byte{work.Feedback, attempt.Feedback} {
		if len(sealed) == 0 || bytes.Contains(sealed, []byte("Nearly")) {
			t.Errorf("the feedback is kept as %q", sealed)
		}
	}
	if attempt.Decision == nil || *attempt.Decision != enum.DecisionReturn {
		t.Errorf("the attempt is %v", attempt)
	}
	if _, err := p.Assessments.Decide(p.rita, accept(shown)); !problem.Is(err, problem.Conflict) {
		t.Errorf("deciding once more: %v, want a conflict", err)
	}
}
