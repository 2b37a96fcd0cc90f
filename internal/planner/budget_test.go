package planner

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/problem"
)

func TestABoundIsNeverAboveTheBest(t *testing.T) {
	t.Parallel()
	worlds(t, 300, func(t *testing.T, r *rand.Rand, p Problem) {
		want, err := Best(p, Budget{})
		if err != nil {
			t.Error(err)
			return
		}
		for nodes := 1; nodes < 8; nodes++ {
			got, _ := Best(p, Budget{Nodes: nodes})
			switch {
			case len(want.Plans) == 0 && len(got.Plans) > 0:
				t.Errorf("%d steps: a plan where there is none", nodes)
			case len(want.Plans) == 0:
			case want.Plans[0].Value.Less(got.Bound):
				t.Errorf("%d steps: bound %v above the best %v", nodes, got.Bound, want.Plans[0].Value)
			case got.Proven && (len(got.Plans) == 0 || got.Plans[0].Value != want.Plans[0].Value):
				t.Errorf("%d steps: proven, and not the best", nodes)
			}
			if got.Infeasible != nil && want.Infeasible == nil {
				t.Errorf("%d steps: says that there is no plan", nodes)
			}
		}
	})
}

func TestHostileProblemsEndWithTheirBudget(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	p := Problem{Today: today, Weights: Weights{Minutes: 1, Cents: 1, Count: 1}}
	id := func() string { return fmt.Sprintf("c%03d", r.IntN(1000)) }
	for i := range 1000 {
		item := Item{Credential: fmt.Sprintf("c%03d", i), Needs: []string{id()}}
		for j := range 5 {
			item.Options = append(item.Options, Option{
				ID: fmt.Sprintf("%d-%d", i, j), Minutes: Exactly(int64(r.IntN(900))), Cents: Exactly(int64(r.IntN(900))),
				Starts: today + Day(r.IntN(900)), Ends: today + Day(900+r.IntN(900)),
			})
		}
		rule := deep(id, 4)
		item.By = &rule
		p.Items = append(p.Items, item)
	}
	for range MaxDemands {
		rule := deep(id, 4)
		p.Demands = append(p.Demands, Demand{Rule: &rule})
	}
	asked := 0
	a, err := Alternatives(p, 5, Budget{Nodes: 300, Stop: func() bool { asked++; return asked > 5 }})
	if err != nil || a.Nodes > 301 {
		t.Errorf("%v after %d steps", err, a.Nodes)
	}
	if a.Proven && len(a.Plans) == 0 && a.Infeasible == nil {
		t.Error("no plan, and no reason")
	}
}

// deep is a rule with three parts on each level.
func deep(id func() string, levels int) matching.Rule {
	if levels == 1 {
		return part(id())
	}
	return kOf(2, deep(id, levels-1), deep(id, levels-1), deep(id, levels-1))
}

func TestSumsThatMayPassSixtyFourBitsAreRefused(t *testing.T) {
	t.Parallel()
	p := Problem{Today: today, Weights: Weights{Minutes: math.MaxInt64 / 2000}, Demands: []Demand{{Any: []string{"a"}}}}
	for i := range 30 {
		p.Items = append(p.Items, Item{Credential: fmt.Sprint(i), Options: []Option{{ID: fmt.Sprint(i), Minutes: Exactly(100)}}})
	}
	if _, err := Best(p, Budget{}); !problem.Is(err, problem.Limit) {
		t.Errorf("got %v, want a limit", err)
	}
	p.Items = slices.Delete(p.Items, 15, 30)
	p.Items[0].Credential = "a"
	a, err := Best(p, Budget{})
	if err != nil || len(a.Plans) != 1 || a.Plans[0].Value.Sum != math.MaxInt64/2000*100 {
		t.Errorf("got %+v, %v", a, err)
	}
}

func TestEverythingWrongIsSaidAtOnce(t *testing.T) {
	t.Parallel()
	p := Problem{
		Weights: Weights{Minutes: -1}, Pace: MaxPace + 1, Items: []Item{{}, {Options: []Option{{Minutes: Exactly(-1)}}}},
		Demands: []Demand{{Any: []string{"a"}, Rule: &matching.Rule{}}},
	}
	if got := len(problem.As(p.Validate())); got != 7 {
		t.Errorf("%d problems: %v", got, p.Validate())
	}
}

// Free courses of the same length are the rule: that any of them would do must not
// make the search try all sets.
func TestEqualsAreToldApartAtOnce(t *testing.T) {
	t.Parallel()
	p := Problem{Today: today, Weights: LeastMinutes}
	var first, second []matching.Rule
	for i := range 100 {
		id := fmt.Sprintf("c%03d", i)
		p.Items = append(p.Items, Item{Credential: id, Options: []Option{{ID: id, Minutes: Exactly(600), Cents: Exactly(0)}}})
		if i < 60 {
			first = append(first, part(id))
		}
		if i >= 40 {
			second = append(second, part(id))
		}
	}
	p.Demands = []Demand{{Rule: new(kOf(10, first...))}, {Rule: new(kOf(12, second...))}}
	for name, ask := range map[string]func(Problem, Budget) (Answer, error){
		"alternatives": func(p Problem, b Budget) (Answer, error) { return Alternatives(p, 5, b) },
		"frontier":     Frontier,
	} {
		a, err := ask(p, Budget{Nodes: 2000})
		if err != nil || !a.Proven || a.Plans[0].Count != 12 {
			t.Errorf("%s: %v after %d steps, proven: %v", name, err, a.Nodes, a.Proven)
		}
	}
}
