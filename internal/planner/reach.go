package planner

import "math/bits"

// closure is all that is had once some items may be earned by work: those whose
// needs are had before them, and those whose rule is complete. What needs itself,
// by whatever way, is not had.
func (m *model) closure(earn set) set {
	r := newReacher(m)
	hold := newSet(len(m.items))
	r.close(hold, earn, true)
	return hold
}

// reacher finds what is had; it keeps its memory from one question to the next.
type reacher struct {
	m *model
	evaluation
	// awarded are the items that a rule awards.
	awarded []int32
}

func newReacher(m *model) *reacher {
	r := &reacher{m: m}
	r.stamps, r.values = make([]uint32, len(m.nodes)), make([]bool, len(m.nodes))
	for i := range m.items {
		if m.items[i].by >= 0 || m.items[i].by == always {
			r.awarded = append(r.awarded, int32(i))
		}
	}
	return r
}

// close fills hold with what is had by earning. Not grounded, an item counts as had
// whether or not its needs are.
func (r *reacher) close(hold, earn set, grounded bool) {
	if grounded {
		hold.clear()
	} else {
		copy(hold, earn)
	}
	for more := true; more; {
		more = grounded && r.earn(hold, earn)
		if r.award(hold) {
			more = true
		}
	}
}

func (r *reacher) earn(hold, earn set) bool {
	more := false
	for w := range earn {
		for left := earn[w] &^ hold[w]; left != 0; left &= left - 1 {
			i := int32(w<<6 + bits.TrailingZeros64(left))
			if r.m.items[i].needSet.within(hold) {
				hold.add(i)
				more = true
			}
		}
	}
	return more
}

func (r *reacher) award(hold set) bool {
	more := false
	r.stamp++
	for _, i := range r.awarded {
		if !hold.has(i) && r.m.holds(&r.evaluation, r.m.items[i].by, hold) {
			hold.add(i)
			more = true
		}
	}
	return more
}

// meets says that demands are met by what is had.
func (r *reacher) meets(hold set) bool {
	r.stamp++
	for _, d := range r.m.demands {
		if !r.m.holds(&r.evaluation, d, hold) {
			return false
		}
	}
	return true
}

// does says that earning just these meets every demand, and that each of them can be
// earned.
func (r *reacher) does(earn, scratch set) bool {
	r.close(scratch, earn, true)
	return earn.within(scratch) && r.meets(scratch)
}
