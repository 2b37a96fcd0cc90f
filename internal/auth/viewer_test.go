package auth_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/auth/system"
)

func TestAContextWithoutViewerIsAnonymous(t *testing.T) {
	t.Parallel()
	v := auth.From(t.Context())
	if diff := cmp.Diff(auth.Viewer{}, v); diff != "" || !v.Anonymous() {
		t.Errorf("got %+v", v)
	}
}

func TestAViewerCannotElevateThemselves(t *testing.T) {
	t.Parallel()
	ctx := auth.With(t.Context(), auth.Viewer{System: true})
	if v := auth.From(ctx); v.System {
		t.Error("With elevated the viewer")
	}
	if err := auth.Require(ctx, auth.RevokeAward); err == nil {
		t.Error("Require passed")
	}
}

func TestTheSystemIsNobodyInParticular(t *testing.T) {
	t.Parallel()
	ctx := system.Context(auth.With(t.Context(), auth.Viewer{Account: "acc_1", Earner: "ern_1"}))
	if diff := cmp.Diff(auth.Viewer{System: true}, auth.From(ctx)); diff != "" {
		t.Error(diff)
	}
}

func TestAViewerInTheSystemsContextLeavesIt(t *testing.T) {
	t.Parallel()
	want := auth.Viewer{Account: "acc_1", Earner: "ern_1"}
	got := auth.From(auth.With(system.Context(t.Context()), want))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAViewerActsInOneRoleAtATime(t *testing.T) {
	t.Parallel()
	employer := auth.Membership{ID: "mem_1", Organization: "org_1", Role: auth.Employer}
	for _, c := range []struct {
		name               string
		viewer             auth.Viewer
		role               auth.Role
		organization, self string
		key                string
	}{
		{"anonymous", auth.Viewer{}, "", "", "", "anonymous"},
		{"no role", auth.Viewer{Account: "acc_1"}, "", "", "", "acc_1/"},
		{"earner", auth.Viewer{Account: "acc_1", Earner: "ern_1"}, auth.Earner, "", "ern_1", "acc_1/EARNER"},
		{"earner who acts as employer", auth.Viewer{Account: "acc_1", Earner: "ern_1", Acting: &employer}, auth.Employer, "org_1", "", "acc_1/mem_1"},
		{"system", auth.Viewer{System: true}, "", "", "", "system"},
	} {
		got := []string{string(c.viewer.Role()), c.viewer.Organization(), c.viewer.ActingEarner(), c.viewer.Key()}
		if diff := cmp.Diff([]string{string(c.role), c.organization, c.self, c.key}, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}
