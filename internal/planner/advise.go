package planner

import (
	"math"
	"sort"
)

// adviser finds which limits stop a plan, and what would do.
type adviser struct {
	problem Problem
	// budget is for all that is tried together.
	budget Budget
	nodes  int
}

// stopped are the limits each of which stops it alone, with the least that would do;
// where none does, all of them, each with the least that would do without the others.
func (a *adviser) stopped() []Stopped {
	limited := a.limited()
	var list []Stopped
	for _, measure := range limited {
		keep := without(limited, measure)
		if s := a.least(measure, keep); s.Needed.Known {
			s.Alone = true
			list = append(list, s)
		}
	}
	if s := a.pace(); s.Needed.Known {
		list = append(list, s)
	}
	if len(list) > 0 {
		return list
	}
	for _, measure := range limited {
		list = append(list, a.least(measure, nil))
	}
	if len(list) == 0 {
		list = append(list, Stopped{Measure: Pace, Limit: a.problem.pace(), Alone: true})
	}
	return list
}

func (a *adviser) limited() []Measure {
	var list []Measure
	l := a.problem.Limits
	if l.Minutes.Known && l.Minutes.N < math.MaxInt64/4 {
		list = append(list, Minutes)
	}
	if l.Cents.Known && l.Cents.N < math.MaxInt64/4 {
		list = append(list, Cents)
	}
	if l.Finish > 0 {
		list = append(list, Finish)
	}
	return list
}

func without(list []Measure, one Measure) []Measure {
	var out []Measure
	for _, measure := range list {
		if measure != one {
			out = append(out, measure)
		}
	}
	return out
}

// least is the least of a measure by which there is a plan within some other limits.
func (a *adviser) least(measure Measure, keep []Measure) Stopped {
	p := a.problem.dropped(keep...)
	s := Stopped{Measure: measure}
	switch measure {
	case Minutes:
		s.Limit, p.Weights = a.problem.Limits.Minutes.N, LeastMinutes
		if plan, ok := a.plan(p); ok {
			s.Needed = Exactly(plan.Minutes)
		}
	case Cents:
		s.Limit, p.Weights = a.problem.Limits.Cents.N, LeastCents
		if plan, ok := a.plan(p); ok {
			s.Needed = Exactly(plan.Cents)
		}
	default:
		s.Limit = int64(a.problem.Limits.Finish)
		s.Needed = a.earliest(p)
	}
	return s
}

// earliest is the first day on which a plan can end.
func (a *adviser) earliest(p Problem) Amount {
	p.Weights = LeastMinutes
	plan, ok := a.plan(p)
	if !ok {
		return Amount{}
	}
	known := true
	days := sort.Search(int(plan.Finish-p.Today), func(days int) bool {
		sooner := p
		sooner.Limits.Finish = p.Today + Day(days)
		_, ok, proven := a.try(sooner)
		known = known && (ok || proven)
		return ok
	})
	if !known {
		return Amount{}
	}
	return Exactly(int64(p.Today) + int64(days))
}

// pace finds the minutes a week by which there is a plan within the limits, where
// some are stated and days matter.
func (a *adviser) pace() Stopped {
	p := a.problem
	s := Stopped{Measure: Pace, Limit: p.pace(), Alone: true}
	fastest := p.dropped(Minutes, Cents)
	if fastest.Pace = MaxPace; p.Pace == 0 || p.Limits.Finish == 0 && !compile(fastest).dated {
		return s
	}
	does := func(pace int64) bool {
		p.Pace = pace
		_, ok := a.plan(p)
		return ok
	}
	if !does(MaxPace) {
		return s
	}
	more := sort.Search(int(MaxPace-s.Limit), func(i int) bool { return does(s.Limit + int64(i)) })
	s.Needed = Exactly(s.Limit + int64(more))
	return s
}

func (p Problem) pace() int64 {
	if p.Pace == 0 {
		return DefaultPace
	}
	return p.Pace
}

// plan is the best plan; false where there is none, or none is proven to be.
func (a *adviser) plan(p Problem) (Plan, bool) {
	plan, ok, proven := a.try(p)
	return plan, ok && proven
}

func (a *adviser) try(p Problem) (plan Plan, ok, proven bool) {
	if !p.fits() {
		return Plan{}, false, false
	}
	b := a.budget
	if b.Nodes > 0 {
		b.Nodes = max(1, b.Nodes-a.nodes)
	}
	r := newRanking(compile(p), 1, b)
	r.run()
	a.nodes += r.nodes
	if len(r.list) == 0 {
		return Plan{}, false, !r.ended && !r.givenUp
	}
	return r.plan(r.list[0]), true, !r.ended && !r.givenUp
}
