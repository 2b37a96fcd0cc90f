package search

import "github.com/stackmatch/stackmatch/internal/matching"

// relaxations count who would be QUALIFIED were one requirement relaxed.
type relaxations struct {
	r *ranking
	// preferred are the plans with a requirement made PREFERRED; nil where that
	// does not apply.
	preferred []*matching.Plan
	// lower marks, by the index's number, the holdings that meet a requirement at
	// one level lower; nil where that does not apply.
	lower [][]bool
	added []int // by requirement, for lower
	// only lists the block's documents that lack a single must.
	only [][]uint16
}

func newRelaxations(r *ranking) *relaxations {
	n := len(r.asks)
	x := &relaxations{
		r: r, preferred: make([]*matching.Plan, n), lower: make([][]bool, n),
		added: make([]int, n), only: make([][]uint16, n),
	}
	for i := range n {
		if plan, ok := r.query.Plan.Relaxed(i, matching.MakePreferred); ok {
			x.preferred[i] = plan
		}
		if plan, ok := r.query.Plan.Relaxed(i, matching.OneLevelLower); ok {
			x.lower[i] = r.meets(plan.Bind(r.vocab.Vocabulary), i)
		}
	}
	return x
}

// meets marks the holdings that meet a requirement by themselves.
func (r *ranking) meets(b *matching.Bound, requirement int) []bool {
	marked := []bool{}
	for _, g := range b.Groups(requirement) {
		if g.Credit < fullCredit {
			continue
		}
		for _, n := range r.numbers(g.IDs) {
			if int(n) >= len(marked) {
				marked = append(marked, make([]bool, int(n)+1-len(marked))...)
			}
			marked[n] = true
		}
	}
	return marked
}

// note remembers a document that lacks only requirement i.
func (x *relaxations) note(i, doc int) {
	if x.lower[i] != nil {
		x.only[i] = append(x.only[i], uint16(doc))
	}
}

// add looks what the block's noted documents hold. A document without any
// credit holds nothing that would meet a lower level: that gives 70 now.
func (x *relaxations) add(p part, b int) {
	for i, docs := range x.only {
		for _, doc := range docs {
			if p.cols.held.any(uint32(b<<blockBits)|uint32(doc), x.lower[i]) {
				x.added[i]++
			}
		}
		x.only[i] = docs[:0]
	}
}

func (x *relaxations) result() []Relaxation {
	var all []Relaxation
	for i := range x.r.asks {
		if plan := x.preferred[i]; plan != nil {
			all = append(all, Relaxation{i, matching.MakePreferred, x.qualified(plan.Musts())})
		}
		if x.lower[i] != nil {
			all = append(all, Relaxation{i, matching.OneLevelLower, x.added[i]})
		}
	}
	return all
}

// qualified counts those who meet other musts, but not the posting's.
func (x *relaxations) qualified(musts uint32) int {
	n := 0
	for unmet, count := range x.r.tally.unmet {
		if unmet&musts == 0 && unmet&x.r.musts != 0 {
			n += count
		}
	}
	return n
}
