package assessment_test

import (
	"math"
	"testing"

	"github.com/stackmatch/stackmatch/internal/assessment"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

func TestAgreementIsReportedOfFivePairsOrMore(t *testing.T) {
	t.Parallel()
	p := newPanel(t, pair)
	both := func(first, second func(string) assessment.DecideInput) {
		_, row := p.submits(t, "I drove.")
		shown := p.claims(t, p.rita, row)
		p.claims(t, p.omar, row)
		world.Must(p.Assessments.Decide(p.rita, first(shown)))(t)
		world.Must(p.Assessments.Decide(p.omar, second(shown)))(t)
	}
	for range 3 {
		both(accept, accept)
	}
	both(sendBack, sendBack)
	few := world.Must(p.Assessments.Agreement(p.rita, p.of.ID, nil))(t)
	if few.Submissions != 4 || few.Kappa != nil || few.Observed != nil || few.PerCriterion[0].Kappa != nil || few.PerCriterion[0].N != 4 {
		t.Errorf("of four pairs: %+v", few)
	}
	both(accept, sendBack)
	developer := p.Member(t, auth.Developer, p.college)
	for name, as := range map[string]world.Viewer{"an assessor": p.rita, "who runs the queue": p.manager, "its developer": developer} {
		got := world.Must(p.Assessments.Agreement(as, p.of.ID, world.Ptr(1)))(t)
		// 4 of 5 alike; by chance (4 x 3 + 1 x 2) / 25 = 0.56: (0.8 - 0.56) / 0.44.
		if got.Submissions != 5 || *got.Observed != 0.8 || math.Abs(*got.Kappa-0.24/0.44) > 1e-9 {
			t.Errorf("%s: %d, %v, %v", name, got.Submissions, *got.Observed, *got.Kappa)
		}
		if len(got.PerCriterion) != 2 || got.PerCriterion[0].Criterion != "safe" || got.PerCriterion[1].Kappa != nil {
			t.Errorf("%s: by criterion %+v", name, got.PerCriterion)
		}
	}
	for name, as := range map[string]world.Viewer{
		"another's assessor": p.stranger, "a coach": p.Member(t, auth.Coach, p.college), "another's developer": p.Member(t, auth.Developer, p.elsewhere),
		"the earner": p.Self(t, p.Earner(t)), "nobody": t.Context(),
	} {
		if got, err := p.Assessments.Agreement(as, p.of.ID, nil); err == nil {
			t.Errorf("%s reads %v", name, got)
		}
	}
}
