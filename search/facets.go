package search

import (
	"cmp"
	"math/bits"
	"slices"
)

// facetCounts count what the rows show.
type facetCounts struct {
	r *ranking
	*credentials
	// seen is the last row counted for a credential: several versions are one.
	seen   []uint32
	counts []int
	stacks []int
	places []int // by path number plus one
	row    uint32
}

func newFacetCounts(r *ranking) *facetCounts {
	c := r.vocab.credentials()
	return &facetCounts{
		r: r, credentials: c, places: make([]int, len(r.shown.ofPath)),
		counts: make([]int, len(c.names)+1), seen: make([]uint32, len(c.names)+1),
	}
}

// add counts a block's rows.
func (f *facetCounts) add(p part, b int, rows []uint64) {
	c := p.cols
	for i, left := range rows {
		for ; left != 0; left &= left - 1 {
			doc := uint32(b<<blockBits | i<<6 | bits.TrailingZeros64(left))
			f.row++
			f.places[c.path[doc]]++
			f.addHeld(&c.held, doc)
			if c.stacks.starts[doc] != c.stacks.starts[doc+1] {
				f.addStacks(&c.stacks, doc)
			}
		}
	}
}

func (f *facetCounts) addHeld(held *lists, doc uint32) {
	from, to := held.starts[doc], held.starts[doc+1]
	if held.long != nil {
		for _, n := range held.long[from:to] {
			f.hold(int(n))
		}
		return
	}
	for _, n := range held.short[from:to] {
		f.hold(int(n))
	}
}

func (f *facetCounts) hold(number int) {
	if number >= len(f.of) {
		return
	}
	at := f.of[number]
	if f.seen[at] != f.row {
		f.seen[at] = f.row
		f.counts[at]++
	}
}

func (f *facetCounts) addStacks(stacks *lists, doc uint32) {
	f.r.work.held = stacks.read(doc, f.r.work.held[:0])
	for _, n := range f.r.work.held {
		if int(n) >= len(f.stacks) {
			f.stacks = append(f.stacks, make([]int, int(n)+1-len(f.stacks))...)
		}
		f.stacks[n]++
	}
}

func (f *facetCounts) result() Facets {
	places := map[string]int{}
	for path, n := range f.places {
		if id := f.r.shown.of(uint32(path)); id != "" && n > 0 {
			places[id] += n
		}
	}
	all := Facets{
		Credentials: ordered(f.counts[1:], f.names),
		Stacks:      ordered(f.stacks, f.r.view.stackNames),
	}
	for id, n := range places {
		all.Places = append(all.Places, Count{id, n})
	}
	sortCounts(all.Places)
	return all
}

func ordered(counts []int, names []string) []Count {
	var all []Count
	for i, n := range counts {
		if n > 0 {
			all = append(all, Count{names[i], n})
		}
	}
	sortCounts(all)
	return all
}

func sortCounts(all []Count) {
	slices.SortFunc(all, func(a, b Count) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.ID, b.ID))
	})
}
