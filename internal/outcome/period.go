package outcome

import (
	"cmp"
	"time"

	"github.com/stackmatch/stackmatch/internal/problem"
)

// defaultPeriod is how many months a reporting period has.
const defaultPeriod = 12

// months is a stretch of whole months, each counted from year 0.
type months struct{ from, until int }

const monthLayout = "2006-01"

func monthOf(t time.Time) int {
	t = t.UTC()
	return t.Year()*12 + int(t.Month()) - 1
}

// first is the first instant of a month.
func first(month int) time.Time {
	return time.Date(month/12, time.Month(month%12+1), 1, 0, 0, 0, 0, time.UTC)
}

func monthText(month int) string { return first(month).Format(monthLayout) }

// start and end are the first instant, and the first one after it.
func (m months) start() time.Time { return first(m.from) }
func (m months) end() time.Time   { return first(m.until + 1) }

// over tells whether nothing more happens in it.
func (m months) over(now time.Time) bool { return !m.end().After(now) }

// periodMonths is how long a reporting period is.
func (s *Service) periodMonths() int {
	n := cmp.Or(s.PeriodMonths, defaultPeriod)
	if n < 1 || 12%n != 0 {
		return defaultPeriod
	}
	return n
}

// periodAt is the reporting period that a month is in.
func (s *Service) periodAt(month int) months {
	length := s.periodMonths()
	from := month - month%length
	return months{from: from, until: from + length - 1}
}

// readMonths reads the months that are asked for; a bound that is left out is that
// of the reporting period of the other. By default it is the period that runs, or
// for who is not told everything the last that is over.
func (s *Service) readMonths(from, until *string, exact bool) (months, error) {
	period := s.periodAt(monthOf(s.Now()))
	if !exact {
		period = s.periodAt(period.from - 1)
	}
	start, early := readMonth(from, "from")
	end, late := readMonth(until, "until")
	if err := problem.Join(early, late); err != nil {
		return months{}, err
	}
	switch {
	case from == nil && until == nil:
		return period, nil
	case from == nil:
		start = s.periodAt(end).from
	case until == nil:
		end = s.periodAt(start).until
	}
	asked := months{from: start, until: end}
	if asked.from > asked.until {
		return months{}, problem.New(problem.Invalid, "the last month comes before the first").
			Spanish("el último mes es anterior al primero").At("until")
	}
	if want := s.periodAt(asked.from); !exact && asked != want {
		return months{}, problem.New(problem.Invalid, "counts are told of reporting periods, such as %s to %s", monthText(want.from), monthText(want.until)).
			Spanish("los recuentos se dan por períodos, como de %s a %s", monthText(want.from), monthText(want.until)).
			At("from").Suggest(monthText(want.from), monthText(want.until))
	}
	return asked, nil
}

func readMonth(text *string, field string) (int, error) {
	if text == nil {
		return 0, nil
	}
	at, err := time.Parse(monthLayout, *text)
	if err != nil || at.Year() < 1900 || at.Year() > 9998 {
		return 0, problem.New(problem.Invalid, "a month is written as 2026-11").
			Spanish("un mes se escribe como 2026-11").At(field)
	}
	return monthOf(at), nil
}
