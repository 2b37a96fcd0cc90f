package evaluate_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/stackmatch/stackmatch/search/evaluate"
)

var near = cmpopts.EquateApprox(0, 1e-9)

func hits(ids ...string) []evaluate.Hit {
	out := make([]evaluate.Hit, len(ids))
	for i, id := range ids {
		out[i] = evaluate.Hit{ID: id, Score: float64(len(ids) - i)}
	}
	return out
}

func many(n int) []string {
	var ids []string
	for i := range n {
		ids = append(ids, "x"+string(rune('0'+i/100))+string(rune('0'+i/10%10))+string(rune('0'+i%10)))
	}
	return ids
}

func TestMetricsAreThoseCountedByHand(t *testing.T) {
	t.Parallel()
	log2 := math.Log2
	for name, c := range map[string]struct {
		ids    []string
		grades map[string]int
		want   evaluate.Metrics
	}{
		"the only answer first": {
			[]string{"a", "b"},
			map[string]int{"a": 1},
			evaluate.Metrics{NDCG10: 1, MAP: 1, MRR10: 1, Recall100: 1},
		},
		"two of three answers, second and fourth": {
			[]string{"x", "a", "y", "b"},
			map[string]int{"a": 1, "b": 1, "c": 1},
			evaluate.Metrics{
				NDCG10: (1/log2(3) + 1/log2(5)) / (1 + 1/log2(3) + 1/log2(4)),
				MAP:    (1.0/2 + 2.0/4) / 3, MRR10: 1.0 / 2, Recall100: 2.0 / 3,
			},
		},
		"a grade is its gain": {
			[]string{"a", "b"},
			map[string]int{"a": 1, "b": 3},
			evaluate.Metrics{NDCG10: (1 + 3/log2(3)) / (3 + 1/log2(3)), MAP: 1, MRR10: 1, Recall100: 1},
		},
		"what was judged no answer is none, nor is what is worse": {
			[]string{"n", "m", "a"},
			map[string]int{"n": 0, "m": -1, "a": 1},
			evaluate.Metrics{NDCG10: 1 / log2(4), MAP: 1.0 / 3, MRR10: 1.0 / 3, Recall100: 1},
		},
		"nothing was found": {nil, map[string]int{"a": 1}, evaluate.Metrics{}},
		"nothing could be":  {[]string{"a"}, map[string]int{"a": 0}, evaluate.Metrics{}},
		"the eleventh counts for precision and recall only": {
			append(many(10), "a"),
			map[string]int{"a": 1},
			evaluate.Metrics{MAP: 1.0 / 11, Recall100: 1},
		},
		"the hundred and first counts for precision only": {
			append(many(100), "a"),
			map[string]int{"a": 1},
			evaluate.Metrics{MAP: 1.0 / 101},
		},
		"listed twice counts once": {
			[]string{"a", "a", "b"},
			map[string]int{"a": 1, "b": 1},
			evaluate.Metrics{NDCG10: 1, MAP: 1, MRR10: 1, Recall100: 1},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(c.want, evaluate.Measure(hits(c.ids...), c.grades), near); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestMoreThanTenAnswersCanBePerfect(t *testing.T) {
	t.Parallel()
	grades := map[string]int{}
	for _, id := range many(12) {
		grades[id] = 1
	}
	got := evaluate.Measure(hits(many(12)...), grades)
	if diff := cmp.Diff(evaluate.Metrics{NDCG10: 1, MAP: 1, MRR10: 1, Recall100: 1}, got, near); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
