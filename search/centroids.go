package search

import (
	"math"
	"sync"
)

// centroids knows where the places are that the index's paths name.
type centroids struct {
	list func() []Place

	mu sync.RWMutex
	at map[string]Place
}

func newCentroids(list func() []Place) *centroids {
	return &centroids{list: list, at: map[string]Place{}}
}

// learn looks up the places of a tree.
func (c *centroids) learn(t *placeTree) {
	if c.list == nil {
		return
	}
	wanted := map[string]bool{}
	for _, n := range t.nodes {
		wanted[n.place] = true
	}
	at := map[string]Place{}
	for _, p := range c.list() {
		if wanted[p.ID] {
			at[p.ID] = p
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = at
}

// within says which of the places are within a ring. A place without a known
// centroid is not.
func (c *centroids) within(places []string, n Near) []bool {
	c.mu.RLock()
	defer c.mu.RUnlock()
	near := make([]bool, len(places))
	for i, id := range places {
		p, ok := c.at[id]
		near[i] = ok && Distance(n.Lat, n.Lon, p.Lat, p.Lon) <= n.Km
	}
	return near
}

// distances are how many kilometers the places are from a point: infinitely many
// where nobody knows.
func (c *centroids) distances(places []string, to Point) []float64 {
	c.mu.RLock()
	defer c.mu.RUnlock()
	km := make([]float64, len(places))
	for i, id := range places {
		p, ok := c.at[id]
		if km[i] = math.Inf(1); ok {
			km[i] = Distance(to.Lat, to.Lon, p.Lat, p.Lon)
		}
	}
	return km
}
