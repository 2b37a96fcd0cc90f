package planner

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// kinds are the sorts of worlds that every claim is tested on.
var kinds = map[string]kindOfWorld{
	"plain":         {items: 7, options: 1, demands: 4},
	"prerequisites": {items: 7, options: 1, demands: 4, needs: 45},
	"options":       {items: 6, options: 3, demands: 4, needs: 30, limits: true},
	"rules":         {items: 7, options: 1, demands: 3, needs: 25, rules: 60},
	"awards":        {items: 7, options: 1, demands: 3, needs: 40, rules: 40, by: 30},
	"unknown":       {items: 7, options: 2, demands: 4, needs: 30, gaps: 25, limits: true},
	"dated":         {items: 6, options: 2, demands: 3, needs: 35, dated: 50, limits: true},
	"dated awards":  {items: 6, options: 2, demands: 3, needs: 40, dated: 45, rules: 30, by: 35},
	"everything":    {items: 6, options: 2, demands: 3, needs: 35, dated: 35, rules: 40, by: 25, gaps: 10, limits: true},
}

// worlds runs a claim on many random worlds of each sort.
func worlds(t *testing.T, n int, claim func(t *testing.T, r *rand.Rand, p Problem)) {
	for sort, kind := range kinds {
		t.Run(sort, func(t *testing.T) {
			t.Parallel()
			rounds := n
			if testing.Short() {
				rounds = n / 10
			}
			for seed := range uint64(rounds) {
				r := rand.New(rand.NewPCG(seed, 6))
				p := drawWorld(r, kind)
				claim(t, r, p)
				if t.Failed() {
					t.Fatalf("seed %d: %+v", seed, p)
				}
			}
		})
	}
}

// shape is what of a plan the reference knows.
type shape struct {
	IDs, Options []string
	Value        Value
	Minutes      int64
	Cents        int64
	Finish       Day
}

func shapeOf(p Plan) shape {
	s := shape{Value: p.Value, Minutes: p.Minutes, Cents: p.Cents, Finish: p.Finish}
	options := map[string]string{}
	for _, step := range p.Steps {
		if step.Option != nil {
			options[step.Credential] = step.Option.ID
		}
	}
	for _, id := range sortedKeys(options) {
		s.IDs, s.Options = append(s.IDs, id), append(s.Options, options[id])
	}
	return s
}

func (p brutePlan) shape() shape {
	s := shape{IDs: p.ids, Value: Value{p.key[0], p.key[1]}, Minutes: p.key[5], Cents: p.key[3], Finish: p.finish}
	for _, o := range p.options {
		s.Options = append(s.Options, o.ID)
	}
	return s
}

func TestTheAlternativesAreTheBestOfAllSets(t *testing.T) {
	t.Parallel()
	worlds(t, 600, func(t *testing.T, r *rand.Rand, p Problem) {
		k := 1 + r.IntN(6)
		got, err := Alternatives(p, k, Budget{})
		if err != nil {
			t.Error(err)
			return
		}
		want := newBrute(p).all()
		if !got.Proven {
			t.Errorf("not proven")
		}
		var g, w []string
		for _, plan := range got.Plans {
			g = append(g, fmt.Sprint(shapeOf(plan)))
		}
		for _, plan := range want[:min(k, len(want))] {
			w = append(w, fmt.Sprint(plan.shape()))
		}
		if diff := cmp.Diff(w, g); diff != "" {
			t.Errorf("of %d (-want +got):\n%s", len(want), diff)
		}
		again, _ := Alternatives(shuffled(r, p), k, Budget{})
		again.Nodes, got.Nodes = 0, 0
		if diff := cmp.Diff(got, again); diff != "" {
			t.Errorf("another order of the input, another answer:\n%s", diff)
		}
	})
}

func TestAnOfferingThatStartsTooSoonHidesNoLaterOne(t *testing.T) {
	t.Parallel()
	p := Problem{Today: today, Pace: 700, Weights: LeastMinutes, Demands: []Demand{{Any: []string{"weld"}}}, Items: []Item{
		{Credential: "base", Options: []Option{{ID: "own", Minutes: Exactly(300), Cents: Exactly(0)}}},
		{Credential: "weld", Needs: []string{"base"}, Options: []Option{
			{ID: "soon", Minutes: Exactly(100), Cents: Exactly(1), Starts: today + 1, Ends: today + 20},
			{ID: "later", Minutes: Exactly(100), Cents: Exactly(2), Starts: today + 10, Ends: today + 20},
		}},
	}}
	got, err := Best(p, Budget{})
	if err != nil || len(got.Plans) != 1 || got.Plans[0].Steps[1].Option.ID != "later" {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestAnyWayToWhatIsNeededFirstIsNotAllOfThem(t *testing.T) {
	t.Parallel()
	own := func(minutes int64) []Option {
		return []Option{{ID: "own", Minutes: Exactly(minutes), Cents: Exactly(0)}}
	}
	either := anyOf(part("a"), part("b"))
	p := Problem{Today: today, Weights: LeastMinutes, Demands: []Demand{{Any: []string{"x", "z"}}}, Items: []Item{
		{Credential: "a", Options: own(100)},
		{Credential: "b", Options: own(100)},
		{Credential: "y", By: &either},
		{Credential: "x", Needs: []string{"y"}, Options: own(10)},
		{Credential: "z", Options: own(150)},
	}}
	if got, err := Best(p, Budget{}); err != nil || got.Plans[0].Minutes != 110 {
		t.Errorf("got %+v, %v", got, err)
	}
}
