package planner

import (
	"github.com/stackmatch/stackmatch/internal/problem"
)

// Best is the best plan, or why there is none.
func Best(p Problem, b Budget) (Answer, error) { return Alternatives(p, 1, b) }

// Alternatives are the k best plans that differ in their sets of micro-credentials,
// each with its best options, the best first; or why there is none.
func Alternatives(p Problem, k int, b Budget) (Answer, error) {
	if err := p.Validate(); err != nil {
		return Answer{}, err
	}
	if k < 1 || k > MaxAlternatives {
		return Answer{}, problem.New(problem.Invalid, "ask for 1 to %d plans", MaxAlternatives).
			Spanish("pida de 1 a %d planes", MaxAlternatives).At("alternatives")
	}
	r := newRanking(compile(p), k, b)
	r.run()
	a := Answer{Proven: !r.ended && !r.givenUp, Nodes: r.nodes, Pace: r.search.m.pace}
	for _, c := range r.list {
		a.Plans = append(a.Plans, r.plan(c))
	}
	a.Bound = r.bound()
	if len(a.Plans) == 0 && a.Proven {
		a.Infeasible = explain(p, b)
	}
	return a, nil
}

// bound is the value that no plan is better than.
func (r *ranking) bound() Value {
	best := r.unseen
	if len(r.list) > 0 {
		best = least(best, r.list[0].cost)
	}
	if best == noLimit {
		return Value{}
	}
	return r.search.m.packing.value(best)
}
