package coaching_test

import (
	"testing"

	"github.com/stackmatch/stackmatch/internal/coaching"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

func TestADashboardShowsADonePlanUntilAnotherIsFollowed(t *testing.T) {
	t.Parallel()
	v := newKept(t)
	v.course(t, "Cutting", 60, 0, nil, "cut")
	goal := v.skillGoal(t, "cut")
	next := world.Must(v.Coaching.SavePlan(v.coach, coaching.SavePlanInput{Earner: &v.earner, Name: "To cut", Goal: &goal}))(t)
	v.Clock.Advance(day)
	v.Award(t, v.earner, v.weld)
	world.Must(v.Coaching.NoticeOutdated(v.Ctx))(t) // the done one is changed last
	if c := v.opens(t, v.earner); c.Plan == nil || c.Plan.ID != next.ID {
		t.Errorf("beside one that is followed, the done one shows as %+v", c.Plan)
	}
	if err := v.Coaching.DropPlan(v.self, coaching.DropPlanInput{ID: next.ID}); err != nil {
		t.Fatal(err)
	}
	if c := v.opens(t, v.earner); c.Plan == nil || c.Plan.ID != v.plan.ID || c.Plan.Done != 1 || c.Plan.Of != 1 {
		t.Errorf("the plan that is done shows as %+v", c.Plan)
	}
}
