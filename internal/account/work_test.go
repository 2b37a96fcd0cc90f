package account_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db/block"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// TestConditionsAreHeldInStepsThatAskForNoLess.
func TestConditionsAreHeldInStepsThatAskForNoLess(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	self := w.Self(t, w.Earner(t))
	in := account.SetWorkConditionsInput{
		PayFloor: world.Ptr("17.01"), Shifts: []enum.Shift{enum.ShiftNight, enum.ShiftDay, enum.ShiftDay},
		HoursAtLeast: world.Ptr(21), HoursAtMost: world.Ptr(39), TravelMinutes: world.Ptr(44),
	}
	want := &account.WorkConditions{
		PayFloor: world.Ptr("17.50"), Shifts: []enum.Shift{enum.ShiftDay, enum.ShiftNight},
		HoursAtLeast: world.Ptr(25), HoursAtMost: world.Ptr(35), TravelMinutes: world.Ptr(30), TravelKilometers: world.Ptr(24),
	}
	got := world.Must(w.Accounts.SetWorkConditions(self, in))(t)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	rows := w.DB().EarnerCondition.Query().AllX(w.Ctx)
	if len(rows) != 6 {
		t.Errorf("%d conditions are kept, want 6", len(rows))
	}
	if got := world.Must(w.Accounts.SetWorkConditions(self, account.SetWorkConditionsInput{}))(t); got.PayFloor != nil || len(got.Shifts) != 0 {
		t.Errorf("what is left out is still asked: %+v", got)
	}
}

// TestEverythingWrongWithConditionsIsSaidAtOnce.
func TestEverythingWrongWithConditionsIsSaidAtOnce(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	self := w.Self(t, w.Earner(t))
	_, err := w.Accounts.SetWorkConditions(self, account.SetWorkConditionsInput{
		PayFloor: world.Ptr("-1"), Shifts: []enum.Shift{"DAWN"}, HoursAtLeast: world.Ptr(0), TravelMinutes: world.Ptr(900),
	})
	want := []string{"INVALID hoursAtLeast", "INVALID payFloor", "INVALID shifts.0", "INVALID travelMinutes"}
	if diff := cmp.Diff(want, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
	_, err = w.Accounts.SetWorkConditions(self, account.SetWorkConditionsInput{HoursAtLeast: world.Ptr(31), HoursAtMost: world.Ptr(34)})
	if diff := cmp.Diff([]string{"INVALID hoursAtMost"}, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
}

// TestAPresentEmployerNeverSeesThemUnlessForInternalPostings.
func TestAPresentEmployerNeverSeesThemUnlessForInternalPostings(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	mill := w.Organization(t, "Mill", nil, enum.OrgEmployer)
	earner := w.Earner(t)
	self := w.Self(t, earner)
	_, err := w.Accounts.SetPresentEmployer(self, account.SetPresentEmployerInput{Organization: mill.ID, Internal: true})
	if diff := cmp.Diff([]string{"CONFLICT internal"}, world.Problems(t, err)); diff != "" {
		t.Errorf("an employer that does not know them: %s", diff)
	}
	w.Joins(t, earner, mill)
	for _, step := range []struct {
		in       account.SetPresentEmployerInput
		blocked  bool
		internal int
	}{
		{account.SetPresentEmployerInput{}, true, 0},
		{account.SetPresentEmployerInput{Internal: true}, false, 1},
		{account.SetPresentEmployerInput{}, true, 0},
		{account.SetPresentEmployerInput{Ended: true}, true, 0},
	} {
		step.in.Organization = mill.ID
		me := world.Must(w.Accounts.SetPresentEmployer(self, step.in))(t)
		blocked := w.DB().Block.Query().Where(block.EarnerID(earner), block.OrganizationID(mill.ID)).ExistX(w.Ctx)
		internal := 0
		for _, row := range world.Must(w.Accounts.WorkplacesOf(self, me))(t) {
			if row.Internal {
				internal++
			}
		}
		if blocked != step.blocked || internal != step.internal {
			t.Errorf("%+v: blocked %t, %d internal", step.in, blocked, internal)
		}
	}
}
