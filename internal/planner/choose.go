package planner

import (
	"cmp"
	"slices"
)

// candidate is a set of items with the options taken, in the order of the items.
type candidate struct {
	earn  []int32
	picks []*choice
	sums  sums
	cost  cost
}

// compare orders plans: by their measures, then by their items, then by their
// options. No two differ without one being before the other.
func (c *candidate) compare(o *candidate) int {
	return cmp.Or(c.sums.compare(o.sums), slices.Compare(c.earn, o.earn), comparePicks(c.picks, o.picks))
}

func comparePicks(a, b []*choice) int {
	return slices.CompareFunc(a, b, func(x, y *choice) int { return cmp.Compare(x.option.ID, y.option.ID) })
}

// chooser finds the options to take for a set of items.
type chooser struct {
	m *model
	timetable
	tick func() bool
	// lows are the least sums of the items from each place on.
	lows  []candidate
	picks []*choice
	best  candidate
	has   bool
	worst cost
}

// choose finds the best options for a set of items, none dearer than worst; false
// where none fit the limits and the days.
func (c *chooser) choose(earn []int32, worst cost) (candidate, bool) {
	c.prepare(earn)
	c.best, c.has, c.worst = candidate{earn: earn}, false, worst
	c.pick(earn, 0, candidate{})
	return c.best, c.has
}

func (c *chooser) prepare(earn []int32) {
	n := len(earn)
	if cap(c.lows) <= n {
		c.lows = make([]candidate, n+1)
	}
	c.lows = c.lows[:n+1]
	c.lows[n] = candidate{}
	c.picks = append(c.picks[:0], make([]*choice, n)...)
	for k := n - 1; k >= 0; k-- {
		least := c.m.leastOf(earn[k])
		c.lows[k] = candidate{sums: c.lows[k+1].sums.plus(least.sums), cost: c.lows[k+1].cost.plus(least.cost)}
	}
}

// leastOf has the least of each measure among an item's options.
func (m *model) leastOf(i int32) choice {
	all := m.items[i].choices
	low := choice{sums: all[0].sums, cost: all[0].cost}
	for _, o := range all[1:] {
		for j := range low.sums {
			low.sums[j] = min(low.sums[j], o.sums[j])
		}
	}
	return low
}

func (c *chooser) pick(earn []int32, k int, so candidate) {
	if k == len(earn) {
		c.take(earn, so)
		return
	}
	choices := c.m.items[earn[k]].choices
	for at := range choices {
		o := &choices[at]
		next := candidate{sums: so.sums.plus(o.sums), cost: so.cost.plus(o.cost)}
		if c.worst.less(next.cost.plus(c.lows[k+1].cost)) {
			break // the others are dearer
		}
		if !c.m.within(next.sums.plus(c.lows[k+1].sums)) {
			continue
		}
		c.picks[k] = o
		if c.m.dated && k+1 < len(earn) && !c.fits(earn) {
			continue
		}
		if k > 0 && !c.tick() {
			break
		}
		c.pick(earn, k+1, next)
	}
	c.picks[k] = nil
}

// within says that measures are within the limits.
func (m *model) within(s sums) bool {
	return (!m.maxMinutes.Known || s[minutes] <= m.maxMinutes.N) && (!m.maxCents.Known || s[cents] <= m.maxCents.N)
}

// fits says that what is picked fits its days.
func (c *chooser) fits(earn []int32) bool {
	_, _, ok := c.lay(earn, c.picks, c.m.lastDay())
	return ok
}

// lastDay is the last day on which a plan may end.
func (m *model) lastDay() Day {
	if m.problem.Limits.Finish > 0 {
		return m.problem.Limits.Finish
	}
	return far - 1
}

func (c *chooser) take(earn []int32, so candidate) {
	so.earn, so.picks = earn, c.picks
	if c.has && c.best.compare(&so) <= 0 {
		return
	}
	if c.m.dated && !c.fits(earn) {
		return
	}
	so.picks = slices.Clone(c.picks)
	c.best, c.has = so, true
	c.worst = least(c.worst, so.cost)
}
