package planner

import "math/bits"

// set is a set of items by their index.
type set []uint64

func newSet(n int) set { return make(set, (n+63)/64) }

func (s set) has(i int32) bool { return s[i>>6]&(1<<(i&63)) != 0 }

func (s set) add(i int32) { s[i>>6] |= 1 << (i & 63) }

func (s set) drop(i int32) { s[i>>6] &^= 1 << (i & 63) }

func (s set) clear() {
	for i := range s {
		s[i] = 0
	}
}

func (s set) within(o set) bool {
	for i, word := range s {
		if word&^o[i] != 0 {
			return false
		}
	}
	return true
}

func (s set) clone() set { return append(set(nil), s...) }

func (s set) len() int {
	n := 0
	for _, word := range s {
		n += bits.OnesCount64(word)
	}
	return n
}

// list has the members, ascending.
func (s set) list() []int32 {
	list := make([]int32, 0, s.len())
	for i, word := range s {
		for ; word != 0; word &= word - 1 {
			list = append(list, int32(i<<6+bits.TrailingZeros64(word)))
		}
	}
	return list
}

func (s set) or(o set) {
	for i, word := range o {
		s[i] |= word
	}
}

func (s set) and(o set) {
	for i, word := range o {
		s[i] &= word
	}
}

// union counts what is in either.
func (s set) union(o set) int {
	n := 0
	for i, word := range s {
		n += bits.OnesCount64(word | o[i])
	}
	return n
}
