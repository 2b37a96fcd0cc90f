package planner

// outlook says early that what is taken cannot be laid on days.
type outlook struct {
	m *model
	// loosest has for each item a choice that fits wherever one of its options does;
	// nil where nothing is said.
	loosest []*choice
	jobs    []job
	place   []int
}

// newOutlook returns nil where days do not matter.
func newOutlook(m *model) *outlook {
	if !m.dated {
		return nil
	}
	o := &outlook{m: m, loosest: make([]*choice, len(m.items)), place: make([]int, len(m.items))}
	for i := range m.items {
		o.loosest[i] = loosest(m.items[i].choices)
	}
	return o
}

func loosest(list []choice) *choice {
	if len(list) == 0 {
		return nil
	}
	low := list[0]
	if len(list) == 1 {
		return &low
	}
	for _, c := range list {
		if c.dated() {
			return nil
		}
		low.work = min(low.work, c.work)
		if low.last = max(low.last, c.last); c.last == 0 {
			low.last = far
		}
	}
	if low.last == far {
		low.last = 0
	}
	return &low
}

// fits says that what is taken may have days, as far as it is decided.
func (o *outlook) fits(f *frame) bool {
	if o == nil {
		return true
	}
	earn := f.in.list()
	o.jobs = o.jobs[:0]
	for k, i := range earn {
		o.place[i] = k
		o.jobs = append(o.jobs, job{choice: o.loosest[i]})
	}
	for k, i := range earn {
		for _, need := range o.m.items[i].needs {
			if f.in.has(need) {
				o.jobs[k].after = append(o.jobs[k].after, o.place[need])
			}
		}
	}
	_, ok := o.m.week().lay(o.jobs, o.m.today, o.m.lastDay())
	return ok
}
