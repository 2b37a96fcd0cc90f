package matching

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// bruteWays lists every lean way through a rule, cheapest first, by trying all sets.
func bruteWays(rule Rule, held func(string) bool, cost func(string) Cost) []Way {
	names := slices.DeleteFunc(refParts(rule), held)
	var all []Way
	for set := range 1 << len(names) {
		var w Way
		has := func(credential string) bool {
			i := slices.Index(names, credential)
			return held(credential) || i >= 0 && set&(1<<i) != 0
		}
		if refProgress(rule, everyPart, has).Cmp(rat(1, 1)) != 0 {
			continue
		}
		for i, name := range names {
			if set&(1<<i) != 0 {
				w.Credentials = append(w.Credentials, name)
				w.Cost = w.Cost.plus(cost(name))
			}
		}
		all = append(all, w)
	}
	lean := slices.DeleteFunc(slices.Clone(all), func(w Way) bool {
		return slices.ContainsFunc(all, func(o Way) bool {
			return len(o.Credentials) < len(w.Credentials) && !slices.ContainsFunc(o.Credentials, func(c string) bool { return !slices.Contains(w.Credentials, c) })
		})
	})
	slices.SortFunc(lean, func(a, b Way) int { return a.Cost.compare(b.Cost) })
	return lean
}

func TestTheCheapestWayIsTheCheapestOfAll(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rule := drawRule(t, 1)
		costs, have := map[string]Cost{}, map[string]bool{}
		for i := range worldCredentials {
			c := Cost{Cents: int64(below(t, 4)), Minutes: int64(below(t, 3)), Parts: 1}
			if below(t, 5) == 4 {
				c.Cents, c.Unpriced = 0, 1
			}
			if below(t, 5) == 4 {
				c.Minutes, c.Untimed = 0, 1
			}
			costs[credentialName(i)], have[credentialName(i)] = c, below(t, 4) == 3
		}
		held := func(c string) bool { return have[c] }
		cost := func(c string) Cost { return costs[c] }
		want := bruteWays(rule, held, cost)
		got := Ways(rule, held, cost, 4)
		if len(got) == 0 || got[0].Cost != want[0].Cost {
			t.Fatalf("%+v: got %+v, want %+v", rule, got, want)
		}
		for i, w := range got {
			is := func(o Way) bool {
				slices.Sort(w.Credentials)
				return slices.Equal(o.Credentials, w.Credentials) && o.Cost == w.Cost
			}
			if !slices.ContainsFunc(want, is) {
				t.Fatalf("%+v: %+v is no way, or has more than it needs", rule, w)
			}
			if i > 0 && w.Cost.compare(got[i-1].Cost) < 0 {
				t.Fatalf("%+v comes after %+v", w, got[i-1])
			}
		}
	})
}

func TestAnUnknownPriceIsTheLastChoice(t *testing.T) {
	t.Parallel()
	rule := Rule{Op: OpAnyOf, Of: []Rule{{Op: OpPart, Credential: "unknown"}, {Op: OpPart, Credential: "dear"}, {Op: OpPart, Credential: "slow"}, {Op: OpPart, Credential: "quick"}}}
	costs := map[string]Cost{
		"unknown": {Unpriced: 1, Parts: 1}, "dear": {Cents: 900, Minutes: 1, Parts: 1},
		"slow": {Cents: 100, Minutes: 60, Parts: 1}, "quick": {Cents: 100, Minutes: 30, Parts: 1},
	}
	var got []string
	for _, w := range Ways(rule, func(string) bool { return false }, func(c string) Cost { return costs[c] }, 9) {
		got = append(got, w.Credentials...)
	}
	if want := []string{"quick", "slow", "dear", "unknown"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestTheLargestRuleIsFoundAWayThroughAtOnce(t *testing.T) {
	t.Parallel()
	rule := Rule{Op: OpKOf, K: 40}
	for i := range 80 {
		rule.Of = append(rule.Of, Rule{Op: OpPart, Credential: credentialName(i)})
	}
	for i := range 20 {
		rule.Of = append(rule.Of, Rule{Op: OpPart, Credential: credentialName(i)})
	}
	found := Ways(rule, func(string) bool { return false }, func(string) Cost { return Cost{Cents: 1, Parts: 1} }, 4)
	// The shared ones count twice.
	if len(found) == 0 || len(found[0].Credentials) > 32 {
		t.Errorf("got %+v", found)
	}
}
