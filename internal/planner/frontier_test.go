package planner

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// bruteFrontier is all trades that no plan betters.
func bruteFrontier(p Problem) [][2]int64 {
	for _, limit := range []*Amount{&p.Limits.Minutes, &p.Limits.Cents} {
		if !limit.Known {
			*limit = Exactly(1 << 40)
		}
	}
	b := newBrute(p)
	var points [][2]int64
	for set := range 1 << len(b.items) {
		for _, plan := range b.lean(set) {
			points = append(points, [2]int64{plan.key[5], plan.key[3]})
		}
	}
	slices.SortFunc(points, func(x, y [2]int64) int { return slices.Compare(x[:], y[:]) })
	var front [][2]int64
	for _, x := range points {
		if len(front) == 0 || x[1] < front[len(front)-1][1] {
			front = append(front, x)
		}
	}
	return front
}

func TestTheFrontierHasEveryTradeAndNoOther(t *testing.T) {
	t.Parallel()
	worlds(t, 400, func(t *testing.T, r *rand.Rand, p Problem) {
		got, err := Frontier(p, Budget{})
		if err != nil || !got.Proven {
			t.Error(err, got.Proven)
			return
		}
		var g [][2]int64
		for _, plan := range got.Plans {
			g = append(g, [2]int64{plan.Minutes, plan.Cents})
			checkPlan(t, p, plan)
		}
		if diff := cmp.Diff(bruteFrontier(p), g); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		again, _ := Frontier(shuffled(r, p), Budget{})
		again.Nodes, got.Nodes = 0, 0
		if diff := cmp.Diff(got, again); diff != "" {
			t.Errorf("another order of the input, another answer:\n%s", diff)
		}
	})
}

// checkPlan holds a plan against the reference's rules: it meets the demands within
// the limits, in days that are possible, and without a step too many.
func checkPlan(t *testing.T, p Problem, plan Plan) {
	t.Helper()
	b := newBrute(p)
	s, set := shapeOf(plan), 0
	for _, id := range s.IDs {
		set |= 1 << slices.IndexFunc(b.items, func(it bruteItem) bool { return it.Credential == id })
	}
	ok := slices.ContainsFunc(b.lean(set), func(x brutePlan) bool {
		return slices.Equal(x.shape().Options, s.Options) && x.finish == s.Finish
	})
	if !ok {
		t.Errorf("%+v is no plan", s)
	}
}

func TestTheFrontierHasWhatNoWeightedSumPrefers(t *testing.T) {
	t.Parallel()
	p := Problem{Today: today, Demands: []Demand{{Any: []string{"a", "b", "c"}}}}
	want := [][2]int64{{10, 10}, {19, 9}, {20, 0}}
	for i, trade := range want {
		id := string(rune('a' + i))
		p.Items = append(p.Items, Item{Credential: id, Options: []Option{{ID: id, Minutes: Exactly(trade[0]), Cents: Exactly(trade[1])}}})
	}
	a, err := Frontier(p, Budget{})
	var got [][2]int64
	for _, plan := range a.Plans {
		got = append(got, [2]int64{plan.Minutes, plan.Cents})
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil || !a.Proven {
		t.Errorf("%v, proven: %v (-want +got):\n%s", err, a.Proven, diff)
	}
}
