package submission

import (
	"sort"
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/us"
)

// The bounds of deadlines.
const (
	// MaxDays is the longest time to decide, in business days.
	MaxDays = 120
	// horizon is how many calendar days are looked at, whatever the holidays: a
	// calendar in which every day is one ends there.
	horizon = 1100
	// dueSoon and longOverdue are when a deadline is near and when it is passed by
	// so much that somebody else is told, in business days.
	dueSoon     = 2
	longOverdue = 3
)

// Calendar is the business days of one organization: Monday to Friday in its
// zone, less its holidays. The zero value is such days in UTC, without holidays.
type Calendar struct {
	zone    *time.Location
	federal *cal.BusinessCalendar
	days    map[date]bool
}

// date is a day without a zone.
type date struct {
	year  int
	month time.Month
	day   int
}

// NewCalendar makes a calendar. Holidays are days as they are stored: by their
// first instant in UTC. With federal, the holidays of the federal government of
// the United States are added on the days on which they are observed.
func NewCalendar(zone *time.Location, federal bool, holidays []time.Time) Calendar {
	c := Calendar{zone: zone, days: make(map[date]bool, len(holidays))}
	if federal {
		c.federal = cal.NewBusinessCalendar()
		c.federal.AddHoliday(us.Holidays...)
	}
	for _, h := range holidays {
		c.days[dateOf(h.UTC())] = true
	}
	return c
}

// Due is the last second of the last business day in which something is to be
// decided: with 14 days, the 14th business day after the day of from. Days are
// taken as 1 to MaxDays.
func (c Calendar) Due(from time.Time, days int) time.Time {
	left := min(max(days, 1), MaxDays)
	day := dateOf(from.In(c.location()))
	for range horizon {
		day = day.next()
		if c.business(day) {
			left--
		}
		if left == 0 {
			break
		}
	}
	return c.end(day)
}

// Left is how many business days follow the day of now up to that of due: 0 on
// the last day. After it, it is how many have passed since, as a negative number.
// It counts no further than about three years.
func (c Calendar) Left(now, due time.Time) int {
	from, to := dateOf(now.In(c.location())), dateOf(due.In(c.location()))
	if to.before(from) {
		return -c.between(to, from)
	}
	return c.between(from, to)
}

// between counts the business days after from, up to and with to.
func (c Calendar) between(from, to date) int {
	n := 0
	for range horizon {
		if !from.before(to) {
			break
		}
		from = from.next()
		if c.business(from) {
			n++
		}
	}
	return n
}

func (c Calendar) business(d date) bool {
	noon := time.Date(d.year, d.month, d.day, 12, 0, 0, 0, time.UTC)
	if w := noon.Weekday(); w == time.Saturday || w == time.Sunday || c.days[d] {
		return false
	}
	return c.federal == nil || c.federal.IsWorkday(noon)
}

// end is the last second of a day in the zone. The first second of the next day
// is searched for: clocks may be changed at midnight, and then it is not 00:00.
func (c Calendar) end(d date) time.Time {
	noon := time.Date(d.year, d.month, d.day, 12, 0, 0, 0, c.location())
	const seconds = 24 * 60 * 60
	n := sort.Search(seconds, func(i int) bool {
		return d.before(dateOf(noon.Add(time.Duration(i) * time.Second)))
	})
	return noon.Add(time.Duration(n-1) * time.Second)
}

func (c Calendar) location() *time.Location {
	if c.zone == nil {
		return time.UTC
	}
	return c.zone
}

func dateOf(t time.Time) date {
	y, m, d := t.Date()
	return date{y, m, d}
}

func (d date) next() date {
	return dateOf(time.Date(d.year, d.month, d.day+1, 12, 0, 0, 0, time.UTC))
}

func (d date) before(other date) bool {
	if d.year != other.year {
		return d.year < other.year
	}
	if d.month != other.month {
		return d.month < other.month
	}
	return d.day < other.day
}
