package matching

import (
	"cmp"
	"slices"
)

// proofs lists the awards that bear on a requirement, counting or not.
func (e *evidence) proofs(r int) []Proof {
	var list []Proof
	for i := range e.awards {
		h := &e.awards[i]
		if proof, ok := e.proof(r, h); ok {
			list = append(list, e.through(proof, h)...)
		}
	}
	return uniqueProofs(list)
}

// through has the awards that a kept completion rests on prove in its place.
func (e *evidence) through(proof Proof, h *holding) []Proof {
	if h.ID != "" {
		return []Proof{proof}
	}
	var list []Proof
	for i := range e.awards {
		part := &e.awards[i]
		if part.ID != "" && part.state == Counting && slices.Contains(h.Through, part.ID) {
			proof.Award = part.ID
			list = append(list, proof)
		}
	}
	return list
}

// uniqueProofs leaves each award one proof: it may be a part of a stack and have
// completed it under a former rule.
func uniqueProofs(list []Proof) []Proof {
	slices.SortFunc(list, func(x, y Proof) int {
		return cmp.Or(cmp.Compare(x.Award, y.Award), compareProofs(x, y))
	})
	return slices.CompactFunc(list, func(x, y Proof) bool { return x.Award == y.Award })
}

// proof is what an award says of a requirement; false when nothing. The credit
// of a part of a stack asked is known only with all the parts.
func (e *evidence) proof(r int, h *holding) (Proof, bool) {
	a := &e.plan.asks[r]
	proof := Proof{Award: h.ID, Alignment: AlignedSame, State: h.state}
	switch {
	case a.anyOf != nil:
		if !a.anyOf[h.Credential] {
			return Proof{}, false
		}
		if h.state == Counting && !h.validOn(e.plan.NeededOn()) {
			proof.State = StateNeededLater
		}
		proof.Credit = fullCredit
	case a.aligned != nil:
		best, ok := a.bestPair(h.Pairs)
		if !ok {
			return Proof{}, false
		}
		proof.Skill, proof.Level = best.Skill, best.Level
		proof.Alignment, proof.Credit = a.aligned[best.Skill].Alignment, a.pairCredit(best)
	case askMask(r, []*touch{&h.touch}).empty():
		return Proof{}, false
	}
	if proof.State != Counting {
		proof.Credit = 0
	}
	return proof, true
}

// bestPair is the pair that proves most; among equals the better aligned, then
// the higher level.
func (a *ask) bestPair(pairs []Pair) (Pair, bool) {
	aligned := slices.DeleteFunc(slices.Clone(pairs), func(pair Pair) bool { return a.pairCredit(pair) == 0 })
	if len(aligned) == 0 {
		return Pair{}, false
	}
	return slices.MinFunc(aligned, func(x, y Pair) int {
		return cmp.Or(
			cmp.Compare(a.pairCredit(y), a.pairCredit(x)),
			cmp.Compare(alignmentRank(a.aligned[x.Skill].Alignment), alignmentRank(a.aligned[y.Skill].Alignment)),
			cmp.Compare(y.Level, x.Level),
			cmp.Compare(x.Skill, y.Skill),
		)
	}), true
}

var (
	alignmentOrder = []Alignment{AlignedSame, AlignedExact, AlignedNarrower, AlignedBroader, AlignedRelated}
	stateOrder     = []State{Counting, StateNeededLater, StateExpired, StateSuspended, StateUnverified, StateRevoked, StateClaimed}
)

func alignmentRank(a Alignment) int { return slices.Index(alignmentOrder, a) }

// compareProofs puts the better proof first.
func compareProofs(x, y Proof) int {
	return cmp.Or(
		cmp.Compare(y.Credit, x.Credit),
		cmp.Compare(slices.Index(stateOrder, x.State), slices.Index(stateOrder, y.State)),
		cmp.Compare(alignmentRank(x.Alignment), alignmentRank(y.Alignment)),
		cmp.Compare(y.Level, x.Level),
		cmp.Compare(x.Award, y.Award),
	)
}

// CountingOnly is the match as employers see it where the earner shows nothing
// else: proofs that do not count are left out, and what only they evidenced is
// MISSING. Tier, points and contributions rest on counting awards anyway.
func (m Match) CountingOnly() Match {
	m.Requirements = slices.Clone(m.Requirements)
	for i := range m.Requirements {
		r := &m.Requirements[i]
		r.Proofs = countingProofs(r.Proofs)
		if r.Credit == 0 {
			r.conclude()
		}
	}
	return m
}

func countingProofs(proofs []Proof) []Proof {
	var list []Proof
	for _, proof := range proofs {
		if proof.State == Counting || proof.State == StateNeededLater {
			list = append(list, proof)
		}
	}
	return list
}
