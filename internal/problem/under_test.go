package problem_test

import (
	"errors"
	"testing"

	"github.com/stackmatch/stackmatch/internal/problem"
)

func TestUnderMovesEveryProblemAndLeavesOtherErrors(t *testing.T) {
	t.Parallel()
	two := problem.Join(
		problem.New(problem.Invalid, "too long").At("title"),
		problem.New(problem.Invalid, "too heavy").At("weight"),
	)
	if got, want := problem.Under(two, "version").Error(), "version.title: too long; version.weight: too heavy"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	cause := errors.New("no database")
	if got := problem.Under(cause, "version"); got != cause { //nolint:errorlint // the very same
		t.Errorf("got %v, want the cause itself", got)
	}
	if got := problem.Under(nil, "version"); got != nil {
		t.Errorf("got %v, want nil", got)
	}
}
