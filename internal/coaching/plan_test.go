package coaching_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/coaching"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/planner"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

func minimize(m coaching.Measure) coaching.Objective { return coaching.Objective{Minimize: &m} }

func same(t testing.TB, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func TestAPlanIsTheShortestOrTheCheapestWithWhatItNeedsFirst(t *testing.T) {
	t.Parallel()
	v := newSchool(t)
	base := v.course(t, "Base", 60, 0, nil)
	v.course(t, "Quick", 100, 900_00, needs(base), "weld")
	v.course(t, "Slow", 500, 10_00, nil, "weld")
	posting := v.postingAt(t, v.mill, "Welder", &v.near, "weld")
	v.postingAt(t, v.mill, "Welder far away", &v.far, "weld")
	earner := v.lives(t)
	ask := func(o coaching.Objective, more int) *coaching.PlanAnswer {
		return world.Must(v.Coaching.Plan(v.coach, coaching.PlanInput{
			Asked: coaching.Asked{Goal: coaching.Goal{Posting: &posting}, Objective: o}, Earner: &earner, Alternatives: more,
		}))(t)
	}
	quick := ask(minimize(coaching.MeasureMinutes), 3)
	same(t, "quickest", v.titles(t, quick.Plan), []string{"Base", "Quick"})
	if quick.Plan.Minutes != 160 || quick.Plan.Cents != 900_00 || !quick.Proven || len(quick.Alternatives) != 1 {
		t.Errorf("got %+v with %d alternatives", quick.Plan, len(quick.Alternatives))
	}
	last := quick.Plan.Steps[1]
	if last.Match == nil || last.Match.Tier != matching.Qualified || len(last.Closes) != 1 {
		t.Errorf("after it: %+v", last)
	}
	opened := world.Must(last.Opens(v.coach))(t)
	if len(opened) != 1 || opened[0].ID != posting {
		t.Errorf("opens %v", opened)
	}
	same(t, "cheapest", v.titles(t, ask(minimize(coaching.MeasurePrice), 0).Plan), []string{"Slow"})
	same(t, "fewest", v.titles(t, ask(minimize(coaching.MeasureCount), 0).Plan), []string{"Slow"})
	v.Award(t, earner, base)
	same(t, "with the base", v.titles(t, ask(minimize(coaching.MeasureMinutes), 0).Plan), []string{"Quick"})
}

func TestARevokedPrerequisiteChangesThePlanAtTheNextRequest(t *testing.T) {
	t.Parallel()
	v := newSchool(t)
	base := v.course(t, "Base", 60, 0, nil)
	v.course(t, "Welding", 100, 0, needs(base), "weld")
	earner := v.lives(t)
	held := v.Award(t, earner, base)
	in := coaching.PlanInput{Asked: coaching.Asked{Goal: v.skillGoal(t, "weld")}}
	self := v.Self(t, earner)
	same(t, "before", v.titles(t, world.Must(v.Coaching.Plan(self, in))(t).Plan), []string{"Welding"})
	v.revoke(t, held)
	same(t, "after", v.titles(t, world.Must(v.Coaching.Plan(self, in))(t).Plan), []string{"Base", "Welding"})
}

// skillGoal asks for skills, by label.
func (v *school) skillGoal(t testing.TB, labels ...string) coaching.Goal {
	t.Helper()
	g := coaching.Goal{Asks: []coaching.Ask{}}
	for _, label := range labels {
		g.Asks = append(g.Asks, coaching.Ask{Requirement: matching.Requirement{
			Skill: v.Skill(t, label), Importance: matching.Required, Weight: 10,
		}})
	}
	return g
}

func TestASpanishOnlinePlanHoldsOnlySpanishAndOnline(t *testing.T) {
	t.Parallel()
	v := newSchool(t)
	now := v.Clock.Now()
	onsite := func(in *catalog.VersionInput) { in.Delivery = []enum.Delivery{enum.DeliveryInPerson} }
	weld := v.course(t, "Welding", 100, 0, onsite, "weld")
	v.offer(t, weld, func(in *catalog.OfferingInput) { in.Delivery, in.Place = enum.DeliveryInPerson, &v.near })
	spanish := v.offer(t, weld, func(in *catalog.OfferingInput) { in.Language, in.StartsOn = "es-mx", dayAfter(now, 10) })
	v.course(t, "English welding", 1, 0, nil, "weld")
	in := coaching.PlanInput{Asked: coaching.Asked{
		Goal: v.skillGoal(t, "weld"), Limits: coaching.Limits{Languages: []string{"es"}, OnlineOnly: true},
	}}
	found := world.Must(v.Coaching.Plan(v.coach, in))(t)
	if found.Plan == nil || len(found.Plan.Steps) != 1 || found.Plan.Steps[0].Option.Offering.ID != spanish.ID {
		t.Fatalf("got %+v", found.Plan)
	}
	v.Tx(t, func(ctx context.Context, tx *db.Client) error {
		return tx.Offering.UpdateOneID(spanish.ID).SetWithdrawnAt(now).Exec(ctx)
	})
	found = world.Must(v.Coaching.Plan(v.coach, in))(t)
	if found.Plan != nil || len(found.Infeasible) != 1 || found.Infeasible[0].Ask == nil {
		t.Fatalf("without it: %+v", found)
	}
	for _, b := range found.Infeasible[0].Blocked {
		if b.Cause != planner.FilteredOut || len(b.Filters) == 0 {
			t.Errorf("blocked %+v", b)
		}
	}
}

func TestLimitsStopAPlanAndSayWhatWouldDo(t *testing.T) {
	t.Parallel()
	v := newSchool(t)
	v.course(t, "Welding", 1200, 300_00, nil, "weld")
	ask := func(l coaching.Limits) *coaching.PlanAnswer {
		return world.Must(v.Coaching.Plan(v.coach, coaching.PlanInput{Asked: coaching.Asked{Goal: v.skillGoal(t, "weld"), Limits: l}}))(t)
	}
	if got := ask(coaching.Limits{Cents: world.Ptr(int64(299_99))}); got.Plan != nil || len(got.Infeasible) == 0 ||
		got.Infeasible[0].Limit != planner.Cents || got.Infeasible[0].Needed == nil || *got.Infeasible[0].Needed != 300_00 {
		t.Errorf("too dear: %+v", got.Infeasible)
	}
	if got := ask(coaching.Limits{Minutes: world.Ptr(1200), Cents: world.Ptr(int64(300_00))}); got.Plan == nil {
		t.Errorf("within the limits: %+v", got.Infeasible)
	}
	if got := ask(coaching.Limits{FinishBy: dayAfter(v.Clock.Now(), 3)}); got.Plan != nil || len(got.Infeasible) == 0 || got.Infeasible[0].NeededBy == nil {
		t.Errorf("too soon: %+v", got.Infeasible)
	}
}

func TestWhatIsInProgressAndWhatIsKnownTakesLess(t *testing.T) {
	t.Parallel()
	v := newSchool(t)
	prior := func(in *catalog.VersionInput) { in.PriorMinutes = world.Ptr(30) }
	weld := v.course(t, "Welding", 600, 200_00, prior, "weld")
	earner := v.lives(t)
	self := v.Self(t, earner)
	in := coaching.PlanInput{Asked: coaching.Asked{Goal: v.skillGoal(t, "weld")}}
	in.CanAlready = []string{weld.ID}
	got := world.Must(v.Coaching.Plan(self, in))(t).Plan
	if got.Minutes != 30 || got.Steps[0].Option.Kind != coaching.OptionPrior {
		t.Errorf("proven: %+v", got)
	}
	in.CanAlready = nil
	v.enroll(t, earner, weld)
	if got = world.Must(v.Coaching.Plan(self, in))(t).Plan; got.Cents != 0 || got.Minutes != 600 || !got.Steps[0].Option.InProgress {
		t.Errorf("enrolled: %+v", got)
	}
	in.Hypothetical.MicroCredentials = []string{weld.ID}
	if got := world.Must(v.Coaching.Plan(self, in))(t); !got.Reached || got.Plan != nil {
		t.Errorf("if it were held: %+v", got)
	}
}

func (v *school) enroll(t testing.TB, earner string, in *db.MicroCredential) {
	t.Helper()
	v.Tx(t, func(ctx context.Context, tx *db.Client) error {
		return tx.Enrollment.Create().SetID(v.IDs.Mint("enr")).SetCreatedAt(v.Clock.Now()).SetEarnerID(earner).
			SetMicroCredentialID(in.ID).SetVersionID(*in.CurrentVersionID).SetIssuerID(v.college.ID).Exec(ctx)
	})
}

func TestAGapTellsEachRequirementAndWhatWouldCloseIt(t *testing.T) {
	t.Parallel()
	v := newSchool(t)
	now := v.Clock.Now()
	weld := v.course(t, "Welding", 100, 50_00, func(in *catalog.VersionInput) { in.PriorMinutes = world.Ptr(20) }, "weld")
	cut := v.course(t, "Cutting", 10, 0, nil, "cut")
	v.offer(t, weld, func(in *catalog.OfferingInput) {
		in.Delivery, in.Place, in.StartsOn, in.LearnerPrice = enum.DeliveryInPerson, &v.far, dayAfter(now, 7), &catalog.Price{Cents: 5_00, Currency: "USD"}
		in.Price = &catalog.Price{Cents: 50_00, Currency: "USD"}
	})
	posting := v.posting(t, v.mill, "Welder", "weld", "cut", "sing")
	earner := v.lives(t)
	award := v.Award(t, earner, cut)
	soon := now.Add(30 * day)
	v.Tx(t, func(ctx context.Context, tx *db.Client) error {
		return tx.Award.UpdateOneID(award).SetExpiresAt(soon).Exec(ctx)
	})
	g := world.Must(v.Coaching.Gap(v.coach, coaching.GapInput{Goal: coaching.Goal{Posting: &posting}, Earner: &earner}))(t)
	if g.Reached || len(g.Requirements) != 3 || g.Match == nil {
		t.Fatalf("got %+v", g)
	}
	byWeld, byCut, bySing := g.Requirements[0], g.Requirements[1], g.Requirements[2]
	if byCut.Grade() != matching.GradeVerified || len(byCut.ClosedBy) != 0 || len(bySing.ClosedBy) != 0 || bySing.Grade() != matching.GradeMissing {
		t.Errorf("cut %+v, sing %+v", byCut, bySing)
	}
	if len(byWeld.ClosedBy) != 1 || !byWeld.ClosedBy[0].Completes {
		t.Fatalf("weld: %+v", byWeld)
	}
	kinds := map[coaching.OptionKind]coaching.Option{}
	for _, o := range byWeld.ClosedBy[0].Options {
		kinds[o.Kind] = o
	}
	offered := kinds[coaching.OptionOffering]
	if len(kinds) != 3 || *offered.Cents != 5_00 || offered.KM == nil || *offered.KM < 300 || *kinds[coaching.OptionPrior].Minutes != 20 {
		t.Errorf("options: %+v", kinds)
	}
	if len(g.Renewals) != 1 || g.Renewals[0].Award.ID != award || len(g.Renewals[0].Asks) != 1 {
		t.Errorf("renewals: %+v", g.Renewals)
	}
}

func TestOnlyTheEarnerAndWhoCoachesThemPlanForThem(t *testing.T) {
	t.Parallel()
	v := newSchool(t)
	v.course(t, "Welding", 100, 0, nil, "weld")
	earner := v.lives(t)
	nameOnly := v.agrees(t, "Bea", consent.Name)
	goal := v.skillGoal(t, "weld")
	for name, test := range map[string]struct {
		as   context.Context
		of   string
		sees bool
	}{
		"self":     {v.Self(t, earner), earner, true},
		"coach":    {v.coach, earner, true},
		"stranger": {v.stranger, earner, false},
		"other":    {v.Self(t, nameOnly), earner, false},
		"name":     {v.coach, nameOnly, false},
		"nobody":   {t.Context(), earner, false},
	} {
		_, gap := v.Coaching.Gap(test.as, coaching.GapInput{Goal: goal, Earner: &test.of})
		_, plan := v.Coaching.Plan(test.as, coaching.PlanInput{Asked: coaching.Asked{Goal: goal}, Earner: &test.of})
		for what, err := range map[string]error{"gap": gap, "plan": plan} {
			if (err == nil) != test.sees || err != nil && !problem.Is(err, problem.NotFound) {
				t.Errorf("%s: %s: %v", name, what, err)
			}
		}
	}
	v.withdraws(t, earner)
	if _, err := v.Coaching.Gap(v.coach, coaching.GapInput{Goal: goal, Earner: &earner}); !problem.Is(err, problem.NotFound) {
		t.Errorf("after the withdrawal: %v", err)
	}
}

func TestAPlanTakesTheSameStatementsHoweverMuchThereIs(t *testing.T) {
	t.Parallel()
	v := newSchool(t)
	earner := v.lives(t)
	in := coaching.PlanInput{Asked: coaching.Asked{Goal: v.skillGoal(t, "weld")}, Earner: &earner, Frontier: true}
	statements := func() int64 {
		// Once before: what has changed is read, and compiled, again.
		world.Must(world.Must(v.Coaching.Plan(v.coach, in))(t).Plan.Steps[0].Opens(v.coach))(t)
		ctx, count := store.Count(v.coach)
		found := world.Must(v.Coaching.Plan(ctx, in))(t)
		if found.Plan == nil {
			t.Fatal("no plan")
		}
		world.Must(found.Plan.Steps[0].Opens(ctx))(t)
		return count.Statements()
	}
	more := func() {
		c := v.course(t, "More", 100, 0, nil, "weld")
		v.offer(t, c, func(in *catalog.OfferingInput) { in.Place, in.Delivery = &v.near, enum.DeliveryHybrid })
		v.postingAt(t, v.mill, "Welder", &v.near, "weld")
		v.Award(t, earner, v.course(t, "Held", 1, 0, nil))
	}
	more()
	few := statements()
	for range 20 {
		more()
	}
	if many := statements(); many > few {
		t.Errorf("%d statements, then %d", few, many)
	}
}

func TestWhatAStackCertifiesIsEarnedByTheStack(t *testing.T) {
	t.Parallel()
	v := newSchool(t)
	one, two := v.course(t, "One", 100, 0, nil), v.course(t, "Two", 50, 0, nil)
	certificate := v.course(t, "Certificate", 1, 0, nil, "weld")
	stack := catalog.StackInput{Owner: v.college.ID, Certifies: &certificate.ID, Version: catalog.StackVersionInput{
		Title: text.En("Both"), Rule: matching.Rule{Op: matching.OpAllOf, Of: []matching.Rule{
			{Op: matching.OpPart, Credential: one.ID}, {Op: matching.OpPart, Credential: two.ID},
		}},
	}}
	world.Must(v.Catalog.PublishStack(v.Ctx, stack))(t)
	found := world.Must(v.Coaching.Plan(v.coach, coaching.PlanInput{Asked: coaching.Asked{Goal: v.skillGoal(t, "weld")}}))(t).Plan
	if found == nil || found.Minutes != 150 || len(found.Steps) != 3 || found.Steps[2].Option != nil || found.Steps[2].MicroCredential != certificate.ID {
		t.Errorf("got %v of %+v", v.titles(t, found), found)
	}
}
