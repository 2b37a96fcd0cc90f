package planner

import "math/bits"

// status is what is known of a formula where some items are taken, some refused.
type status uint8

const (
	impossible status = iota
	open
	met
)

// frame is a place in the search: the items taken (in), those never to be taken
// (out), and what can still be had.
type frame struct {
	in, out, reach set
	// paid is the cost of what is in, and bound what every plan from here costs.
	paid, bound cost
}

// state judges frames; it keeps its memory from one to the next.
type state struct {
	m *model
	*reacher
	all    set // what can be earned at all
	free   set // scratch
	assume set // what is had if all that is in can be earned
	status []status
	// owed are the formulas that are not met yet, none of them an ALL, each once.
	owed   []int32
	seen   []uint32
	mark   uint32
	forced []int32
}

func newState(m *model) *state {
	n := len(m.items)
	return &state{
		m: m, reacher: newReacher(m), all: m.everything(), free: newSet(n), assume: newSet(n),
		status: make([]status, len(m.nodes)), seen: make([]uint32, len(m.nodes)),
	}
}

func (s *state) newFrame() frame {
	n := len(s.m.items)
	return frame{in: newSet(n), out: newSet(n), reach: newSet(n)}
}

func (f *frame) copyFrom(o *frame) {
	copy(f.in, o.in)
	copy(f.out, o.out)
	copy(f.reach, o.reach)
	f.paid, f.bound = o.paid, o.bound
}

// settle takes what has to be taken and refuses what cannot be, until nothing more
// follows; false where no plan follows.
func (s *state) settle(f *frame, costs []cost) bool {
	for w := range s.free {
		s.free[w] = s.all[w] &^ f.out[w]
	}
	s.close(f.reach, s.free, true)
	if !f.in.within(f.reach) {
		return false
	}
	for {
		s.judge(f)
		if !s.owe(f) {
			return false
		}
		if len(s.forced) == 0 {
			return true
		}
		for _, i := range s.forced {
			if !f.in.has(i) {
				f.in.add(i)
				f.paid = f.paid.plus(costs[i])
			}
		}
	}
}

// judge finds the status of every formula.
func (s *state) judge(f *frame) {
	if s.m.opaque {
		s.close(s.assume, f.in, false)
	}
	for at := range s.m.nodes {
		n := &s.m.nodes[at]
		switch n.kind {
		case earned:
			s.status[at] = s.judgeEarned(f, n.item)
		case had:
			s.status[at] = s.judgeHad(f, n.item)
		default:
			s.status[at] = s.judgeSome(n)
		}
	}
}

func (s *state) judgeEarned(f *frame, i int32) status {
	switch {
	case f.in.has(i):
		return met
	case f.out.has(i) || !s.all.has(i) || !s.m.items[i].needSet.within(f.reach):
		return impossible
	}
	return open
}

func (s *state) judgeHad(f *frame, i int32) status {
	switch {
	case s.assume.has(i):
		return met
	case f.reach.has(i):
		return open
	}
	return impossible
}

func (s *state) judgeSome(n *node) status {
	done, possible := int32(0), int32(0)
	for _, kid := range n.kids {
		switch s.status[kid] {
		case met:
			if done++; done >= n.k {
				return met
			}
			possible++
		case open:
			possible++
		default:
		}
	}
	if possible < n.k {
		return impossible
	}
	return open
}

// owe lists what is to be met yet, and what has to be taken for it; false where
// something cannot be met.
func (s *state) owe(f *frame) bool {
	s.owed, s.forced = s.owed[:0], s.forced[:0]
	s.mark++
	for _, d := range s.m.demands {
		if !s.oweOne(d) {
			return false
		}
	}
	for w, word := range f.in {
		for ; word != 0; word &= word - 1 {
			i := w<<6 + bits.TrailingZeros64(word)
			for _, need := range s.m.items[i].needs {
				if !s.oweOne(s.m.items[need].form) {
					return false
				}
			}
		}
	}
	return true
}

func (s *state) oweOne(at int32) bool {
	if at < 0 {
		return at == always
	}
	if s.status[at] != open {
		return s.status[at] == met
	}
	if s.seen[at] == s.mark {
		return true
	}
	s.seen[at] = s.mark
	n := &s.m.nodes[at]
	if n.kind == earned {
		s.forced = append(s.forced, n.item)
		return true
	}
	if n.kind == some && s.tight(n) {
		for _, kid := range n.kids {
			if s.status[kid] == open && !s.oweOne(kid) {
				return false
			}
		}
		return true
	}
	s.owed = append(s.owed, at)
	return true
}

// tight says that all the kids that can be met have to be.
func (s *state) tight(n *node) bool {
	k, opens := s.left(n)
	return k == opens
}

// left counts how many more kids have to be met, and how many may be.
func (s *state) left(n *node) (k, opens int32) {
	k = n.k
	for _, kid := range n.kids {
		switch s.status[kid] {
		case met:
			k--
		case open:
			opens++
		default:
		}
	}
	return k, opens
}
