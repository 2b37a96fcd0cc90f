package outcome_test

import (
	"testing"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/assessment"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/outcome"
	"github.com/stackmatch/stackmatch/internal/submission"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// assessed publishes something that portfolios are submitted for.
func (p *program) assessed(t *testing.T) string {
	t.Helper()
	say := func(s string) submission.Text { return submission.Text{"en": s, "es": s} }
	return world.Must(p.Catalog.PublishMicroCredential(p.Ctx, catalog.MicroCredentialInput{
		Kind: enum.KindMicroCredential, Developer: p.college.ID, Issuers: []string{p.college.ID}, Version: catalog.VersionInput{
			Title: text.EnEs("Forklift", "Carretilla"), Languages: []string{"en"}, Delivery: []enum.Delivery{enum.DeliveryOnline},
			Competencies: []catalog.CompetencyInput{{Skill: p.Skill(t, "driving"), Level: 2}},
			Assessment: &submission.Definition{
				Modes: []submission.Mode{submission.Portfolio},
				Parts: []submission.Part{{Key: "overview", Title: say("Overview"), Required: true}},
				Criteria: []submission.Criterion{{Key: "safe", Title: say("Safe"), Required: true, Meets: 2, Levels: []submission.Level{
					{Key: "no", Title: say("No")}, {Key: "yes", Title: say("Yes")},
				}}},
			},
		},
	}))(t).ID
}

func TestWhatIsDoneHereIsCounted(t *testing.T) {
	t.Parallel()
	p := newProgram(t)
	of, self, idle := p.assessed(t), newPerson(t, p.World), newPerson(t, p.World)
	world.Must(p.Assessments.Enroll(idle.ctx, assessment.EnrollInput{MicroCredential: of}))(t)
	enrolled := world.Must(p.Assessments.Enroll(self.ctx, assessment.EnrollInput{
		MicroCredential: of, Baseline: &submission.Baseline{HourlyWage: world.Ptr("15"), Rural: world.Ptr(true)},
	}))(t)
	world.Must(p.Assessments.Submit(self.ctx, assessment.SubmitInput{
		Enrollment: &enrolled.ID, Items: []assessment.EvidenceItem{{Part: "overview", Text: world.Ptr("I drive with care.")}},
	}))(t)
	for _, earner := range []string{self.id, idle.id} {
		p.Award(t, earner, p.welding, func(a *credential.NewAward) { a.EarnedAt = p.Clock.Now() })
	}
	inError := p.Award(t, p.Earner(t), p.welding, func(a *credential.NewAward) { a.EarnedAt = p.Clock.Now() })
	world.Must(p.Credentials.Revoke(p.Member(t, auth.Issuer, p.college), credential.RevokeAwardInput{
		ID: inError, Reason: "a slip", Kind: enum.RevokedInError,
	}))(t)
	for _, cents := range []string{"14.99", "15.01"} {
		world.Must(p.Outcomes.RecordOutcome(self.ctx, outcome.RecordOutcomeInput{Kind: enum.OutcomeHired, On: p.Clock.Now(), HourlyWage: &cents}))(t)
	}
	for what, want := range map[string]string{"enrolled": "1 0 1 2", "submitted": "1 0 0 1", "awarded": "1 0 1 2", "HIRED": "1 0 0 1", "OFFERED": "0 0 0 0"} {
		if got := p.counts(t, p.steward, what, by(outcome.ByRural, outcome.CountsInput{})); got != want {
			t.Errorf("%s: got %s, want %s", what, got, want)
		}
	}
	told := world.Must(p.Outcomes.ProgramCounts(p.steward, outcome.CountsInput{Organization: p.college.ID}))(t)
	if told.Raised == nil || *told.Raised != (outcome.Share{People: 1, Of: 1}) || told.From != "2026-01" || told.Until != "2026-12" {
		t.Errorf("who earns more, %s to %s: %v", told.From, told.Until, told.Raised)
	}
}
