package planner

import (
	"cmp"
	"math"
	"slices"
	"testing"

	"github.com/stackmatch/stackmatch/internal/matching"
)

// thrifty plans as people do: of what is missing next what seems cheapest now, with all
// that it needs. It shares no code with the planner but the types.
type thrifty struct {
	weights Weights
	items   map[string]Item
	has     map[string]bool
	spent   int64
}

func newThrifty(p Problem) *thrifty {
	g := &thrifty{weights: p.Weights, items: map[string]Item{}, has: map[string]bool{}}
	for _, it := range p.Items {
		g.items[it.Credential] = it
	}
	for _, held := range p.Held {
		g.has[held] = true
	}
	return g
}

// alone is what an item takes by itself, in its cheapest way.
func (g *thrifty) alone(credential string) int64 {
	least := int64(math.MaxInt64 / 1000)
	for _, o := range g.items[credential].Options {
		least = min(least, g.weights.Minutes*o.Minutes.N+g.weights.Cents*o.Cents.N+g.weights.Count)
	}
	return least
}

// price is what an item takes with all that it needs.
func (g *thrifty) price(credential string) int64 {
	if g.has[credential] {
		return 0
	}
	sum := g.alone(credential)
	for _, need := range g.items[credential].Needs {
		sum += g.price(need)
	}
	return sum
}

func (g *thrifty) earn(credential string) {
	if g.has[credential] {
		return
	}
	for _, need := range g.items[credential].Needs {
		g.earn(need)
	}
	g.spent += g.alone(credential)
	g.has[credential] = true
}

// bundle is a way to meet something, as it seems.
type bundle struct {
	price int64
	parts []string
}

func (g *thrifty) bundle(r matching.Rule) bundle {
	if r.Op == matching.OpPart {
		return bundle{g.price(r.Credential), []string{r.Credential}}
	}
	var all []bundle
	for _, of := range r.Of {
		all = append(all, g.bundle(of))
	}
	slices.SortFunc(all, func(a, b bundle) int { return cmp.Compare(a.price, b.price) })
	n := map[matching.Op]int{matching.OpAllOf: len(all), matching.OpAnyOf: 1, matching.OpKOf: r.K}[r.Op]
	var out bundle
	for _, one := range all[:n] {
		out.price += one.price
		out.parts = append(out.parts, one.parts...)
	}
	return out
}

// plan meets every demand, the one that seems cheapest first, and says what it took.
func (g *thrifty) plan(demands []Demand) int64 {
	for {
		var next *bundle
		for _, d := range demands {
			rule := d.Rule
			if rule == nil {
				rule = &matching.Rule{Op: matching.OpAnyOf}
				for _, credential := range d.Any {
					rule.Of = append(rule.Of, part(credential))
				}
			}
			if b := g.bundle(*rule); b.price > 0 && (next == nil || b.price < next.price) {
				next = &b
			}
		}
		if next == nil {
			return g.spent
		}
		for _, credential := range next.parts {
			g.earn(credential)
		}
	}
}

func TestAPlanIsNeverWorseThanWhatAThriftyPersonWouldDo(t *testing.T) {
	t.Parallel()
	better := 0
	for seed := range uint64(40) {
		for _, w := range []Weights{LeastMinutes, LeastCents, LeastCount, {Minutes: 2, Cents: 1}} {
			p := drawCatalog(seed, 600)
			p.Weights = w
			thrift := newThrifty(p).plan(p.Demands)
			got, err := Best(p, Budget{})
			switch {
			case err != nil || len(got.Plans) == 0 || !got.Proven:
				t.Fatalf("seed %d: %v", seed, err)
			case got.Plans[0].Value.Sum > thrift:
				t.Errorf("seed %d, %+v: %d, thrift takes %d", seed, w, got.Plans[0].Value.Sum, thrift)
			case got.Plans[0].Value.Sum < thrift:
				better++
			}
		}
	}
	if better < 80 {
		t.Errorf("of 160 plans only %d are better", better)
	}
}
