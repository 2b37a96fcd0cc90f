package coaching

import (
	"slices"

	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/planner"
)

// demand is what a plan must do for an ask that is not met.
func (q *question) demand(ask targetAsk) planner.Demand {
	if ask.Stack != "" {
		rule := q.completing(ask.Stack)
		return planner.Demand{Rule: &rule}
	}
	// What is held was looked at, and falls short: of a former version, say, or it
	// expires before the day.
	return planner.Demand{Any: q.closing(ask), Fresh: true}
}

// closing lists the micro-credentials each of which meets an ask by itself.
func (q *question) closing(ask targetAsk) []string {
	switch {
	case ask.Stack != "":
		if certified := q.terms.certified[ask.Stack]; certified != "" {
			return []string{certified}
		}
		return nil
	case ask.AnyOf != nil:
		return slices.Sorted(slices.Values(ask.AnyOf))
	}
	return q.target.plans[ask.plan].Closing(ask.index)
}

// parts lists the micro-credentials that the current rule of a stack names.
func (q *question) parts(stack string) []string {
	rule, _ := q.catalog.Rule(stack, "")
	var out []string
	var visit func(r matching.Rule)
	visit = func(r matching.Rule) {
		if r.Op == matching.OpPart && !slices.Contains(out, r.Credential) {
			out = append(out, r.Credential)
		}
		for _, of := range r.Of {
			visit(of)
		}
	}
	visit(rule)
	return out
}

// completing is the rule that completes a stack: its own, or holding what it
// certifies.
func (q *question) completing(stack string) matching.Rule {
	rule, _ := q.catalog.Rule(stack, "")
	certified := q.terms.certified[stack]
	if certified == "" {
		return rule
	}
	return matching.Rule{Op: matching.OpAnyOf, Of: []matching.Rule{{Op: matching.OpPart, Credential: certified}, rule}}
}
