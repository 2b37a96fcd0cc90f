package coaching

import (
	"slices"
	"strings"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/planner"
	"github.com/stackmatch/stackmatch/search"
)

// OptionKind is a kind of way to earn a micro-credential.
type OptionKind string

// The kinds of ways.
const (
	// OptionOffering is an offering of a provider.
	OptionOffering OptionKind = "OFFERING"
	// OptionOwnPace is to work by oneself, for the list price.
	OptionOwnPace OptionKind = "OWN_PACE"
	// OptionPrior is to prove what one can already do.
	OptionPrior OptionKind = "PRIOR"
)

// Option is one way to earn a micro-credential.
type Option struct {
	Kind OptionKind
	// Offering is nil for other kinds, and for a hypothetical one.
	Offering     *db.Offering
	Hypothetical bool
	// Minutes and Cents, in Currency, are nil where nobody knows them. Cents are what
	// the learner pays.
	Minutes, Cents *int64
	Currency       string
	Languages      []string
	Delivery       []enum.Delivery
	StartsOn       *time.Time
	EndsOn         *time.Time
	// Provider is an organization.
	Provider string
	// KM is how far it is from where the earner lives; nil where that is unknown.
	KM *float64
	// InProgress says that the earner has begun: there is no further price, nor further
	// work on what is being assessed.
	InProgress bool
	// Full says that others have every seat.
	Full bool

	id string
}

// optionsOf lists the ways to earn a micro-credential for a person, who may name what
// they can do already.
func (q *question) optionsOf(e *earnable) []Option {
	if q.who.submitted[e.id] {
		zero, price := int64(0), int64(0)
		return []Option{{
			Kind: OptionOwnPace, Minutes: &zero, Cents: &price, Currency: q.currency, Provider: e.developer,
			Languages: e.version.Languages, Delivery: []enum.Delivery{enum.DeliveryOnline}, InProgress: true, id: "submitted",
		}}
	}
	var out []Option
	for _, row := range e.offerings {
		if !over(row, q.today) {
			out = append(out, q.offered(e, row))
		}
	}
	out = append(out, q.hypothetical[e.id]...)
	if own, ok := q.ownPace(e); ok {
		out = append(out, own)
	}
	return out
}

// over tells whether an offering has ended.
func over(row *db.Offering, today time.Time) bool {
	return row.EndsOn != nil && row.EndsOn.Before(today)
}

// offered is an offering as a person meets it.
func (q *question) offered(e *earnable, row *db.Offering) Option {
	o := Option{
		Kind: OptionOffering, Offering: row, Currency: q.currency, Languages: []string{row.Language},
		Delivery: []enum.Delivery{row.Delivery}, StartsOn: row.StartsOn, EndsOn: row.EndsOn, Provider: row.ProviderID,
		Minutes: minutes(row.EffortMinutes, e.version.EffortMinutes), id: row.ID,
	}
	if row.PriceCurrency == q.currency || row.PriceCurrency == "" {
		o.Cents = row.PriceCents
		if row.LearnerCents != nil {
			o.Cents = row.LearnerCents
		}
	}
	if row.PlaceID != nil && row.Delivery != enum.DeliveryOnline {
		o.KM = q.distance(*row.PlaceID)
	}
	o.Full = q.full[row.ID]
	if at := q.who.enrolled[e.id]; at != nil && at.OfferingID != nil && *at.OfferingID == row.ID {
		o.begun(q.today)
	}
	return o
}

// begun has an option cost nothing further, and go on if it has started.
func (o *Option) begun(today time.Time) {
	nothing := int64(0)
	o.InProgress, o.Cents, o.Full = true, &nothing, false
	if o.StartsOn != nil && o.StartsOn.Before(today) {
		o.StartsOn = nil
	}
}

// ownPace is to earn it without an offering: where there is none at all, and where it
// is delivered online, too. What a stack certifies is earned by the stack.
func (q *question) ownPace(e *earnable) (Option, bool) {
	at := q.who.enrolled[e.id]
	free := at != nil && at.OfferingID == nil
	if !free && e.by != nil {
		return Option{}, false
	}
	if !free && len(e.offerings) > 0 && !slices.Contains(e.version.Delivery, enum.DeliveryOnline) {
		return Option{}, false
	}
	o := q.listed(e)
	o.Kind, o.Minutes, o.id = OptionOwnPace, minutes(e.version.EffortMinutes), "own pace"
	if free {
		o.begun(q.today)
	}
	return o, true
}

// prior is to prove what one can already do, where that is a way.
func (q *question) prior(e *earnable) (Option, bool) {
	if e.version.PriorMinutes == nil {
		return Option{}, false
	}
	o := q.listed(e)
	o.Kind, o.Minutes, o.id = OptionPrior, minutes(e.version.PriorMinutes), "prior"
	return o, true
}

// listed is what a micro-credential says of itself, with its list price.
func (q *question) listed(e *earnable) Option {
	o := Option{Currency: q.currency, Languages: e.version.Languages, Delivery: e.version.Delivery, Provider: e.developer}
	if e.version.PriceCurrency == q.currency {
		o.Cents = e.version.PriceCents
	}
	return o
}

// distance from where the person lives to a place; nil where either is unknown.
func (q *question) distance(place string) *float64 {
	at := q.places[place]
	if at == nil || q.who.home == nil {
		return nil
	}
	km := search.Distance(at.Latitude, at.Longitude, q.who.home.Latitude, q.who.home.Longitude)
	return &km
}

// online tells whether nobody has to travel for it.
func (o Option) online() bool { return slices.Contains(o.Delivery, enum.DeliveryOnline) }

// in tells whether it is in one of the languages, whatever their region.
func (o Option) in(languages []string) bool {
	return slices.ContainsFunc(o.Languages, func(held string) bool {
		return slices.ContainsFunc(languages, func(asked string) bool { return primary(held) == primary(asked) })
	})
}

func primary(language string) string {
	first, _, _ := strings.Cut(strings.ToLower(language), "-")
	return first
}

// forPlanner is the option as the planner reckons with it.
func (o Option) forPlanner() planner.Option {
	return planner.Option{
		ID: o.id, Minutes: amount(o.Minutes), Cents: amount(o.Cents),
		Starts: dayOf(o.StartsOn), Ends: dayOf(o.EndsOn), Prior: o.Kind == OptionPrior,
	}
}

func amount(n *int64) planner.Amount {
	if n == nil {
		return planner.Amount{}
	}
	return planner.Exactly(*n)
}

// minutes is the first that is known.
func minutes(given ...*int) *int64 {
	for _, n := range given {
		if n != nil {
			wide := int64(*n)
			return &wide
		}
	}
	return nil
}

// secondsOfDay is how long a day of the planner's is: days count from 1970. What was
// before is as past as its second day.
const secondsOfDay = 24 * 60 * 60

func dayOf(t *time.Time) planner.Day {
	if t == nil {
		return 0
	}
	return planner.Day(max(1, t.Unix()/secondsOfDay))
}

func dateOf(d planner.Day) *time.Time {
	if d == 0 {
		return nil
	}
	t := time.Unix(int64(d)*secondsOfDay, 0).UTC()
	return &t
}

func instant(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return *t
}
