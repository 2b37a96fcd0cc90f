package planner

import (
	"maps"
	"slices"
)

// whatIf counts what additions open. Two micro-credentials open what either opens
// alone, and what needs both: so the numbers of all pairs come from those of one,
// corrected where two meet.
type whatIf struct {
	names []string
	needs [][]string
	index map[string]int32
	// closers has the offers that close each demand, ascending.
	closers [][]int32
	earners []caseOf
	// opens counts what each opens by itself, and helps has the earners for whom.
	opens []int32
	helps []set
}

// caseOf is one earner's case.
type caseOf struct {
	held  map[string]bool
	lacks []Lack
	// ready are the offers that the earner could take, opens what each opens.
	ready []bool
	opens []int32
	// near are those that need just one more, which is ready: the second of the two.
	near [][2]int32
}

func newWhatIf(c Caseload) *whatIf {
	w := &whatIf{index: map[string]int32{}, earners: make([]caseOf, len(c.Earners))}
	w.number(c)
	for _, by := range c.Demands {
		var list []int32
		for _, credential := range by {
			if i, known := w.index[credential]; known {
				list = append(list, i)
			}
		}
		slices.Sort(list)
		w.closers = append(w.closers, slices.Compact(list))
	}
	for _, l := range c.Lacks {
		if n := len(l.Demands); n > 0 && n <= mostLacking {
			w.earners[l.Earner].lacks = append(w.earners[l.Earner].lacks, l)
		}
	}
	w.opens = make([]int32, len(w.names))
	for range w.names {
		w.helps = append(w.helps, newSet(len(c.Earners)))
	}
	for e, held := range c.Earners {
		w.meet(int32(e), &w.earners[e], held)
	}
	return w
}

// number numbers, in the order of their ids, the offers that close a demand and
// those that these need.
func (w *whatIf) number(c Caseload) {
	offers := make(map[string][]string, len(c.Offers))
	for _, o := range c.Offers {
		offers[o.Credential] = o.Needs
	}
	for _, by := range c.Demands {
		for _, credential := range by {
			if needs, offered := offers[credential]; offered {
				w.index[credential] = 0
				for _, need := range needs {
					if _, offered := offers[need]; offered {
						w.index[need] = 0
					}
				}
			}
		}
	}
	w.names = slices.Sorted(maps.Keys(w.index))
	for i, credential := range w.names {
		w.index[credential] = int32(i)
		w.needs = append(w.needs, offers[credential])
	}
}

// meet finds what an earner could take, and what each of it opens.
func (w *whatIf) meet(id int32, e *caseOf, held []string) {
	e.held = make(map[string]bool, len(held))
	for _, credential := range held {
		e.held[credential] = true
	}
	e.ready, e.opens = make([]bool, len(w.names)), make([]int32, len(w.names))
	missing := func(need string) bool { return !e.held[need] }
	for i, name := range w.names {
		e.ready[i] = !e.held[name] && !slices.ContainsFunc(w.needs[i], missing)
	}
	for i, name := range w.names {
		if !e.held[name] && !e.ready[i] {
			if need, one := w.oneMissing(e, int32(i)); one && e.ready[need] {
				e.near = append(e.near, [2]int32{int32(i), need})
			}
		}
	}
	for _, l := range e.lacks {
		for _, i := range w.closers[l.Demands[0]] {
			if e.ready[i] && w.closes(l, i, i) {
				e.opens[i]++
			}
		}
	}
	for i, n := range e.opens {
		if w.opens[i] += n; n > 0 {
			w.helps[i].add(id)
		}
	}
}

// oneMissing is the one thing that an earner needs before an offer, where it is one
// and is offered.
func (w *whatIf) oneMissing(e *caseOf, i int32) (int32, bool) {
	found := never
	for _, need := range w.needs[i] {
		if e.held[need] {
			continue
		}
		at, offered := w.index[need]
		if !offered || found != never && found != at {
			return never, false
		}
		found = at
	}
	return found, found != never
}

// closes says that two offers, which may be one, close all that is lacking.
func (w *whatIf) closes(l Lack, a, b int32) bool {
	for _, d := range l.Demands {
		if !w.closedBy(d, a) && (a == b || !w.closedBy(d, b)) {
			return false
		}
	}
	return true
}

func (w *whatIf) closedBy(demand int, i int32) bool {
	_, found := slices.BinarySearch(w.closers[demand], i)
	return found
}

func (w *whatIf) ones(n int) []Addition {
	b := best{n: n}
	for i, name := range w.names {
		b.add(int(w.opens[i]), w.helps[i].len(), name)
	}
	return b.list
}
