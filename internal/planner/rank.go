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
	return r.lean != nil && r.lean.prune(f) || r.beyond(f) || !r.outlook.fits(f)
}

func (r *ranking) found(earn []int32) {
	if r.k > 1 && r.redundant(earn) {
		return
	}
	c, ok := r.choose(earn, r.worst())
	if !ok || slices.ContainsFunc(r.list, func(x candidate) bool { return slices.Equal(x.earn, earn) }) {
		return
	}
	if r.waits && r.droppable(earn, c.picks) {
		return
	}
	at, _ := slices.BinarySearchFunc(r.list, &c, func(x candidate, y *candidate) int { return x.compare(y) })
	r.list = slices.Insert(r.list, at, c)
	r.list = r.list[:min(len(r.list), r.k)]
}
