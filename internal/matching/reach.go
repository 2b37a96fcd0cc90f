package matching

import (
	"maps"
	"slices"
)

// ReachedBy lists the skills and micro-credentials (and stacks whose completion is
// kept) without which nobody has credit on a requirement, by its index: whoever has
// some holds one of these. It is what questions are found by when somebody's
// holdings change, so that not every question has to be asked again.
func (p *Plan) ReachedBy(r int) []string {
	keys := map[string]bool{}
	for skill := range p.asks[r].aligned {
		keys[skill] = true
	}
	for credential := range p.asks[r].anyOf {
		keys[credential] = true
	}
	for credential, parts := range p.askParts {
		for _, part := range parts {
			if part.index == r {
				keys[credential] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(keys))
}

// Reaches lists what a holding has credit by: its micro-credential and its skills.
func (h Held) Reaches() []string {
	keys := make([]string, 0, 1+len(h.Pairs))
	keys = append(keys, h.Credential)
	for _, pair := range h.Pairs {
		keys = append(keys, pair.Skill)
	}
	return keys
}
