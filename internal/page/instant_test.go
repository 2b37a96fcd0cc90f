package page_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
)

func TestPastGoesOnWhereTheCursorOfAnInstantStands(t *testing.T) {
	t.Parallel()
	s := newSealer(t, key)
	at := time.Date(2026, 11, 22, 23, 30, 0, 123_456_000, time.FixedZone("", -8*3600))
	cut := page.Cut([]string{"row_1"}, page.Args{First: 1}, s, "list", func(id string) []string { return page.Instant(at, id) })
	keyset := func(position ...any) []any { return position }

	got, err := page.Past(s, "list", page.Args{First: 1, After: cut.Cursors[0]}, keyset)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([][]any{{at.UTC(), "row_1"}}, got); diff != "" {
		t.Errorf("past the cursor (-want +got):\n%s", diff)
	}
	if got, err := page.Past(s, "list", page.Args{First: 1}, keyset); err != nil || got != nil {
		t.Errorf("without a cursor: %v, %v; want all", got, err)
	}
	if _, err := page.Past(s, "another list", page.Args{After: cut.Cursors[0]}, keyset); !problem.Is(err, problem.Invalid) {
		t.Errorf("with another list's cursor: %v, want Invalid", err)
	}
	if _, err := page.Past(s, "list", page.Args{After: s.SealPosition("list", "soon", "row_1")}, keyset); err == nil {
		t.Error("a position that is no instant was read")
	}
}
