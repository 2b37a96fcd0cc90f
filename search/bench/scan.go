package bench

import (
	"encoding/binary"
	"math/bits"
	"slices"

	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/search"
)

// scan answers queries from plain arrays in memory, without any index: block by
// block, the holders of each term that matters get its credit, a byte a requirement;
// then one loop over the block, and extras only for those who can still enter the
// page. It is what an index could at most be as fast as, for the same question.
type scan struct {
	p *population
	// holders of each term in the order of earners, within their block; ends counts
	// them up to the end of each block.
	holders    [][]uint16
	ends       [][]uint32
	bytes      []byte // eight for each earner of a block
	shownTo    map[string][]string
	credential []uint16 // of each term
	names      []string
	memo       []memo
}

const (
	memoBits   = 12
	blockSize  = 1 << 16
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

func newScan(p *population) *scan {
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
	s.addHolders()
	return s
}

func (s *scan) addHolders() {
	p := s.p
	s.bytes = make([]byte, 8*blockSize)
	s.holders, s.ends = make([][]uint16, len(p.terms)), make([][]uint32, len(p.terms))
	for i := range p.count {
		for _, id := range p.held[p.starts[i]:p.starts[i+1]] {
			s.holders[id] = append(s.holders[id], uint16(i%blockSize))
		}
		if i%blockSize == blockSize-1 || i == p.count-1 {
			for id := range p.terms {
				s.ends[id] = append(s.ends[id], uint32(len(s.holders[id])))
			}
		}
	}
}

// question is one query at work.
type question struct {
	*scan
	q       *search.Query
	bound   *matching.Bound
	visible visibility
	shown   []string
	writes  []write
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

// write is a term's credit in a lane. They are in the order of credits, so that the
// largest is written last.
type write struct {
	lane   int
	credit byte
	term   uint32
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

// prepare lists what to write.
func (x *question) prepare() {
	for r := range x.n {
		for _, g := range x.bound.Groups(r) {
			for _, id := range g.IDs {
				x.writes = append(x.writes, write{r, byte(g.Credit), id})
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
	for _, w := range x.writes {
		ends := x.ends[w.term]
		first, b := uint32(0), from/blockSize
		if b > 0 {
			first = ends[b-1]
		}
		lane := x.bytes[w.lane:]
		for _, at := range x.holders[w.term][first:ends[b]] {
			lane[int(at)*8] = w.credit
		}
	}
	detail := x.facet != nil || x.lower != nil
	for i := from; i < to; i++ {
		w := binary.LittleEndian.Uint64(x.bytes[(i-from)*8:])
		if w == 0 && !x.q.Want.Steps || !x.visible.passes(x.p, i) {
			continue
		}
		x.seen++
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
	clear(x.bytes[:(to-from)*8])
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
