package planner

import "math/bits"

// packing says how many bits each measure has, from the first one down; measures
// that no longer fit, or that those before them determine, have none.
type packing struct {
	widths [measures]uint
	// ids is how many items, the first ones, are told apart, and below how many bits
	// that takes for sums of all.
	ids, below uint
}

// newPacking gives each measure room for the largest sum that there can be, and what
// is left to the ids of so many items.
func newPacking(largest sums, w Weights, items int) packing {
	var p packing
	left := uint(costBits)
	for i, most := range largest {
		if redundant(i, w) {
			continue
		}
		width := uint(bits.Len64(uint64(most)))
		if width > left {
			return p
		}
		p.widths[i] = width
		left -= width
	}
	if spare := uint(bits.Len(uint(items))) + 1; left > spare {
		p.ids = min(uint(items), left-spare)
		p.below = p.ids + spare
	}
	return p
}

// redundant says that a measure is a multiple of the weighted sum.
func redundant(measure int, w Weights) bool {
	switch measure {
	case cents:
		return w.Minutes == 0 && w.Count == 0
	case minutes:
		return w.Cents == 0 && w.Count == 0
	case count:
		return w.Cents == 0 && w.Minutes == 0
	case unpriced:
		return w.Cents > 0 && w.Minutes == 0
	case untimed:
		return w.Minutes > 0 && w.Cents == 0
	}
	return false
}

func (p packing) pack(s sums) cost {
	var c cost
	for i, width := range p.widths {
		c = c.up(width)
		c.d |= uint64(s[i]) & (1<<width - 1)
	}
	return c.up(p.below)
}

// id is what having an item adds, so that of two sets of one size the one is smaller
// that has the first item that only one of them has.
func (p packing) id(i int) cost {
	if p.ids == 0 {
		return cost{}
	}
	one := cost{d: 1}
	c := one.up(p.ids)
	if uint(i) < p.ids {
		c = c.minus(one.up(p.ids - 1 - uint(i)))
	}
	return c
}

// value unpacks what comes first; of a bound it is one too.
func (p packing) value(c cost) Value {
	below := p.below
	for _, width := range p.widths[weighed+1:] {
		below += width
	}
	top := c.down(below)
	return Value{int64(top.down(p.widths[weighed]).d), int64(top.d & (1<<p.widths[weighed] - 1))}
}

// most is the largest cost of a weighted sum, nothing being unknown.
func (p packing) most(sum int64) cost {
	if sum < 0 {
		return cost{}
	}
	if sum >= 1<<p.widths[weighed]-1 {
		return noLimit
	}
	return p.pack(sums{weighed: sum + 1}).minus(cost{d: 1})
}
