package planner

import "slices"

// mostSupports is how many ways to complete a rule are tried where something waits
// for what it awards.
const mostSupports = 48

// timetable lays sets of items on days.
type timetable struct {
	m *model
	// given up says that not all ways to complete a rule were tried.
	givenUp bool
}

// lay finds the days of items earned with some of their options chosen, such that
// the last one finishes first; false where they don't fit until the last day. What
// waits for an award waits for one way to complete its rule, whichever is best.
func (t *timetable) lay(earn []int32, picks []*choice, finish Day) (jobs []job, last Day, ok bool) {
	place := map[int32]int{}
	jobs = make([]job, len(earn))
	for k, i := range earn {
		place[i], jobs[k].choice = k, picks[k]
	}
	var awaited []int32 // awards that something waits for
	for k, i := range earn {
		for _, need := range t.m.items[i].needs {
			if at, earned := place[need]; earned {
				jobs[k].after = append(jobs[k].after, at)
			} else if !slices.Contains(awaited, need) {
				awaited = append(awaited, need)
			}
		}
	}
	if len(awaited) == 0 {
		last, ok = t.m.week().lay(jobs, t.m.today, finish)
		return jobs, last, ok
	}
	return t.layAwaited(jobs, earn, awaited, finish)
}

func (t *timetable) layAwaited(jobs []job, earn, awaited []int32, finish Day) (best []job, last Day, ok bool) {
	ways := make([][]set, len(awaited))
	hold := newSet(len(t.m.items))
	for _, i := range earn {
		hold.add(i)
	}
	for a, i := range awaited {
		ways[a] = t.supports(t.m.items[i].by, hold, newSet(len(t.m.items)))
	}
	pick := make([]int, len(awaited))
	for tried := 0; ; tried++ {
		tables := t.waiting(jobs, earn, awaited, ways, pick)
		if tables == nil {
			return nil, 0, false
		}
		if end, fits := t.m.week().lay(tables, t.m.today, finish); fits && (!ok || end < last) {
			best, last, ok = tables, end, true
			if !t.m.dated {
				return best, last, true // it ends with the same day whatever comes first
			}
		}
		if !advance(pick, ways) {
			return best, last, ok
		}
		if tried > 4*mostSupports {
			t.givenUp = true
			return best, last, ok
		}
	}
}

// waiting has jobs wait for one way to complete each rule.
func (t *timetable) waiting(jobs []job, earn, awaited []int32, ways [][]set, pick []int) []job {
	out := make([]job, len(jobs))
	for k, i := range earn {
		out[k].choice = jobs[k].choice
		out[k].after = append([]int(nil), jobs[k].after...)
		for a, award := range awaited {
			if len(ways[a]) == 0 {
				return nil
			}
			if !t.m.items[i].needSet.has(award) {
				continue
			}
			for at, other := range earn {
				if ways[a][pick[a]].has(other) {
					out[k].after = append(out[k].after, at)
				}
			}
		}
	}
	return out
}

// advance goes to the next combination; false after the last one.
func advance(pick []int, ways [][]set) bool {
	for a := range pick {
		if pick[a]++; pick[a] < len(ways[a]) {
			return true
		}
		pick[a] = 0
	}
	return false
}

// supports lists the smallest sets of items earned by which a formula holds.
func (t *timetable) supports(at int32, hold, inside set) []set {
	if at == always {
		return []set{newSet(len(t.m.items))}
	}
	if at == never {
		return nil
	}
	n := &t.m.nodes[at]
	if n.kind != some {
		return t.leafSupports(n, hold, inside)
	}
	best := make([][]set, n.k+1)
	best[0] = []set{newSet(len(t.m.items))}
	for _, kid := range n.kids {
		of := t.supports(kid, hold, inside)
		for j := n.k; j > 0 && len(of) > 0; j-- {
			best[j] = t.smallest(append(best[j], joined(best[j-1], of)...))
		}
	}
	return best[n.k]
}

func (t *timetable) leafSupports(n *node, hold, inside set) []set {
	if hold.has(n.item) {
		one := newSet(len(t.m.items))
		one.add(n.item)
		return []set{one}
	}
	if n.kind == earned || inside.has(n.item) {
		return nil
	}
	deeper := inside.clone()
	deeper.add(n.item)
	return t.supports(t.m.items[n.item].by, hold, deeper)
}

func joined(a, b []set) []set {
	var list []set
	for _, x := range a {
		for _, y := range b {
			both := x.clone()
			both.or(y)
			list = append(list, both)
		}
	}
	return list
}

// smallest leaves out the sets that contain another one.
func (t *timetable) smallest(list []set) []set {
	var kept []set
	for i, x := range list {
		more := false
		for j, y := range list {
			more = more || y.within(x) && (j < i || !x.within(y))
		}
		if !more {
			kept = append(kept, x)
		}
	}
	if len(kept) > mostSupports {
		t.givenUp = true
		kept = kept[:mostSupports]
	}
	return kept
}
