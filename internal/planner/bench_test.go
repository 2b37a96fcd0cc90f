package planner

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/internal/matching"
)

// drawCatalog makes a problem as hard as the size asked for allows: of n
// micro-credentials, 80 are relevant; 16 demands that overlap, so that most items
// meet several of them and each demand can be met in several ways; prerequisites,
// stacks, prices that go against minutes, and one to three options each.
func drawCatalog(seed uint64, n int) Problem {
	const relevant, demands = 80, 16
	r := rand.New(rand.NewPCG(seed, 16))
	p := Problem{Today: today, Weights: LeastMinutes}
	id := func(i int) string { return fmt.Sprintf("mcr_%04d", i) }
	for i := range n {
		item := Item{Credential: id(i)}
		size := int64(300 + r.IntN(2400))
		if seed%2 == 1 {
			size = int64(900 + r.IntN(600))
		}
		for j := range 1 + r.IntN(3) {
			minutes := size * int64(70+r.IntN(60)) / 100
			price := int64(r.IntN(40000)) + 40_000_000/(minutes+400)
			item.Options = append(item.Options, Option{ID: fmt.Sprintf("off_%04d_%d", i, j), Minutes: Exactly(minutes), Cents: Exactly(price)})
		}
		base := 0
		if i >= relevant {
			base = relevant
		}
		if i > base+4 && r.IntN(100) < 35 && seed%4 != 3 {
			for range 1 + r.IntN(2) {
				item.Needs = append(item.Needs, id(base+r.IntN(i-base)))
			}
		}
		p.Items = append(p.Items, item)
	}
	stacks := drawStacks(r, id, relevant)
	for d := range demands {
		if d%4 == 3 {
			p.Demands = append(p.Demands, Demand{Rule: &stacks[d/4]})
			continue
		}
		var demand Demand
		for range 8 - 3*int(seed%2) + r.IntN(5) {
			demand.Any = append(demand.Any, id(r.IntN(relevant)))
		}
		p.Demands = append(p.Demands, demand)
	}
	return p
}

// drawStacks makes nested rules with parts in common.
func drawStacks(r *rand.Rand, id func(int) string, relevant int) []matching.Rule {
	parts := func(n int) []matching.Rule {
		list := make([]matching.Rule, n)
		for i := range list {
			list[i] = part(id(r.IntN(relevant)))
		}
		return list
	}
	return []matching.Rule{
		kOf(2, parts(6)...),
		all(anyOf(parts(4)...), kOf(2, parts(5)...)),
		anyOf(all(parts(2)...), all(parts(2)...), kOf(3, parts(7)...)),
		kOf(2, anyOf(parts(3)...), all(parts(2)...), part(id(r.IntN(relevant))), anyOf(parts(2)...)),
	}
}

// BenchmarkPlan says the median and the worst of 50 problems.
func BenchmarkPlan(b *testing.B) {
	for _, n := range []int{600, 5000} {
		for name, ask := range map[string]func(Problem) (Answer, error){
			"best": func(p Problem) (Answer, error) { return Best(p, Budget{}) },
			"k=5":  func(p Problem) (Answer, error) { return Alternatives(p, 5, Budget{}) },
			"mix": func(p Problem) (Answer, error) {
				p.Weights = Weights{Minutes: 2, Cents: 1}
				return Best(p, Budget{})
			},
			"frontier": func(p Problem) (Answer, error) { return Frontier(p, Budget{}) },
			"count": func(p Problem) (Answer, error) {
				p.Weights = LeastCount
				return Best(p, Budget{})
			},
		} {
			b.Run(fmt.Sprintf("%s/%d", name, n), func(b *testing.B) { benchmarkPlan(b, n, ask) })
		}
	}
}

func benchmarkPlan(b *testing.B, n int, ask func(Problem) (Answer, error)) {
	var took []time.Duration
	nodes := 0
	for b.Loop() {
		took, nodes = took[:0], 0
		for seed := range uint64(50) {
			p := drawCatalog(seed, n)
			start := time.Now()
			a, err := ask(p)
			took = append(took, time.Since(start))
			if err != nil || !a.Proven {
				b.Fatal(seed, err, a.Proven)
			}
			nodes = max(nodes, a.Nodes)
		}
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[25].Microseconds())/1000, "median-ms")
	b.ReportMetric(float64(took[49].Microseconds())/1000, "max-ms")
	b.ReportMetric(float64(nodes), "max-nodes")
	b.ReportMetric(0, "ns/op")
}

// BenchmarkDatedPlan has every other option on days of its own, and a last day.
func BenchmarkDatedPlan(b *testing.B) {
	benchmarkPlan(b, 600, func(p Problem) (Answer, error) {
		r := rand.New(rand.NewPCG(uint64(len(p.Items[0].Options)), 77))
		p.Pace, p.Limits.Finish = 900, today+250
		for i := range p.Items {
			for j := range p.Items[i].Options {
				if o := &p.Items[i].Options[j]; r.IntN(2) == 0 {
					o.Starts = today + Day(r.IntN(150))
					o.Ends = o.Starts + Day(20+r.IntN(70))
				}
			}
		}
		return Best(p, Budget{Nodes: 1_000_000})
	})
}
