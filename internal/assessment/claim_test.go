package assessment_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	entassessment "github.com/stackmatch/stackmatch/ent/db/assessment"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/assessment"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

func TestOfManyWhoClaimAtOnceAsManyDoAsAreNeeded(t *testing.T) {
	t.Parallel()
	for needed := 1; needed <= 2; needed++ {
		p := newPanel(t, pair)
		if needed == 1 {
			p = newPanel(t)
		}
		_, row := p.submits(t, "I drove.")
		viewers := []world.Viewer{p.rita, p.omar, p.pia, p.Member(t, auth.Assessor, p.college), p.Member(t, auth.Assessor, p.college)}
		shown := p.shown(t, p.rita, row)
		var wait sync.WaitGroup
		errs := make([]error, len(viewers))
		for i, as := range viewers {
			wait.Go(func() { _, errs[i] = p.Assessments.Claim(as, assessment.ClaimInput{ID: shown}) })
		}
		wait.Wait()
		claimed := 0
		for _, err := range errs {
			switch {
			case err == nil:
				claimed++
			case !problem.Is(err, problem.Conflict):
				t.Errorf("refused with %v, want a conflict", err)
			}
		}
		kept := world.Must(p.DB().Assessment.Query().Where(entassessment.SubmissionID(row.ID)).Count(p.Ctx))(t)
		if claimed != needed || kept != needed || p.row(t, row.ID).State != enum.SubmissionClaimed {
			t.Errorf("of %d needed, %d claimed and %d claims are kept: %s", needed, claimed, kept, p.row(t, row.ID).State)
		}
	}
}

func TestAClaimThatIsReleasedIsFreeAgain(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	_, row := p.submits(t, "I drove.")
	shown := p.claims(t, p.rita, row)
	if _, err := p.Assessments.Release(p.omar, assessment.ReleaseInput{ID: shown}); !problem.Is(err, problem.Conflict) {
		t.Errorf("another's claim: %v, want a conflict", err)
	}
	released := world.Must(p.Assessments.Release(p.rita, assessment.ReleaseInput{ID: shown}))(t)
	if released.Holds || released.Row.State != enum.SubmissionSubmitted {
		t.Errorf("released as %v", released)
	}
	p.claims(t, p.omar, row)
	world.Must(p.Assessments.Decide(p.omar, accept(shown)))(t)
	if _, err := p.Assessments.Decide(p.rita, accept(shown)); !problem.Is(err, problem.NotFound) {
		t.Errorf("who released it decides it: %v, want not found", err)
	}
}

// forbidden are what somebody tries with a submission that is not theirs to assess.
func forbidden(p *panel, as world.Viewer, shown string) map[string]error {
	_, claim := p.Assessments.Claim(as, assessment.ClaimInput{ID: shown})
	_, release := p.Assessments.Release(as, assessment.ReleaseInput{ID: shown})
	_, score := p.Assessments.Score(as, assessment.ScoreSubmissionInput{ID: shown, Scores: scores("yes", "yes")})
	_, decide := p.Assessments.Decide(as, accept(shown))
	return map[string]error{
		"claim": claim, "release": release, "score": score, "decide": decide,
		"conflict": p.Assessments.DeclareConflict(as, assessment.ConflictInput{Submission: &shown}),
	}
}

func TestWhoMayNotAssessASubmissionDoesNotFindIt(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	ana, row := p.submits(t, "I drove.")
	shown := p.shown(t, p.rita, row)
	if err := p.Assessments.DeclareConflict(p.omar, assessment.ConflictInput{Submission: &shown}); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		as   world.Viewer
		id   string
		want problem.Kind
	}{
		"the earner, as an assessor":           {alsoEarner(p.rita, ana), shown, problem.NotFound},
		"who declared a conflict":              {p.omar, shown, problem.NotFound},
		"another organization's assessor":      {p.stranger, shown, problem.NotFound},
		"by the record's id":                   {p.pia, row.ID, problem.NotFound},
		"an id that is none":                   {p.pia, "sub_" + strings.Repeat("x", 60), problem.NotFound},
		"who runs the queue":                   {p.manager, shown, problem.Forbidden},
		"the earner":                           {p.Self(t, ana), shown, problem.Forbidden},
		"a coach of the college":               {p.Member(t, auth.Coach, p.college), shown, problem.Forbidden},
		"nobody":                               {t.Context(), shown, problem.Unauthenticated},
		"the system, which is no person":       {p.Ctx, shown, problem.Forbidden},
		"the earner's account at another time": {alsoEarner(p.pia, ana), shown, problem.NotFound},
	} {
		for what, err := range forbidden(p, tt.as, tt.id) {
			if kind, _ := problem.KindOf(err); kind != tt.want {
				t.Errorf("%s: %s: got %v, want %s", name, what, err, tt.want)
			}
		}
	}
	if kept := p.row(t, row.ID); kept.State != enum.SubmissionSubmitted || kept.AwardID != nil {
		t.Errorf("it stands as %v", kept)
	}
}

func TestAConflictReleasesWhatIsHeldAndLasts(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	ana, row := p.submits(t, "I drove.")
	shown := p.claims(t, p.rita, row)
	world.Must(p.Assessments.Score(p.rita, assessment.ScoreSubmissionInput{ID: shown, Scores: scores("yes", "yes")}))(t)
	between := assessment.ConflictInput{Between: &assessment.ConflictBetween{Account: auth.From(p.rita).Account, Earner: ana}}
	for range 2 { // twice is once
		if err := p.Assessments.DeclareConflict(p.manager, between); err != nil {
			t.Fatal(err)
		}
	}
	if kept := p.row(t, row.ID); kept.State != enum.SubmissionSubmitted {
		t.Errorf("it stands as %v, want it in the queue again", kept.State)
	}
	if got := p.queue(t, p.rita, assessment.QueueFilter{}); len(got) != 0 {
		t.Errorf("her queue shows %v", got)
	}
	if got := world.Must(p.Assessments.AssessedByID(p.rita, []string{shown}))(t); len(got) != 0 {
		t.Errorf("by id she sees %v", got)
	}
	p.claims(t, p.omar, row)
	if n := world.Must(p.DB().Conflict.Query().Count(p.Ctx))(t); n != 1 {
		t.Errorf("%d conflicts are kept, want 1", n)
	}
}

func TestWhoRunsAQueueKeepsApartThoseOfTheirOwn(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	ana, _ := p.submits(t, "I drove.")
	rita := auth.From(p.rita).Account
	for name, tt := range map[string]struct {
		as   world.Viewer
		in   assessment.ConflictInput
		want []string
	}{
		"another organization":   {p.Member(t, auth.Issuer, p.elsewhere), conflictOf(rita, ana), []string{"NOT_FOUND between.account", "NOT_FOUND between.earner"}},
		"an account of nobody's": {p.manager, conflictOf("acc_none", ana), []string{"NOT_FOUND between.account"}},
		"an earner of nobody's":  {p.manager, conflictOf(rita, p.Earner(t)), []string{"NOT_FOUND between.earner"}},
		"an assessor":            {p.omar, conflictOf(rita, ana), []string{"FORBIDDEN"}},
		"neither":                {p.manager, assessment.ConflictInput{}, []string{"INVALID submission"}},
	} {
		got := world.Problems(t, p.Assessments.DeclareConflict(tt.as, tt.in))
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func conflictOf(account, earner string) assessment.ConflictInput {
	return assessment.ConflictInput{Between: &assessment.ConflictBetween{Account: account, Earner: earner}}
}
