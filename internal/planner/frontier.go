package planner

import (
	"math"
	"slices"
)

// Frontier is every trade of minutes against cents that no plan betters in both, the
// quickest first, each with a plan. Options of which either is unknown are left out,
// and counted: what is unknown cannot be traded.
func Frontier(p Problem, b Budget) (Answer, error) {
	p.Weights = LeastMinutes
	if err := p.Validate(); err != nil {
		return Answer{}, err
	}
	for _, limit := range []*Amount{&p.Limits.Minutes, &p.Limits.Cents} {
		if !limit.Known {
			*limit = Exactly(math.MaxInt64 / 4)
		}
	}
	f := &frontier{problem: p, budget: b, proven: true}
	f.run()
	a := Answer{Proven: f.proven, Nodes: f.nodes, Pace: f.pace, Unknown: f.unknown}
	for _, pt := range f.points {
		a.Plans = append(a.Plans, pt.plan)
	}
	if len(a.Plans) == 0 && a.Proven {
		a.Infeasible = explain(p, b)
	}
	return a, nil
}

// frontier looks for the points: first the ends and those between them that some
// weighted sum prefers, then what is in each gap between two of these.
type frontier struct {
	problem Problem
	budget  Budget
	points  []point
	proven  bool
	nodes   int
	pace    int64
	unknown int
}

// point is a trade, with a plan.
type point struct {
	minutes, cents int64
	plan           Plan
}

func (f *frontier) run() {
	f.problem.Items = compile(f.problem).offered()
	quick, ok := f.best(LeastMinutes, math.MaxInt64)
	if !ok {
		return
	}
	cheap, ok := f.best(LeastCents, math.MaxInt64)
	f.points = []point{quick}
	if !ok || quick.cents <= cheap.cents {
		return
	}
	f.between(quick, cheap)
	f.points = append(f.points, cheap)
	for _, pair := range pairs(f.points) {
		f.fill(pair[0], pair[1])
	}
	slices.SortFunc(f.points, func(a, b point) int { return int(min(1, max(-1, a.minutes-b.minutes))) })
}

func pairs(points []point) [][2]point {
	var list [][2]point
	for i := range points[1:] {
		list = append(list, [2]point{points[i], points[i+1]})
	}
	return list
}

// between adds the points between two that the sum weighted by their slope prefers.
func (f *frontier) between(a, b point) {
	if b.minutes-a.minutes < 2 || a.cents-b.cents < 2 {
		return
	}
	w := slope(f.problem, a, b)
	mid, ok := f.best(w, min(w.sum(a), w.sum(b))-1)
	if !ok || mid.minutes <= a.minutes || mid.minutes >= b.minutes {
		return
	}
	f.between(a, mid)
	f.points = append(f.points, mid)
	f.between(mid, b)
}

// slope are the weights by which two points are the same, as far as sums fit.
func slope(p Problem, a, b point) Weights {
	w := Weights{Minutes: a.cents - b.cents, Cents: b.minutes - a.minutes}
	for p.Weights = w; !p.fits(); p.Weights = w {
		w.Minutes, w.Cents = (w.Minutes+1)/2, (w.Cents+1)/2
	}
	return w
}

func (w Weights) sum(p point) int64 { return w.Minutes*p.minutes + w.Cents*p.cents }

// best is the best point for some weights, of those with no more than a sum.
func (f *frontier) best(w Weights, most int64) (point, bool) {
	p := f.problem
	p.Weights = w
	r := newRanking(compile(p), 1, f.remaining())
	r.most = r.search.m.packing.most(most)
	r.run()
	f.account(r.search)
	if len(r.list) == 0 {
		return point{}, false
	}
	plan := r.plan(r.list[0])
	return point{plan.Minutes, plan.Cents, plan}, true
}

// remaining is what is left of the budget.
func (f *frontier) remaining() Budget {
	b := f.budget
	if b.Nodes > 0 {
		b.Nodes = max(1, b.Nodes-f.nodes)
	}
	return b
}

func (f *frontier) account(s *search) {
	f.nodes += s.nodes
	f.proven = f.proven && !s.ended
	f.pace, f.unknown = s.m.pace, s.m.unknown
}

// fill finds the points in the gap between two.
func (f *frontier) fill(a, b point) {
	if b.minutes-a.minutes < 2 || a.cents-b.cents < 2 {
		return
	}
	p := f.problem
	p.Weights = slope(p, a, b)
	p.Limits.Minutes = Exactly(min(p.Limits.Minutes.N, b.minutes-1))
	p.Limits.Cents = Exactly(min(p.Limits.Cents.N, a.cents-1))
	g := newGap(compile(p), a, b, f.remaining())
	g.run()
	f.account(g.search)
	f.proven = f.proven && !g.givenUp
	for _, c := range g.between {
		plan := g.plan(c)
		f.points = append(f.points, point{plan.Minutes, plan.Cents, plan})
	}
}
