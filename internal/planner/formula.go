package planner

import (
	"slices"

	"github.com/stackmatch/stackmatch/internal/matching"
)

// node is a formula: a leaf, or at least k of some others. Formulas share parts, and
// every node comes after its kids.
type node struct {
	kind kind
	item int32
	k    int32
	kids []int32
	// size counts the leaves below, repeated parts again, up to maxSize.
	size int32
}

type kind uint8

const (
	// earned is that an item is earned by work.
	earned kind = iota
	// had is that an item is had, by work or by a rule.
	had
	// some is that at least k of the kids are true.
	some
)

// The formulas that have no node.
const (
	always  int32 = -1
	never   int32 = -2
	unset   int32 = -3
	writing int32 = -4
)

// maxSize is the largest formula that bounds look into.
const maxSize = 1000

// write writes all formulas.
func (m *model) write() {
	for i := range m.items {
		m.form(int32(i))
	}
	for i := range m.items {
		m.writeNeeds(&m.items[i])
	}
	for _, d := range m.problem.Demands {
		m.demands = append(m.demands, m.demand(d))
	}
}

func (m *model) writeNeeds(it *item) {
	it.needSet = newSet(len(m.items))
	for _, credential := range m.given[it.credential].Needs {
		if m.held[credential] {
			continue
		}
		i, known := m.index[credential]
		if !known {
			it.lost = true
			continue
		}
		it.needs = append(it.needs, i)
		it.needSet.add(i)
	}
	slices.Sort(it.needs)
	it.needs = slices.Compact(it.needs)
}

func (m *model) demand(d Demand) int32 {
	if d.Rule != nil {
		return m.rule(*d.Rule)
	}
	var kids []int32
	for _, credential := range d.Any {
		if m.held[credential] && !d.Fresh {
			return always
		}
		if i, known := m.index[credential]; known {
			kids = append(kids, m.form(i))
		}
	}
	return m.some(1, kids)
}

// form is the formula of having an item: earned, or its rule is complete. A rule
// that an item is part of itself, by way of others, speaks of what is had.
func (m *model) form(i int32) int32 {
	it := &m.items[i]
	if it.form == writing {
		m.opaque = true
		return m.leaf(had, i)
	}
	if it.form != unset {
		return it.form
	}
	it.form = writing
	if rule := m.given[it.credential].By; rule != nil {
		it.by = m.rule(*rule)
	}
	work := never
	if len(it.choices) > 0 {
		work = m.leaf(earned, i)
	}
	it.form = m.some(1, []int32{work, it.by})
	return it.form
}

func (m *model) rule(r matching.Rule) int32 {
	if r.Op == matching.OpPart {
		if m.held[r.Credential] {
			return always
		}
		if i, known := m.index[r.Credential]; known {
			return m.form(i)
		}
		return never
	}
	kids := make([]int32, len(r.Of))
	for i, of := range r.Of {
		kids[i] = m.rule(of)
	}
	switch r.Op {
	case matching.OpAllOf:
		return m.some(int32(len(kids)), kids)
	case matching.OpKOf:
		return m.some(int32(r.K), kids)
	default:
		return m.some(1, kids)
	}
}

func (m *model) leaf(kind kind, i int32) int32 {
	m.nodes = append(m.nodes, node{kind: kind, item: i, size: 1})
	return int32(len(m.nodes) - 1)
}

// some simplifies and adds a group: constants drop out, and groups of the same sort
// inside of it are taken apart.
func (m *model) some(k int32, kids []int32) int32 {
	kids = slices.Clone(kids)
	kids = slices.DeleteFunc(kids, func(kid int32) bool {
		if kid == always {
			k--
		}
		return kid < 0
	})
	n := int32(len(kids))
	switch {
	case k <= 0:
		return always
	case n < k:
		return never
	case k == 1 || k == n:
		kids = m.flat(k == 1, kids)
		if len(kids) == 1 {
			return kids[0]
		}
		if k > 1 {
			k = int32(len(kids))
		}
	}
	size := int32(0)
	for _, kid := range kids {
		size = min(size+m.nodes[kid].size, maxSize+1)
	}
	m.nodes = append(m.nodes, node{kind: some, k: k, kids: kids, size: size})
	return int32(len(m.nodes) - 1)
}

// flat has the kids of kids that are groups of the same sort, each once.
func (m *model) flat(any bool, kids []int32) []int32 {
	var list []int32
	for _, kid := range kids {
		n := &m.nodes[kid]
		if n.kind == some && len(kids)+len(n.kids) <= maxSize && (any && n.k == 1 || !any && int(n.k) == len(n.kids)) {
			list = append(list, n.kids...)
		} else {
			list = append(list, kid)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// evaluation says which formulas are true, by what is had. Values are kept for the
// nodes of one stamp.
type evaluation struct {
	stamps []uint32
	values []bool
	stamp  uint32
}

func (m *model) holds(e *evaluation, at int32, hold set) bool {
	if at < 0 {
		return at == always
	}
	n := &m.nodes[at]
	if n.kind != some {
		return hold.has(n.item)
	}
	if e.stamps[at] == e.stamp {
		return e.values[at]
	}
	left := n.k
	for _, kid := range n.kids {
		if left == 0 {
			break
		}
		if m.holds(e, kid, hold) {
			left--
		}
	}
	e.stamps[at], e.values[at] = e.stamp, left == 0
	return left == 0
}
