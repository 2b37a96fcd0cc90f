package employer

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/place"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/dossier"
	"github.com/stackmatch/stackmatch/search"
)

// offer is what the work of a question offers, held against what earners ask of
// work. An ad-hoc question is held as a posting at the employer's place that says
// nothing of pay, shifts and hours: compared with a posting it tells no more than
// two postings do.
type offer struct {
	consent.WorkOffer
	at *db.Place
	// staff keeps only those whom the employer shows its internal postings.
	staff bool
}

// offerOf is what a posting offers, which has its place loaded.
func (a asker) offerOf(row *db.Posting) offer {
	o := offer{at: row.Edges.Place, staff: row.Audience == enum.AudienceInternal}
	o.Remote = row.Remote
	if cents := PayFloorAt(row, a.asOf); cents != nil {
		o.Pay = int(*cents)
	}
	for _, shift := range row.Shifts {
		o.Shifts = append(o.Shifts, string(shift))
	}
	if hours := HoursOf(row); hours != nil {
		o.HoursLeast, o.HoursMost = orZero(hours.Minimum), orZero(hours.Maximum)
		if hours.Minimum == nil {
			o.HoursLeast = o.HoursMost
		}
		if hours.Maximum == nil {
			o.HoursMost = o.HoursLeast
		}
	}
	return o
}

// forIndex is the offer as the index holds it against earners.
func (o offer) forIndex() search.Offer {
	out := search.Offer{
		Pay: o.Pay, Shifts: o.Shifts, Least: o.HoursLeast, Most: o.HoursMost, Remote: o.Remote, Staff: o.staff,
	}
	if o.at != nil {
		out.At = &search.Point{Lat: o.at.Latitude, Lon: o.at.Longitude}
	}
	return out
}

// unmet lists what an earner asks of work and the offer does not meet, from a
// place; nil is nowhere.
func (o offer) unmet(p dossier.Dossier, from *db.Place) []consent.WorkCondition {
	km := math.Inf(1)
	if o.at != nil && from != nil {
		km = search.Distance(o.at.Latitude, o.at.Longitude, from.Latitude, from.Longitude)
	}
	return p.Work.Unmet(o.WorkOffer, km, p.Earner.Remote)
}

// whereabouts are the places that rows show to who asks, by earner. Only those who
// ask how far work is need be in it; without, it is too far.
type whereabouts map[string]*db.Place

// locate finds where rows show those people to be who ask how far work is. Whoever
// matches people that no list gave locates them first.
func (s *Service) locate(ctx context.Context, a asker, people []dossier.Dossier) error {
	var earners []string
	for _, p := range people {
		if _, located := a.at[p.Earner.ID]; p.Work.TravelMinutes > 0 && !located {
			earners = append(earners, p.Earner.ID)
			a.at[p.Earner.ID] = nil // nowhere, unless a place is found
		}
	}
	if len(earners) == 0 {
		return nil
	}
	// They are read from their records, so that nobody waits for the index here: some
	// ask within a transaction.
	shown, err := s.Ranker.ShownPlaces(ctx, a.viewer.Organization(), a.kinds(), earners, earners)
	if err != nil {
		return fmt.Errorf("find where candidates are shown: %w", err)
	}
	return s.put(ctx, a, people, shown)
}

// put keeps the places shown of those people who ask how far work is, by earner.
func (s *Service) put(ctx context.Context, a asker, people []dossier.Dossier, shown map[string]string) error {
	need := set{}
	for _, p := range people {
		if p.Work.TravelMinutes > 0 {
			need.add(shown[p.Earner.ID])
		}
	}
	if len(need) == 0 {
		return nil
	}
	rows, err := s.DB.Place.Query().Where(place.IDIn(need.ids()...)).All(ctx)
	if err != nil {
		return fmt.Errorf("load places of candidates: %w", err)
	}
	found := byID(rows, func(r *db.Place) string { return r.ID })
	for _, p := range people {
		if at := found[shown[p.Earner.ID]]; at != nil {
			a.at[p.Earner.ID] = at
		}
	}
	return nil
}

// shows tells whether the earner shows themselves to who asks, for such work.
func (q *question) shows(p dossier.Dossier) bool {
	if q.offer.staff && !slices.Contains(p.Staff, q.viewer.Organization()) {
		return false
	}
	return p.Subject.ShownTo(q.viewer.Organization(), q.kinds(), q.asOf) && len(q.offer.unmet(p, q.at[p.Earner.ID])) == 0
}

func orZero(n *float64) float64 {
	if n == nil {
		return 0
	}
	return *n
}
