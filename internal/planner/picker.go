package planner

// picker searches sets of items and the options to take for them.
type picker struct {
	*search
	*chooser
	// waits says that one more item may give another its days: a rule that awards what
	// something needs is then complete earlier. helpful are the items that may.
	waits   bool
	outlook *outlook
}

func newPicker(m *model, b Budget) *picker {
	m.dropTooSoon()
	p := &picker{search: newSearch(m, b), outlook: newOutlook(m)}
	p.chooser = &chooser{m: m, timetable: timetable{m: m}, tick: p.search.tick}
	if m.dated {
		p.helpful = m.helpers()
		p.waits = p.helpful.len() > 0
	}
	return p
}

// helpers are the items that can complete a rule whose award something needs, and
// what is awarded, where one may earn it by work and sooner.
func (m *model) helpers() set {
	into := newSet(len(m.items))
	seen := make([]bool, len(m.nodes))
	for i := range m.items {
		for _, need := range m.items[i].needs {
			if m.items[need].by != never {
				m.addParts(into, seen, m.items[need].form)
			}
		}
	}
	return into
}

func (m *model) addParts(into set, seen []bool, at int32) {
	if at < 0 || seen[at] {
		return
	}
	seen[at] = true
	n := &m.nodes[at]
	for _, kid := range n.kids {
		m.addParts(into, seen, kid)
	}
	if n.kind == some || into.has(n.item) {
		return
	}
	into.add(n.item)
	m.addParts(into, seen, m.items[n.item].by)
	for _, need := range m.items[n.item].needs {
		m.addParts(into, seen, m.items[need].form)
	}
}

// redundant says that fewer of the items meet every demand. Where items may be there
// for another's days, that is seen when the days are.
func (p *picker) redundant(earn []int32) bool {
	if p.waits {
		return false
	}
	rest, hold := newSet(len(p.search.m.items)), newSet(len(p.search.m.items))
	for _, i := range earn {
		rest.add(i)
	}
	for _, i := range earn {
		rest.drop(i)
		if p.does(rest, hold) {
			return true
		}
		rest.add(i)
	}
	return false
}

// droppable says that a plan does without one of its steps, its other options and
// the last day being what they are.
func (p *picker) droppable(earn []int32, picks []*choice) bool {
	rest, hold := newSet(len(p.search.m.items)), newSet(len(p.search.m.items))
	for _, i := range earn {
		rest.add(i)
	}
	for at, i := range earn {
		rest.drop(i)
		if p.does(rest, hold) {
			fewer := append(append([]*choice(nil), picks[:at]...), picks[at+1:]...)
			if _, _, ok := p.lay(rest.list(), fewer, p.search.m.lastDay()); ok {
				return true
			}
		}
		rest.add(i)
	}
	return false
}
