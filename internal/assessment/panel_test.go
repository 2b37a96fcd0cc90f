package assessment_test

import (
	"context"
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/assessment"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/submission"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// panel is a college with three assessors, and something to assess.
type panel struct {
	*world.World
	college, elsewhere *db.Organization
	rita, omar, pia    world.Viewer // who assess for the college
	manager            world.Viewer // who runs its queue
	stranger           world.Viewer // who assesses for elsewhere
	of                 *db.MicroCredential
}

func newPanel(t testing.TB, edit ...func(*submission.Definition)) *panel {
	t.Helper()
	p := &panel{World: world.New(t)}
	p.college = p.Organization(t, "Coastal College", nil, enum.OrgIssuer)
	p.elsewhere = p.Organization(t, "Elsewhere College", nil, enum.OrgIssuer)
	p.rita, p.omar = p.Member(t, auth.Assessor, p.college), p.Member(t, auth.Assessor, p.college)
	p.pia = p.Member(t, auth.Assessor, p.college)
	p.manager = p.Member(t, auth.Issuer, p.college)
	p.stranger = p.Member(t, auth.Assessor, p.elsewhere)
	p.of = p.assessed(t, "Forklift", edit...)
	return p
}

// assessed publishes a micro-credential with a rubric of two criteria, of which the
// first is required and shows a level in driving.
func (p *panel) assessed(t testing.TB, title string, edit ...func(*submission.Definition)) *db.MicroCredential {
	t.Helper()
	en := func(s string) submission.Text { return submission.Text{"en": s, "es": s} }
	driving := p.Skill(t, "driving")
	d := submission.Definition{
		Modes: []submission.Mode{submission.Portfolio, submission.Prior, submission.Observed},
		Parts: []submission.Part{{Key: "overview", Title: en("Overview"), Required: true}},
		Criteria: []submission.Criterion{
			{Key: "safe", Title: en("Safe"), Required: true, Meets: 2, Skill: driving, Levels: []submission.Level{
				{Key: "no", Title: en("No"), SkillLevel: 1}, {Key: "yes", Title: en("Yes"), SkillLevel: 3},
			}},
			{Key: "tidy", Title: en("Tidy"), Meets: 2, Levels: []submission.Level{
				{Key: "no", Title: en("No")}, {Key: "yes", Title: en("Yes")},
			}},
		},
	}
	for _, change := range edit {
		change(&d)
	}
	return world.Must(p.Catalog.PublishMicroCredential(p.Ctx, catalog.MicroCredentialInput{
		Kind: enum.KindMicroCredential, Developer: p.college.ID, Issuers: []string{p.college.ID}, Version: catalog.VersionInput{
			Title: text.EnEs(title, title), Languages: []string{"en"}, Delivery: []enum.Delivery{enum.DeliveryOnline},
			Competencies: []catalog.CompetencyInput{{Skill: driving, Level: 2}}, Assessment: &d,
		},
	}))(t)
}

// pair has two assess.
func pair(d *submission.Definition) { d.Assessors = 2 }

// submits has a new earner enroll and submit a text.
func (p *panel) submits(t testing.TB, text string) (earner string, of *db.Submission) {
	t.Helper()
	earner = p.Earner(t, func(e *account.NewEarner) { e.Name = "Ana Torres" })
	return earner, p.submitsAs(t, earner, text, "en")
}

func (p *panel) submitsAs(t testing.TB, earner, said, language string) *db.Submission {
	t.Helper()
	self := p.Self(t, earner)
	enrolled := world.Must(p.Assessments.Enroll(self, assessment.EnrollInput{MicroCredential: p.of.ID}))(t)
	done := world.Must(p.Assessments.Submit(self, assessment.SubmitInput{
		Enrollment: &enrolled.ID, Language: &language, Items: []assessment.EvidenceItem{{Part: "overview", Text: &said}},
	}))(t)
	return done.Submission.Row
}

// queue is what a viewer's queue shows, all of it.
func (p *panel) queue(t testing.TB, as world.Viewer, filter assessment.QueueFilter) []*assessment.Submission {
	t.Helper()
	return world.Must(p.Assessments.Queue(as, filter, page.Args{First: 100}))(t).Items
}

// shown is the id under which a viewer knows a submission; it ends the test where
// they do not see it.
func (p *panel) shown(t testing.TB, as world.Viewer, row *db.Submission) string {
	t.Helper()
	for _, one := range p.queue(t, as, assessment.QueueFilter{}) {
		if one.Row.ID == row.ID {
			return one.ID
		}
	}
	t.Fatal("the viewer's queue does not show the submission")
	return ""
}

// claims has an assessor claim a submission, and gives the id that they know.
func (p *panel) claims(t testing.TB, as world.Viewer, row *db.Submission) string {
	t.Helper()
	shown := p.shown(t, as, row)
	world.Must(p.Assessments.Claim(as, assessment.ClaimInput{ID: shown}))(t)
	return shown
}

func scores(safe, tidy string) []assessment.ScoreInput {
	return []assessment.ScoreInput{{Criterion: "safe", Level: safe}, {Criterion: "tidy", Level: tidy}}
}

func accept(shown string) assessment.DecideInput {
	return assessment.DecideInput{ID: shown, Decision: enum.DecisionAccept, Scores: scores("yes", "no")}
}

func sendBack(shown string) assessment.DecideInput {
	return assessment.DecideInput{
		ID: shown, Decision: enum.DecisionReturn, Scores: scores("no", "no"), Feedback: world.Ptr("Look over your shoulder."),
	}
}

// row reads a submission as it stands.
func (p *panel) row(t testing.TB, key string) *db.Submission {
	t.Helper()
	return world.Must(p.DB().Submission.Get(p.Ctx, key))(t)
}

// alsoEarner is an assessor's account that is an earner too.
func alsoEarner(as world.Viewer, earner string) context.Context {
	viewer := auth.From(as)
	viewer.Earner = earner
	return auth.With(as, viewer)
}

func days(n int) time.Duration { return time.Duration(n) * 24 * time.Hour }
