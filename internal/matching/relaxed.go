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
	relaxed := p.posting
	relaxed.Requirements = slices.Clone(p.posting.Requirements)
	switch change {
	case MakePreferred:
		if p.musts == 1<<r {
			return nil, false
		}
		relaxed.Requirements[r].Importance = Preferred
	case OneLevelLower:
		if a.Level <= 1 {
			return nil, false
		}
		relaxed.Requirements[r].Level--
	default:
		return nil, false
	}
	return compile(relaxed, p.catalog), true
}
