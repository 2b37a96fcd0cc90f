package seed

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"time"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/consent"
)

// Population gives n invented earners over the catalog, one at a time. Earner i
// is the same for the same seed, catalog and now, whatever n is; so a larger
// population begins with the smaller one. The iterator may be ranged over again.
func Population(seed uint64, n int, c *Catalog, now time.Time) iter.Seq[Person] {
	w := newWorld(c, now)
	return func(yield func(Person) bool) {
		for i := range n {
			if !yield(w.person(seed, i)) {
				return
			}
		}
	}
}

// The streams of randomness of one person. Who somebody is draws from another
// stream than what they did: by construction it cannot change their rank.
const (
	streamLife = iota
	streamSelf
	streams
)

// source is a person's stream. The seeds are mixed, as neighbors would
// otherwise begin alike.
func source(seed uint64, i, stream int) *rand.Rand {
	n := uint64(i)*streams + uint64(stream)
	return rand.New(rand.NewPCG(mix(seed^mix(n)), mix(n+0x9e3779b97f4a7c15))) //nolint:gosec // repeatable on purpose: it draws demo people, no secret
}

// mix is splitmix64's finalizer.
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// person draws one earner. Draws happen in a fixed order: a new one goes last.
func (w *world) person(seed uint64, i int) Person {
	r := source(seed, i, streamLife)
	p := Person{Key: fmt.Sprintf("p%07d", i), Name: name(r), Remote: chance(r, 0.35), ShowNonCounting: chance(r, 0.25)}
	home := w.home(r)
	p.Place, p.Precision = home.key, precision(r, home)
	p.Visibility, p.Reach = visibility(r), consent.Everyone
	p.Awards = w.history(r, home)
	w.terms(r, &p)
	p.Protected = w.protected(source(seed, i, streamSelf), home)
	p.Locale = "en"
	if p.Protected.PrimaryLanguage == spanish {
		p.Locale = "es"
	}
	p.GuardianUntil = w.guardianUntil(p.Protected)
	return p
}

// The rural share is the report's pilot: of 35 earners 9 rural, 3 unstated.
const (
	ruralShare    = 9.0 / 35
	unstatedShare = 3.0 / 35
)

// home draws a place: none, a rural or a metropolitan one.
func (w *world) home(r *rand.Rand) home {
	switch u := r.Float64(); {
	case u < unstatedShare:
		return home{}
	case u < unstatedShare+ruralShare:
		return w.rural.pick(r)
	}
	return w.metro.pick(r)
}

func precision(r *rand.Rand, h home) enum.PlacePrecision {
	u := r.Float64()
	switch {
	case h.key == "" || u < 0.08:
		return enum.PrecisionNone
	case u < 0.40:
		return enum.PrecisionZIP
	case u < 0.88:
		return enum.PrecisionCounty
	}
	return enum.PrecisionState
}

func visibility(r *rand.Rand) consent.Visibility {
	switch u := r.Float64(); {
	case u < 0.10:
		return consent.Hidden
	case u < 0.18:
		return consent.Open
	}
	return consent.Anonymous
}

// terms draws to whom a person is shown besides: a withdrawn consent, a grant to
// a few, a block, conditions. Most people have none of them.
func (w *world) terms(r *rand.Rand, p *Person) {
	switch u := r.Float64(); {
	case u < 0.03: // consent withdrawn: nobody is left who may see them
		p.Reach = consent.Granted
		p.Grants = append(p.Grants, PersonGrant{
			Kind: enum.OrgEmployer, Purpose: consent.Matching, Fields: []consent.Field{consent.Awards, consent.Place},
			WithdrawnAt: daysAgo(w.now, 1+r.IntN(200)),
		})
	case u < 0.05:
		p.Reach = consent.Granted
		p.Grants = append(p.Grants, PersonGrant{
			Organization: w.employers[r.IntN(len(w.employers))], Purpose: consent.Matching,
			Fields: []consent.Field{consent.Awards}, Until: daysAgo(w.now, -30-r.IntN(300)),
		})
	}
	if chance(r, 0.02) {
		p.Blocks = []string{w.employers[r.IntN(len(w.employers))]}
	}
	if chance(r, 0.4) {
		p.Conditions = append(p.Conditions, PersonCondition{
			Kind: enum.EarnerPayFloor, Amount: fmt.Sprintf("%d.00", 13+r.IntN(12)), Unit: "USD per hour",
		})
	}
	if chance(r, 0.3) {
		p.Conditions = append(p.Conditions, PersonCondition{
			Kind: enum.EarnerTravelMinutes, Amount: fmt.Sprint(15 * (1 + r.IntN(6))), Unit: "minutes",
		})
	}
}

func chance(r *rand.Rand, p float64) bool { return r.Float64() < p }
