package planner

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"

	"github.com/stackmatch/stackmatch/internal/matching"
)

const today = Day(1000)

func part(name string) matching.Rule {
	return matching.Rule{Op: matching.OpPart, Credential: name}
}

func all(of ...matching.Rule) matching.Rule { return matching.Rule{Op: matching.OpAllOf, Of: of} }

func anyOf(of ...matching.Rule) matching.Rule {
	return matching.Rule{Op: matching.OpAnyOf, Of: of}
}

func kOf(k int, of ...matching.Rule) matching.Rule {
	return matching.Rule{Op: matching.OpKOf, K: k, Of: of}
}

func name(i int) string { return fmt.Sprintf("c%02d", i) }

// sort of small worlds to draw.
type kindOfWorld struct {
	items, options, demands       int
	needs, by, dated, rules, gaps int // in percent
	limits                        bool
}

// drawWorld makes a small problem with everything that can be in one.
func drawWorld(r *rand.Rand, k kindOfWorld) Problem {
	chance := func(percent int) bool { return r.IntN(100) < percent }
	p := Problem{Today: today, Pace: int64(60 + r.IntN(4)*70)}
	if chance(20) {
		p.Pace = 0
	}
	n := max(1, k.items-r.IntN(4))
	any := func() string {
		if chance(2) {
			return "nobody's"
		}
		return name(r.IntN(n))
	}
	for i := range n {
		if chance(8) {
			if p.Held = append(p.Held, name(i)); chance(50) {
				continue
			}
		}
		item := Item{Credential: name(i)}
		for chance(k.needs) {
			item.Needs = append(item.Needs, any())
		}
		for j := range 1 + r.IntN(k.options) {
			if chance(6) {
				break
			}
			item.Options = append(item.Options, drawOption(r, k, fmt.Sprintf("%s-%d", name(i), j)))
		}
		if chance(k.by) {
			rule := drawRule(r, any, 2)
			item.By = &rule
		}
		p.Items = append(p.Items, item)
	}
	for range 1 + r.IntN(k.demands) {
		if chance(k.rules) {
			rule := drawRule(r, any, 2)
			p.Demands = append(p.Demands, Demand{Rule: &rule})
			continue
		}
		d := Demand{Fresh: chance(20)}
		for range 1 + r.IntN(4) {
			d.Any = append(d.Any, any())
		}
		p.Demands = append(p.Demands, d)
	}
	p.Weights = []Weights{LeastMinutes, LeastCents, LeastCount, {2, 3, 0}, {1, 0, 5}}[r.IntN(5)]
	if k.limits {
		if chance(30) {
			p.Limits.Minutes = Exactly(int64(100 + r.IntN(700)))
		}
		if chance(30) {
			p.Limits.Cents = Exactly(int64(1 + r.IntN(14)))
		}
		if chance(40) {
			p.Limits.Finish = today + Day(5+r.IntN(40))
		}
	}
	return p
}

func drawOption(r *rand.Rand, k kindOfWorld, id string) Option {
	o := Option{ID: id, Minutes: Exactly(int64(10 * r.IntN(20))), Cents: Exactly(int64(r.IntN(6)))}
	if r.IntN(100) < k.gaps {
		o.Minutes = Amount{}
	}
	if r.IntN(100) < k.gaps {
		o.Cents = Amount{}
	}
	if r.IntN(100) < k.dated {
		o.Starts = today - 1 + Day(r.IntN(24))
		o.Ends = o.Starts + Day(r.IntN(20))
		switch r.IntN(6) {
		case 0:
			o.Ends = 0
		case 1:
			o.Starts = 0
		}
	}
	return o
}

func drawRule(r *rand.Rand, any func() string, depth int) matching.Rule {
	if depth == 0 || r.IntN(3) == 0 {
		return part(any())
	}
	of := make([]matching.Rule, 1+r.IntN(3))
	for i := range of {
		of[i] = drawRule(r, any, depth-1)
	}
	switch r.IntN(3) {
	case 0:
		return all(of...)
	case 1:
		return anyOf(of...)
	}
	return kOf(1+r.IntN(len(of)), of...)
}

// shuffled is the same problem in another order.
func shuffled(r *rand.Rand, p Problem) Problem {
	p.Items = slices.Clone(p.Items)
	for i := range p.Items {
		item := &p.Items[i]
		item.Needs, item.Options = slices.Clone(item.Needs), slices.Clone(item.Options)
		r.Shuffle(len(item.Needs), func(a, b int) { item.Needs[a], item.Needs[b] = item.Needs[b], item.Needs[a] })
		r.Shuffle(len(item.Options), func(a, b int) { item.Options[a], item.Options[b] = item.Options[b], item.Options[a] })
	}
	r.Shuffle(len(p.Items), func(a, b int) { p.Items[a], p.Items[b] = p.Items[b], p.Items[a] })
	p.Held = slices.Clone(p.Held)
	r.Shuffle(len(p.Held), func(a, b int) { p.Held[a], p.Held[b] = p.Held[b], p.Held[a] })
	return p
}

func sortedKeys[V any](m map[string]V) []string {
	return slices.Sorted(maps.Keys(m))
}
