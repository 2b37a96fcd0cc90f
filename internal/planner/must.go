package planner

import "slices"

const (
	// mostMusts bounds how much of what an item needs is looked at in bounds.
	mostMusts = 24
	// mustRounds and mustItems bound the work of finding it.
	mustRounds, mustItems = 24, 2000
)

// findMusts finds for each item what must be earned before it whatever is done: what
// it needs, and what that needs; of several ways, what all have in common. Whenever
// it stops, what it has found is true.
func (m *model) findMusts() {
	f := newMustFinder(m)
	for range mustRounds {
		if len(m.items) > mustItems || !f.round() {
			break
		}
	}
	for i := range m.items {
		it := &m.items[i]
		it.must = slices.DeleteFunc(f.work[i].list(), func(j int32) bool { return j == int32(i) })
		it.must = append(it.must[:min(len(it.must), mostMusts-1)], int32(i))
	}
}

// mustFinder has what must be earned: for each item to be earned by work (work) and
// to be had at all (have), and for each formula.
type mustFinder struct {
	m          *model
	work, have []set
	formulas   []set
}

func newMustFinder(m *model) *mustFinder {
	f := &mustFinder{m: m}
	for i := range m.items {
		f.work, f.have = append(f.work, newSet(len(m.items))), append(f.have, newSet(len(m.items)))
		f.work[i].add(int32(i))
	}
	for range m.nodes {
		f.formulas = append(f.formulas, newSet(len(m.items)))
	}
	return f
}

// round looks one step further; false once nothing more is found.
func (f *mustFinder) round() bool {
	for at := range f.m.nodes {
		f.formula(int32(at))
	}
	more := false
	for i := range f.m.items {
		it := &f.m.items[i]
		before := f.work[i].len() + f.have[i].len()
		for _, need := range it.needs {
			f.work[i].or(f.have[need])
		}
		switch work := len(it.choices) > 0 && !it.lost; {
		case it.by == always:
		case it.by == never && work:
			f.have[i].or(f.work[i])
		case it.by >= 0 && !work:
			f.have[i].or(f.formulas[it.by])
		case it.by >= 0:
			both := f.work[i].clone()
			both.and(f.formulas[it.by])
			f.have[i].or(both)
		}
		more = more || f.work[i].len()+f.have[i].len() > before
	}
	return more
}

// formula finds what is in so many kids that no k of the others are left.
func (f *mustFinder) formula(at int32) {
	n := &f.m.nodes[at]
	into := f.formulas[at]
	switch n.kind {
	case earned:
		into.or(f.work[n.item])
	case had:
		into.or(f.have[n.item])
	default:
		every := newSet(len(f.m.items))
		for _, kid := range n.kids {
			every.or(f.formulas[kid])
		}
		for _, i := range every.list() {
			if n.k == int32(len(n.kids)) || f.without(n, i) < n.k {
				into.add(i)
			}
		}
	}
}

func (f *mustFinder) without(n *node, i int32) int32 {
	count := int32(0)
	for _, kid := range n.kids {
		if !f.formulas[kid].has(i) {
			count++
		}
	}
	return count
}
