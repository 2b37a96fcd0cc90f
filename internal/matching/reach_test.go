package matching

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestNobodyHasCreditWhoIsNotReached(t *testing.T) {
	t.Parallel()
	forWorlds(t, func(t *rapid.T, w world, p *Plan) {
		for _, awards := range w.earners {
			held := heldOf(counting(awards))
			_, _, credits := p.Score(held)
			for r, credit := range credits {
				keys := p.ReachedBy(r)
				reached := slices.ContainsFunc(held, func(h Held) bool {
					return slices.ContainsFunc(h.Reaches(), func(key string) bool { return slices.Contains(keys, key) })
				})
				if credit > 0 && !reached {
					t.Fatalf("requirement %d has credit %d by none of %v: %v", r, credit, keys, held)
				}
			}
		}
	})
}
