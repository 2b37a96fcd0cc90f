package bench

import (
	"cmp"
	"container/heap"
	"slices"

	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/search"
)

func (x *question) offer(i int, m *memo) {
	x.offers = append(x.offers, offer{m.most, i})
	if len(x.floors) < x.q.First {
		heap.Push(&x.floors, m.least)
	} else if m.least > x.floors[0] {
		x.floors[0] = m.least
		heap.Fix(&x.floors, 0)
	}
	if len(x.floors) == x.q.First {
		x.floor = x.floors[0]
	}
}

func (x *question) finish() *search.Result {
	for i := range x.memo {
		x.settle(&x.memo[i])
	}
	offers := slices.DeleteFunc(x.offers, func(o offer) bool { return o.most < x.floor })
	slices.SortFunc(offers, func(a, b offer) int { return cmp.Compare(b.most, a.most) })
	var top hitHeap
	for _, o := range offers {
		if len(top) == x.q.First && o.most < rankOf(top[0].Key) {
			break
		}
		hit := x.hit(o)
		if len(top) < x.q.First {
			heap.Push(&top, hit)
		} else if hit.Key.Before(top[0].Key) {
			top[0] = hit
			heap.Fix(&top, 0)
		}
	}
	slices.SortFunc(top, func(a, b search.Hit) int {
		if a.Key.Before(b.Key) {
			return -1
		}
		return 1
	})
	x.res.Hits = top
	if x.facet != nil {
		x.res.Facets = x.facet.result()
	}
	x.relaxations()
	x.steps()
	return &x.res
}

func (x *question) hit(o offer) search.Hit {
	x.scratch = x.scratch[:0]
	for _, id := range x.p.held[x.p.starts[o.earner]:x.p.starts[o.earner+1]] {
		x.scratch = append(x.scratch, uint32(id))
	}
	tier := matching.Tier(o.most >> tierShift)
	points := o.most&(1<<tierShift-1) - x.most + x.bound.Extras(x.scratch, tier == matching.Qualified)
	earner := x.p.id(o.earner)
	hit := search.Hit{Key: matching.Key{Tier: tier, Points: points, Draw: matching.Draw(x.q.Draw, earner), Earner: earner}}
	if path := x.p.path[o.earner]; path > 0 {
		hit.Place = x.shown[path-1]
	}
	return hit
}

func rankOf(k matching.Key) int64 { return int64(k.Tier)<<tierShift | k.Points }

// floorHeap has the lowest on top.
type floorHeap []int64

func (h floorHeap) Len() int           { return len(h) }
func (h floorHeap) Less(i, j int) bool { return h[i] < h[j] }
func (h floorHeap) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *floorHeap) Push(x any)        { *h = append(*h, x.(int64)) }
func (h *floorHeap) Pop() any          { panic("never popped") }

// hitHeap has the last hit on top.
type hitHeap []search.Hit

func (h hitHeap) Len() int           { return len(h) }
func (h hitHeap) Less(i, j int) bool { return h[j].Key.Before(h[i].Key) }
func (h hitHeap) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *hitHeap) Push(x any)        { *h = append(*h, x.(search.Hit)) }
func (h *hitHeap) Pop() any          { panic("never popped") }
