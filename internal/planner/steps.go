package planner

import (
	"cmp"
	"maps"
	"slices"

	"github.com/stackmatch/stackmatch/internal/matching"
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
	p.Steps = w.awards()
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
	w.done = make([]bool, len(c.m.problem.Demands))
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
	none := w.closed(w.alone)
	w.alone.add(i)
	return slices.DeleteFunc(w.closed(w.alone), func(d int) bool { return slices.Contains(none, d) })
}

// first are the demands that are met now and were not before.
func (w *walk) first() []int {
	var list []int
	for _, d := range w.closed(w.hold) {
		if !w.done[d] {
			w.done[d] = true
			list = append(list, d)
		}
	}
	return list
}

// closed are the demands that are met by what is had and held: an award by a rule
// counts once it is made.
func (w *walk) closed(hold set) []int {
	had := func(credential string) bool {
		i, known := w.m.index[credential]
		return known && hold.has(i)
	}
	either := func(credential string) bool { return w.m.held[credential] || had(credential) }
	var list []int
	for i, d := range w.m.problem.Demands {
		counts := either
		if d.Fresh {
			counts = had
		}
		if d.Rule != nil && complete(*d.Rule, counts) || slices.ContainsFunc(d.Any, counts) {
			list = append(list, i)
		}
	}
	return list
}

// complete says that a rule is complete.
func complete(r matching.Rule, has func(credential string) bool) bool {
	done := 0
	for _, of := range r.Of {
		if complete(of, has) {
			done++
		}
	}
	switch r.Op {
	case matching.OpPart:
		return has(r.Credential)
	case matching.OpAllOf:
		return done == len(r.Of)
	case matching.OpKOf:
		return done >= r.K
	default:
		return done > 0
	}
}

// awards are what rules award by themselves now, each after what it rests on.
func (w *walk) awards() []Step {
	var list []Step
	for more := true; more; {
		more = false
		for _, i := range w.awarded {
			if !w.hold.has(i) && w.complete(i, w.hold) {
				day := w.completed(i)
				list = append(list, w.step(i, Step{Start: day, Finish: day}))
				more = true
			}
		}
	}
	return list
}

// complete says that the rule of an item is complete by what is had and held.
func (w *walk) complete(i int32, hold set) bool {
	return complete(*w.m.given[w.m.items[i].credential].By, func(credential string) bool {
		part, known := w.m.index[credential]
		return w.m.held[credential] || known && hold.has(part)
	})
}

// completed is the first day on which an item's rule is complete.
func (w *walk) completed(i int32) Day {
	w.alone.clear()
	if w.complete(i, w.alone) {
		return w.m.today
	}
	for _, day := range slices.Sorted(maps.Values(w.finish)) {
		for done, finish := range w.finish {
			if finish <= day {
				w.alone.add(done)
			}
		}
		if w.complete(i, w.alone) {
			return day
		}
	}
	return w.m.today
}
