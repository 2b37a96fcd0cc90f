package search

import (
	"cmp"
	"container/heap"
	"fmt"
	"slices"

	"github.com/stackmatch/stackmatch/internal/matching"
)

// top finds the first rows. While the segments are scanned it collects every
// document that can still be among them; extras (stack, recognition and text), which
// cost more than all the rest of a document, are worked out at the end, best
// prospects first, until no other can get in.
type top struct {
	r     *ranking
	limit int
	// floors is a heap of the ranks that the best documents have at least.
	floors rankHeap
	offers []offer
	found  hitHeap
}

// offer is a document that may be a hit.
type offer struct {
	least, most rank
	part        uint32 // by its place in the view
	doc         uint32
}

func (t *top) reset(r *ranking) {
	*t = top{r: r, limit: r.query.First, offers: r.work.offers[:0]}
}

// offer collects a document, and raises the floor if it can.
func (t *top) offer(part, b, doc int, c *class) {
	t.offers = append(t.offers, offer{c.least, c.most, uint32(part), uint32(b<<blockBits | doc)})
	if !c.sure {
		return
	}
	if len(t.floors) < t.limit {
		heap.Push(&t.floors, c.least)
	} else if c.least > t.floors[0] {
		t.floors[0] = c.least
		heap.Fix(&t.floors, 0)
	}
	if len(t.floors) == t.limit {
		t.r.floor = t.floors[0]
	}
}

// hits are the first rows in order.
func (t *top) hits() ([]Hit, error) {
	offers := slices.DeleteFunc(t.offers, func(o offer) bool { return o.most < t.r.floor })
	slices.SortFunc(offers, func(a, b offer) int { return cmp.Compare(b.most, a.most) })
	for _, o := range offers {
		if len(t.found) == t.limit && o.most < t.found[0].rank {
			break
		}
		if err := t.consider(o); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(t.found, func(a, b found) int {
		if a.before(b) {
			return -1
		}
		return 1
	})
	hits := make([]Hit, len(t.found))
	for i, f := range t.found {
		hits[i] = Hit{
			Key:   matching.Key{Tier: f.rank.tier(), Points: f.rank.points(), Draw: f.draw, Earner: f.earner},
			Place: t.r.shown.of(f.part.cols.path[f.doc]),
		}
	}
	return hits, nil
}

// consider works out a document's extras and keeps it if it is among the first.
// A document that can at best tie with the last row is drawn for first: the draw
// is cheaper.
func (t *top) consider(o offer) error {
	f := found{part: t.r.view.parts[o.part], doc: o.doc}
	full := len(t.found) == t.limit
	if full && o.most == t.found[0].rank {
		if err := f.pick(t.r.query.Draw); err != nil {
			return err
		}
		f.rank = o.most
		if !f.before(t.found[0]) {
			return nil
		}
	}
	f.rank = t.exact(o)
	if after := t.r.query.After; after != nil && f.rank >= t.r.after {
		if f.rank > t.r.after {
			return nil
		}
		if err := f.pick(t.r.query.Draw); err != nil {
			return err
		}
		if f.draw < after.Draw || f.draw == after.Draw && f.earner <= after.Earner {
			return nil
		}
	}
	if full && f.rank < t.found[0].rank {
		return nil
	}
	if err := f.pick(t.r.query.Draw); err != nil {
		return err
	}
	if !full {
		heap.Push(&t.found, f)
	} else if f.before(t.found[0]) {
		t.found[0] = f
		heap.Fix(&t.found, 0)
	}
	return nil
}

// exact is a document's rank with its extras.
func (t *top) exact(o offer) rank {
	r := t.r
	r.work.held = r.view.parts[o.part].cols.held.read(o.doc, r.work.held[:0])
	held := r.vocab.idsOf(r.work.held)
	met := o.most.tier() == matching.Qualified
	points := o.most.points() - r.extras.most
	return newRank(o.most.tier(), points+r.bound.Extras(held, met))
}

// found is a document that is among the first so far.
type found struct {
	rank   rank
	draw   uint64
	earner string
	part   part
	doc    uint32
	drawn  bool
}

// pick draws the earner's lot.
func (f *found) pick(key matching.DrawKey) error {
	if f.drawn {
		return nil
	}
	id, err := f.part.source.id(f.doc)
	if err != nil {
		return fmt.Errorf("read an earner's id: %w", err)
	}
	f.earner = string(id)
	f.draw, f.drawn = matching.Draw(key, f.earner), true
	return nil
}

// before is matching.Key's order; both are drawn when ranks are equal.
func (f found) before(o found) bool {
	return cmp.Or(cmp.Compare(o.rank, f.rank), cmp.Compare(f.draw, o.draw), cmp.Compare(f.earner, o.earner)) < 0
}

// hitHeap has the last of the first rows on top.
type hitHeap []found

func (h hitHeap) Len() int           { return len(h) }
func (h hitHeap) Less(i, j int) bool { return h[j].before(h[i]) }
func (h hitHeap) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *hitHeap) Push(x any)        { *h = append(*h, x.(found)) }
func (h *hitHeap) Pop() any          { panic("never popped") }

// rankHeap has the lowest rank on top.
type rankHeap []rank

func (h rankHeap) Len() int           { return len(h) }
func (h rankHeap) Less(i, j int) bool { return h[i] < h[j] }
func (h rankHeap) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *rankHeap) Push(x any)        { *h = append(*h, x.(rank)) }
func (h *rankHeap) Pop() any          { panic("never popped") }
