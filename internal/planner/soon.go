package planner

import "slices"

// soonRounds bounds how far chains of needs are followed.
const soonRounds = 24

// dropTooSoon leaves out the options that start before what they need can be
// finished, whatever else is done, or end after the last day.
func (m *model) dropTooSoon() {
	if !m.dated {
		return
	}
	done := make([]Day, len(m.items)) // no item is finished before
	for i := range done {
		done[i] = m.today
	}
	for range soonRounds {
		more := false
		for i := range m.items {
			it := &m.items[i]
			from := m.afterNeeds(it, done)
			first := far
			it.choices = slices.DeleteFunc(it.choices, func(c choice) bool {
				end, ok := m.soonest(&c, from)
				if ok {
					first = min(first, end)
				}
				return !ok
			})
			if it.by == never && first > done[i] {
				done[i], more = first, true
			}
		}
		if !more {
			return
		}
	}
}

// afterNeeds is the day on which the last of an item's needs is finished at best, or
// the day before today.
func (m *model) afterNeeds(it *item, done []Day) Day {
	from := m.today - 1
	for _, need := range it.needs {
		if m.items[need].by == never {
			from = max(from, done[need])
		}
	}
	return from
}

// soonest is the day on which an option ends at best, when what it needs is finished
// on some day.
func (m *model) soonest(c *choice, needs Day) (Day, bool) {
	end := c.last
	switch {
	case c.dated():
		if c.first <= needs {
			return 0, false
		}
	default:
		// At best the needs took nothing of their last day.
		end = max(needs, m.today) + Day(max(0, (c.work-1)/m.pace))
		if c.last > 0 && end > c.last {
			return 0, false
		}
	}
	return end, end <= m.lastDay()
}
