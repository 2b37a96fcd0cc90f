package search

import (
	"math"

	"github.com/stackmatch/stackmatch/internal/matching"
)

// Query asks for the candidates of a plan.
type Query struct {
	// Plan is what is asked, compiled against Catalog.
	Plan    *matching.Plan
	Catalog *matching.Catalog
	// Draw orders candidates of equal tier and points.
	Draw matching.DrawKey
	// Org is who asks, of these Kinds: they see whom shows themselves to
	// everyone, to one of the kinds or to Org, and has not blocked Org.
	Org   string
	Kinds []string

	// Offer is held against what earners ask of work: whoever asks for more is left
	// out of everything.
	Offer Offer

	Filter Filter
	// After is the key of the last row seen; nil for the first page.
	After *matching.Key
	// First is the most hits wanted; counts do not depend on it.
	First int
	// Exclude are earners left out of everything: their records are newer than
	// the index.
	Exclude []string
	Want    Want
}

// Want says which counts, beyond totals and tiers, are worth their cost.
type Want struct{ Facets, Relaxations, Steps bool }

// Filter narrows the rows. Lists mean any of; empty ones don't filter.
type Filter struct {
	// Tiers narrows rows, totals and facets, but not Result.Tiers, relaxations
	// or steps.
	Tiers []matching.Tier
	Near  *Near
	// Remote true keeps those who take remote work, false the others.
	Remote      *bool
	Credentials []string
	Stacks      []string
	// Since keeps those whose newest counting award is of that month ("2006-01")
	// or later.
	Since string
	// Earners keeps these; nil keeps everybody.
	Earners []string
}

// Near keeps earners whose shown place is within Km of a point.
type Near struct {
	Lat, Lon float64
	Km       float64
}

// Result is what a query finds.
type Result struct {
	// Hits are in order.
	Hits []Hit
	// Total counts the rows on all pages.
	Total int
	// Tiers counts by tier, whatever tiers are filtered.
	Tiers [matching.Qualified + 1]int

	Facets      Facets
	Relaxations []Relaxation
	Steps       []StepCount
}

// Hit is one row.
type Hit struct {
	Key matching.Key
	// Place is the narrowest place that may be shown, or "".
	Place string
}

// Facets count the rows by what they show, most first, then by id.
type Facets struct{ Credentials, Stacks, Places []Count }

// Count is how many rows show something.
type Count struct {
	ID    string
	Count int
}

// Relaxation is how many more would be QUALIFIED were Requirement (an index)
// changed.
type Relaxation struct {
	Requirement         int
	Change              matching.RelaxationChange
	AdditionalQualified int
}

// StepCount is how many more would be QUALIFIED had they one micro-credential
// more. Those of no effect are left out; most first, then by id.
type StepCount struct {
	Credential          string
	AdditionalQualified int
}

const earthRadiusKm = 6371.0088

// Distance is the great-circle distance in kilometers.
func Distance(lat1, lon1, lat2, lon2 float64) float64 {
	const rad = math.Pi / 180
	dLat, dLon := (lat2-lat1)*rad, (lon2-lon1)*rad
	sLat, sLon := math.Sin(dLat/2), math.Sin(dLon/2)
	h := sLat*sLat + math.Cos(lat1*rad)*math.Cos(lat2*rad)*sLon*sLon
	return 2 * earthRadiusKm * math.Asin(math.Min(1, math.Sqrt(h)))
}
