package planner

import "slices"

// ranking seeks the k best plans that differ in their sets of items.
type ranking struct {
	*picker
	k    int
	list []candidate
	lean *pruner
	// most is the cost past which plans do not matter anyway.
	most cost
}

func newRanking(m *model, k int, b Budget) *ranking {
	r := &ranking{picker: newPicker(m, b), k: k, most: noLimit}
	r.seeker = r
	if k > 1 && !r.waits {
		r.lean = newPruner(r.state)
	}
	return r
}

func (r *ranking) worst() cost {
	if len(r.list) < r.k {
		return r.most
	}
	return r.list[r.k-1].cost
}

func (r *ranking) cut(f *frame) bool {
	return r.lean != nil && r.lean.prune(f) || r.beyond(f)
}

func (r *ranking) found(earn []int32) {
	if r.k > 1 && r.redundant(earn) {
		return
	}
	c, ok := r.choose(earn, r.worst())
	if !ok || slices.ContainsFunc(r.list, func(x candidate) bool { return slices.Equal(x.earn, earn) }) {
		return
	}
	at, _ := slices.BinarySearchFunc(r.list, &c, func(x candidate, y *candidate) int { return x.compare(y) })
	r.list = slices.Insert(r.list, at, c)
	r.list = r.list[:min(len(r.list), r.k)]
}

// beyond says that the limits allow nothing from a frame on.
func (s *search) beyond(f *frame) bool {
	for _, l := range s.limited {
		if l.most < l.paid(f)+int64(s.ascend(f, l.costs).lo) {
			return true
		}
	}
	return false
}

// limited is a measure with a limit, and what each item takes of it at least.
type limited struct {
	measure int
	costs   []cost
	most    int64
}

func (l limited) paid(f *frame) int64 {
	sum := int64(0)
	for _, i := range f.in.list() {
		sum += int64(l.costs[i].lo)
	}
	return sum
}

// limits are the measures whose limits some plan may pass.
func (m *model) limits() []limited {
	var list []limited
	for _, of := range []struct {
		measure int
		most    Amount
	}{{minutes, m.maxMinutes}, {cents, m.maxCents}} {
		if of.most.Known && of.most.N < m.largest[of.measure] {
			l := limited{measure: of.measure, costs: make([]cost, len(m.items)), most: of.most.N}
			for i := range m.items {
				if len(m.items[i].choices) > 0 {
					l.costs[i].lo = uint64(m.leastOf(int32(i)).sums[of.measure])
				}
			}
			list = append(list, l)
		}
	}
	return list
}
