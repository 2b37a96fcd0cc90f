package planner

import "math/bits"

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

// cost is measures, and then ids, packed into one number, the first ones highest: its
// order is theirs, and sums are sums. So bounds of linear programs work on all of them
// at once, and equals are told apart before they are tried.
type cost struct{ a, b, c, d uint64 }

// costBits is how many bits a cost may use.
const costBits = 4*64 - 1

var noLimit = cost{1<<64 - 1, 1<<64 - 1, 1<<64 - 1, 1<<64 - 1}

func (c cost) plus(o cost) cost {
	var carry uint64
	c.d, carry = bits.Add64(c.d, o.d, 0)
	c.c, carry = bits.Add64(c.c, o.c, carry)
	c.b, carry = bits.Add64(c.b, o.b, carry)
	c.a, _ = bits.Add64(c.a, o.a, carry)
	return c
}

// minus is c-o; o is not larger.
func (c cost) minus(o cost) cost {
	var borrow uint64
	c.d, borrow = bits.Sub64(c.d, o.d, 0)
	c.c, borrow = bits.Sub64(c.c, o.c, borrow)
	c.b, borrow = bits.Sub64(c.b, o.b, borrow)
	c.a, _ = bits.Sub64(c.a, o.a, borrow)
	return c
}

func (c cost) less(o cost) bool {
	if c.a != o.a {
		return c.a < o.a
	}
	if c.b != o.b {
		return c.b < o.b
	}
	if c.c != o.c {
		return c.c < o.c
	}
	return c.d < o.d
}

func (c cost) compare(o cost) int {
	switch {
	case c.less(o):
		return -1
	case o.less(c):
		return 1
	}
	return 0
}

func (c cost) zero() bool { return c.a|c.b|c.c|c.d == 0 }

func least(a, b cost) cost {
	if b.less(a) {
		return b
	}
	return a
}

// up is c times a power of two, down c divided by one.
func (c cost) up(n uint) cost {
	for ; n >= 64; n -= 64 {
		c = cost{c.b, c.c, c.d, 0}
	}
	return cost{c.a<<n | c.b>>(64-n), c.b<<n | c.c>>(64-n), c.c<<n | c.d>>(64-n), c.d << n}
}

func (c cost) down(n uint) cost {
	for ; n >= 64; n -= 64 {
		c = cost{0, c.a, c.b, c.c}
	}
	return cost{c.a >> n, c.b>>n | c.a<<(64-n), c.c>>n | c.b<<(64-n), c.d>>n | c.c<<(64-n)}
}
