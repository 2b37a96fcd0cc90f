package planner

import (
	"cmp"
	"maps"
	"slices"
)

// plan makes an answer of a candidate: its steps in order, with their days and what
// they are for.
func (c *chooser) plan(found candidate) Plan {
	jobs, last, _ := c.lay(found.earn, found.picks, far-1)
	p := Plan{
		Minutes: found.sums[minutes], Cents: found.sums[cents], Count: len(found.earn), Value: found.sums.value(),
		Untimed: int(found.sums[untimed]), Unpriced: int(found.sums[unpriced]), Finish: last,
	}
	order := make([]int, len(jobs))
	for i := range jobs {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(jobs[a].start, jobs[b].start), cmp.Compare(jobs[a].rank, jobs[b].rank))
	})
	w := c.newWalk()
	for _, at := range order {
		i := found.earn[at]
		p.Steps = append(p.Steps, w.step(i, Step{Option: found.picks[at].option, Start: jobs[at].start, Finish: jobs[at].finish}))
		p.Steps = append(p.Steps, w.awards()...)
	}
	return p
}

// walk goes through a plan's steps and sees what each is for.
type walk struct {
	m *model
	*reacher
	hold, alone set
	// finish are the days on which items are had.
	finish map[int32]Day
	done   []bool
}

func (c *chooser) newWalk() *walk {
	n := len(c.m.items)
	w := &walk{m: c.m, reacher: newReacher(c.m), hold: newSet(n), alone: newSet(n), finish: map[int32]Day{}}
	w.done = make([]bool, len(c.m.demands))
	w.first()
	return w
}

func (w *walk) step(i int32, s Step) Step {
	w.hold.add(i)
	w.finish[i] = s.Finish
	s.Credential, s.Closes = w.m.items[i].credential, w.closes(i)
	s.First = w.first()
	return s
}

// closes are the demands that an item meets with nothing but what is held.
func (w *walk) closes(i int32) []int {
	w.alone.clear()
	w.alone.add(i)
	w.stamp++
	var list []int
	for d, at := range w.m.demands {
		if at != always && w.m.holds(&w.evaluation, at, w.alone) {
			list = append(list, d)
		}
	}
	return list
}

// first are the demands that are met now and were not before.
func (w *walk) first() []int {
	w.stamp++
	var list []int
	for d, at := range w.m.demands {
		if !w.done[d] && w.m.holds(&w.evaluation, at, w.hold) {
			w.done[d] = true
			list = append(list, d)
		}
	}
	return list
}

// awards are what rules award by themselves now.
func (w *walk) awards() []Step {
	var list []Step
	for _, i := range w.awarded {
		w.stamp++
		if w.hold.has(i) || !w.m.holds(&w.evaluation, w.m.items[i].by, w.hold) {
			continue
		}
		day := w.completed(i)
		list = append(list, w.step(i, Step{Start: day, Finish: day}))
	}
	return list
}

// completed is the first day on which an item's rule is complete.
func (w *walk) completed(i int32) Day {
	for _, day := range slices.Sorted(maps.Values(w.finish)) {
		w.alone.clear()
		for done, finish := range w.finish {
			if finish <= day {
				w.alone.add(done)
			}
		}
		w.stamp++
		if w.m.holds(&w.evaluation, w.m.items[i].by, w.alone) {
			return day
		}
	}
	return w.m.today
}
