package problem_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/internal/problem"
)

func TestJoinReportsEveryInvalidFieldAtOnce(t *testing.T) {
	t.Parallel()
	var none *problem.Problem
	err := problem.Join(
		nil,
		none,
		problem.New(problem.Invalid, "say a title").At("title"),
		problem.Join(problem.New(problem.Invalid, "level %d is not 1 to 4", 7).At("level").At("requirements", "2")),
	)
	got := make([]string, 0, 2)
	for _, p := range problem.As(fmt.Errorf("create posting: %w", err)) {
		got = append(got, p.Error())
	}
	want := []string{"title: say a title", "requirements.2.level: level 7 is not 1 to 4"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
	if want := want[0] + "; " + want[1]; err.Error() != want {
		t.Errorf("got %q, want %q", err, want)
	}
}

func TestJoinOfNothingIsNil(t *testing.T) {
	t.Parallel()
	var none *problem.Problem
	if err := problem.Join(nil, none); err != nil {
		t.Errorf("got %v, want nil", err)
	}
}

func TestOurOwnFailureWinsOverProblems(t *testing.T) {
	t.Parallel()
	ours := errors.New("disk full")
	err := problem.Join(problem.New(problem.Invalid, "say a title"), ours)
	if !errors.Is(err, ours) {
		t.Errorf("got %v, want %v", err, ours)
	}
	if _, ok := problem.KindOf(err); ok {
		t.Error("a plain error has a kind")
	}
}

func TestKindSurvivesWrapping(t *testing.T) {
	t.Parallel()
	err := fmt.Errorf("revoke: %w", problem.New(problem.Conflict, "revoked before").With("awd_1"))
	kind, ok := problem.KindOf(err)
	if !ok || kind != problem.Conflict || !problem.Is(err, problem.Conflict) {
		t.Errorf("got %q, %v", kind, ok)
	}
}

func TestMethodsLeaveTheOriginalAlone(t *testing.T) {
	t.Parallel()
	base := problem.New(problem.NotFound, "no skill %q", "weldng")
	rich := base.At("skill").Suggest("welding").Spanish("no existe la habilidad %q", "weldng")
	if diff := cmp.Diff(problem.New(problem.NotFound, "no skill %q", "weldng"), base); diff != "" {
		t.Errorf("base changed (-want +got):\n%s", diff)
	}
	if got, want := rich.In("es-MX"), `no existe la habilidad "weldng"`; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := base.In("es"), `no skill "weldng"`; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if diff := cmp.Diff([]string{"welding"}, rich.Suggestions); diff != "" {
		t.Errorf("suggestions (-want +got):\n%s", diff)
	}
}
