package search

import (
	"maps"
	"slices"
	"strings"

	"github.com/stackmatch/stackmatch/internal/matching"
)

// brute is the answer found by scoring everybody, one after the other.
func (w *world) brute(q Query) *Result {
	res := &Result{}
	shown := w.bruteShown(q)
	var rows []Hit
	credentials, stacks, places := map[string]int{}, map[string]int{}, map[string]int{}
	var audience []*person // those who are not QUALIFIED
	for _, p := range w.people {
		if !w.passes(q, p, shown) {
			continue
		}
		tier, points := score(q.Plan, p.awards)
		if tier != matching.Qualified {
			audience = append(audience, p)
		}
		if tier == matching.Unlisted {
			continue
		}
		res.Tiers[tier]++
		if len(q.Filter.Tiers) > 0 && !slices.Contains(q.Filter.Tiers, tier) {
			continue
		}
		key := matching.Key{Tier: tier, Points: points, Draw: matching.Draw(q.Draw, p.id), Earner: p.id}
		res.Total++
		rows = append(rows, Hit{key, shown[p.id]})
		w.addFacets(p, shown[p.id], credentials, stacks, places)
	}
	slices.SortFunc(rows, func(a, b Hit) int {
		if a.Key.Before(b.Key) {
			return -1
		}
		return 1
	})
	if q.After != nil {
		rows = slices.DeleteFunc(rows, func(h Hit) bool { return !q.After.Before(h.Key) })
	}
	res.Hits = rows[:min(len(rows), q.First)]
	if q.Want.Facets {
		res.Facets = Facets{bruteCounts(credentials), bruteCounts(stacks), bruteCounts(places)}
	}
	if q.Want.Relaxations {
		res.Relaxations = bruteRelaxations(q, audience)
	}
	if q.Want.Steps {
		res.Steps = w.bruteSteps(q, audience)
	}
	return res
}

func (w *world) addFacets(p *person, place string, credentials, stacks, places map[string]int) {
	held := map[string]bool{}
	for _, a := range p.awards {
		held[a.Credential] = !w.catalog.IsKept(a.Credential)
	}
	maps.DeleteFunc(held, func(_ string, is bool) bool { return !is })
	for c := range held {
		credentials[c]++
	}
	for _, s := range w.catalog.Completed(p.held()) {
		stacks[s]++
	}
	if place != "" {
		places[place]++
	}
}

func bruteCounts(counts map[string]int) []Count {
	var all []Count
	for _, id := range slices.Sorted(maps.Keys(counts)) {
		all = append(all, Count{id, counts[id]})
	}
	slices.SortStableFunc(all, func(a, b Count) int { return b.Count - a.Count })
	return all
}

func mayList(q Query, p *person) bool {
	if slices.Contains(p.blocked, q.Org) {
		return false
	}
	for _, a := range p.audience {
		kind, ok := strings.CutPrefix(a, "kind:")
		if a == "all" || a == "org:"+q.Org || ok && slices.Contains(q.Kinds, kind) {
			return true
		}
	}
	return false
}

// passes is every filter but the tiers.
func (w *world) passes(q Query, p *person, shown map[string]string) bool {
	f := q.Filter
	if !mayList(q, p) || slices.Contains(q.Exclude, p.id) || !w.meets(q, p, shown[p.id]) {
		return false
	}
	if f.Earners != nil && !slices.Contains(f.Earners, p.id) {
		return false
	}
	if f.Remote != nil && *f.Remote != p.remote || f.Since != "" && (p.month == "" || p.month < f.Since) {
		return false
	}
	if len(f.Credentials) > 0 && !slices.ContainsFunc(p.awards, func(a matching.Award) bool {
		return slices.Contains(f.Credentials, a.Credential)
	}) {
		return false
	}
	if len(f.Stacks) > 0 && !slices.ContainsFunc(w.catalog.Completed(p.held()), func(s string) bool {
		return slices.Contains(f.Stacks, s)
	}) {
		return false
	}
	if f.Near == nil {
		return true
	}
	return slices.ContainsFunc(w.places, func(at Place) bool {
		return at.ID == shown[p.id] && Distance(f.Near.Lat, f.Near.Lon, at.Lat, at.Lon) <= f.Near.Km
	})
}

// bruteShown finds each listed person's shown place by moving small groups of
// people outwards, the narrowest places first.
func (w *world) bruteShown(q Query) map[string]string {
	shown := map[string]string{}
	parent := map[string]string{}
	for _, p := range w.people {
		if !mayList(q, p) || len(p.places) == 0 {
			continue
		}
		shown[p.id] = p.places[0]
		for i, place := range p.places {
			parent[place] = ""
			if i+1 < len(p.places) {
				parent[place] = p.places[i+1]
			}
		}
	}
	for _, level := range []string{"plc_z", "plc_c", "plc_s"} {
		for _, place := range slices.Sorted(maps.Keys(parent)) {
			if strings.HasPrefix(place, level) {
				widen(place, parent, shown)
			}
		}
	}
	return shown
}

func widen(place string, parent, shown map[string]string) {
	groups := map[string]int{}
	for _, at := range shown {
		groups[at]++
	}
	if groups[place] == 0 || groups[place] >= 5 {
		return
	}
	from, to := place, parent[place]
	smallest := 0
	for _, group := range slices.Sorted(maps.Keys(groups)) {
		inside := parent[group] == place || parent[parent[group]] == place && place != ""
		if group != place && inside && (smallest == 0 || groups[group] < smallest) {
			from, to, smallest = group, place, groups[group]
		}
	}
	for id, at := range shown {
		if at == from {
			shown[id] = to
		}
	}
}

// score takes the cheap way where no day matters.
func score(plan *matching.Plan, awards []matching.Award) (matching.Tier, int64) {
	if plan.NeededOn() != "" {
		m := plan.Explain(awards, today)
		return m.Tier, m.Points
	}
	held := make([]matching.Held, len(awards))
	for i, a := range awards {
		held[i] = a.Held
	}
	tier, points, _ := plan.Score(held)
	return tier, points
}

func qualified(plan *matching.Plan, awards []matching.Award) bool {
	tier, _ := score(plan, awards)
	return tier == matching.Qualified
}

func bruteRelaxations(q Query, audience []*person) []Relaxation {
	var all []Relaxation
	for r := range q.Plan.Posting().Requirements {
		for _, change := range []matching.RelaxationChange{matching.MakePreferred, matching.OneLevelLower} {
			plan, ok := q.Plan.Relaxed(r, change)
			if !ok {
				continue
			}
			n := 0
			for _, p := range audience {
				if qualified(plan, p.awards) {
					n++
				}
			}
			all = append(all, Relaxation{r, change, n})
		}
	}
	return all
}

func (w *world) bruteSteps(q Query, audience []*person) []StepCount {
	counts := map[string]int{}
	for _, credential := range w.credentials {
		var current matching.Version
		for _, v := range w.versions {
			if v.Credential == credential {
				current = v
			}
		}
		extra := matching.Award{
			ID: "extra", Status: matching.Active, Verified: true, EarnedAt: today,
			Held: matching.Held{Version: current.ID, Credential: credential, Pairs: current.Pairs},
		}
		for _, p := range audience {
			if qualified(q.Plan, append(slices.Clone(p.awards), extra)) {
				counts[credential]++
			}
		}
	}
	var all []StepCount
	for _, c := range bruteCounts(counts) {
		all = append(all, StepCount{c.ID, c.Count})
	}
	return all
}
