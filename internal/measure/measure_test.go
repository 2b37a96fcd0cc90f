package measure_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/stackmatch/stackmatch/internal/measure"
)

func TestSmallGroupsAreHiddenWithWhatWouldGiveThemAway(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		counts []int
		total  bool
		want   string
	}{
		{"nothing is small", []int{12, 5, 0}, true, "12 5 0 17"},
		{"one below five", []int{12, 4, 9}, false, "12 * 9"},
		{"one below five, and the total would tell it", []int{12, 4, 9}, true, "12 * * 25"},
		{"all of the next smallest", []int{9, 4, 9, 12}, true, "* * * 12 34"},
		{"two below five hide each other", []int{12, 4, 3}, true, "12 * * 19"},
		{"two whose sum is small", []int{12, 2, 2, 30}, true, "* * * 30 46"},
		{"two that can only be one each", []int{12, 1, 1, 30}, true, "* * * 30 44"},
		{"two that can only be the largest there is", []int{12, 4, 4, 30}, true, "* * * 30 50"},
		{"many that can only be one each", []int{1, 1, 1, 1, 1, 8}, true, "* * * * * * 13"},
		{"nobody else: the total goes", []int{0, 3}, true, "0 * *"},
		{"a small total", []int{2, 1}, true, "* * *"},
		{"none at all", []int{0, 0}, true, "0 0 0"},
		{"no groups", nil, true, "0"},
		{"a count below zero is none", []int{-3, 8}, true, "0 8 8"},
	} {
		if got := line(measure.Groups(c.counts, c.total, 5)); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

// TestWhatIsShownDeterminesNothingThatIsHidden goes through every table there can
// be and puts those that look alike together: one who knows the rule knows no more
// than that it is one of these. No hidden cell has the same value in all of them.
func TestWhatIsShownDeterminesNothingThatIsHidden(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		groups, largest, least int
		total                  bool
	}{
		{1, 12, 3, true},
		{2, 12, 3, true},
		{3, 9, 3, true},
		{4, 7, 3, true},
		{1, 20, 5, true},
		{2, 20, 5, true},
		{3, 14, 5, true},
		{4, 9, 5, true},
		{5, 7, 4, true},
		{3, 9, 4, false},
		{2, 6, 1, true},
	} {
		t.Run(fmt.Sprintf("%d groups up to %d, least %d, total %v", c.groups, c.largest, c.least, c.total), func(t *testing.T) {
			t.Parallel()
			classes := map[string]*class{}
			each(c.groups, c.largest, func(counts []int) {
				shown := measure.Groups(counts, c.total, c.least)
				key := line(shown)
				if classes[key] == nil {
					classes[key] = &class{first: append([]int(nil), counts...), varies: make([]bool, c.groups)}
				}
				classes[key].add(counts)
				checkSums(t, counts, shown, c.total, max(c.least, measure.Floor))
			})
			for key, same := range classes {
				same.check(t, key)
			}
		})
	}
}

// class is the tables that look alike.
type class struct {
	first  []int
	varies []bool
}

func (c *class) add(counts []int) {
	for i, n := range counts {
		if n != c.first[i] {
			c.varies[i] = true
		}
	}
}

func (c *class) check(t *testing.T, key string) {
	t.Helper()
	for i, cell := range strings.Fields(key)[:len(c.first)] {
		if cell == "*" && !c.varies[i] {
			t.Errorf("%s: the hidden group %d can only be %d", key, i, c.first[i])
		}
	}
}

// checkSums holds that no group below the least shows, and that what is hidden
// together is not small where it can be computed.
func checkSums(t *testing.T, counts []int, shown []measure.Count, total bool, least int) {
	t.Helper()
	hidden, all := 0, 0
	for i, n := range counts {
		all += n
		switch {
		case shown[i].Hidden != (shown[i].N == nil):
			t.Fatalf("%v: group %d is both hidden and shown", counts, i)
		case shown[i].Hidden:
			hidden += n
		case *shown[i].N != n:
			t.Fatalf("%v: group %d shows %d", counts, i, *shown[i].N)
		case n > 0 && n < least:
			t.Fatalf("%v: group %d is shown", counts, i)
		}
	}
	if !total || shown[len(counts)].Hidden {
		return
	}
	if got := *shown[len(counts)].N; got != all {
		t.Fatalf("%v: the total shows %d", counts, got)
	}
	if hidden > 0 && hidden < least {
		t.Fatalf("%v: %s: the hidden %d can be computed", counts, line(shown), hidden)
	}
}

// each calls f with every list of so many counts up to the largest.
func each(groups, largest int, f func([]int)) {
	counts := make([]int, groups)
	for {
		f(counts)
		i := 0
		for ; i < groups; i++ {
			if counts[i]++; counts[i] <= largest {
				break
			}
			counts[i] = 0
		}
		if i == groups {
			return
		}
	}
}

func TestTheOrderOfGroupsMakesNoDifference(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		counts := rapid.SliceOfN(rapid.IntRange(0, 15), 1, 8).Draw(t, "counts")
		order := rapid.Permutation(indexes(len(counts))).Draw(t, "order")
		moved := make([]int, len(counts))
		for i, from := range order {
			moved[i] = counts[from]
		}
		before, after := measure.Groups(counts, true, 5), measure.Groups(moved, true, 5)
		for i, from := range order {
			if diff := cmp.Diff(before[from], after[i]); diff != "" {
				t.Fatalf("%v as %v: group %d (-before +after):\n%s", counts, moved, from, diff)
			}
		}
	})
}

func TestGroupsLeaveTheirArgumentAlone(t *testing.T) {
	t.Parallel()
	counts := []int{12, 4, -1}
	shown := measure.Groups(counts, false, 5)
	*shown[0].N = 99
	if diff := cmp.Diff([]int{12, 4, -1}, counts); diff != "" {
		t.Errorf("counts (-want +got):\n%s", diff)
	}
}

func TestRatesOfFewAreHidden(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		yes, of int
		shown   bool
	}{
		{5, 10, true},
		{4, 10, false},
		{6, 10, false},
		{5, 9, false},
		{0, 5, true},
		{5, 5, true},
		{0, 4, false},
		{4, 4, false},
		{0, 0, false},
		{7, 6, false},
		{-1, 9, false},
		{50, 100, true},
	} {
		got, shown := measure.Rate(c.yes, c.of, 5)
		want := measure.Ratio{}
		if c.shown {
			want = measure.Ratio{Yes: c.yes, Of: c.of}
		}
		if shown != c.shown || got != want {
			t.Errorf("%d of %d: got %v, %v, want %v, %v", c.yes, c.of, got, shown, want, c.shown)
		}
	}
}

func TestARatioIsANumberEvenOfNobody(t *testing.T) {
	t.Parallel()
	if got := (measure.Ratio{Yes: 1, Of: 4}).Float(); got != 0.25 {
		t.Errorf("got %v, want 0.25", got)
	}
	if got := (measure.Ratio{}).Float(); got != 0 {
		t.Errorf("got %v, want 0", got)
	}
}

func line(shown []measure.Count) string {
	cells := make([]string, len(shown))
	for i, c := range shown {
		if cells[i] = "*"; c.N != nil {
			cells[i] = fmt.Sprint(*c.N)
		}
	}
	return strings.Join(cells, " ")
}

func indexes(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}
