package coaching_test

import (
	"context"
	"sync"
	"testing"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/savedplan"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/coaching"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

func TestAPlanNoticesANewVersionOfAStep(t *testing.T) {
	t.Parallel()
	v := newKept(t)
	as := v.Member(t, auth.Developer, v.college)
	says := text.EnEs("Welds", "Suelda")
	content := catalog.VersionInput{
		Title: says, HolderCan: says, Competency: says, Criteria: says, Languages: []string{"en"}, Delivery: []enum.Delivery{enum.DeliveryOnline},
		Competencies: []catalog.CompetencyInput{{Skill: v.Skill(t, "weld")}},
	}
	world.Must(v.Catalog.UpdateDraft(as, catalog.UpdateDraftInput{MicroCredential: v.weld.ID, Content: &content}))(t)
	world.Must(v.Catalog.PublishDraft(as, catalog.DraftInput{MicroCredential: v.weld.ID, Revision: 1}))(t)
	same(t, "reasons", v.reasons(t), []coaching.OutdatedKind{coaching.OutdatedVersion})
}

// towards keeps a plan to a goal and says why it is outdated.
func (v *kept) towards(t testing.TB, g coaching.Goal) func() []coaching.OutdatedKind {
	t.Helper()
	in := v.input
	in.Goal = &g
	plan := world.Must(v.Coaching.SavePlan(v.coach, in))(t)
	v.plan = plan
	return func() []coaching.OutdatedKind { v.plan = plan; return v.reasons(t) }
}

func TestAPlanNoticesWhatBecomesOfItsGoal(t *testing.T) {
	t.Parallel()
	v := newKept(t)
	stack := world.Must(v.Catalog.PublishStack(v.Ctx, catalog.StackInput{Owner: v.college.ID, Version: catalog.StackVersionInput{
		Title: text.En("Both"), Rule: matching.Rule{Op: matching.OpAllOf, Of: []matching.Rule{
			{Op: matching.OpPart, Credential: v.base.ID}, {Op: matching.OpPart, Credential: v.weld.ID},
		}},
	}}))(t)
	way := world.Must(v.Catalog.PublishPathway(v.Ctx, catalog.PathwayInput{
		Owner: v.college.ID, Title: text.En("Way"), Goal: enum.GoalStack, Stack: &stack.ID,
		Steps: []catalog.PathwayStepInput{{MicroCredential: &v.base.ID, Optional: true}, {MicroCredential: &v.weld.ID}},
	}))(t)
	posting := v.posting(t, v.mill, "Welder", "weld")
	for name, test := range map[string]struct {
		goal         coaching.Goal
		change, gone func(context.Context, *db.Client) error
	}{
		"posting": {
			coaching.Goal{Posting: &posting},
			func(ctx context.Context, tx *db.Client) error {
				return tx.Posting.UpdateOneID(posting).AddRevision(1).Exec(ctx)
			},
			func(ctx context.Context, tx *db.Client) error {
				return tx.Posting.UpdateOneID(posting).SetStatus(enum.PostingClosed).Exec(ctx)
			},
		},
		"stack": {
			coaching.Goal{Stack: &stack.ID},
			func(ctx context.Context, _ *db.Client) error {
				_, err := v.Catalog.PublishStackVersion(ctx, stack.ID, catalog.StackVersionInput{
					Title: text.En("One"), Rule: matching.Rule{Op: matching.OpPart, Credential: v.weld.ID},
				})
				return err
			},
			func(ctx context.Context, tx *db.Client) error {
				return tx.Stack.UpdateOneID(stack.ID).SetStatus(enum.Retired).Exec(ctx)
			},
		},
		"pathway": {
			coaching.Goal{Pathway: &way.ID},
			func(ctx context.Context, tx *db.Client) error {
				return tx.PathwayStep.Update().SetOptional(false).Exec(ctx)
			},
			func(ctx context.Context, tx *db.Client) error {
				return tx.Pathway.UpdateOneID(way.ID).SetStatus(enum.Retired).Exec(ctx)
			},
		},
	} {
		reasons := v.towards(t, test.goal)
		same(t, name, reasons(), []coaching.OutdatedKind(nil))
		v.Tx(t, func(ctx context.Context, tx *db.Client) error { return test.change(ctx, tx) })
		same(t, name+" changed", reasons(), []coaching.OutdatedKind{coaching.OutdatedGoal})
		v.Tx(t, func(ctx context.Context, tx *db.Client) error { return test.gone(ctx, tx) })
		same(t, name+" gone", reasons(), []coaching.OutdatedKind{coaching.OutdatedGone})
	}
}

func TestAPlanThatWasDoneIsFollowedAgainOnceAStepIsLost(t *testing.T) {
	t.Parallel()
	v := newKept(t)
	won := v.Award(t, v.earner, v.weld)
	world.Must(v.Coaching.NoticeOutdated(v.Ctx))(t)
	v.revoke(t, won)
	got := world.Must(v.Coaching.SavedPlan(v.self, v.plan.ID))(t)
	if got.Status != enum.PlanActive || got.Done != 0 {
		t.Errorf("at the next request: %s, %d done", got.Status, got.Done)
	}
	world.Must(v.Coaching.NoticeOutdated(v.Ctx))(t)
	if row := v.DB().SavedPlan.GetX(v.Ctx, v.plan.ID); row.Status != enum.PlanActive {
		t.Errorf("once it was noticed: %s", row.Status)
	}
	if n := world.Must(v.Coaching.NoticeOutdated(v.Ctx))(t); n != 0 {
		t.Errorf("%d noticed again", n)
	}
}

func TestOfTwoWhoSaveAPlanAtOnceOneIsTooLate(t *testing.T) {
	t.Parallel()
	v := newKept(t)
	viewers := []context.Context{v.coach, v.second, v.self, v.coach}
	errs := make([]error, len(viewers))
	var all sync.WaitGroup
	for i, as := range viewers {
		in := v.input
		in.ID, in.Revision, in.Name = &v.plan.ID, &v.plan.Revision, "Changed"
		all.Go(func() { _, errs[i] = v.Coaching.SavePlan(as, in) })
	}
	all.Wait()
	saved := 0
	for _, err := range errs {
		switch {
		case err == nil:
			saved++
		case !problem.Is(err, problem.Conflict):
			t.Error(err)
		}
	}
	got := world.Must(v.Coaching.SavedPlan(v.self, v.plan.ID))(t)
	if saved != 1 || got.Revision != v.plan.Revision+1 || len(got.Steps) != 1 {
		t.Errorf("%d saved it, it is at revision %d with %d steps", saved, got.Revision, len(got.Steps))
	}
}

func TestAPlanSavedAgainIsTheFirstWhateverBecameOfItsGoal(t *testing.T) {
	t.Parallel()
	v := newKept(t)
	in := v.input
	in.ClientMutationID = world.Ptr("again")
	first := world.Must(v.Coaching.SavePlan(v.coach, in))(t)
	v.Award(t, v.earner, v.weld) // nothing is missing any more
	again := world.Must(v.Coaching.SavePlan(v.coach, in))(t)
	if again.ID != first.ID {
		t.Errorf("first %s, again %s", first.ID, again.ID)
	}
	in.Name = "Another"
	if _, err := v.Coaching.SavePlan(v.coach, in); !problem.Is(err, problem.Conflict) {
		t.Errorf("the same with another input: %v", err)
	}
	if n := v.DB().SavedPlan.Query().Where(savedplan.EarnerID(v.earner)).CountX(v.Ctx); n != 2 {
		t.Errorf("%d plans", n)
	}
	v.withdraws(t, v.earner)
	in.Name = v.input.Name
	if _, err := v.Coaching.SavePlan(v.coach, in); !problem.Is(err, problem.NotFound) {
		t.Errorf("after the withdrawal: %v", err)
	}
}

// Who awards for the organization that coaches somebody is none of their coaches.
func TestPlansAreForCoachesAloneWhateverElseTheOrganizationDoes(t *testing.T) {
	t.Parallel()
	v := newKept(t)
	for _, role := range []auth.Role{auth.Issuer, auth.Developer, auth.Assessor, auth.Admin, auth.Analyst, auth.Employer, auth.Recognizer} {
		as := v.Member(t, role, v.board)
		_, plan := v.Coaching.SavedPlan(as, v.plan.ID)
		_, plans := v.Coaching.Plans(as, &v.earner, page.Args{First: 5})
		_, gap := v.Coaching.Gap(as, coaching.GapInput{Goal: *v.input.Goal, Earner: &v.earner})
		_, found := v.Coaching.Plan(as, coaching.PlanInput{Asked: coaching.Asked{Goal: *v.input.Goal}, Earner: &v.earner})
		_, printed := v.Coaching.PrintPlan(as, v.plan.ID)
		for what, err := range map[string]error{"plan": plan, "plans": plans, "gap": gap, "a new plan": found, "printed": printed} {
			if !problem.Is(err, problem.NotFound) {
				t.Errorf("%s, to %s: %v", what, role, err)
			}
		}
	}
}
