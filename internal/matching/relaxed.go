package matching

import "slices"

// RelaxationChange is a way of asking for less.
type RelaxationChange string

// The relaxations.
const (
	MakePreferred RelaxationChange = "MAKE_PREFERRED"
	OneLevelLower RelaxationChange = "ONE_LEVEL_LOWER"
)

// Relaxed is the plan with requirement r relaxed. It is false where that does
// not apply: what is not REQUIRED or legally required, a level of 1 or none,
// and the only must, without which the wishes would decide.
func (p *Plan) Relaxed(r int, change RelaxationChange) (*Plan, bool) {
	a := &p.asks[r]
	if a.Importance != Required || a.Legal {
		return nil, false
	}
	switch change {
	case MakePreferred:
		if p.musts == 1<<r {
			return nil, false
		}
		return p.changed(r, func(a *Requirement) { a.Importance = Preferred }), true
	case OneLevelLower:
		if a.Level <= 1 {
			return nil, false
		}
		return p.changed(r, func(a *Requirement) { a.Level-- }), true
	}
	return nil, false
}

// changed is the plan with the importance, weight or level of a requirement
// changed. What can prove it stays the same, so most is shared.
func (p *Plan) changed(r int, change func(*Requirement)) *Plan {
	q := *p
	q.posting.Requirements = slices.Clone(p.posting.Requirements)
	change(&q.posting.Requirements[r])
	q.asks = slices.Clone(p.asks)
	q.asks[r].Requirement = q.posting.Requirements[r]
	q.stacks = slices.Clone(p.stacks)
	q.weigh()
	return &q
}
