package planner

import (
	"cmp"
	"slices"
)

// weekdays are the days of a week. Work is counted in sevenths of a minute, so that
// what a week has is a whole number each day.
const weekdays = 7

// choice is an option with what the search asks of it.
type choice struct {
	option *Option
	sums   sums
	cost   cost
	// work is at one's own pace, and done by last where that is not 0.
	work        int64
	first, last Day
	// rate is what a dated option takes each day from first until a day, but for rest
	// on that one: what is shorter than a week takes it of a whole week's time.
	rate, rest int64
	until      Day
}

// dated says that the days are given.
func (c *choice) dated() bool { return c.first > 0 }

// chooseOptions keeps of each item the options that some best plan may take.
func (m *model) chooseOptions() {
	for i := range m.items {
		m.items[i].choices = m.choices(m.given[m.items[i].credential])
		for _, c := range m.items[i].choices {
			m.dated = m.dated || c.dated() || c.last > 0
		}
	}
	for i := range m.items {
		var most sums
		for _, c := range m.items[i].choices {
			for j := range most {
				most[j] = max(most[j], c.sums[j])
			}
		}
		m.largest = m.largest.plus(most)
	}
	m.packing = newPacking(m.largest, m.problem.Weights, len(m.items))
	for i := range m.items {
		it := &m.items[i]
		for j := range it.choices {
			it.choices[j].cost = m.packing.pack(it.choices[j].sums).plus(m.packing.id(i))
		}
		it.choices = m.undominated(it.choices)
	}
}

// hardest orders the causes for which an option is none.
var hardest = []Cause{"", BegunAlready, TooMuchAWeek, ValueUnknown}

func (m *model) choices(given *Item) []choice {
	var list []choice
	for i := range given.Options {
		c, cause := m.choice(&given.Options[i])
		switch cause {
		case "":
			list = append(list, c)
		default:
			// Of several causes, the one that is mended most easily.
			if slices.Index(hardest, cause) > slices.Index(hardest, m.dropped[given.Credential]) {
				m.dropped[given.Credential] = cause
			}
			if cause == ValueUnknown {
				m.unknown++
			}
		}
	}
	slices.SortStableFunc(list, compareChoices)
	return list
}

func compareChoices(a, b choice) int {
	return cmp.Or(a.sums.compare(b.sums), cmp.Compare(a.option.ID, b.option.ID))
}

// choice reckons an option, or says why it is none.
func (m *model) choice(o *Option) (choice, Cause) {
	if m.maxMinutes.Known && !o.Minutes.Known || m.maxCents.Known && !o.Cents.Known {
		return choice{}, ValueUnknown
	}
	c := choice{option: o, first: o.Starts, last: o.Ends, work: weekdays * o.Minutes.N}
	if !o.Minutes.Known {
		c.work = 0
	}
	switch {
	case o.Starts > 0 && o.Starts < m.today || o.Ends > 0 && o.Ends < m.today:
		return choice{}, BegunAlready
	case c.dated():
		c.spread(m.pace)
		if c.rate > m.pace && !m.open {
			return choice{}, TooMuchAWeek
		}
	}
	c.sums = m.sumsOf(o)
	if c.dated() {
		c.sums[lateness] = int64(c.last - m.today)
	}
	return c, ""
}

// spread lays a dated option's work on its days: evenly, in whole units, or all of
// one's time where it has no last day.
func (c *choice) spread(pace int64) {
	if c.last == 0 {
		days := max(1, (c.work+pace-1)/pace)
		c.last, c.rate = c.first+Day(days)-1, pace
		c.until = c.last
		c.rest = c.work - (days-1)*pace
		if days == 1 {
			c.rate = c.rest
		}
		return
	}
	days := max(weekdays, int64(c.last-c.first)+1)
	c.until = c.first + Day(days) - 1
	c.rate = (c.work + days - 1) / days
	c.rest = c.rate
}

// busy is the last day that a dated option takes time of.
func (c *choice) busy() Day { return max(c.last, c.until) }

func (m *model) sumsOf(o *Option) sums {
	w, s := m.problem.Weights, sums{count: 1, minutes: o.Minutes.N, cents: o.Cents.N}
	if !o.Minutes.Known {
		s[minutes], s[untimed] = 0, 1
	}
	if !o.Cents.Known {
		s[cents], s[unpriced] = 0, 1
	}
	if w.Minutes > 0 {
		s[unknowns] += s[untimed]
	}
	if w.Cents > 0 {
		s[unknowns] += s[unpriced]
	}
	s[weighed] = w.Minutes*s[minutes] + w.Cents*s[cents] + w.Count
	return s
}

// undominated leaves out the options in whose place another one always does as well.
func (m *model) undominated(list []choice) []choice {
	var kept []choice
	for _, c := range list {
		better := func(o choice) bool { return m.dominates(&o, &c) }
		if !slices.ContainsFunc(kept, better) {
			kept = append(kept, c)
		}
	}
	return kept
}

// dominates says that a, which is no dearer than b, does wherever b does.
func (m *model) dominates(a, b *choice) bool {
	switch {
	case m.maxCents.Known && a.sums[cents] > b.sums[cents]:
		return false
	case (m.dated || m.maxMinutes.Known) && a.sums[minutes] > b.sums[minutes]:
		return false
	case a.first == 0 && a.last == 0:
		// What asks for more a day than one's own pace is done sooner.
		return !b.dated() || !m.open && b.until == b.last
	}
	return a.first == b.first && a.last == b.last && a.rate <= b.rate
}
