package bench

import (
	"slices"

	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/search"
)

// brute scores every earner by matching's own Score, one after the other.
func (p *population) brute(q search.Query) *search.Result {
	shown := p.shown(&q)
	v := p.visibility(&q, shown)
	res := &search.Result{}
	credentials, stacks, places := map[string]int{}, map[string]int{}, map[string]int{}
	relaxed, steps := relaxedPlans(&q), map[string]int{}
	var held []matching.Held
	for i := range p.count {
		if !v.passes(p, i) {
			continue
		}
		held = held[:0]
		for _, id := range p.held[p.starts[i]:p.starts[i+1]] {
			held = append(held, p.vocabulary.Held(uint32(id)))
		}
		tier, points, credits := q.Plan.Score(held)
		if tier != matching.Qualified {
			countRelaxed(relaxed, held)
			countSteps(&q, credits, steps)
		}
		if tier == matching.Unlisted {
			continue
		}
		res.Tiers[tier]++
		if len(q.Filter.Tiers) > 0 && !slices.Contains(q.Filter.Tiers, tier) {
			continue
		}
		res.Total++
		hit := search.Hit{Key: matching.Key{Tier: tier, Points: points, Draw: matching.Draw(q.Draw, p.id(i)), Earner: p.id(i)}}
		if p.path[i] > 0 {
			hit.Place = shown[p.path[i]-1]
		}
		res.Hits = insert(res.Hits, hit, q.First)
		if q.Want.Facets {
			countFacets(held, p.stacks[i], hit.Place, credentials, stacks, places)
		}
	}
	if q.Want.Facets {
		delete(places, "")
		res.Facets = search.Facets{Credentials: sorted(credentials), Stacks: sorted(stacks), Places: sorted(places)}
	}
	for _, r := range relaxed {
		res.Relaxations = append(res.Relaxations, r.Relaxation)
	}
	for _, c := range sorted(steps) {
		res.Steps = append(res.Steps, search.StepCount{Credential: c.ID, AdditionalQualified: c.Count})
	}
	return res
}

func insert(hits []search.Hit, hit search.Hit, limit int) []search.Hit {
	at := len(hits)
	for at > 0 && hit.Key.Before(hits[at-1].Key) {
		at--
	}
	if at == limit {
		return hits
	}
	hits = slices.Insert(hits, at, hit)
	return hits[:min(len(hits), limit)]
}

func countFacets(held []matching.Held, completed []string, place string, credentials, stacks, places map[string]int) {
	for i, h := range held {
		if !slices.ContainsFunc(held[:i], func(o matching.Held) bool { return o.Credential == h.Credential }) {
			credentials[h.Credential]++
		}
	}
	for _, s := range completed {
		stacks[s]++
	}
	places[place]++
}

// relaxedPlan counts who would be QUALIFIED under a relaxed plan.
type relaxedPlan struct {
	search.Relaxation
	plan *matching.Plan
}

func relaxedPlans(q *search.Query) []*relaxedPlan {
	var all []*relaxedPlan
	if !q.Want.Relaxations {
		return nil
	}
	for r := range q.Plan.Posting().Requirements {
		for _, change := range []matching.RelaxationChange{matching.MakePreferred, matching.OneLevelLower} {
			if plan, ok := q.Plan.Relaxed(r, change); ok {
				all = append(all, &relaxedPlan{search.Relaxation{Requirement: r, Change: change}, plan})
			}
		}
	}
	return all
}

func countRelaxed(all []*relaxedPlan, held []matching.Held) {
	for _, r := range all {
		if tier, _, _ := r.plan.Score(held); tier == matching.Qualified {
			r.AdditionalQualified++
		}
	}
}

// countSteps asks, for each micro-credential, whether it meets all that is unmet.
func countSteps(q *search.Query, credits []matching.Credit, steps map[string]int) {
	if !q.Want.Steps {
		return
	}
	open := uint32(0)
	for r, c := range credits {
		if c < fullCredit {
			open |= 1 << r
		}
	}
	for _, step := range q.Plan.Steps() {
		if open&q.Plan.Musts()&^step.Full == 0 {
			steps[step.Credential]++
		}
	}
}
