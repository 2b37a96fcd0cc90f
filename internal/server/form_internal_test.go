package server

import (
	"testing"
	"time"
)

func TestALargeFormHasTheTimeOfASlowLine(t *testing.T) {
	t.Parallel()
	for size, want := range map[int64]time.Duration{
		0: time.Minute, 1 << 20: time.Minute, 3840 << 10: time.Minute, 100 << 20: 1600 * time.Second,
	} {
		if got := formTime(size); got != want {
			t.Errorf("%d bytes: got %s, want %s", size, got, want)
		}
	}
}

func TestATurnIsOfOneCaller(t *testing.T) {
	t.Parallel()
	turns := newTurns(3, 2)
	for _, step := range []struct {
		caller string
		want   bool
	}{{"a", true}, {"a", true}, {"a", false}, {"b", true}, {"c", false}} {
		if got := turns.take(step.caller); got != step.want {
			t.Errorf("%s: got %v", step.caller, got)
		}
	}
	turns.leave("a")
	if !turns.take("c") || turns.take("a") {
		t.Error("a turn that ended is another's")
	}
	for _, caller := range []string{"a", "b", "c"} {
		turns.leave(caller)
	}
	if len(turns.of) > 0 || turns.all != 0 {
		t.Errorf("%v are remembered, %d in all", turns.of, turns.all)
	}
}
