package coaching_test

import (
	"testing"

	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/coaching"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

func TestASheetTellsWhatAStackEarnsFromWhatIsLearnedByOneself(t *testing.T) {
	t.Parallel()
	v := newSchool(t)
	first, second := v.course(t, "First", 60, 0, nil), v.course(t, "Second", 60, 0, nil)
	certificate := v.course(t, "Certificate", 600, 0, nil, "cut")
	world.Must(v.Catalog.PublishStack(v.Ctx, catalog.StackInput{
		Owner: v.college.ID, Certifies: &certificate.ID, Version: catalog.StackVersionInput{
			Title: text.EnEs("Both", "Ambos"), Rule: matching.Rule{Op: matching.OpAllOf, Of: []matching.Rule{
				{Op: matching.OpPart, Credential: first.ID}, {Op: matching.OpPart, Credential: second.ID},
			}},
		},
	}))(t)
	earner, goal := v.lives(t), v.skillGoal(t, "cut")
	saved := world.Must(v.Coaching.SavePlan(v.coach, coaching.SavePlanInput{Earner: &earner, Name: "To cut", Goal: &goal}))(t)
	got := map[string]bool{}
	for _, line := range world.Must(v.Coaching.PrintPlan(v.coach, saved.ID))(t).Lines {
		got[line.Title["en"]] = line.Completes
	}
	same(t, "steps that a stack earns", got, map[string]bool{"First": false, "Second": false, "Certificate": true})
}
