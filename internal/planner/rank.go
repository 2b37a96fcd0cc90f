package planner

import "slices"

// ranking seeks the k best plans that differ in their sets of items.
type ranking struct {
	*search
	*chooser
	k    int
	list []candidate
	// waits says that adding an item may give another one its days: a rule that
	// awards something is completed earlier.
	waits bool
}

func newRanking(m *model, k int, b Budget) *ranking {
	r := &ranking{search: newSearch(m, b), k: k}
	r.chooser = &chooser{m: m, timetable: timetable{m: m}, tick: r.search.tick}
	r.seeker = r
	r.waits = m.dated && m.awaits()
	return r
}

// awaits says that something needs what a rule may award.
func (m *model) awaits() bool {
	for i := range m.items {
		for _, need := range m.items[i].needs {
			if m.items[need].by != never {
				return true
			}
		}
	}
	return false
}

func (r *ranking) worst() cost {
	if len(r.list) < r.k {
		return noLimit
	}
	return r.list[r.k-1].cost
}

func (r *ranking) cut(f *frame) bool { return r.beyond(f) }

func (r *ranking) found(earn []int32) bool {
	if r.k > 1 && r.redundant(earn) {
		return true
	}
	c, ok := r.choose(earn, r.worst())
	if !ok {
		return !r.waits
	}
	at, there := slices.BinarySearchFunc(r.list, &c, func(x candidate, y *candidate) int { return x.compare(y) })
	if !there && !slices.ContainsFunc(r.list, func(x candidate) bool { return slices.Equal(x.earn, earn) }) {
		r.list = slices.Insert(r.list, at, c)
		r.list = r.list[:min(len(r.list), r.k)]
	}
	return true
}

// redundant says that fewer of the items do.
func (r *ranking) redundant(earn []int32) bool {
	rest, hold := newSet(len(r.search.m.items)), newSet(len(r.search.m.items))
	for _, i := range earn {
		rest.add(i)
	}
	for _, i := range earn {
		rest.drop(i)
		if r.does(rest, hold) {
			if !r.waits {
				return true
			}
			fewer := rest.list()
			if _, ok := r.choose(fewer, noLimit); ok || r.redundant(fewer) {
				return true
			}
		}
		rest.add(i)
	}
	return false
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
	costs []cost
	most  int64
}

func (l limited) paid(f *frame) int64 {
	sum := int64(0)
	for _, i := range f.in.list() {
		sum += int64(l.costs[i].lo)
	}
	return sum
}

// limits are the measures that have limits.
func (m *model) limits() []limited {
	var list []limited
	for _, of := range []struct {
		measure int
		most    Amount
	}{{minutes, m.maxMinutes}, {cents, m.maxCents}} {
		if of.most.Known {
			l := limited{costs: make([]cost, len(m.items)), most: of.most.N}
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
