package employer_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/employer"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

func TestAnEarnerSeesThemselvesAsTheEmployersListShowsThem(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	id := v.Earner(t, func(e *account.NewEarner) { e.Place, e.Precision, e.Remote = v.zip, enum.PrecisionCounty, true })
	v.Award(t, id, v.forklift)
	for range 5 { // fewer would not share a place
		v.Award(t, v.Earner(t, func(e *account.NewEarner) { e.Place, e.Precision = v.zip, enum.PrecisionCounty }), v.safety)
	}
	list := world.Must(v.Candidates(v.miller, employer.CandidatesInput{
		Requirements: []employer.RequirementInput{{Ask: employer.AskInput{AnyOf: []string{v.forklift.ID}}, Importance: enum.Required, Weight: 10}}, Page: page.Args{First: 10},
	}))(t)
	if len(list.Nodes) != 1 {
		t.Fatalf("listed %d", len(list.Nodes))
	}
	row := list.Nodes[0]
	got := world.Must(v.Preview(v.Self(t, id), v.mill.ID, "en"))(t)
	if !got.Shown || *got.Alias != row.Alias || got.Name != nil || row.Name != nil || *got.Remote != row.Remote {
		t.Errorf("previewed %+v, listed %+v", got, row)
	}
	if len(got.Awards) != 1 || got.Awards[0].ID != row.Awards[0].ID || got.Awards[0].EarnedMonth != row.Awards[0].EarnedMonth {
		t.Errorf("previewed %v, listed %v", got.Awards, row.Awards)
	}
	if (got.Place == nil) != (row.Place == nil) || got.Place != nil && got.Place.ID != row.Place.ID {
		t.Errorf("previewed at %v, listed at %v", got.Place, row.Place)
	}
}

func TestAPreviewSaysWhyNobodyIsShown(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	ahead := v.Clock.Now().AddDate(1, 0, 0)
	for what, tt := range map[string]struct {
		edit func(*account.NewEarner)
		want []employer.HiddenBecause
	}{
		"hidden":  {func(e *account.NewEarner) { e.Visibility = consent.Hidden }, []employer.HiddenBecause{employer.BecauseHidden}},
		"blocked": {func(e *account.NewEarner) { e.Blocked = []string{v.mill.ID} }, []employer.HiddenBecause{employer.BecauseBlocked}},
		"a minor": {func(e *account.NewEarner) { e.GuardianUntil = &ahead }, []employer.HiddenBecause{employer.BecauseGuardian}},
		"others":  {func(e *account.NewEarner) { e.Reach = consent.Granted }, []employer.HiddenBecause{employer.BecauseNotGranted}},
	} {
		id := v.Earner(t, tt.edit)
		v.Award(t, id, v.forklift)
		got := world.Must(v.Preview(v.Self(t, id), v.mill.ID, "en"))(t)
		if diff := cmp.Diff(tt.want, got.HiddenBecause); diff != "" || got.Shown || got.Alias != nil || len(got.Awards) > 0 {
			t.Errorf("%s: %s: %+v", what, diff, got)
		}
	}
	empty := world.Must(v.Preview(v.Self(t, v.Earner(t)), v.mill.ID, "en"))(t)
	if diff := cmp.Diff([]employer.HiddenBecause{employer.BecauseNothing}, empty.HiddenBecause); diff != "" {
		t.Error(diff)
	}
	if _, err := v.Preview(v.miller, v.mill.ID, "en"); !problem.Is(err, problem.Forbidden) {
		t.Errorf("an employer previews: %v", err)
	}
	if _, err := v.Preview(v.Self(t, v.Earner(t)), "org_none", "en"); !problem.Is(err, problem.NotFound) {
		t.Errorf("as nobody: %v", err)
	}
}
