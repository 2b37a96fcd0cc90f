package matching

import (
	"slices"
	"time"
)

// requirement explains one requirement.
func (e *evidence) requirement(r int) RequirementMatch {
	p, a := e.plan, &e.plan.asks[r]
	m := RequirementMatch{Requirement: r, Importance: a.Importance, Must: p.musts&(1<<r) != 0, Proofs: e.proofs(r)}
	if a.Stack != "" {
		held := askMask(r, e.touched)
		m.Progress = a.progressTenths(held)
		m.Credit = a.stackCredit(held)
		for i := range m.Proofs {
			if m.Proofs[i].State == Counting {
				m.Proofs[i].Credit = m.Credit
			}
		}
	} else {
		for _, proof := range m.Proofs {
			m.Credit = max(m.Credit, proof.Credit)
		}
	}
	slices.SortFunc(m.Proofs, compareProofs)
	m.conclude()
	if m.Credit == fullCredit && e.stacked(a, m) {
		m.Grade = GradeStacked
	}
	if m.Credit > 0 {
		m.Reason = creditReason(a, m)
	}
	m.ExpiresAt = e.expiresAt(a, m)
	return m
}

// conclude finds grade, reason and level from credit and proofs, as far as
// they alone tell.
func (m *RequirementMatch) conclude() {
	m.LevelHeld = 0
	if len(m.Proofs) > 0 {
		m.LevelHeld = m.Proofs[0].Level
	}
	switch {
	case m.Credit == fullCredit:
		m.Grade = GradeVerified
		return
	case m.Credit > 0:
		m.Grade = GradePartial
		return
	}
	m.Grade, m.Reason = GradeMissing, ReasonMissing
	best := len(unmet)
	for _, proof := range m.Proofs {
		best = min(best, slices.IndexFunc(unmet, func(u unmetState) bool { return u.state == proof.State }))
	}
	if best < len(unmet) {
		m.Grade, m.Reason = unmet[best].grade, unmet[best].reason
	}
}

// unmetState is what a proof without credit amounts to.
type unmetState struct {
	state  State
	grade  Grade
	reason Reason
}

// unmet lists the states of proofs without credit, the best grade first. A
// counting one is a part of a stack that is under a tenth done, or that is
// legally required: nothing is proven by it.
var unmet = []unmetState{
	{StateNeededLater, GradeExpired, ReasonExpiresBefore},
	{StateExpired, GradeExpired, ReasonNotCounting},
	{StateSuspended, GradeSuspended, ReasonNotCounting},
	{StateUnverified, GradeUnverified, ReasonNotCounting},
	{StateRevoked, GradeRevoked, ReasonNotCounting},
	{StateClaimed, GradeClaimed, ReasonNotCounting},
	{Counting, GradeMissing, ReasonStackInProgress},
}

// stacked says whether full credit comes through a stack: one asked for, or a
// completed one that a full proof is a part of.
func (e *evidence) stacked(a *ask, m RequirementMatch) bool {
	if a.Stack != "" {
		return true
	}
	for _, h := range e.awards {
		full := func(proof Proof) bool { return proof.Award == h.ID && proof.Credit == fullCredit }
		part := func(s *stack) bool { return !s.program.bits[h.Credential].empty() }
		if slices.ContainsFunc(m.Proofs, full) && slices.ContainsFunc(e.completed, part) {
			return true
		}
	}
	return false
}

// creditReason says why a requirement has the credit that its best proof gives.
func creditReason(a *ask, m RequirementMatch) Reason {
	switch {
	case a.Stack != "" && m.Credit == fullCredit:
		return ReasonStackCompleted
	case a.Stack != "":
		return ReasonStackInProgress
	}
	best := m.Proofs[0]
	switch {
	case a.Skill == "":
		return ReasonCredential
	case best.Alignment == AlignedNarrower:
		return ReasonNarrower
	case best.Alignment == AlignedBroader:
		return ReasonBroader
	case best.Alignment == AlignedRelated:
		return ReasonRelated
	case m.Credit == fullCredit:
		return ReasonExact
	case best.Level == 0:
		return ReasonLevelNotStated
	}
	return ReasonLevelBelow
}

// expiresAt is when the credit falls by expiry alone: for a skill or a
// credential, when the last proof of that credit has expired; for a stack, at the
// first expiry that leaves it less.
func (e *evidence) expiresAt(a *ask, m RequirementMatch) time.Time {
	if a.Stack != "" {
		return e.stackExpiresAt(a, m)
	}
	var ends []time.Time
	for _, h := range e.awards {
		proves := func(proof Proof) bool {
			return proof.Award == h.ID && proof.Credit == m.Credit && (proof.State == Counting || proof.State == StateNeededLater)
		}
		if slices.ContainsFunc(m.Proofs, proves) {
			ends = append(ends, h.ExpiresAt)
		}
	}
	slices.SortFunc(ends, time.Time.Compare)
	switch {
	case len(ends) == 0:
		return time.Time{}
	case ends[0].IsZero(): // one of them never expires
		return time.Time{}
	}
	return ends[len(ends)-1]
}

func (e *evidence) stackExpiresAt(a *ask, m RequirementMatch) time.Time {
	var ends []time.Time
	for i := range e.awards {
		if h := &e.awards[i]; h.state == Counting && !askMask(m.Requirement, []*touch{&h.touch}).empty() {
			ends = append(ends, h.ExpiresAt)
		}
	}
	slices.SortFunc(ends, time.Time.Compare)
	for _, end := range ends {
		var left partMask
		for i := range e.awards {
			h := &e.awards[i]
			if h.state == Counting && (h.ExpiresAt.IsZero() || h.ExpiresAt.After(end)) {
				left = left.or(askMask(m.Requirement, []*touch{&h.touch}))
			}
		}
		if !end.IsZero() && a.stackCredit(left) < m.Credit {
			return end
		}
	}
	return time.Time{}
}
