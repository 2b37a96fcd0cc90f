package assessment_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	entaward "github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/internal/assessment"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/submission"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

func TestWhatTheIssuerHasAwardedOfTheSameDayIsNotAwardedAgain(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	earner := p.enrolled(t)
	in := p.seen(does(earner, "yes", "yes"))
	there := p.Award(t, earner, p.of, func(a *credential.NewAward) { a.EarnedAt = in.ObservedOn })
	got := world.Must(p.Assessments.RecordObservations(p.rita, in))(t)
	if diff := cmp.Diff([]string{"CREATED ACCEPTED awarded"}, outcomes(got)); diff != "" {
		t.Fatal(diff)
	}
	held := world.Must(p.DB().Award.Query().Where(entaward.EarnerID(earner)).IDs(p.Ctx))(t)
	if diff := cmp.Diff([]string{there}, held); diff != "" {
		t.Errorf("awards of the same day (-want +got):\n%s", diff)
	}
	if got[0].Award.ID != there {
		t.Errorf("the submission names %s, want %s", got[0].Award.ID, there)
	}
}

func TestWhoIsToShowAgainIsSeenByTheRubricThatIsNewSince(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	earner := p.enrolled(t)
	in := p.seen(does(earner, "no", "yes"))
	world.Must(p.Assessments.RecordObservations(p.rita, in))(t)
	was := world.Must(p.DB().MicroCredentialVersion.Get(p.Ctx, *p.of.CurrentVersionID))(t)
	d := world.Must(submission.Parse(was.Assessment))(t)
	next := world.Must(p.Catalog.PublishVersion(p.Ctx, p.of.ID, catalog.VersionInput{
		Title: was.Title, Languages: []string{"en"}, Delivery: was.Delivery,
		Competencies: []catalog.CompetencyInput{{Skill: p.Skill(t, "driving"), Level: 2}}, Assessment: &d,
	}))(t)
	in.ObservedOn, in.Results = p.Clock.Now(), []assessment.ObservationInput{does(earner, "yes", "yes")}
	got := world.Must(p.Assessments.RecordObservations(p.rita, in))(t)
	if diff := cmp.Diff([]string{"CREATED ACCEPTED awarded"}, outcomes(got)); diff != "" {
		t.Fatal(diff)
	}
	if row := got[0].Submission.Row; row.VersionID != next.ID || row.Attempt != 2 {
		t.Errorf("attempt %d of version %s, want the second, of %s", row.Attempt, row.VersionID, next.ID)
	}
	in = p.seen(does(earner, "no", "yes"))
	again := world.Must(p.Assessments.RecordObservations(p.rita, in))(t)
	if diff := cmp.Diff([]string{"UNCHANGED WITHDRAWN"}, outcomes(again)); diff != "" {
		t.Errorf("the first checklist once more: %s", diff)
	}
}
