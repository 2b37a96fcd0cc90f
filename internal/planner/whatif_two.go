package planner

// mostCells bounds the memory for counting pairs: larger tables are made in parts.
const mostCells = 1 << 21

// twos counts every pair of offers.
func (w *whatIf) twos(n int) []Addition {
	b := best{n: n}
	size := len(w.names)
	for from := 0; from < size; {
		to := min(size, from+max(1, mostCells/size))
		t := &pairTable{w: w, from: int32(from), to: int32(to), opens: make([]int32, (to-from)*size), towards: make([][]int32, size), isNear: make([]bool, size)}
		t.helps, t.seen = make([]int32, len(t.opens)), make([]int32, len(t.opens))
		for e := range w.earners {
			t.count(int32(e+1), &w.earners[e])
		}
		t.rank(&b)
		from = to
	}
	return b.list
}

// pairTable has what two offers open beyond the sum of what each opens, and how many
// earners are helped by neither alone, for the pairs whose first is in a part of the
// list.
type pairTable struct {
	w        *whatIf
	from, to int32
	opens    []int32
	helps    []int32
	// seen is the last earner whom a pair helps only together.
	seen []int32
	// first, second and both are scratch.
	first, second, both []int32
	// towards are the lacks that each offer that is near would help to close.
	towards [][]int32
	isNear  []bool
}

// at is the place of a pair; -1 where it is in another part.
func (t *pairTable) at(a, b int32) int {
	if a > b {
		a, b = b, a
	}
	if a < t.from || a >= t.to {
		return -1
	}
	return int(a-t.from)*len(t.w.names) + int(b)
}

// count corrects the table by one earner.
func (t *pairTable) count(id int32, e *caseOf) {
	for _, l := range e.lacks {
		t.split(e, l)
		t.twice()
		for _, a := range t.first {
			for _, b := range t.second {
				if at := t.at(a, b); at >= 0 {
					t.opens[at]++
					if e.opens[a]+e.opens[b] == 0 && t.seen[at] != id {
						t.seen[at] = id
						t.helps[at]++
					}
				}
			}
		}
	}
	t.provide(e)
}

// split sorts what an earner could take towards something lacking: what closes all
// of it (both), or only one of two demands.
func (t *pairTable) split(e *caseOf, l Lack) {
	t.first, t.second, t.both = t.first[:0], t.second[:0], t.both[:0]
	a := t.w.closers[l.Demands[0]]
	b := t.w.closers[l.Demands[len(l.Demands)-1]]
	for len(a) > 0 || len(b) > 0 {
		switch {
		case len(b) == 0 || len(a) > 0 && a[0] < b[0]:
			if e.ready[a[0]] {
				t.first = append(t.first, a[0])
			}
			a = a[1:]
		case len(a) == 0 || b[0] < a[0]:
			if e.ready[b[0]] {
				t.second = append(t.second, b[0])
			}
			b = b[1:]
		default:
			if e.ready[a[0]] {
				t.both = append(t.both, a[0])
			}
			a, b = a[1:], b[1:]
		}
	}
}

// twice takes off what is counted with each of two: both close it alone.
func (t *pairTable) twice() {
	for i, a := range t.both {
		if a < t.from || a >= t.to {
			continue
		}
		row := t.opens[int(a-t.from)*len(t.w.names):]
		for _, b := range t.both[i+1:] {
			row[b]--
		}
	}
}

// provide counts what an earner could take only after the other one of two.
func (t *pairTable) provide(e *caseOf) {
	if len(e.near) == 0 {
		return
	}
	for _, near := range e.near {
		t.isNear[near[0]], t.towards[near[0]] = true, t.towards[near[0]][:0]
	}
	for i, l := range e.lacks {
		for at, d := range l.Demands {
			for _, x := range t.w.closers[d] {
				if t.isNear[x] && (at == 0 || !t.w.closedBy(l.Demands[0], x)) {
					t.towards[x] = append(t.towards[x], int32(i))
				}
			}
		}
	}
	for _, near := range e.near {
		t.isNear[near[0]] = false
		at := t.at(near[0], near[1])
		if at < 0 {
			continue
		}
		more := int32(0)
		for _, i := range t.towards[near[0]] {
			l := e.lacks[i]
			if t.w.closes(l, near[0], near[1]) && !t.w.closes(l, near[1], near[1]) {
				more++
			}
		}
		if t.opens[at] += more; more > 0 && e.opens[near[1]] == 0 {
			t.helps[at]++
		}
	}
}

// rank takes the pairs that open more than either alone.
func (t *pairTable) rank(b *best) {
	for a := t.from; a < t.to; a++ {
		row := int(a-t.from) * len(t.w.names)
		for other := int(a) + 1; other < len(t.w.names); other++ {
			opens := t.w.opens[a] + t.w.opens[other] + t.opens[row+other]
			if opens > t.w.opens[a] && opens > t.w.opens[other] && b.may(int(opens)) {
				helps := t.w.helps[a].union(t.w.helps[other]) + int(t.helps[row+other])
				b.add(int(opens), helps, t.w.names[a], t.w.names[other])
			}
		}
	}
}
