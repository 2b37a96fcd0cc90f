package planner

import (
	"cmp"
	"math/bits"
	"slices"
)

// bounder finds what every plan from a frame costs at least, by dual ascent: what is
// owed takes from the costs of the items that can meet it, as much as each way to meet
// it has left. What is taken from the items of any plan is paid by that plan, so the
// sum is never too high; it works on packed measures as on numbers. What costs most
// by itself goes first: of the orders tried, it leaves the fewest steps by far.
type bounder struct {
	s *state
	// rest is what is left of each item's cost; taken what the present list of ways
	// has taken of it.
	rest, taken []cost
	stamps      []uint32
	stamp       uint32
	order       []owing
	buffer      []cost
}

// owing is something owed, with what it costs at least by itself.
type owing struct {
	at   int32
	room cost
}

func newBounder(s *state) *bounder {
	n := len(s.m.items)
	return &bounder{s: s, rest: make([]cost, n), taken: make([]cost, n), stamps: make([]uint32, n)}
}

// ascend bounds the cost of what is owed; rest is then what each item would add.
func (b *bounder) ascend(f *frame, costs []cost) cost {
	copy(b.rest, costs)
	for w, word := range f.in {
		for ; word != 0; word &= word - 1 {
			b.rest[w<<6+bits.TrailingZeros64(word)] = cost{}
		}
	}
	b.order = b.order[:0]
	for _, at := range b.s.owed {
		b.order = append(b.order, owing{at, b.room(at)})
	}
	slices.SortFunc(b.order, func(x, y owing) int { return cmp.Or(y.room.compare(x.room), cmp.Compare(x.at, y.at)) })
	sum := cost{}
	for _, o := range b.order {
		sum = sum.plus(b.take(o.at, noLimit))
	}
	return sum
}

// own is what an item and all that must come before it would add.
func (b *bounder) own(i int32) cost {
	sum := cost{}
	for _, j := range b.s.m.items[i].must {
		sum = sum.plus(b.rest[j])
	}
	return sum
}

// room is how much a formula may have left to take from.
func (b *bounder) room(at int32) cost {
	n := &b.s.m.nodes[at]
	switch {
	case n.kind == earned:
		return b.own(n.item)
	case n.kind == had || n.size > maxSize:
		return cost{}
	}
	switch k, opens := b.s.left(n); k {
	case opens:
		sum := cost{}
		for _, kid := range n.kids {
			if b.s.status[kid] == open {
				sum = sum.plus(b.room(kid))
			}
		}
		return sum
	case 1:
		return b.leastRoom(n, noLimit)
	default:
		rooms := b.rooms(n)
		sum := cost{}
		for _, r := range rooms[:k] {
			sum = sum.plus(r)
		}
		b.buffer = b.buffer[:len(b.buffer)-len(rooms)]
		return sum
	}
}

func (b *bounder) leastRoom(n *node, want cost) cost {
	for _, kid := range n.kids {
		if b.s.status[kid] == open {
			if want = least(want, b.room(kid)); want.zero() {
				break
			}
		}
	}
	return want
}

// rooms are the rooms of the open kids, ascending, at the end of the buffer.
func (b *bounder) rooms(n *node) []cost {
	from := len(b.buffer)
	for _, kid := range n.kids {
		if b.s.status[kid] == open {
			r := b.room(kid)
			b.buffer = append(b.buffer, r)
		}
	}
	list := b.buffer[from:]
	slices.SortFunc(list, cost.compare)
	return list
}

// take takes about as much as is wanted, or all there is, and says how much every
// way to meet the formula has paid.
func (b *bounder) take(at int32, want cost) cost {
	n := &b.s.m.nodes[at]
	switch {
	case n.kind == earned:
		return b.takeItem(n.item, want)
	case n.kind == had || n.size > maxSize || want.zero():
		return cost{}
	}
	switch k, opens := b.s.left(n); k {
	case opens:
		return b.takeAll(n, want)
	case 1:
		return b.takeAny(n, want)
	default:
		return b.takeSome(n, k, want)
	}
}

func (b *bounder) takeItem(i int32, want cost) cost {
	left := want
	for _, j := range b.s.m.items[i].must {
		part := least(left, b.rest[j])
		b.rest[j] = b.rest[j].minus(part)
		if left = left.minus(part); left.zero() {
			break
		}
	}
	return want.minus(left)
}

// takeAll takes from one after the other: all of them are paid.
func (b *bounder) takeAll(n *node, want cost) cost {
	sum := cost{}
	for _, kid := range n.kids {
		if b.s.status[kid] == open && sum.less(want) {
			sum = sum.plus(b.take(kid, want.minus(sum)))
		}
	}
	return sum
}

// takeAny takes the same from each way. Where all are items, what several of them
// need is taken from once for all of them.
func (b *bounder) takeAny(n *node, want cost) cost {
	if want = b.leastRoom(n, want); want.zero() {
		return want
	}
	b.stamp++
	got := want
	for _, kid := range n.kids {
		if b.s.status[kid] != open {
			continue
		}
		if leaf := &b.s.m.nodes[kid]; leaf.kind == earned {
			got = least(got, b.takeShared(leaf.item, want))
		} else {
			got = least(got, b.take(kid, want))
			b.stamp++ // what it took is not there for the others
		}
	}
	return got
}

func (b *bounder) takeShared(i int32, want cost) cost {
	left := want
	for _, j := range b.s.m.items[i].must {
		if left.zero() {
			break
		}
		if b.stamps[j] != b.stamp {
			b.stamps[j], b.taken[j] = b.stamp, cost{}
		}
		part := least(left, b.rest[j].plus(b.taken[j]))
		if b.taken[j].less(part) {
			b.rest[j] = b.rest[j].minus(part.minus(b.taken[j]))
			b.taken[j] = part
		}
		left = left.minus(part)
	}
	return want.minus(left)
}

// takeSome takes from each kid as much as the k-th has at most: any k of them have
// paid the k smallest takings.
func (b *bounder) takeSome(n *node, k int32, want cost) cost {
	rooms := b.rooms(n)
	most := least(want, rooms[k-1])
	b.buffer = b.buffer[:len(b.buffer)-len(rooms)]
	from := len(b.buffer)
	for _, kid := range n.kids {
		if b.s.status[kid] == open {
			got := b.take(kid, most)
			b.buffer = append(b.buffer, got)
		}
	}
	list := b.buffer[from:]
	slices.SortFunc(list, cost.compare)
	sum := cost{}
	for _, got := range list[:k] {
		sum = sum.plus(got)
	}
	b.buffer = b.buffer[:from]
	return sum
}
