package coaching_test

import (
	"context"
	"testing"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/notification"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/coaching"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// kept is a school with a plan that a coach has kept for an earner.
type kept struct {
	*school
	earner     string
	base, weld *db.MicroCredential
	held       string
	offered    *db.Offering
	plan       *coaching.SavedPlan
	self       context.Context
	input      coaching.SavePlanInput
}

func newKept(t testing.TB) *kept {
	t.Helper()
	v := &kept{school: newSchool(t)}
	v.base = v.course(t, "Base", 60, 0, nil)
	onsite := func(in *catalog.VersionInput) {
		in.Delivery = []enum.Delivery{enum.DeliveryInPerson}
		needs(v.base)(in)
	}
	v.weld = v.course(t, "Welding", 600, 100_00, onsite, "weld")
	v.offered = v.offer(t, v.weld, func(in *catalog.OfferingInput) {
		in.Delivery, in.Place, in.StartsOn = enum.DeliveryInPerson, &v.near, dayAfter(v.Clock.Now(), 20)
	})
	v.earner = v.Earner(t, func(e *account.NewEarner) {
		e.Name, e.Account = "Ada", v.account(t)
		e.Grants = []consent.Grant{{Organization: v.board.ID, Purpose: consent.Coaching, Fields: consent.Coaching.MayOpen()}}
	})
	v.self = v.Self(t, v.earner)
	v.held = v.Award(t, v.earner, v.base)
	goal := v.skillGoal(t, "weld")
	v.input = coaching.SavePlanInput{Earner: &v.earner, Name: "To weld", Goal: &goal}
	v.plan = world.Must(v.Coaching.SavePlan(v.coach, v.input))(t)
	return v
}

func (v *kept) reasons(t testing.TB) (out []coaching.OutdatedKind) {
	t.Helper()
	for _, r := range world.Must(v.Coaching.SavedPlan(v.self, v.plan.ID))(t).Outdated {
		out = append(out, r.Kind)
	}
	return out
}

func TestAPlanIsKeptForTheEarnerAndTheirCoach(t *testing.T) {
	t.Parallel()
	v := newKept(t)
	if len(v.plan.Steps) != 1 || *v.plan.Steps[0].OfferingID != v.offered.ID || v.plan.Steps[0].Progress != coaching.StepOpen || len(v.plan.Outdated) != 0 {
		t.Fatalf("kept %+v", v.plan)
	}
	change := v.input
	change.ID, change.Revision, change.Name, change.Earner = &v.plan.ID, &v.plan.Revision, "To weld soon", nil
	changed := world.Must(v.Coaching.SavePlan(v.self, change))(t)
	if changed.Name != "To weld soon" || changed.Revision != v.plan.Revision+1 {
		t.Errorf("changed %+v", changed.SavedPlan)
	}
	if _, err := v.Coaching.SavePlan(v.coach, change); !problem.Is(err, problem.Conflict) {
		t.Errorf("with an old revision: %v", err)
	}
	for name, as := range map[string]context.Context{"stranger": v.stranger, "nobody": t.Context()} {
		if _, err := v.Coaching.SavedPlan(as, v.plan.ID); !problem.Is(err, problem.NotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
	v.withdraws(t, v.earner)
	if _, err := v.Coaching.Plans(v.coach, &v.earner, page.Args{First: 5}); !problem.Is(err, problem.NotFound) {
		t.Errorf("after the withdrawal: %v", err)
	}
	if got := world.Must(v.Coaching.Plans(v.self, nil, page.Args{First: 5}))(t); len(got.Items) != 1 {
		t.Errorf("the earner lists %d", len(got.Items))
	}
	if err := v.Coaching.DropPlan(v.self, coaching.DropPlanInput{ID: v.plan.ID}); err != nil {
		t.Fatal(err)
	}
	if _, err := v.Coaching.SavedPlan(v.self, v.plan.ID); !problem.Is(err, problem.NotFound) {
		t.Errorf("dropped: %v", err)
	}
}

func TestAPlanSaysWhatItNoLongerRestsOnAndIsToldOnce(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(*kept, context.Context, *db.Client) error
		want   coaching.OutdatedKind
	}{
		"withdrawn": {func(v *kept, ctx context.Context, tx *db.Client) error {
			return tx.Offering.UpdateOneID(v.offered.ID).SetWithdrawnAt(v.Clock.Now()).Exec(ctx)
		}, coaching.OutdatedWithdrawn},
		"full": {func(v *kept, ctx context.Context, tx *db.Client) error {
			return tx.Offering.UpdateOneID(v.offered.ID).SetSeats(0).Exec(ctx)
		}, coaching.OutdatedFull},
		"begun": {func(v *kept, ctx context.Context, tx *db.Client) error {
			return tx.Offering.UpdateOneID(v.offered.ID).SetStartsOn(v.Clock.Now().Add(-2 * day)).Exec(ctx)
		}, coaching.OutdatedBegun},
		"retired": {func(v *kept, ctx context.Context, tx *db.Client) error {
			return tx.MicroCredential.UpdateOneID(v.weld.ID).SetStatus(enum.Retired).Exec(ctx)
		}, coaching.OutdatedRetired},
		"revoked": {func(v *kept, ctx context.Context, tx *db.Client) error {
			return tx.Award.UpdateOneID(v.held).SetStatus(enum.AwardRevoked).SetRevokedAt(v.Clock.Now()).Exec(ctx)
		}, coaching.OutdatedAward},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v := newKept(t)
			if n := world.Must(v.Coaching.NoticeOutdated(v.Ctx))(t); n != 0 {
				t.Errorf("%d noticed before anything changed", n)
			}
			v.Tx(t, func(ctx context.Context, tx *db.Client) error { return test.change(v, ctx, tx) })
			same(t, "reasons", v.reasons(t), []coaching.OutdatedKind{test.want})
			for range 2 {
				world.Must(v.Coaching.NoticeOutdated(v.Ctx))(t)
			}
			told := v.DB().Notification.Query().Where(notification.KindEQ(enum.NoticePlanOutdated)).CountX(v.Ctx)
			if told != 2 { // the earner and the coach
				t.Errorf("%d were told", told)
			}
		})
	}
}

func TestAPlanIsDoneOnceEveryStepIsHeld(t *testing.T) {
	t.Parallel()
	v := newKept(t)
	v.Award(t, v.earner, v.weld)
	world.Must(v.Coaching.NoticeOutdated(v.Ctx))(t)
	got := world.Must(v.Coaching.SavedPlan(v.self, v.plan.ID))(t)
	if got.Status != enum.PlanDone || got.Done != 1 || got.MinutesLeft() != 0 {
		t.Errorf("got %+v", got)
	}
}
