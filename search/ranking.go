package search

import (
	"math/bits"
	"slices"

	"github.com/stackmatch/stackmatch/internal/matching"
)

// ranking is one query at work on one view.
type ranking struct {
	query  *Query
	view   *view
	viewer viewer
	bound  *matching.Bound
	vocab  *vocabulary
	shown  *shownPlaces

	// asks says what fills each requirement's lane.
	asks   []laneAsk
	words  int
	musts  uint32
	tiers  [matching.Qualified + 1]bool
	floor  rank // the rank of the K-th row so far: what cannot reach it is no hit
	after  rank
	extras extrasRange

	near    []bool    // by shown place
	km      []float64 // by shown place, to the work; made when it is asked for
	where   *centroids
	classes classTable
	tally   tally
	top     top
	facets  *facetCounts
	relax   *relaxations
	steps   *stepCounts
	work    *scratch
	at      int // the part being scanned, by its place in the view
}

// laneAsk is what gives a requirement's credits, in the index's own numbers.
type laneAsk struct {
	groups []laneGroup // ascending in credit
	stack  *stackAsk
	// lasting are credentials that must outlast a day; groups is empty then.
	lasting []lasting
}

type laneGroup struct {
	credit  byte
	numbers []uint32
}

// lasting is a micro-credential's terms, of which those that end too early don't count.
type lasting struct {
	credential string
	numbers    []uint32
}

// extrasRange bounds the points for stack, recognition and text.
type extrasRange struct {
	most int64
	// met is what a document that meets every must has at least.
	met int64
}

func newRanking(q *Query, v *view, vocab *vocabulary, where *centroids) (*ranking, error) {
	r := &ranking{
		query: q, view: v, viewer: newViewer(q.Org, q.Kinds), vocab: vocab, where: where,
		bound: q.Plan.Bind(vocab.Vocabulary), musts: q.Plan.Musts(), floor: anyRank,
	}
	n := len(q.Plan.Posting().Requirements)
	r.words = (n + 7) / 8
	r.extras = extrasRange{most: r.bound.MaxExtras(), met: r.bound.Extras(nil, true)}
	for t := matching.Partial; t <= matching.Qualified; t++ {
		r.tiers[t] = len(q.Filter.Tiers) == 0 || slices.Contains(q.Filter.Tiers, t)
	}
	if q.After != nil {
		r.after = newRank(q.After.Tier, q.After.Points)
	}
	for i := range n {
		r.asks = append(r.asks, r.laneAsk(i))
	}
	var err error
	if r.shown, err = v.shownTo(r.viewer); err != nil {
		return nil, err
	}
	if q.Filter.Near != nil {
		r.near = where.within(r.shown.places, *q.Filter.Near)
	}
	r.work = borrowScratch(r.words)
	r.classes = r.work.classes
	r.classes.reset(r.words > 1, r.judge)
	r.want()
	r.top.reset(r)
	return r, nil
}

// want prepares the counts that the query wants.
func (r *ranking) want() {
	if r.query.Want.Facets {
		r.facets = newFacetCounts(r)
	}
	if r.query.Want.Relaxations {
		r.relax = newRelaxations(r)
	}
	if r.query.Want.Steps {
		r.steps = newStepCounts(r)
	}
	r.tally.unmet = map[uint32]int{}
}

func (r *ranking) laneAsk(i int) laneAsk {
	var a laneAsk
	if r.bound.IsStackAsk(i) {
		a.stack = newStackAsk(r, i)
		return a
	}
	if needed := r.bound.CredentialsNeeded(i); needed != nil {
		for _, c := range needed {
			a.lasting = append(a.lasting, lasting{c, r.numbers(r.vocab.OfCredential(c))})
		}
		return a
	}
	for _, g := range r.bound.Groups(i) {
		if g.Credit > 0 {
			a.groups = append(a.groups, laneGroup{byte(g.Credit), r.numbers(g.IDs)})
		}
	}
	return a
}

// numbers are the index's numbers of vocabulary ids.
func (r *ranking) numbers(ids []uint32) []uint32 {
	numbers := make([]uint32, len(ids))
	for i, id := range ids {
		numbers[i] = r.vocab.numberOf(id)
	}
	return numbers
}

// judge works out what a class's credits mean.
func (r *ranking) judge(c *class) {
	var credits [matching.MaxRequirements]matching.Credit
	points := int64(0)
	for i := range r.asks {
		credits[i] = c.words.credit(i)
		points += r.query.Plan.RequirementPoints(i, credits[i])
		if credits[i] < fullCredit {
			c.unmet |= 1 << i
		}
	}
	c.only = -1
	if open := c.unmet & r.musts; r.relax != nil && bits.OnesCount32(open) == 1 {
		c.only = int8(bits.TrailingZeros32(open))
	}
	c.tier = r.query.Plan.Tier(credits[:len(r.asks)])
	if c.row = r.tiers[c.tier]; !c.row {
		return
	}
	least := points
	if c.tier == matching.Qualified {
		least += r.extras.met
	}
	c.least, c.most = newRank(c.tier, least), newRank(c.tier, points+r.extras.most)
	c.sure = r.query.After == nil || c.most < r.after
	if r.query.First == 0 || r.query.After != nil && c.least > r.after {
		c.most = 0 // wanted by nobody, or before the last row seen
	}
}

// tally adds up the classes.
type tally struct {
	tiers [matching.Qualified + 1]int
	rows  int
	// unmet counts the documents with some credit by what they lack; seen counts
	// all that the filters let through.
	unmet map[uint32]int
	seen  int
}

// settle empties the classes into the tally.
func (r *ranking) settle() {
	for i := range r.classes.list {
		c := &r.classes.list[i]
		n := int(c.count)
		r.tally.tiers[c.tier] += n
		if c.row {
			r.tally.rows += n
		}
		r.tally.unmet[c.unmet] += n
	}
	r.classes.reset(r.words > 1, r.judge)
}

func (r *ranking) result() (*Result, error) {
	r.settle()
	hits, err := r.top.hits()
	if err != nil {
		return nil, err
	}
	res := &Result{Hits: hits, Total: r.tally.rows, Tiers: r.tally.tiers}
	res.Tiers[matching.Unlisted] = 0
	if r.facets != nil {
		res.Facets = r.facets.result()
	}
	if r.relax != nil {
		res.Relaxations = r.relax.result()
	}
	if r.steps != nil {
		res.Steps = r.steps.result()
	}
	return res, nil
}

// close gives the buffers back.
func (r *ranking) close() {
	r.work.classes, r.work.offers = r.classes, r.top.offers
	r.work.classes.onBirth = nil
	giveBack(r.work)
}
