package seed

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db/notification"
	"github.com/stackmatch/stackmatch/ent/db/savedplan"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/coaching"
	"github.com/stackmatch/stackmatch/internal/employer"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/store"
)

// planned is the demo as its coach meets it, with the plan of an earner.
type planned struct {
	*store.Store
	coaching *coaching.Service
	coach    context.Context
}

func newPlanned(t *testing.T, now time.Time) planned {
	t.Helper()
	s, report := demo(t, Options{People: -1, Now: now})
	if want := len(loaded(t).Plans); report.Plans != want {
		t.Fatalf("%d plans are reported, want %d", report.Plans, want)
	}
	clock := func() time.Time { return now }
	known := &catalog.Service{DB: s.Client, Now: clock}
	service := &coaching.Service{
		DB: s.Client, Now: clock, Catalog: known, Postings: &employer.Service{DB: s.Client, Now: clock, Catalog: known},
	}
	w := newWriter(loaded(t), s.Client, now)
	return planned{s, service, w.as(t.Context(), "example-board", enum.RoleCoach)}
}

// viewer is a context in which somebody acts.
type viewer = context.Context

func (v planned) plan(t *testing.T, as viewer, of string) *coaching.SavedPlan {
	t.Helper()
	row, err := v.Client.SavedPlan.Query().Where(savedplan.EarnerID(mint(id.Earner, of))).Only(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	p, err := v.coaching.SavedPlan(as, row.ID)
	if err != nil {
		t.Fatalf("%s: %v", of, err)
	}
	return p
}

// steps says how each step stands, by the keys of micro-credentials.
func steps(p *coaching.SavedPlan) []string {
	keys := map[string]string{}
	catalog, _ := loadOnce() // it was loaded before
	for _, m := range catalog.MicroCredentials {
		keys[mint(id.MicroCredential, m.Key)] = m.Key
	}
	var list []string
	for _, step := range p.Steps {
		list = append(list, fmt.Sprint(keys[step.MicroCredentialID], " ", step.Progress))
	}
	slices.Sort(list)
	return list
}

func TestTheCoachsPlansStandAsTheirStoriesSay(t *testing.T) {
	t.Parallel()
	for _, ahead := range []int{0, 2, 5} { // what is offered next depends on the weekday
		now := testNow.AddDate(0, 0, ahead)
		v := newPlanned(t, now)
		for _, tt := range []struct {
			of       string
			status   enum.PlanStatus
			steps    []string
			outdated []coaching.OutdatedKind
		}{
			{of: "corwin", status: enum.PlanActive, steps: []string{
				"forklift-safety IN_PROGRESS", "manufacturing-ready OPEN", "red-cross-first-aid-cpr OPEN", "six-sigma-white-belt DONE",
			}},
			{
				of: "junia", status: enum.PlanActive, steps: []string{"forklift-safety OPEN", "six-sigma-white-belt OPEN"},
				outdated: []coaching.OutdatedKind{coaching.OutdatedWithdrawn},
			},
			{of: "orrin", status: enum.PlanDone, steps: []string{"material-handling DONE", "warehouse-inventory DONE"}},
			{of: "marisel", status: enum.PlanActive, steps: []string{"customer-service-basics OPEN", "ic3-digital-literacy OPEN"}},
			{of: "tolliver", status: enum.PlanActive, steps: []string{"red-cross-first-aid-cpr OPEN"}},
		} {
			p := v.plan(t, v.coach, tt.of)
			var outdated []coaching.OutdatedKind
			for _, reason := range p.Outdated {
				outdated = append(outdated, reason.Kind)
			}
			got := []any{p.Status, steps(p), outdated, p.OutdatedAt != nil}
			if diff := cmp.Diff([]any{tt.status, tt.steps, tt.outdated, tt.outdated != nil}, got); diff != "" {
				t.Errorf("%s on %s (-want +got):\n%s", tt.of, now.Weekday(), diff)
			}
			checkPlanDays(t, tt.of, p, now)
		}
	}
}

// checkPlanDays wants days that a reader believes: after the plan was made, what is done
// in the past, and what is to come not.
func checkPlanDays(t *testing.T, of string, p *coaching.SavedPlan, now time.Time) {
	t.Helper()
	today := now.UTC().Truncate(24 * time.Hour)
	for _, step := range p.Steps {
		if step.FinishesOn == nil {
			t.Errorf("%s: a step has no last day", of)
			continue
		}
		over := step.FinishesOn.Before(today)
		if over != (step.Progress == coaching.StepDone) {
			t.Errorf("%s: a step that is %s ends on %s", of, step.Progress, step.FinishesOn.Format(time.DateOnly))
		}
	}
}

func TestWhoWasOfferedWorkHasAPlanThatOnlyTheyShare(t *testing.T) {
	t.Parallel()
	v := newPlanned(t, testNow)
	w := newWriter(loaded(t), v.Client, testNow)
	p := v.plan(t, auth.With(t.Context(), w.self("averil")), "averil")
	if diff := cmp.Diff([]string{"essential-spreadsheet-skills OPEN", "warehouse-inventory OPEN"}, steps(p)); diff != "" || p.ContactID == nil || p.Shared() {
		t.Errorf("contact %v, shared %t (-want +got):\n%s", p.ContactID, p.Shared(), diff)
	}
}

func TestTheCoachIsToldOfAnOutdatedPlan(t *testing.T) {
	t.Parallel()
	v := newPlanned(t, testNow)
	told := v.Client.Notification.Query().Where(notification.KindEQ(enum.NoticePlanOutdated), notification.Subject(v.plan(t, v.coach, "junia").ID))
	if n := count(t, told); n != 2 { // the earner and the coach
		t.Errorf("%d were told", n)
	}
}
