package bench

import (
	"math"

	"github.com/stackmatch/stackmatch/search"
)

// visibility decides by the columns alone whether a query may list an earner.
type visibility struct {
	audience [256]bool
	org      uint8
	remote   bool
	since    uint8
	path     []bool // nil when distance does not matter
}

func (p *population) visibility(q *search.Query, shown []string) visibility {
	v := visibility{org: math.MaxUint8}
	v.audience[0], v.audience[1] = true, true // every bench query is an employer's
	for n := range orgCount {
		if q.Org == orgID(n) {
			v.audience[2+n], v.org = true, uint8(n+1)
		}
	}
	v.remote = q.Filter.Remote != nil
	for q.Filter.Since > monthName(v.since) {
		v.since++
	}
	if n := q.Filter.Near; n != nil {
		within := map[string]bool{}
		for _, at := range p.places {
			within[at.ID] = search.Distance(n.Lat, n.Lon, at.Lat, at.Lon) <= n.Km
		}
		v.path = make([]bool, len(p.paths)+1)
		for i, place := range shown {
			v.path[i+1] = within[place]
		}
	}
	return v
}

func (v *visibility) lists(p *population, i int) bool {
	return v.audience[p.audience[i]] && p.blocked[i] != v.org
}

func (v *visibility) passes(p *population, i int) bool {
	return v.audience[p.audience[i]] && p.blocked[i] != v.org &&
		(!v.remote || p.remote[i]) && p.month[i] >= v.since &&
		(v.path == nil || v.path[p.path[i]])
}

// shown is what rows of each path show to a query's organization.
func (p *population) shown(q *search.Query) []string {
	counts := make([]int, len(p.paths))
	v := p.visibility(&search.Query{Org: q.Org}, nil)
	for i := range p.count {
		if p.path[i] > 0 && v.lists(p, i) {
			counts[p.path[i]-1]++
		}
	}
	return search.ShownPlaces(p.paths, counts)
}
