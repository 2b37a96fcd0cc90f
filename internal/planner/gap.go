package planner

import (
	"cmp"
	"slices"
)

// gap seeks the points between two on the frontier: those better than each point
// known in one measure. What is looked for is inside the corners between points that
// are next to each other.
type gap struct {
	*picker
	ends    [2]sums
	between []candidate
	corners []corner
	// dearest is the cost past which no corner is.
	dearest cost
}

// corner is the most that a new point may have of each measure; sum is weighted.
type corner struct{ minutes, cents, sum int64 }

func newGap(m *model, a, b point, budget Budget) *gap {
	g := &gap{picker: newPicker(m, budget)}
	g.seeker = g
	g.ends[0][minutes], g.ends[0][cents] = a.minutes, a.cents
	g.ends[1][minutes], g.ends[1][cents] = b.minutes, b.cents
	g.corner()
	return g
}

// corner finds the corners anew.
func (g *gap) corner() {
	w := g.search.m.problem.Weights
	g.corners = g.corners[:0]
	from, most := g.ends[0], int64(-1)
	add := func(to sums) {
		c := corner{minutes: to[minutes] - 1, cents: from[cents] - 1}
		c.sum = w.Minutes*c.minutes + w.Cents*c.cents
		most = max(most, c.sum)
		g.corners = append(g.corners, c)
		from = to
	}
	for _, c := range g.between {
		add(c.sums)
	}
	add(g.ends[1])
	g.dearest = g.search.m.packing.most(most)
}

func (g *gap) worst() cost { return g.dearest }

// cut says that all that follows is past every corner.
func (g *gap) cut(f *frame) bool {
	var low corner
	low.sum = g.search.m.packing.value(f.bound).Sum
	for _, l := range g.limited {
		at := l.paid(f) + int64(g.ascend(f, l.costs).d)
		if l.measure == minutes {
			low.minutes = at
		} else {
			low.cents = at
		}
	}
	return !g.inside(low) || !g.outlook.fits(f)
}

func (g *gap) inside(low corner) bool {
	return slices.ContainsFunc(g.corners, func(c corner) bool {
		return low.minutes <= c.minutes && low.cents <= c.cents && low.sum <= c.sum
	})
}

func (g *gap) found(earn []int32) {
	if !g.redundant(earn) {
		g.prepare(earn)
		g.pickInside(earn, 0, candidate{earn: earn})
	}
}

// pickInside tries all options that may make a point.
func (g *gap) pickInside(earn []int32, k int, so candidate) {
	if k == len(earn) {
		g.add(earn, so)
		return
	}
	choices := g.chooser.m.items[earn[k]].choices
	for at := range choices {
		o := &choices[at]
		next := candidate{earn: earn, sums: so.sums.plus(o.sums)}
		low := next.sums.plus(g.lows[k+1].sums)
		if !g.inside(corner{low[minutes], low[cents], low[weighed]}) {
			continue
		}
		g.picks[k] = o
		if g.chooser.m.dated && k+1 < len(earn) && !g.fits(earn) {
			continue
		}
		if k > 0 && !g.chooser.tick() {
			break
		}
		g.pickInside(earn, k+1, next)
	}
	g.picks[k] = nil
}

// add takes a point in.
func (g *gap) add(earn []int32, so candidate) {
	if g.chooser.m.dated && !g.fits(earn) || g.waits && g.droppable(earn, g.picks) {
		return
	}
	so.picks = slices.Clone(g.picks)
	g.between = slices.DeleteFunc(g.between, func(c candidate) bool {
		return c.sums[minutes] >= so.sums[minutes] && c.sums[cents] >= so.sums[cents]
	})
	g.between = append(g.between, so)
	slices.SortFunc(g.between, func(a, b candidate) int { return cmp.Compare(a.sums[minutes], b.sums[minutes]) })
	g.corner()
}
