package coaching

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/place"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// Measure is something that a plan keeps small.
type Measure string

// The measures.
const (
	MeasureMinutes Measure = "MINUTES"
	MeasurePrice   Measure = "PRICE"
	MeasureCount   Measure = "COUNT"
)

// Objective is what a plan keeps small: one of its members; the minutes, where none
// is given.
type Objective struct {
	Minimize *Measure `json:",omitempty"`
	Weights  *Weights `json:",omitempty"`
}

// Weights are of a minute, of a cent and of a micro-credential.
type Weights struct{ Minutes, Price, Count int }

// Limits bound a plan; nil and none are no limit.
type Limits struct {
	Minutes    *int     `json:",omitempty"`
	Cents      *int64   `json:",omitempty"`
	Languages  []string `json:",omitempty"`
	OnlineOnly bool     `json:",omitempty"`
	// WithinKM is how far the place of an offering may be from where the earner lives.
	WithinKM *int       `json:",omitempty"`
	FinishBy *time.Time `json:",omitempty"`
	// HoursPerWeek is how much time there is.
	HoursPerWeek *int `json:",omitempty"`
}

// Asked is what is asked of a plan, as it is kept with one that is saved.
type Asked struct {
	Goal      Goal
	Objective Objective
	Limits    Limits
	// CanAlready are micro-credentials that the earner says they need only prove.
	CanAlready []string `json:",omitempty"`
}

// Hypothetical is what is supposed for one answer, and written nowhere.
type Hypothetical struct {
	// MicroCredentials are supposed to be held.
	MicroCredentials []string
	Offerings        []SupposedOffering
}

// SupposedOffering is an offering that there might be.
type SupposedOffering struct {
	MicroCredential string
	Minutes         *int
	Cents           *int64
	Language        string
	Delivery        enum.Delivery
	StartsOn        *time.Time
	EndsOn          *time.Time
	Place           *string
}

// question is one that is being answered.
type question struct {
	catalog  *matching.Catalog
	terms    *terms
	who      *person
	target   *target
	asOf     time.Time
	today    time.Time
	currency string
	limits   Limits
	// places are where offerings are, and full those of which others have every seat.
	places map[string]*db.Place
	full   map[string]bool
	// hypothetical are options that there might be, by micro-credential.
	hypothetical map[string][]Option
	canAlready   map[string]bool
}

// planCurrency is the currency of plans: prices in others are as good as unknown.
const planCurrency = "USD"

// question loads what an answer rests on, in a constant number of statements.
func (s *Service) question(ctx context.Context, earner *string, goal Goal, limits Limits) (*question, error) {
	if err := limits.check(); err != nil {
		return nil, err
	}
	catalog, terms, err := s.current(ctx)
	if err != nil {
		return nil, err
	}
	q := &question{catalog: catalog, terms: terms, asOf: s.Now(), today: s.today(), currency: planCurrency, limits: limits}
	if q.who, err = s.person(ctx, catalog, earner); err != nil {
		return nil, err
	}
	if limits.WithinKM != nil && q.who.home == nil {
		return nil, noHome(q.who)
	}
	if q.target, err = s.target(ctx, catalog, goal); err != nil {
		return nil, err
	}
	if q.full, err = s.full(ctx, terms); err != nil {
		return nil, err
	}
	return q, s.loadPlaces(ctx, q)
}

// noHome says why no distance can be told.
func noHome(who *person) error {
	if who.known() && !who.own && who.row.PlaceID != nil {
		return problem.New(problem.Invalid, "the earner has not opened where they live to you: leave the distance out, or ask them for %s", consent.Place).
			Spanish("la persona no le ha abierto dónde vive: omita la distancia o pídale %s", consent.Place).At("limits", "withinKm")
	}
	return problem.New(problem.Invalid, "it is not known where the earner lives: say so first, or leave the distance out").
		Spanish("no se sabe dónde vive la persona: indíquelo primero u omita la distancia").At("limits", "withinKm")
}

// loadPlaces loads where offerings are, if distances can be told.
func (s *Service) loadPlaces(ctx context.Context, q *question) error {
	if q.who.home == nil {
		return nil
	}
	rows, err := s.DB.Place.Query().Where(place.IDIn(q.terms.places...)).All(ctx)
	if err != nil {
		return fmt.Errorf("load places: %w", err)
	}
	q.places = make(map[string]*db.Place, len(rows))
	for _, row := range rows {
		q.places[row.ID] = row
	}
	return nil
}

// suppose takes what is only supposed into the question.
func (q *question) suppose(h Hypothetical) error {
	err := problem.Join(
		few(len(h.MicroCredentials), "hypothetical", "microCredentials"), few(len(h.Offerings), "hypothetical", "offerings"))
	if err != nil {
		return err
	}
	var errs []error
	for i, credential := range h.MicroCredentials {
		e := q.terms.credentials[credential]
		if e == nil {
			errs = append(errs, noCredential(credential).At("hypothetical", "microCredentials", strconv.Itoa(i)))
			continue
		}
		q.who.awards = append(q.who.awards, q.earned(e))
	}
	for i, o := range h.Offerings {
		at := []string{"hypothetical", "offerings", strconv.Itoa(i)}
		if q.terms.credentials[o.MicroCredential] == nil {
			errs = append(errs, noCredential(o.MicroCredential).At(append(at, "microCredential")...))
			continue
		}
		if err := problem.Under(o.check(), at...); err != nil {
			errs = append(errs, err)
			continue
		}
		q.supposeOffering(o, i)
	}
	return problem.Join(errs...)
}

func (q *question) supposeOffering(o SupposedOffering, i int) {
	if q.hypothetical == nil {
		q.hypothetical = map[string][]Option{}
	}
	option := Option{
		Kind: OptionOffering, Hypothetical: true, Minutes: minutes(o.Minutes), Cents: o.Cents, Currency: q.currency,
		Languages: []string{o.Language}, Delivery: []enum.Delivery{o.Delivery}, StartsOn: o.StartsOn, EndsOn: o.EndsOn,
		Provider: q.terms.credentials[o.MicroCredential].developer, id: "supposed " + strconv.Itoa(i),
	}
	if o.Place != nil && o.Delivery != enum.DeliveryOnline {
		option.KM = q.distance(*o.Place)
	}
	q.hypothetical[o.MicroCredential] = append(q.hypothetical[o.MicroCredential], option)
}

// earned is an award that there is not yet: of the version that is awarded now.
func (q *question) earned(e *earnable) matching.Award {
	return matching.Award{
		ID:     "if " + e.id,
		Held:   matching.Held{Version: e.version.ID, Credential: e.id, Pairs: q.catalog.Pairs(e.version.ID)},
		Status: matching.Active, Verified: true, EarnedAt: q.asOf,
	}
}

// knows takes in what the earner says that they can do already.
func (q *question) knows(credentials []string) error {
	if err := few(len(credentials), "canAlready"); err != nil {
		return err
	}
	q.canAlready = map[string]bool{}
	var errs []error
	for i, credential := range credentials {
		e := q.terms.credentials[credential]
		switch {
		case e == nil:
			errs = append(errs, noCredential(credential).At("canAlready", strconv.Itoa(i)))
		case e.version.PriorMinutes == nil:
			errs = append(errs, problem.New(problem.Invalid, "this micro-credential is not awarded for what one can already do").
				Spanish("esta microcredencial no se otorga por lo que ya se sabe hacer").At("canAlready", strconv.Itoa(i)))
		default:
			q.canAlready[credential] = true
		}
	}
	return problem.Join(errs...)
}

func noCredential(id string) *problem.Problem {
	return problem.New(problem.NotFound, "there is no published micro-credential %q", brief(id)).
		Spanish("no hay ninguna microcredencial publicada %q", brief(id))
}
