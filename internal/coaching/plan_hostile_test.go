package coaching_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/coaching"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/planner"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

func TestAnAbsurdOfferingSpoilsNobodysPlan(t *testing.T) {
	t.Parallel()
	v := newSchool(t)
	weld := v.course(t, "Welding", 100, 0, nil, "weld")
	onsite := func(in *catalog.VersionInput) { in.Delivery = []enum.Delivery{enum.DeliveryInPerson} }
	cut := v.course(t, "Cutting", 100, 0, onsite, "weld")
	v.offer(t, weld, func(in *catalog.OfferingInput) { in.Price = &catalog.Price{Cents: 1 << 60, Currency: "USD"} })
	v.offer(t, weld, func(in *catalog.OfferingInput) { in.EffortMinutes = world.Ptr(1 << 50) })
	for _, began := range []string{"0001-01-01", "1950-01-01", "1970-01-01"} {
		at := world.Must(time.Parse(time.DateOnly, began))(t)
		v.offer(t, cut, func(in *catalog.OfferingInput) { in.StartsOn, in.EffortMinutes = &at, world.Ptr(1) })
	}
	asked := coaching.Asked{
		Goal: v.skillGoal(t, "weld"), Objective: coaching.Objective{Weights: &coaching.Weights{Minutes: 1_000_000, Price: 1_000_000, Count: 1_000_000}},
	}
	found := world.Must(v.Coaching.Plan(v.coach, coaching.PlanInput{Asked: asked, Alternatives: 10, Frontier: true}))(t)
	same(t, "plan", v.titles(t, found.Plan), []string{"Welding"})
	if len(found.Alternatives) != 0 || len(found.Frontier) != 1 {
		t.Errorf("also %+v, and on the frontier %d", found.Alternatives, len(found.Frontier))
	}
}

func TestALastDayOfAnyAgeIsADay(t *testing.T) {
	t.Parallel()
	v := newSchool(t)
	v.course(t, "Welding", 100, 0, nil, "weld")
	for _, by := range []string{"0001-01-01", "1969-12-31", "1970-01-01", "1970-01-02"} {
		at := world.Must(time.Parse(time.DateOnly, by))(t)
		found := world.Must(v.Coaching.Plan(v.coach, coaching.PlanInput{Asked: coaching.Asked{
			Goal: v.skillGoal(t, "weld"), Limits: coaching.Limits{FinishBy: &at},
		}}))(t)
		if found.Plan != nil || len(found.Infeasible) != 1 || found.Infeasible[0].Limit != planner.Finish || found.Infeasible[0].NeededBy == nil {
			t.Errorf("by %s: %+v, %+v", by, found.Plan, found.Infeasible)
		}
	}
	far := world.Must(time.Parse(time.DateOnly, "9999-12-31"))(t)
	found := world.Must(v.Coaching.Plan(v.coach, coaching.PlanInput{Asked: coaching.Asked{
		Goal: v.skillGoal(t, "weld"), Limits: coaching.Limits{FinishBy: &far},
	}}))(t)
	if found.Plan == nil {
		t.Errorf("by the end of days: %+v", found.Infeasible)
	}
}

func TestAPlanFindsTheOneSuitableOfManyOfferings(t *testing.T) {
	t.Parallel()
	v := newSchool(t)
	now := v.Clock.Now()
	weld := v.course(t, "Welding", 100, 0, func(in *catalog.VersionInput) { in.Delivery = []enum.Delivery{enum.DeliveryInPerson} }, "weld")
	for i := range planner.MaxOptions + 10 {
		v.offer(t, weld, func(in *catalog.OfferingInput) { in.StartsOn = dayAfter(now, 1+i%7) })
	}
	spanish := v.offer(t, weld, func(in *catalog.OfferingInput) { in.Language, in.StartsOn = "es", dayAfter(now, 30) })
	ask := func(l coaching.Limits) *coaching.Plan {
		return world.Must(v.Coaching.Plan(v.coach, coaching.PlanInput{Asked: coaching.Asked{Goal: v.skillGoal(t, "weld"), Limits: l}}))(t).Plan
	}
	if got := ask(coaching.Limits{}); got == nil {
		t.Error("there is no plan")
	}
	if got := ask(coaching.Limits{Languages: []string{"es"}}); got == nil || got.Steps[0].Option.Offering.ID != spanish.ID {
		t.Errorf("in Spanish: %+v", got)
	}
}

func TestListsOfAPlanAreBounded(t *testing.T) {
	t.Parallel()
	v := newSchool(t)
	weld := v.course(t, "Welding", 100, 0, func(in *catalog.VersionInput) { in.PriorMinutes = world.Ptr(1) }, "weld")
	many := make([]string, 101)
	supposed := make([]coaching.SupposedOffering, 101)
	for i := range many {
		many[i] = weld.ID
		supposed[i] = coaching.SupposedOffering{MicroCredential: weld.ID, Delivery: enum.DeliveryOnline, Language: "en"}
	}
	ask := func(in coaching.PlanInput) []string {
		in.Goal = v.skillGoal(t, "weld")
		_, err := v.Coaching.Plan(v.coach, in)
		return world.Problems(t, err)
	}
	for name, test := range map[string]struct {
		in   coaching.PlanInput
		want []string
	}{
		"can already":       {coaching.PlanInput{Asked: coaching.Asked{CanAlready: many}}, []string{"LIMIT canAlready"}},
		"held":              {coaching.PlanInput{Hypothetical: coaching.Hypothetical{MicroCredentials: many}}, []string{"LIMIT hypothetical.microCredentials"}},
		"offered":           {coaching.PlanInput{Hypothetical: coaching.Hypothetical{Offerings: supposed}}, []string{"LIMIT hypothetical.offerings"}},
		"languages":         {coaching.PlanInput{Asked: coaching.Asked{Limits: coaching.Limits{Languages: many}}}, []string{"INVALID limits.languages"}},
		"alternatives":      {coaching.PlanInput{Alternatives: 11}, []string{"INVALID alternatives"}},
		"negative":          {coaching.PlanInput{Asked: coaching.Asked{Limits: coaching.Limits{Minutes: world.Ptr(-1), Cents: world.Ptr(int64(-1)), WithinKM: world.Ptr(-1), HoursPerWeek: world.Ptr(-1)}}}, []string{"INVALID limits.hoursPerWeek", "INVALID limits.minutes", "INVALID limits.price", "INVALID limits.withinKm"}},
		"as many as may be": {coaching.PlanInput{Asked: coaching.Asked{CanAlready: many[:100]}, Hypothetical: coaching.Hypothetical{Offerings: supposed[:100]}}, []string{}},
	} {
		same(t, name, ask(test.in), test.want)
	}
	pairs := make([]matching.Pair, 101)
	_, err := v.Coaching.Gap(v.coach, coaching.GapInput{Goal: v.skillGoal(t, "weld"), Holding: pairs})
	same(t, "holding", world.Problems(t, err), []string{"LIMIT holding"})
}

func TestWhatIsOutOfReachInAWhatIfIsRefused(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	place := o.Place(t, enum.PlaceCounty, "13001", 32, -81, "")
	long := fmt.Sprintf("%0300d", 0)
	_, err := o.Coaching.WhatIf(o.coach, coaching.WhatIfInput{Add: 3, Limit: 51, Region: &coaching.Region{Place: place, WithinKm: -1}, Filter: coaching.CaseloadFilter{Search: &long}})
	same(t, "what-if", world.Problems(t, err), []string{"INVALID add", "INVALID filter.search", "INVALID limit", "INVALID region.withinKm"})
	_, err = o.Coaching.UnmetDemand(o.coach, coaching.UnmetDemandInput{Region: &coaching.Region{Place: place, WithinKm: 1_001}})
	same(t, "unmet demand", world.Problems(t, err), []string{"INVALID region.withinKm"})
}

// What a stack certifies is earned by its parts, in a what-if as in a plan.
func TestAWhatIfAddsNoCertificateWithoutItsStack(t *testing.T) {
	t.Parallel()
	v := newSchool(t)
	one, two := v.course(t, "One", 100, 0, nil), v.course(t, "Two", 50, 0, nil)
	certificate := v.course(t, "Certificate", 1, 0, nil, "weld")
	both := matching.Rule{Op: matching.OpAllOf, Of: []matching.Rule{
		{Op: matching.OpPart, Credential: one.ID}, {Op: matching.OpPart, Credential: two.ID},
	}}
	world.Must(v.Catalog.PublishStack(v.Ctx, catalog.StackInput{
		Owner: v.college.ID, Certifies: &certificate.ID, Version: catalog.StackVersionInput{Title: text.En("Both"), Rule: both},
	}))(t)
	v.posting(t, v.mill, "Welder", "weld")
	v.opens(t, v.agrees(t, "Ana"))
	got := world.Must(v.Coaching.WhatIf(v.coach, coaching.WhatIfInput{Add: 2, Limit: 5}))(t)
	if len(got.Additions) != 0 || got.Within != 0 {
		t.Errorf("it adds %+v", got.Additions)
	}
	v.offer(t, certificate, func(*catalog.OfferingInput) {})
	if got := world.Must(v.Coaching.WhatIf(v.coach, coaching.WhatIfInput{Add: 1, Limit: 5}))(t); len(got.Additions) != 1 {
		t.Errorf("offered by itself, it adds %+v", got.Additions)
	}
}

func TestAFullClassIsNoWayButForWhoHasASeat(t *testing.T) {
	t.Parallel()
	v := newSchool(t)
	onsite := func(in *catalog.VersionInput) { in.Delivery = []enum.Delivery{enum.DeliveryInPerson} }
	weld := v.course(t, "Welding", 100, 0, onsite, "weld")
	class := v.offer(t, weld, func(in *catalog.OfferingInput) { in.Seats, in.StartsOn = world.Ptr(1), dayAfter(v.Clock.Now(), 5) })
	ana, bea := v.lives(t), v.agrees(t, "Bea")
	in := coaching.PlanInput{Asked: coaching.Asked{Goal: v.skillGoal(t, "weld")}}
	if got := world.Must(v.Coaching.Plan(v.Self(t, bea), in))(t); got.Plan == nil {
		t.Fatalf("with a seat left: %+v", got)
	}
	v.Tx(t, func(ctx context.Context, tx *db.Client) error {
		return tx.Enrollment.Create().SetID(v.IDs.Mint("enr")).SetCreatedAt(v.Clock.Now()).SetEarnerID(ana).SetOfferingID(class.ID).
			SetMicroCredentialID(weld.ID).SetVersionID(*weld.CurrentVersionID).SetIssuerID(v.college.ID).Exec(ctx)
	})
	got := world.Must(v.Coaching.Plan(v.Self(t, bea), in))(t)
	if got.Plan != nil || len(got.Infeasible) != 1 || len(got.Infeasible[0].Blocked) != 1 || got.Infeasible[0].Blocked[0].Cause != planner.FilteredOut {
		t.Errorf("without one: %+v, %+v", got.Plan, got.Infeasible)
	}
	if got := world.Must(v.Coaching.Plan(v.Self(t, ana), in))(t); got.Plan == nil || !got.Plan.Steps[0].Option.InProgress {
		t.Errorf("who has it: %+v", got.Plan)
	}
}
