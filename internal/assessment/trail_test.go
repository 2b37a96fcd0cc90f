package assessment_test

import (
	"testing"

	"github.com/stackmatch/stackmatch/internal/assessment"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

func TestEveryStepToAnAwardIsInTheTrail(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	ana := p.Earner(t)
	self, rita, omar := p.Self(t, ana), p.rita, p.omar
	p.Did(t, self, func() error { return world.Only(p.Assessments.Enroll(self, p.enrolls())) }, "enrollment.create")
	var of *assessment.Submission
	p.Did(t, self, func() (err error) {
		of, err = p.Assessments.StartSubmission(self, assessment.StartSubmissionInput{MicroCredential: &p.of.ID})
		return err
	}, "submission.start")
	var item *assessment.Evidence
	add := func(text string) {
		t.Helper()
		p.Did(t, self, func() (err error) { _, item, err = p.Assessments.AddEvidence(self, said(of.ID, text)); return err }, "evidence.add")
	}
	add("I drive.")
	p.Did(t, self, func() error {
		return world.Only(p.Assessments.RemoveEvidence(self, assessment.RemoveEvidenceInput{ID: item.ID}))
	}, "evidence.remove")
	add("I drove.")
	submit := func() error {
		return world.Only(p.Assessments.Submit(self, assessment.SubmitInput{Submission: &of.ID}))
	}
	p.Did(t, self, submit, "submission.submit")

	shown := p.shown(t, rita, of.Row)
	claim := func(as world.Viewer) func() error {
		return func() error { return world.Only(p.Assessments.Claim(as, assessment.ClaimInput{ID: shown})) }
	}
	p.Did(t, rita, claim(rita), "submission.claim")
	p.Did(t, rita, func() error { return world.Only(p.Assessments.Release(rita, assessment.ReleaseInput{ID: shown})) }, "submission.release")
	p.Did(t, rita, claim(rita), "submission.claim")
	p.Did(t, rita, func() error {
		return world.Only(p.Assessments.Score(rita, assessment.ScoreSubmissionInput{ID: shown, Scores: scores("no", "yes")}))
	}, "submission.score")
	p.Did(t, rita, func() error { return p.Assessments.DeclareConflict(rita, assessment.ConflictInput{Submission: &shown}) },
		"submission.release", "submission.conflict")
	p.Did(t, p.manager, func() error {
		return p.Assessments.DeclareConflict(p.manager, conflictOf(auth.From(p.pia).Account, ana))
	},
		"account.conflict")
	p.Did(t, omar, claim(omar), "submission.claim")
	p.Did(t, omar, func() error { return world.Only(p.Assessments.Decide(omar, sendBack(shown))) }, "submission.decide")
	p.Did(t, self, submit, "submission.submit")
	p.Did(t, omar, claim(omar), "submission.claim")
	p.Did(t, omar, func() error { return world.Only(p.Assessments.Decide(omar, accept(shown))) },
		"submission.decide", "award.issue", "submission.award")
	publish := func(published bool) func() error {
		return func() error {
			return world.Only(p.Assessments.PublishEvidence(self, assessment.PublishEvidenceInput{ID: item.ID, Published: published}))
		}
	}
	p.Did(t, self, publish(true), "evidence.publish")
	p.Did(t, self, publish(false), "evidence.unpublish")
}

func TestWhatEndsOrRunsOutIsInTheTrail(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	ana, row := p.submits(t, "I drove.")
	self := p.Self(t, ana)
	p.Did(t, self, func() error { return world.Only(p.Assessments.Withdraw(self, row.ID)) }, "submission.withdraw")
	p.Did(t, self, func() error { return world.Only(p.Assessments.WithdrawEnrollment(self, *row.EnrollmentID)) }, "enrollment.withdraw")
	p.Did(t, p.manager, func() error {
		return world.Only(p.Assessments.UpdateSettings(p.manager, assessment.SettingsInput{DecideWithinDays: world.Ptr(1)}))
	}, "organization.assessment")
	p.submits(t, "So did I.")
	p.Clock.Advance(days(14))
	p.Did(t, p.Ctx, func() error { return world.Only(p.Assessments.SweepOnce(p.Ctx)) }, "submission.escalate")
}

func TestEveryStepOfACohortIsInTheTrail(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	self := p.Self(t, p.Earner(t))
	var made *assessment.CreatedCohort
	p.Did(t, p.manager, func() (err error) {
		made, err = p.Assessments.CreateCohort(p.manager, assessment.CreateCohortInput{Name: "Spring", MicroCredentials: []string{p.of.ID}})
		return err
	}, "cohort.create")
	p.Did(t, self, func() error {
		return world.Only(p.Assessments.JoinCohort(self, assessment.JoinCohortInput{Code: made.Code}))
	}, "cohort.join")
	p.Did(t, self, func() error {
		return world.Only(p.Assessments.SetCohortSharing(self, assessment.SetCohortSharingInput{ID: made.Cohort.ID, Shares: true}))
	}, "cohort.share")
	p.Did(t, self, func() error { return world.Only(p.Assessments.LeaveCohort(self, made.Cohort.ID)) }, "cohort.leave")
	p.Did(t, p.manager, func() error { return world.Only(p.Assessments.CloseCohort(p.manager, made.Cohort.ID)) }, "cohort.close")
}
