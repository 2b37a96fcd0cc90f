package bench

import (
	"cmp"
	"container/heap"
	"math/bits"
	"slices"

	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/search"
)

// scan answers queries from the columns in memory, without any index: for each
// earner the credits of what they hold, a byte a requirement, and extras only for
// those who can still enter the page. It is what an index could at most be as fast
// as, for the same question.
type scan struct {
	p          *population
	shownTo    map[string][]string
	credential []uint16 // of each term
	names      []string
	memo       []memo
}

const (
	memoBits   = 12
	blockSize  = 1 << 16
	high       = 0x8080808080808080
	fullCredit = 100
	tierShift  = 40
)

// memo is what one set of credits means. The table holds one for each hash.
type memo struct {
	lanes       uint64
	count       int
	least, most int64
	unmet       uint32
	tier        matching.Tier
	row         bool
}

func newScan(p *population) (*scan, error) {
	s := &scan{p: p, shownTo: map[string][]string{}, memo: make([]memo, 1<<memoBits)}
	at := map[string]uint16{}
	for id := range uint32(len(p.terms)) {
		credential := p.vocabulary.Held(id).Credential
		n, ok := at[credential]
		if !ok {
			n = uint16(len(s.names))
			at[credential] = n
			s.names = append(s.names, credential)
		}
		s.credential = append(s.credential, n)
	}
	return s, nil
}

// question is one query at work.
type question struct {
	*scan
	q       *search.Query
	bound   *matching.Bound
	visible visibility
	shown   []string
	lanes   []uint64 // credits by term
	n       int
	musts   uint32
	most    int64
	met     int64
	floor   int64

	floors   floorHeap
	offers   []offer
	scratch  []uint32
	res      search.Result
	unmet    map[uint32]int
	seen     int
	facet    *facets
	lower    [][]bool
	lowerAdd []int
}

type offer struct {
	most   int64
	earner int
}

func (s *scan) answer(q search.Query) *search.Result {
	x := &question{
		scan: s, q: &q, bound: q.Plan.Bind(s.p.vocabulary), n: len(q.Plan.Posting().Requirements),
		musts: q.Plan.Musts(), floor: 1, unmet: map[uint32]int{},
	}
	if x.shown = s.shownTo[q.Org]; x.shown == nil {
		x.shown = s.p.shown(&q)
		s.shownTo[q.Org] = x.shown
	}
	x.visible = s.p.visibility(&q, x.shown)
	x.most, x.met = x.bound.MaxExtras(), x.bound.Extras(nil, true)
	x.prepare()
	clear(s.memo)
	for from := 0; from < s.p.count; from += blockSize {
		x.block(from, min(from+blockSize, s.p.count))
	}
	return x.finish()
}

// prepare writes each term's credits into lanes.
func (x *question) prepare() {
	x.lanes = make([]uint64, len(x.p.terms))
	for r := range x.n {
		for _, g := range x.bound.Groups(r) {
			for _, id := range g.IDs {
				x.lanes[id] |= uint64(g.Credit) << (8 * r)
			}
		}
	}
	if x.q.Want.Facets {
		x.facet = newFacets(x)
	}
	if x.q.Want.Relaxations {
		x.lower, x.lowerAdd = make([][]bool, x.n), make([]int, x.n)
		for r := range x.n {
			if plan, ok := x.q.Plan.Relaxed(r, matching.OneLevelLower); ok {
				x.lower[r] = x.meets(plan.Bind(x.p.vocabulary), r)
			}
		}
	}
}

func (x *question) meets(b *matching.Bound, r int) []bool {
	marked := make([]bool, len(x.p.terms))
	for _, g := range b.Groups(r) {
		for _, id := range g.IDs {
			marked[id] = g.Credit == fullCredit
		}
	}
	return marked
}

func (x *question) block(from, to int) {
	p := x.p
	detail := x.facet != nil || x.lower != nil
	for i := from; i < to; i++ {
		if !x.visible.passes(p, i) {
			continue
		}
		x.seen++
		w := uint64(0)
		for _, id := range p.held[p.starts[i]:p.starts[i+1]] {
			if c := x.lanes[id]; c != 0 {
				w = largest(w, c)
			}
		}
		if w == 0 {
			continue
		}
		m := &x.memo[(w*0x9E3779B97F4A7C15)>>(64-memoBits)]
		if m.lanes != w {
			x.replace(m, w)
		}
		m.count++
		if m.most >= x.floor {
			x.offer(i, m)
		}
		if detail {
			x.detail(i, m)
		}
	}
}

// largest takes the larger of each pair of bytes; credits stay below 128.
func largest(a, b uint64) uint64 {
	greater := ((a | high) - b) & high // the high bit where a's byte is not less
	mask := (greater >> 7) * 0xff
	return a&mask | b&^mask
}

// replace settles what the slot held and works out what new lanes mean.
func (x *question) replace(m *memo, w uint64) {
	x.settle(m)
	*m = memo{lanes: w}
	var credits [8]matching.Credit
	points := int64(0)
	for r := range x.n {
		credits[r] = matching.Credit(w >> (8 * r))
		points += x.q.Plan.RequirementPoints(r, credits[r])
		if credits[r] < fullCredit {
			m.unmet |= 1 << r
		}
	}
	m.tier = x.q.Plan.Tier(credits[:x.n])
	m.row = m.tier != matching.Unlisted && (len(x.q.Filter.Tiers) == 0 || slices.Contains(x.q.Filter.Tiers, m.tier))
	if !m.row {
		return
	}
	m.least, m.most = int64(m.tier)<<tierShift|points, int64(m.tier)<<tierShift|(points+x.most)
	if m.tier == matching.Qualified {
		m.least += x.met
	}
}

func (x *question) settle(m *memo) {
	if m.count == 0 {
		return
	}
	if m.tier != matching.Unlisted {
		x.res.Tiers[m.tier] += m.count
	}
	if m.row {
		x.res.Total += m.count
	}
	x.unmet[m.unmet] += m.count
}

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

func (x *question) detail(i int, m *memo) {
	if x.facet != nil && m.row {
		x.facet.add(i)
	}
	open := m.unmet & x.musts
	if x.lower == nil || bits.OnesCount32(open) != 1 {
		return
	}
	r := bits.TrailingZeros32(open)
	if x.lower[r] == nil {
		return
	}
	for _, id := range x.p.held[x.p.starts[i]:x.p.starts[i+1]] {
		if x.lower[r][id] {
			x.lowerAdd[r]++
			return
		}
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
