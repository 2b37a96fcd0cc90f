package employer

import (
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
)

// Pay is what a posting says that it pays.
type Pay struct {
	// MinimumCents and MaximumCents are of Unit; one of them may be nil.
	MinimumCents, MaximumCents *int64
	Unit                       enum.PayUnit
	Currency                   string
}

// Hours are hours a week; a bound may be nil.
type Hours struct{ Minimum, Maximum *float64 }

// PayOf is what a posting says that it pays; nil where it does not say.
func PayOf(row *db.Posting) *Pay {
	if row.PayUnit == nil {
		return nil
	}
	return &Pay{MinimumCents: row.PayMinCents, MaximumCents: row.PayMaxCents, Unit: *row.PayUnit, Currency: row.PayCurrency}
}

// HoursOf are a posting's hours a week; nil where it does not say.
func HoursOf(row *db.Posting) *Hours {
	if row.HoursMin == nil && row.HoursMax == nil {
		return nil
	}
	return &Hours{row.HoursMin, row.HoursMax}
}

// The hours of work that a pay is for, where the posting does not say its hours.
const (
	hoursADay    = 8
	hoursAWeek   = 40
	weeksAYear   = 52
	monthsAYear  = 12
	floorHolds   = 30 * 24 * time.Hour
	floorsAreIn  = "USD"
	centsADollar = 100
)

// hourlyCents is the best that a pay promises an hour, rounded down to cents: its
// maximum, or its minimum where it has no other. False where floors, which are in
// dollars, cannot be held against it.
func hourlyCents(pay *Pay, hours *Hours) (int64, bool) {
	if pay == nil || pay.Currency != floorsAreIn {
		return 0, false
	}
	cents := pay.MaximumCents
	if cents == nil {
		cents = pay.MinimumCents
	}
	if cents == nil {
		return 0, false
	}
	// A hair is added, as 34,666.67 a month for 173⅓ hours is 200 an hour and no less.
	return int64(math.Floor(float64(*cents)/hoursIn(pay.Unit, hours) + 1e-9)), true
}

// hoursIn is how many hours of work a unit of pay is for: the most that the
// posting says, so that it promises no more an hour than it keeps.
func hoursIn(unit enum.PayUnit, hours *Hours) float64 {
	week := float64(hoursAWeek)
	switch {
	case hours == nil:
	case hours.Maximum != nil:
		week = *hours.Maximum
	case hours.Minimum != nil:
		week = *hours.Minimum
	}
	switch unit {
	case enum.PayDay:
		return hoursADay
	case enum.PayWeek:
		return week
	case enum.PayMonth:
		return week * weeksAYear / monthsAYear
	case enum.PayYear:
		return week * weeksAYear
	default:
		return 1
	}
}

// PayFloorAt is what earners' pay floors are held against at an instant, in cents
// an hour: the least that the posting promised within the last 30 days, so that
// raising its pay by small steps does not tell whose floor lies where. Nil where
// it does not say its pay, or not in dollars: then it meets nobody's floor.
func PayFloorAt(row *db.Posting, at time.Time) *int64 {
	now, ok := hourlyCents(PayOf(row), HoursOf(row))
	if !ok {
		return nil
	}
	least := leastPromised(row, at, now)
	return &least
}

// leastPromised is the lesser of what is promised now and what was until a change
// of the last 30 days.
func leastPromised(row *db.Posting, at time.Time, now int64) int64 {
	if row.PayFloorCents != nil && row.PayFloorAt != nil && at.Before(row.PayFloorAt.Add(floorHolds)) {
		return min(*row.PayFloorCents, now)
	}
	return now
}

// floorAfter is what to keep of a posting's promises when its pay changes to what
// changed says: the least of the last 30 days, counted from this instant anew. A
// pay that is taken away is remembered, or taking it away would forget it.
func floorAfter(before *db.Posting, pay *Pay, hours *Hours, at time.Time) (cents *int64, from *time.Time) {
	next, says := hourlyCents(pay, hours)
	was := PayFloorAt(before, at)
	if same, did := hourlyCents(PayOf(before), HoursOf(before)); did && says && same == next {
		return before.PayFloorCents, before.PayFloorAt
	}
	switch {
	case was != nil && says:
		next = min(*was, next)
	case was != nil:
		next = *was
	case says:
		next = leastPromised(before, at, next)
	default:
		return before.PayFloorCents, before.PayFloorAt
	}
	return &next, &at
}

// Sentence says the pay in a language; that a posting does not say its pay, for nil.
func (p *Pay) Sentence(language string) string {
	l := languageOf(language)
	if p == nil {
		return pick(l, "The posting does not say its pay.", "La oferta no dice cuánto paga.")
	}
	unit := pick(l, perUnit[p.Unit].english, perUnit[p.Unit].spanish)
	least, most := p.amount(p.MinimumCents), p.amount(p.MaximumCents)
	switch {
	case p.MaximumCents == nil:
		return fmt.Sprintf(pick(l, "From %s %s.", "Desde %s %s."), least, unit)
	case p.MinimumCents == nil:
		return fmt.Sprintf(pick(l, "Up to %s %s.", "Hasta %s %s."), most, unit)
	case *p.MinimumCents == *p.MaximumCents:
		return fmt.Sprintf("%s %s.", most, unit)
	}
	return fmt.Sprintf(pick(l, "%s to %s %s.", "De %s a %s %s."), least, most, unit)
}

var perUnit = map[enum.PayUnit]said{
	enum.PayHour: {"an hour", "por hora"}, enum.PayDay: {"a day", "por día"}, enum.PayWeek: {"a week", "por semana"},
	enum.PayMonth: {"a month", "al mes"}, enum.PayYear: {"a year", "al año"},
}

// amount writes money as people do: $18.50, $41,600; EUR 20.
func (p *Pay) amount(cents *int64) string {
	if cents == nil {
		return ""
	}
	number := grouped(*cents / centsADollar)
	if rest := *cents % centsADollar; rest != 0 {
		number += fmt.Sprintf(".%02d", rest)
	}
	if p.Currency == floorsAreIn {
		return "$" + number
	}
	return p.Currency + " " + number
}

// grouped writes a number with its thousands apart.
func grouped(n int64) string {
	digits := fmt.Sprint(n)
	var out strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			out.WriteByte(',')
		}
		out.WriteRune(d)
	}
	return out.String()
}
