package planner

import (
	"cmp"
	"math/bits"
)

// The measures of a plan in the order in which they are compared. All of them are
// sums over its options.
const (
	unknowns = iota // unknown values that the objective counts
	weighed         // the weighted sum
	unpriced
	cents
	untimed
	minutes
	count
	lateness // days until dated options end: of equals, the earlier
	measures
)

// sums are a plan's or an option's measures.
type sums [measures]int64

func (s sums) plus(o sums) sums {
	for i := range s {
		s[i] += o[i]
	}
	return s
}

func (s sums) compare(o sums) int {
	for i := range s {
		if s[i] != o[i] {
			if s[i] < o[i] {
				return -1
			}
			return 1
		}
	}
	return 0
}

func (s sums) value() Value { return Value{s[unknowns], s[weighed]} }

// cost is measures packed into one number, the first ones highest: its order is
// theirs, and sums are sums. So bounds of linear programs work on all measures at
// once.
type cost struct{ hi, lo uint64 }

var noLimit = cost{1<<64 - 1, 1<<64 - 1}

func (c cost) plus(o cost) cost {
	lo, carry := bits.Add64(c.lo, o.lo, 0)
	hi, _ := bits.Add64(c.hi, o.hi, carry)
	return cost{hi, lo}
}

// minus is c-o; o is not larger.
func (c cost) minus(o cost) cost {
	lo, borrow := bits.Sub64(c.lo, o.lo, 0)
	hi, _ := bits.Sub64(c.hi, o.hi, borrow)
	return cost{hi, lo}
}

func (c cost) less(o cost) bool { return c.hi < o.hi || c.hi == o.hi && c.lo < o.lo }

func (c cost) zero() bool { return c.hi|c.lo == 0 }

func least(a, b cost) cost {
	if b.less(a) {
		return b
	}
	return a
}

// packing says how many bits each measure has, from the first one down; measures
// that no longer fit, or that those before them determine, have none.
type packing [measures]uint

// newPacking gives each measure room for the largest sum that there can be, and the
// bits that are left to none.
func newPacking(largest sums, w Weights) packing {
	var p packing
	left := uint(127)
	for i, most := range largest {
		if redundant(i, w) {
			continue
		}
		width := uint(bits.Len64(uint64(most)))
		if width > left {
			break
		}
		p[i] = width
		left -= width
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
	for i, width := range p {
		c.hi = c.hi<<width | c.lo>>(64-width)
		c.lo = c.lo<<width | uint64(s[i])&(1<<width-1)
	}
	return c
}

// value unpacks what comes first; of a bound it is one too.
func (p packing) value(c cost) Value {
	below := uint(0)
	for _, width := range p[weighed+1:] {
		below += width
	}
	top := c.shifted(below)
	return Value{int64(top.shifted(p[weighed]).lo), int64(top.lo & (1<<p[weighed] - 1))}
}

func (c cost) shifted(n uint) cost {
	if n >= 64 {
		return cost{0, c.hi >> (n - 64)}
	}
	return cost{c.hi >> n, c.lo>>n | c.hi<<(64-n)}
}

func (c cost) compare(o cost) int { return cmp.Or(cmp.Compare(c.hi, o.hi), cmp.Compare(c.lo, o.lo)) }

// most is the largest cost of a weighted sum, nothing being unknown.
func (p packing) most(sum int64) cost {
	if sum < 0 {
		return cost{}
	}
	if sum >= 1<<p[weighed]-1 {
		return noLimit
	}
	return p.pack(sums{weighed: sum + 1}).minus(cost{lo: 1})
}
