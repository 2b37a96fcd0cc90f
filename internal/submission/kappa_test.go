package submission_test

import (
	"math"
	"testing"

	"github.com/stackmatch/stackmatch/internal/submission"
)

// pairs makes the pairs of a table: of each row, what the first says; of each
// column, the second.
func pairs(table ...[]int) []submission.Pair {
	values := []string{"a", "b", "c"}
	var all []submission.Pair
	for i, row := range table {
		for j, n := range row {
			for range n {
				all = append(all, submission.Pair{A: values[i], B: values[j]})
			}
		}
	}
	return all
}

func TestKappaIsThatOfPublishedExamples(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		source string
		pairs  []submission.Pair
		want   float64
	}{
		// Cohen 1960, table 2: 70 % agree, 41 % are to be expected.
		{"Cohen", pairs([]int{88, 14, 18}, []int{10, 40, 10}, []int{2, 6, 12}), (0.70 - 0.41) / (1 - 0.41)},
		// The worked examples of most textbooks: fifty grants, read by two.
		{"grants", pairs([]int{20, 5}, []int{10, 15}), 0.40},
		// The same agreement, 60 %, with other margins.
		{"margins alike", pairs([]int{45, 15}, []int{25, 15}), (0.60 - 0.54) / (1 - 0.54)},
		{"margins apart", pairs([]int{25, 35}, []int{5, 35}), (0.60 - 0.46) / (1 - 0.46)},
		{"always", pairs([]int{3, 0}, []int{0, 4}), 1},
		{"never", pairs([]int{0, 5}, []int{5, 0}), -1},
		{"as by chance", pairs([]int{1, 1}, []int{1, 1}), 0},
	} {
		got, n, ok := submission.Kappa(c.pairs)
		if !ok || n != len(c.pairs) || math.Abs(got-c.want) > 1e-12 {
			t.Errorf("%s: got %v of %d, %v, want %v of %d", c.source, got, n, ok, c.want, len(c.pairs))
		}
	}
}

func TestWhereChanceExplainsAllThereIsOnlyRawAgreement(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ pairs []submission.Pair }{{nil}, {pairs([]int{7})}} {
		if kappa, n, ok := submission.Kappa(c.pairs); ok || kappa != 0 || n != len(c.pairs) {
			t.Errorf("got %v of %d, %v, want none of %d", kappa, n, ok, len(c.pairs))
		}
		if agreed, n := submission.Raw(c.pairs); agreed != len(c.pairs) || n != len(c.pairs) {
			t.Errorf("got %d of %d, want all %d", agreed, n, len(c.pairs))
		}
	}
	// One who always says the same agrees no more than by chance; that is defined.
	if kappa, _, ok := submission.Kappa(pairs([]int{3, 4})); !ok || kappa != 0 {
		t.Errorf("got %v, %v, want 0, true", kappa, ok)
	}
}
