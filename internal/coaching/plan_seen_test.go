package coaching_test

import (
	"context"
	"testing"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/coaching"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

func TestACoachReckonsWithTheAwardsThatAreShown(t *testing.T) {
	t.Parallel()
	v := newSchool(t)
	weld := v.course(t, "Welding", 100, 0, nil, "weld")
	earner := v.lives(t)
	v.Award(t, earner, weld, func(a *credential.NewAward) { a.Withheld = true })
	in := coaching.PlanInput{Asked: coaching.Asked{Goal: v.skillGoal(t, "weld")}, Earner: &earner}
	if got := world.Must(v.Coaching.Plan(v.coach, in))(t); got.Reached || len(got.Plan.Steps) != 1 {
		t.Errorf("to the coach: %+v", got)
	}
	if got := world.Must(v.Coaching.Plan(v.Self(t, earner), in))(t); !got.Reached {
		t.Errorf("to the earner: %+v", got)
	}
	plan := world.Must(v.Coaching.SavePlan(v.coach, coaching.SavePlanInput{Earner: &earner, Name: "To weld", Goal: &in.Goal}))(t)
	world.Must(v.Coaching.NoticeOutdated(v.Ctx))(t)
	seen := func(as context.Context) string {
		p := world.Must(v.Coaching.SavedPlan(as, plan.ID))(t)
		return string(p.Status) + " " + string(p.Steps[0].Progress)
	}
	same(t, "the kept plan, to the coach", seen(v.coach), "ACTIVE OPEN")
	same(t, "the kept plan, to the earner", seen(v.Self(t, earner)), "DONE DONE")
}

func TestWhoDoesNotShareTheirPlaceIsNotMeasured(t *testing.T) {
	t.Parallel()
	v := newSchool(t)
	onsite := func(in *catalog.VersionInput) { in.Delivery = []enum.Delivery{enum.DeliveryInPerson} }
	weld := v.course(t, "Welding", 100, 0, onsite, "weld")
	v.offer(t, weld, func(in *catalog.OfferingInput) { in.Delivery, in.Place = enum.DeliveryInPerson, &v.far })
	placeless := v.Earner(t, func(e *account.NewEarner) {
		e.Place = v.near
		e.Grants = []consent.Grant{{Organization: v.board.ID, Purpose: consent.Coaching, Fields: []consent.Field{consent.Awards}}}
	})
	in := coaching.PlanInput{Asked: coaching.Asked{Goal: v.skillGoal(t, "weld")}, Earner: &placeless}
	if got := world.Must(v.Coaching.Plan(v.coach, in))(t).Plan; got == nil || got.Steps[0].Option.KM != nil {
		t.Errorf("the coach is told a distance: %+v", got)
	}
	if got := world.Must(v.Coaching.Plan(v.Self(t, placeless), in))(t).Plan; got == nil || got.Steps[0].Option.KM == nil {
		t.Errorf("the earner is told none: %+v", got)
	}
	in.Limits.WithinKM = world.Ptr(1_000)
	_, err := v.Coaching.Plan(v.coach, in)
	same(t, "within a distance", world.Problems(t, err), []string{"INVALID limits.withinKm"})
	in.Earner, in.Limits.WithinKM = world.Ptr(v.lives(t)), world.Ptr(100)
	if got := world.Must(v.Coaching.Plan(v.coach, in))(t); got.Plan != nil {
		t.Errorf("beyond the distance: %+v", got.Plan)
	}
	in.Limits.WithinKM = world.Ptr(1_000)
	if got := world.Must(v.Coaching.Plan(v.coach, in))(t); got.Plan == nil {
		t.Errorf("within the distance: %+v", got.Infeasible)
	}
}

func TestWhatIsOnlyAdvisedIsNoPrerequisite(t *testing.T) {
	t.Parallel()
	v := newSchool(t)
	base := v.course(t, "Base", 60, 0, nil)
	v.course(t, "Welding", 100, 0, func(in *catalog.VersionInput) {
		in.Prerequisites = []catalog.PrerequisiteInput{{MicroCredential: base.ID, Advised: true}}
	}, "weld")
	found := world.Must(v.Coaching.Plan(v.coach, coaching.PlanInput{Asked: coaching.Asked{Goal: v.skillGoal(t, "weld")}}))(t)
	same(t, "plan", v.titles(t, found.Plan), []string{"Welding"})
}

func TestAnOfferingMayBeBegunOnItsFirstDay(t *testing.T) {
	t.Parallel()
	v := newKept(t)
	v.Clock.Advance(20*day - v.Clock.Now().Sub(v.Clock.Now().Truncate(day)) + day/2) // noon of the day
	same(t, "reasons", v.reasons(t), []coaching.OutdatedKind(nil))
	in := coaching.PlanInput{Asked: coaching.Asked{Goal: *v.input.Goal}}
	if got := world.Must(v.Coaching.Plan(v.self, in))(t); got.Plan == nil {
		t.Errorf("on the day: %+v", got.Infeasible)
	}
	v.Clock.Advance(day)
	same(t, "a day later", v.reasons(t), []coaching.OutdatedKind{coaching.OutdatedBegun})
	if got := world.Must(v.Coaching.Plan(v.self, in))(t); got.Plan != nil {
		t.Errorf("a day later: %+v", got.Plan)
	}
}

func TestPostingsOfABlockedEmployerAreNotOpened(t *testing.T) {
	t.Parallel()
	v := newSchool(t)
	v.course(t, "Welding", 100, 0, nil, "weld")
	v.postingAt(t, v.mill, "Welder", &v.near, "weld")
	earner := v.lives(t)
	v.opens(t, earner)
	in := coaching.PlanInput{Asked: coaching.Asked{Goal: v.skillGoal(t, "weld")}, Earner: &earner}
	opened := func() int {
		return len(world.Must(world.Must(v.Coaching.Plan(v.coach, in))(t).Plan.Steps[0].Opens(v.coach))(t))
	}
	added := func() int {
		return len(world.Must(v.Coaching.WhatIf(v.coach, coaching.WhatIfInput{Add: 1, Limit: 5}))(t).Additions)
	}
	if opened() != 1 || added() != 1 {
		t.Fatalf("%d are opened, %d would be", opened(), added())
	}
	v.Tx(t, func(ctx context.Context, tx *db.Client) error {
		return tx.Block.Create().SetID(v.IDs.Mint("blk")).SetEarnerID(earner).SetOrganizationID(v.mill.ID).SetCreatedAt(v.Clock.Now()).Exec(ctx)
	})
	if opened() != 0 || added() != 0 {
		t.Errorf("of a blocked employer %d are opened, %d would be", opened(), added())
	}
}

func TestAClassThatOneIsInGoesOn(t *testing.T) {
	t.Parallel()
	v := newKept(t)
	v.Tx(t, func(ctx context.Context, tx *db.Client) error {
		return tx.Enrollment.Create().SetID(v.IDs.Mint("enr")).SetCreatedAt(v.Clock.Now()).SetEarnerID(v.earner).SetOfferingID(v.offered.ID).
			SetMicroCredentialID(v.weld.ID).SetVersionID(*v.weld.CurrentVersionID).SetIssuerID(v.college.ID).Exec(ctx)
	})
	v.Clock.Advance(25 * day)
	got := world.Must(v.Coaching.Plan(v.self, coaching.PlanInput{Asked: coaching.Asked{Goal: *v.input.Goal}}))(t)
	if got.Plan == nil || !got.Plan.Steps[0].Option.InProgress || got.Plan.Cents != 0 {
		t.Errorf("after its first day: %+v, %+v", got.Plan, got.Infeasible)
	}
	same(t, "reasons", v.reasons(t), []coaching.OutdatedKind(nil))
}
