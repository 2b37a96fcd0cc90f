package page_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
)

func newSealer(t interface{ Fatal(...any) }, key string) *page.Sealer {
	s, err := page.NewSealer([]byte(key))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

const key = "0123456789abcdef"

func TestCursorOpensForItsScopeOnly(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := newSealer(t, key)
		scope := rapid.String().Draw(t, "scope")
		want := rapid.SliceOfN(rapid.String(), 1, 4).Draw(t, "values")
		cursor := s.SealPosition(scope, want...)
		got, err := s.OpenPosition(scope, cursor, len(want))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("values (-want +got):\n%s", diff)
		}
		if _, err := s.OpenPosition(scope+"x", cursor, len(want)); !problem.Is(err, problem.Invalid) {
			t.Fatalf("opened for another scope: %v", err)
		}
		if _, err := s.OpenPosition(scope, cursor, len(want)+1); !problem.Is(err, problem.Invalid) {
			t.Fatalf("opened with another number of values: %v", err)
		}
	})
}

func TestAlteredCursorIsInvalid(t *testing.T) {
	t.Parallel()
	s := newSealer(t, key)
	cursor := s.Seal("viewer query", []byte("position"))
	for i := range cursor {
		other := cursor[:i] + flip(cursor[i]) + cursor[i+1:]
		// The last character of base64 has bits that carry nothing.
		if _, err := s.Open("viewer query", other); err == nil && i < len(cursor)-1 {
			t.Errorf("altered at %d, yet it opened", i)
		}
	}
	for _, bad := range []string{"", "?", "AAAA", strings.Repeat("A", 1000)} {
		if _, err := s.Open("viewer query", bad); !problem.Is(err, problem.Invalid) {
			t.Errorf("%q: got %v, want Invalid", bad, err)
		}
	}
	if _, err := newSealer(t, key+"!").Open("viewer query", cursor); err == nil {
		t.Error("opened with another key")
	}
}

func flip(c byte) string {
	if c == 'A' {
		return "B"
	}
	return "A"
}

func TestEqualPositionsOfTwoScopesShareNothing(t *testing.T) {
	t.Parallel()
	s := newSealer(t, key)
	a, b := s.Seal("employer a", []byte("ern_1")), s.Seal("employer b", []byte("ern_1"))
	if a == b || a[:8] == b[:8] {
		t.Errorf("cursors %q and %q look alike", a, b)
	}
	if again := s.Seal("employer a", []byte("ern_1")); again != a {
		t.Errorf("same scope and content: got %q and %q", a, again)
	}
}

func TestCutShowsFirstAndTellsWhetherMoreFollows(t *testing.T) {
	t.Parallel()
	s := newSealer(t, key)
	position := func(n int) []string { return []string{strconv.Itoa(n)} }
	for _, c := range []struct {
		rows    []int
		first   int
		want    []int
		hasNext bool
	}{
		{nil, 2, nil, false},
		{[]int{1, 2}, 2, []int{1, 2}, false},
		{[]int{1, 2, 3}, 2, []int{1, 2}, true},
		{[]int{1}, 0, []int{}, true},
	} {
		p := page.Cut(c.rows, page.Args{First: c.first}, s, "list", position)
		if diff := cmp.Diff(c.want, p.Items); diff != "" || p.HasNext != c.hasNext || len(p.Cursors) != len(p.Items) {
			t.Errorf("cut %v at %d: next %v, cursors %d, items (-want +got):\n%s", c.rows, c.first, p.HasNext, len(p.Cursors), diff)
		}
		for i, cursor := range p.Cursors {
			got, err := s.OpenPosition("list", cursor, 1)
			if err != nil || got[0] != strconv.Itoa(p.Items[i]) {
				t.Errorf("cursor %d: got %v, %v", i, got, err)
			}
		}
	}
}

func TestMapKeepsCursors(t *testing.T) {
	t.Parallel()
	total := 9
	p := page.Page[int]{Items: []int{1, 2}, Cursors: []string{"a", "b"}, HasNext: true, HasPrevious: true, Total: &total}
	want := page.Page[string]{Items: []string{"1", "2"}, Cursors: []string{"a", "b"}, HasNext: true, HasPrevious: true, Total: &total}
	if diff := cmp.Diff(want, page.Map(p, strconv.Itoa)); diff != "" {
		t.Errorf("page (-want +got):\n%s", diff)
	}
}

func TestSizesOutOfRangeAreInvalid(t *testing.T) {
	t.Parallel()
	for first, ok := range map[int]bool{-1: false, 0: true, 20: true, page.MaxFirst: true, page.MaxFirst + 1: false} {
		if err := (page.Args{First: first}).Check(); (err == nil) != ok {
			t.Errorf("first %d: got %v", first, err)
		}
	}
}

func TestShortKeyIsRefused(t *testing.T) {
	t.Parallel()
	if _, err := page.NewSealer([]byte("short")); err == nil {
		t.Error("a short key was accepted")
	}
}
