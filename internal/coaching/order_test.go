package coaching_test

import (
	"testing"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/coaching"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

func TestAPathwayIsPlannedInItsOrder(t *testing.T) {
	t.Parallel()
	v := newSchool(t)
	last := v.course(t, "Aim", 10, 0, nil)
	middle := v.course(t, "Bridge", 10, 0, nil)
	first := v.course(t, "Start", 10, 0, nil)
	extra := v.course(t, "Extra", 10, 0, nil)
	// It needs what the pathway has after it.
	early := v.course(t, "Early", 10, 0, needs(last))
	pathway := world.Must(v.Catalog.PublishPathway(v.Ctx, catalog.PathwayInput{
		Owner: v.college.ID, Title: text.En("There"), Goal: enum.GoalDegree, Degree: &last.ID,
		Steps: []catalog.PathwayStepInput{
			{MicroCredential: &early.ID}, {MicroCredential: &first.ID}, {MicroCredential: &extra.ID, Optional: true}, {MicroCredential: &middle.ID}, {MicroCredential: &last.ID},
		},
	}))(t)
	earner := v.lives(t)
	plan := world.Must(v.Coaching.Plan(v.coach, coaching.PlanInput{Asked: coaching.Asked{Goal: coaching.Goal{Pathway: &pathway.ID}}, Earner: &earner}))(t)
	same(t, "in order", v.titles(t, plan.Plan), []string{"Aim", "Early", "Start", "Bridge"})
	v.Award(t, earner, first)
	plan = world.Must(v.Coaching.Plan(v.coach, coaching.PlanInput{Asked: coaching.Asked{Goal: coaching.Goal{Pathway: &pathway.ID}}, Earner: &earner}))(t)
	same(t, "with the first", v.titles(t, plan.Plan), []string{"Aim", "Early", "Bridge"})
}
