package matching

import (
	"cmp"
	"slices"
)

// Cost is what earning micro-credentials takes. Costs add up part by part and compare
// in the order of the fields, so that what nobody knows is never the cheapest.
type Cost struct {
	// Unpriced counts those whose price nobody knows; Cents are of the others.
	Unpriced int
	Cents    int64
	// Untimed counts those of which nobody knows how long they take; Minutes are of
	// the others.
	Untimed int
	Minutes int64
	Parts   int
}

func (c Cost) plus(o Cost) Cost {
	return Cost{c.Unpriced + o.Unpriced, c.Cents + o.Cents, c.Untimed + o.Untimed, c.Minutes + o.Minutes, c.Parts + o.Parts}
}

func (c Cost) compare(o Cost) int {
	return cmp.Or(
		cmp.Compare(c.Unpriced, o.Unpriced), cmp.Compare(c.Cents, o.Cents),
		cmp.Compare(c.Untimed, o.Untimed), cmp.Compare(c.Minutes, o.Minutes), cmp.Compare(c.Parts, o.Parts),
	)
}

// Way is micro-credentials that together complete a rule, in the rule's order.
type Way struct {
	Credentials []string
	Cost        Cost
}

// maxShared bounds the micro-credentials named in several places of a rule that are
// reckoned with exactly: each doubles the work.
const maxShared = 8

// fewShared is up to how many of these more than one way is kept for each choice
// among them.
const fewShared = 3

// Ways lists the cheapest ways to complete a rule, the cheapest first, at most n; none
// of them has more than it needs. A rule that what is held completes has the one
// way of no micro-credential. Cost is of one micro-credential; its Parts are 1.
//
// The first is the cheapest of all, where no more than maxShared micro-credentials
// are named in several places.
func Ways(rule Rule, held func(credential string) bool, cost func(credential string) Cost, n int) []Way {
	w := newWays(rule, held, cost, n)
	var all []way
	for set := range 1 << len(w.shared) {
		w.bought, w.refused = partMask{}, partMask{}
		for i, bit := range w.shared {
			if set&(1<<i) != 0 {
				w.bought = w.bought.or(w.bit(bit))
			} else {
				w.refused = w.refused.or(w.bit(bit))
			}
		}
		for _, found := range w.of(rule) {
			all = append(all, w.join(found, way{w.bought, w.costOf(w.bought)}))
		}
	}
	return w.list(w.leanest(all, n))
}

// ways looks for ways through one rule.
type ways struct {
	held func(string) bool
	// n is how many ways are kept of each part of the rule.
	n     int
	names []string // of what is not held, in the rule's order
	index map[string]int
	costs []Cost
	// shared are those that the rule names more than once.
	shared []int
	// Of the shared ones, those bought are had for nothing, for now, and those
	// refused not at all.
	bought, refused partMask
}

type way struct {
	set  partMask
	cost Cost
}

func newWays(rule Rule, held func(string) bool, cost func(string) Cost, n int) *ways {
	w := &ways{held: held, n: max(1, n), index: map[string]int{}}
	times := map[string]int{}
	var visit func(r Rule)
	visit = func(r Rule) {
		if r.Op == OpPart && !held(r.Credential) {
			if times[r.Credential]++; times[r.Credential] == 1 {
				w.index[r.Credential] = len(w.names)
				w.names, w.costs = append(w.names, r.Credential), append(w.costs, cost(r.Credential))
			}
		}
		for _, of := range r.Of {
			visit(of)
		}
	}
	visit(rule)
	for i, name := range w.names {
		if times[name] > 1 && len(w.shared) < maxShared {
			w.shared = append(w.shared, i)
		}
	}
	if len(w.shared) > fewShared {
		w.n = 1 // each choice among the shared ones is another way already
	}
	return w
}

func (w *ways) bit(i int) partMask {
	var m partMask
	m[i/64] = 1 << (i % 64)
	return m
}

func (m partMask) and(o partMask) partMask { return partMask{m[0] & o[0], m[1] & o[1]} }

func (w *ways) costOf(set partMask) Cost {
	var sum Cost
	for i := range w.names {
		if !set.and(w.bit(i)).empty() {
			sum = sum.plus(w.costs[i])
		}
	}
	return sum
}

func (w *ways) join(a, b way) way {
	set := a.set.or(b.set)
	if a.set.and(b.set).empty() {
		return way{set, a.cost.plus(b.cost)}
	}
	return way{set, w.costOf(set)}
}

// of lists the cheapest ways through a rule; none where what is refused is needed.
func (w *ways) of(r Rule) []way {
	if r.Op == OpPart {
		return w.ofPart(r.Credential)
	}
	children := make([][]way, len(r.Of))
	for i, of := range r.Of {
		children[i] = w.of(of)
	}
	k := map[Op]int{OpAllOf: len(children), OpAnyOf: 1, OpKOf: r.K}[r.Op]
	// best[j] are the cheapest ways through j of the children seen so far.
	best := make([][]way, k+1)
	best[0] = []way{{}}
	for _, child := range children {
		for j := k; j > 0; j-- {
			best[j] = w.cheapest(append(best[j], w.both(best[j-1], child)...))
		}
	}
	return best[k]
}

func (w *ways) ofPart(credential string) []way {
	if w.held(credential) {
		return []way{{}}
	}
	i := w.index[credential]
	switch bit := w.bit(i); {
	case !w.bought.and(bit).empty():
		return []way{{}}
	case !w.refused.and(bit).empty():
		return nil
	default:
		return []way{{bit, w.costs[i]}}
	}
}

func (w *ways) both(a, b []way) []way {
	var list []way
	for _, x := range a {
		for _, y := range b {
			list = append(list, w.join(x, y))
		}
	}
	return list
}

// cheapest keeps as many as are asked for.
func (w *ways) cheapest(list []way) []way {
	slices.SortFunc(list, compareWays)
	list = slices.Compact(list)
	return slices.Clone(list[:min(len(list), w.n)])
}

// leanest sorts ways and leaves out those that have more than another one.
func (w *ways) leanest(all []way, n int) []way {
	slices.SortFunc(all, compareWays)
	var lean []way
	for _, x := range all {
		more := func(y way) bool { return y.set.and(x.set) == y.set }
		if !slices.ContainsFunc(lean, more) {
			lean = append(lean, x)
		}
	}
	return lean[:min(len(lean), max(1, n))]
}

// compareWays puts the cheaper way first; of equals the one that the rule names
// first.
func compareWays(a, b way) int {
	only := func(x, y uint64) int { // the lowest part that only one has decides
		if x == y {
			return 0
		}
		if differ := x ^ y; x&(differ&-differ) != 0 {
			return -1
		}
		return 1
	}
	return cmp.Or(a.cost.compare(b.cost), only(a.set[0], b.set[0]), only(a.set[1], b.set[1]))
}

func (w *ways) list(found []way) []Way {
	out := make([]Way, len(found))
	for i, f := range found {
		out[i].Cost = f.cost
		for bit, name := range w.names {
			if !f.set.and(w.bit(bit)).empty() {
				out[i].Credentials = append(out[i].Credentials, name)
			}
		}
	}
	return out
}

// Rule is the rule of a version of a stack; of the current one where version is "".
func (c *Catalog) Rule(stack, version string) (Rule, bool) {
	s := c.stacks[stack]
	if s == nil {
		return Rule{}, false
	}
	if version == "" || version == s.Version {
		return s.Rule, true
	}
	rule, ok := s.Former[version]
	return rule, ok
}

// Progress is the share of a version's own rule that micro-credentials complete, in
// lowest terms; 0 of 1 where it is unknown.
func (c *Catalog) Progress(stack, version string, held []string) (numerator, denominator int64) {
	s := c.stacks[stack]
	if s == nil || s.own[version] == nil {
		return 0, 1
	}
	program := s.own[version]
	var mask partMask
	for _, credential := range held {
		mask = mask.or(program.bits[credential])
	}
	n, d := program.progress(mask), program.den()
	common := gcd(n, d)
	return n / common, d / common
}
