package search

import (
	"slices"
	"testing"
)

var testShifts = []string{"DAY", "NIGHT", "WEEKEND"}

// someAsks are what a person asks of work: half ask for nothing.
func (w *world) someAsks() Asks {
	var a Asks
	if w.rng.IntN(2) == 0 {
		return a
	}
	if w.rng.IntN(2) == 0 {
		a.Pay = 250 * (1 + w.rng.IntN(10))
	}
	if w.rng.IntN(3) == 0 {
		a.Shifts = some(w.rng, testShifts, 1+w.rng.IntN(2))
	}
	if w.rng.IntN(3) == 0 {
		a.Least = 5 * w.rng.IntN(8)
		a.Most = a.Least + 5*w.rng.IntN(4)
	}
	if w.rng.IntN(3) == 0 {
		a.TravelKm = 12 * (1 + w.rng.IntN(6))
	}
	return a
}

func (w *world) offer() Offer {
	o := Offer{Staff: w.rng.IntN(6) == 0, Remote: w.rng.IntN(3) == 0, Shifts: some(w.rng, testShifts, w.rng.IntN(3))}
	if w.rng.IntN(2) == 0 {
		o.Pay = 10 * (1 + w.rng.IntN(250))
	}
	if w.rng.IntN(2) == 0 {
		o.Least = 2.5 * float64(1+w.rng.IntN(12))
		o.Most = o.Least + 2.5*float64(w.rng.IntN(6))
	}
	if w.rng.IntN(3) > 0 {
		at := pick(w.rng, w.places)
		o.At = &Point{at.Lat + 0.1*w.rng.Float64(), at.Lon}
	}
	return o
}

// meets says by the words of Asks and Offer whether the work is what a person asks for.
func (w *world) meets(q Query, p *person, place string) bool {
	a, o := p.asks, q.Offer
	switch {
	case o.Staff && !slices.Contains(p.staff, q.Org),
		a.Pay > o.Pay,
		o.Most > 0 && float64(a.Least) > o.Most,
		a.Most > 0 && float64(a.Most) < o.Least,
		len(a.Shifts) > 0 && len(o.Shifts) > 0 && !slices.ContainsFunc(a.Shifts, func(s string) bool { return slices.Contains(o.Shifts, s) }):
		return false
	case a.TravelKm == 0 || o.Remote && p.remote:
		return true
	}
	return o.At != nil && slices.ContainsFunc(w.places, func(at Place) bool {
		return at.ID == place && Distance(o.At.Lat, o.At.Lon, at.Lat, at.Lon) <= float64(a.TravelKm)
	})
}

// TestWhatIsAskedOfWorkMovesNoPlace: a row shows the same place whatever the work
// offers, so that no offer tells what the others ask.
func TestWhatIsAskedOfWorkMovesNoPlace(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 600)
	for range 300 {
		w.newPerson()
	}
	e := w.build(t, t.TempDir(), readBitmaps)
	newer := w.ahead()
	for range 20 {
		q := w.query(t)
		q.First = 1000
		found, err := e.CandidatesWith(t.Context(), q, newer)
		check(t, err)
		var earners []string
		for _, h := range found.Hits {
			earners = append(earners, h.Key.Earner)
		}
		shown, err := e.ShownPlaces(q.Org, q.Kinds, earners, newer)
		check(t, err)
		for _, h := range found.Hits {
			if shown[h.Key.Earner] != h.Place {
				t.Fatalf("%s is shown in %q, and the row says %q", h.Key.Earner, shown[h.Key.Earner], h.Place)
			}
		}
	}
}
