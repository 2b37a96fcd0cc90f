package planner

import "math/bits"

// seeker is what a search is for: it says which plans matter and takes them in.
type seeker interface {
	// worst is the cost past which plans do not matter.
	worst() cost
	// cut says that nothing that matters follows from a frame that costs so much.
	cut(f *frame) bool
	// found takes in a set that meets every demand.
	found(earn []int32)
}

// search looks through all sets of items by taking one or refusing it, and leaves
// out where nothing can follow that matters.
type search struct {
	m *model
	*state
	*bounder
	seeker seeker
	// costs are each item's least cost by the measure that is kept small.
	costs   []cost
	limited []limited
	frames  []frame
	budget  Budget
	nodes   int
	// ended says that the budget is used up, and unseen what the plans not looked at
	// cost at least.
	ended  bool
	unseen cost
	holds  set // scratch
	// helpful are the items that may be of use beyond the demands.
	helpful set
}

func newSearch(m *model, b Budget) *search {
	s := &search{m: m, state: newState(m), budget: b, unseen: noLimit, holds: newSet(len(m.items))}
	s.bounder = newBounder(s.state)
	s.costs = make([]cost, len(m.items))
	for i := range m.items {
		if c := m.items[i].choices; len(c) > 0 {
			s.costs[i] = c[0].cost
		}
	}
	s.limited = m.limits()
	return s
}

// run searches from the start; a greedy plan comes first, so that there is one
// whatever the budget.
func (s *search) run() {
	s.greedy()
	s.frame(0)
	s.dive(0)
}

// tick counts a step; false once the budget is used up.
func (s *search) tick() bool {
	s.nodes++
	if s.budget.Nodes > 0 && s.nodes > s.budget.Nodes || s.budget.Stop != nil && s.nodes&15 == 0 && s.budget.Stop() {
		s.ended = true
	}
	return !s.ended
}

func (s *search) frame(level int) *frame {
	if level == len(s.frames) {
		s.frames = append(s.frames, s.newFrame())
	}
	return &s.frames[level]
}

// dive looks through all that follows from a frame.
func (s *search) dive(level int) {
	for {
		f := s.frame(level)
		if !s.tick() {
			s.unseen = least(s.unseen, f.bound)
			return
		}
		item, ok := s.branch(f)
		if !ok {
			return
		}
		if item < 0 {
			if item = s.beyondGoal(f); s.ended {
				s.unseen = least(s.unseen, f.bound)
			}
			if item < 0 || s.ended {
				return
			}
		}
		next := s.frame(level + 1)
		f = &s.frames[level]
		next.copyFrom(f)
		next.in.add(item)
		next.paid = next.paid.plus(s.costs[item])
		s.dive(level + 1)
		f = &s.frames[level]
		if s.ended {
			s.unseen = least(s.unseen, f.bound)
			return
		}
		f.out.add(item)
	}
}

// branch settles a frame and finds the item to take or refuse next, -1 where nothing
// is owed; false where nothing follows that matters.
func (s *search) branch(f *frame) (item int32, ok bool) {
	for {
		if !s.settle(f, s.costs) {
			return 0, false
		}
		more := s.ascend(f, s.costs)
		bound := f.paid.plus(more)
		if f.bound.less(bound) {
			f.bound = bound
		}
		worst := s.seeker.worst()
		if worst.less(bound) {
			return 0, false
		}
		item = s.next()
		if !s.refuse(f, worst.minus(bound)) {
			break
		}
	}
	if s.seeker.cut(f) {
		return 0, false
	}
	return item, true
}

// refuse refuses what would make any plan too dear; false where there is nothing.
func (s *search) refuse(f *frame, slack cost) bool {
	if len(s.owed) == 0 {
		return false
	}
	refused := false
	for w := range s.all {
		for word := s.all[w] & f.reach[w] &^ f.in[w] &^ f.out[w]; word != 0; word &= word - 1 {
			i := int32(w<<6 + bits.TrailingZeros64(word))
			if slack.less(s.own(i)) {
				f.out.add(i)
				refused = true
			}
		}
	}
	return refused
}

// next finds the item to branch on: of what costs most to meet, the one that would
// add least.
func (s *search) next() int32 {
	for _, o := range s.order {
		if item := s.cheapest(o.at); item >= 0 {
			return item
		}
	}
	return -1
}

func (s *search) cheapest(at int32) int32 {
	for {
		n := &s.m.nodes[at]
		if n.kind == earned {
			return n.item
		}
		if n.kind == had {
			return -1
		}
		best, room := never, noLimit
		for _, kid := range n.kids {
			if s.status[kid] == open && s.m.nodes[kid].kind != had {
				if r := s.room(kid); best == never || r.less(room) {
					best, room = kid, r
				}
			}
		}
		if best == never {
			return -1
		}
		at = best
	}
}

// beyondGoal takes in what meets every demand, and finds an item that may be of use
// nevertheless; -1 where there is none.
func (s *search) beyondGoal(f *frame) int32 {
	if !s.does(f.in, s.holds) {
		return s.any(f, s.all) // something is taken to meet what it needs itself
	}
	s.seeker.found(f.in.list())
	if s.helpful == nil {
		return -1
	}
	return s.any(f, s.helpful)
}

// any is an item of some that may still be taken; -1 where there is none.
func (s *search) any(f *frame, of set) int32 {
	for w := range s.all {
		if word := of[w] & s.all[w] & f.reach[w] &^ f.in[w] &^ f.out[w]; word != 0 {
			return int32(w<<6 + bits.TrailingZeros64(word))
		}
	}
	return -1
}

// greedy takes the next best item until every demand is met, and then leaves out
// what is not needed, the dearest first.
func (s *search) greedy() {
	f := s.newFrame()
	for {
		item, ok := s.branch(&f)
		if !ok {
			return
		}
		if item < 0 {
			break
		}
		f.in.add(item)
		f.paid = f.paid.plus(s.costs[item])
	}
	if !s.does(f.in, s.holds) {
		return
	}
	for {
		dearest := int32(-1)
		for _, i := range f.in.list() {
			f.in.drop(i)
			if s.does(f.in, s.holds) && (dearest < 0 || s.costs[dearest].less(s.costs[i])) {
				dearest = i
			}
			f.in.add(i)
		}
		if dearest < 0 {
			break
		}
		f.in.drop(dearest)
	}
	s.seeker.found(f.in.list())
}
