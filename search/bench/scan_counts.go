package bench

import (
	"cmp"
	"slices"

	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/search"
)

// facets counts rows in the scan.
type facets struct {
	x      *question
	counts []int
	seen   []int
	stacks map[string]int
	paths  []int
	row    int
}

func newFacets(x *question) *facets {
	return &facets{x: x, counts: make([]int, len(x.names)), seen: make([]int, len(x.names)), stacks: map[string]int{}, paths: make([]int, len(x.p.paths)+1)}
}

func (f *facets) add(i int) {
	p := f.x.p
	f.row++
	f.paths[p.path[i]]++
	for _, id := range p.held[p.starts[i]:p.starts[i+1]] {
		c := f.x.credential[id]
		if f.seen[c] != f.row {
			f.seen[c] = f.row
			f.counts[c]++
		}
	}
	for _, s := range p.stacks[i] {
		f.stacks[s]++
	}
}

func (f *facets) result() search.Facets {
	credentials, places := map[string]int{}, map[string]int{}
	for c, n := range f.counts {
		credentials[f.x.names[c]] = n
	}
	for path, n := range f.paths[1:] {
		places[f.x.shown[path]] += n
	}
	delete(places, "")
	return search.Facets{Credentials: sorted(credentials), Stacks: sorted(f.stacks), Places: sorted(places)}
}

func sorted(counts map[string]int) []search.Count {
	var all []search.Count
	for id, n := range counts {
		if n > 0 {
			all = append(all, search.Count{ID: id, Count: n})
		}
	}
	slices.SortFunc(all, func(a, b search.Count) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.ID, b.ID))
	})
	return all
}

func (x *question) relaxations() {
	if !x.q.Want.Relaxations {
		return
	}
	for r := range x.n {
		if plan, ok := x.q.Plan.Relaxed(r, matching.MakePreferred); ok {
			n := 0
			for unmet, count := range x.unmet {
				if unmet&plan.Musts() == 0 && unmet&x.musts != 0 {
					n += count
				}
			}
			x.res.Relaxations = append(x.res.Relaxations, search.Relaxation{Requirement: r, Change: matching.MakePreferred, AdditionalQualified: n})
		}
		if x.lower[r] != nil {
			x.res.Relaxations = append(x.res.Relaxations, search.Relaxation{Requirement: r, Change: matching.OneLevelLower, AdditionalQualified: x.lowerAdd[r]})
		}
	}
}

func (x *question) steps() {
	if !x.q.Want.Steps {
		return
	}
	credited := 0
	for _, n := range x.unmet {
		credited += n
	}
	x.unmet[1<<x.n-1] += x.seen - credited
	counts := map[string]int{}
	for _, step := range x.q.Plan.Steps() {
		for unmet, n := range x.unmet {
			if open := unmet & x.musts; open != 0 && open&^step.Full == 0 {
				counts[step.Credential] += n
			}
		}
	}
	for _, c := range sorted(counts) {
		x.res.Steps = append(x.res.Steps, search.StepCount{Credential: c.ID, AdditionalQualified: c.Count})
	}
}
