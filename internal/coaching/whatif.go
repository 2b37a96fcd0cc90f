package coaching

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/coachingcase"
	"github.com/stackmatch/stackmatch/ent/db/place"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/dossier"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// WhatIfInput asks which one or two micro-credentials would open most postings for
// some earners. It writes nothing.
type WhatIfInput struct {
	// Earners are named, or those of the caseload that Filter keeps; an earner asks of
	// themselves.
	Earners []string
	Filter  CaseloadFilter
	// Add is how many may be added: 1 or 2.
	Add int
	// Region keeps postings and offerings near a place; what is remote is near.
	Region *Region
	// OnlineOnly and Languages keep offerings.
	OnlineOnly bool
	Languages  []string
	Limit      int
}

// Region is what lies around a place.
type Region struct {
	Place    string
	WithinKm int
}

// WhatIf is what additions would open.
type WhatIf struct {
	// Earners and Postings were looked at, and every pair of both: Qualified are those
	// of which nothing is missing, Within those that lack at most two must-haves which
	// are offered here.
	Earners, Postings int
	Pairs             int
	Qualified, Within int
	Additions         []Addition
}

// Addition is one or two micro-credentials with what they would open.
type Addition struct {
	MicroCredentials []string
	// Pairs become QUALIFIED, of so many Earners and Postings.
	Pairs, Earners, Postings int
	// Examples are some of the postings, by id.
	Examples []string
}

// The bounds of a what-if.
const (
	maxAdditions   = 50
	maxExamples    = 5
	maxWhatIf      = 1_000 // earners
	maxKm          = 1_000
	mostUnmet      = 2
	maxWhatIfPairs = 5_000_000
)

// WhatIf ranks what could be added by the pairs of earner and posting that it would
// make QUALIFIED. A pair counts that lacks at most two must-haves, each of which one
// micro-credential closes by itself: of a stack asked, the last part that is missing.
// It takes a constant number of statements.
func (s *Service) WhatIf(ctx context.Context, in WhatIfInput) (*WhatIf, error) {
	if err := in.check(); err != nil {
		return nil, err
	}
	catalog, terms, err := s.current(ctx)
	if err != nil {
		return nil, err
	}
	who, err := s.asked(ctx, catalog, in)
	if err != nil {
		return nil, err
	}
	center, err := s.center(ctx, in.Region)
	if err != nil {
		return nil, err
	}
	open, err := s.openPostings(ctx, catalog)
	if err != nil {
		return nil, err
	}
	if len(who)*len(open) > maxWhatIfPairs {
		return nil, problem.New(problem.Limit, "these are too many earners for so many postings: ask about fewer").
			Spanish("son demasiadas personas para tantas ofertas: pregunte por menos").At("earners")
	}
	places, err := s.placesOf(ctx, terms.places)
	if err != nil {
		return nil, err
	}
	full, err := s.full(ctx, terms)
	if err != nil {
		return nil, err
	}
	w := &whatIf{
		catalog: catalog, terms: terms, now: s.Now(), today: s.today(), people: who, in: in, center: center, places: places, full: full,
	}
	w.keepPostings(open)
	w.offer()
	if err := w.look(ctx); err != nil {
		return nil, err
	}
	return w.answer()
}

func (in WhatIfInput) check() error {
	var errs []error
	if in.Add < 1 || in.Add > 2 {
		errs = append(errs, problem.New(problem.Invalid, "add 1 or 2").Spanish("añada 1 o 2").At("add"))
	}
	if in.Limit < 1 || in.Limit > maxAdditions {
		errs = append(errs, problem.New(problem.Invalid, "limit is from 1 to %d", maxAdditions).
			Spanish("limit va de 1 a %d", maxAdditions).At("limit"))
	}
	errs = append(errs, in.Region.check(), in.Filter.check())
	if len(in.Earners) > maxWhatIf {
		errs = append(errs, problem.New(problem.Invalid, "name at most %d earners", maxWhatIf).
			Spanish("nombre como máximo a %d personas", maxWhatIf).At("earners"))
	}
	return problem.Join(errs...)
}

func (r *Region) check() error {
	if r != nil && (r.WithinKm < 1 || r.WithinKm > maxKm) {
		return problem.New(problem.Invalid, "within is from 1 to %d kilometers", maxKm).
			Spanish("la distancia va de 1 a %d kilómetros", maxKm).At("region", "withinKm")
	}
	return nil
}

// asked are the earners asked about, as far as they share their awards: those named,
// oneself, or the caseload's.
func (s *Service) asked(ctx context.Context, catalog *matching.Catalog, in WhatIfInput) ([]*dossier.Dossier, error) {
	if self := auth.From(ctx).ActingEarner(); self != "" {
		if len(in.Earners) > 1 || len(in.Earners) == 1 && in.Earners[0] != self {
			return nil, noEarner(in.Earners[0])
		}
		return s.awardees(ctx, catalog, []string{self})
	}
	if err := requireCoach(ctx); err != nil {
		return nil, err
	}
	if len(in.Earners) > 0 {
		return s.awardees(ctx, catalog, in.Earners)
	}
	people, err := s.sharingAwards(ctx, catalog, in.Filter)
	if err != nil {
		return nil, err
	}
	if len(people) > maxWhatIf {
		return nil, problem.New(problem.Limit, "these are %d earners: narrow the filter to %d", len(people), maxWhatIf).
			Spanish("son %d personas: reduzca el filtro a %d", len(people), maxWhatIf).At("filter")
	}
	return people, nil
}

// sharingAwards are those of the caseload whom a filter keeps and who opened their
// awards to the viewer, in the order of their cases. Only queues take all that a
// dashboard looks at.
func (s *Service) sharingAwards(ctx context.Context, catalog *matching.Catalog, f CaseloadFilter) ([]*dossier.Dossier, error) {
	if len(f.Queue) > 0 {
		return s.queuedAwardees(ctx, catalog, f)
	}
	where, err := s.casesOf(ctx, f)
	if err != nil {
		return nil, err
	}
	rows, err := s.DB.CoachingCase.Query().Where(where...).Order(coachingcase.ByID()).Limit(maxCases).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list cases: %w", err)
	}
	ids := make([]string, len(rows))
	for i, row := range rows {
		ids[i] = row.EarnerID
	}
	people, err := s.people(ctx, catalog, ids)
	if err != nil {
		return nil, err
	}
	var out []*dossier.Dossier
	for _, row := range rows {
		who := people[row.EarnerID]
		if who == nil || !opened(ctx, who.Subject, consent.Awards, s.Now()) {
			continue
		}
		c := &Case{CoachingCase: row, Shared: true, Stage: &row.Stage}
		if opened(ctx, who.Subject, consent.Name, s.Now()) {
			c.name = who.Earner.Name
		}
		if f.keeps(c) && f.finds(c) {
			out = append(out, who)
		}
	}
	return out, nil
}

func (s *Service) queuedAwardees(ctx context.Context, catalog *matching.Catalog, f CaseloadFilter) ([]*dossier.Dossier, error) {
	all, err := s.caseload(ctx, f)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, c := range all {
		if c.Shared && f.keeps(c) && c.tells {
			ids = append(ids, c.EarnerID)
		}
	}
	return s.awardees(ctx, catalog, ids)
}

// awardees are earners who opened their awards to the viewer, or are the viewer; who
// did not is not there.
func (s *Service) awardees(ctx context.Context, catalog *matching.Catalog, ids []string) ([]*dossier.Dossier, error) {
	people, err := s.people(ctx, catalog, ids)
	if err != nil {
		return nil, err
	}
	self := auth.From(ctx).ActingEarner()
	var out []*dossier.Dossier
	seen := map[string]bool{}
	for _, key := range ids {
		who := people[key]
		if who == nil || key != self && !opened(ctx, who.Subject, consent.Awards, s.Now()) {
			return nil, noEarner(key)
		}
		if !seen[key] {
			seen[key] = true
			out = append(out, who)
		}
	}
	return out, nil
}

// center is the place that a region lies around; nil for everywhere.
func (s *Service) center(ctx context.Context, region *Region) (*db.Place, error) {
	if region == nil {
		return nil, nil //nolint:nilnil // everywhere
	}
	row, err := s.DB.Place.Query().Where(place.ID(region.Place)).Only(ctx)
	if db.IsNotFound(err) {
		return nil, problem.New(problem.NotFound, "there is no place %q", brief(region.Place)).
			Spanish("no hay ningún lugar %q", brief(region.Place)).At("region", "place")
	}
	if err != nil {
		return nil, fmt.Errorf("load place: %w", err)
	}
	return row, nil
}

// placesOf are places, by id.
func (s *Service) placesOf(ctx context.Context, ids []string) (map[string]*db.Place, error) {
	rows, err := s.DB.Place.Query().Where(place.IDIn(ids...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load places: %w", err)
	}
	out := make(map[string]*db.Place, len(rows))
	for _, row := range rows {
		out[row.ID] = row
	}
	return out, nil
}
