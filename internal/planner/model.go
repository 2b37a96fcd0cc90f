package planner

import (
	"slices"
	"strings"

	"github.com/stackmatch/stackmatch/internal/matching"
)

// model is a problem made ready for search: only what can contribute to a demand,
// numbered in the order of the ids, with demands and rules as formulas.
type model struct {
	problem Problem
	today   Day
	pace    int64
	// open says that no pace is stated: dated options take what they take.
	open  bool
	items []item
	nodes []node
	// demands are formulas, by the index of the demand; always where it is met
	// already, and never where nothing can meet it.
	demands []int32
	// opaque says that a formula speaks of what is had, not only of what is earned:
	// rules that award parts of one another do.
	opaque bool
	// dated says that some option has days, and maxMinutes and maxCents are what a
	// plan may take.
	dated                bool
	maxMinutes, maxCents Amount
	packing              packing
	// largest is what a plan may sum up to.
	largest sums
	// ready is what can be had at all, and dropped why options are not there.
	ready   set
	dropped map[string]Cause
	unknown int

	held  map[string]bool
	given map[string]*Item
	index map[string]int32
}

// item is a micro-credential that may be earned.
type item struct {
	credential string
	// choices are the options that may be best, cheapest first. Without one, it is
	// only awarded by a rule.
	choices []choice
	needs   []int32
	needSet set
	// by is the formula of the rule that awards it, or never.
	by int32
	// form is the formula of having it.
	form int32
	// never says that something that it needs is not on offer.
	lost bool
	// must are items without which it is not earned, itself last.
	must []int32
}

// compile makes a valid problem ready.
func compile(p Problem) *model {
	m := &model{
		problem: p, today: p.Today, pace: p.pace(), open: p.Pace == 0,
		held: map[string]bool{}, given: make(map[string]*Item, len(p.Items)), index: map[string]int32{},
		dropped: map[string]Cause{},
	}
	m.limit()
	for _, credential := range p.Held {
		m.held[credential] = true
	}
	for i := range p.Items {
		m.given[p.Items[i].Credential] = &p.Items[i]
	}
	for _, credential := range m.relevant() {
		m.index[credential] = int32(len(m.items))
		m.items = append(m.items, item{credential: credential, by: never, form: unset})
	}
	m.chooseOptions()
	m.write()
	m.ready = m.closure(m.everything())
	m.findMusts()
	return m
}

func (m *model) week() week { return week{m.pace, m.open} }

// limit says what a plan may take: a last day is a limit of minutes, too.
func (m *model) limit() {
	m.maxMinutes, m.maxCents = m.problem.Limits.Minutes, m.problem.Limits.Cents
	if last := m.problem.Limits.Finish; last > 0 {
		days := max(0, int64(last-m.today)+1)
		if m.dated = m.problem.hasDates(); m.dated {
			days += weekdays - 1 // the week of what is shorter than one may end later
		}
		most := days * m.pace / weekdays
		if m.dated && m.open {
			most = boundless.N
		}
		if !m.maxMinutes.Known || m.maxMinutes.N > most {
			m.maxMinutes = Exactly(most)
		}
	}
}

// hasDates says that some option is dated.
func (p Problem) hasDates() bool {
	return slices.ContainsFunc(p.Items, func(it Item) bool {
		return slices.ContainsFunc(it.Options, func(o Option) bool { return o.Starts > 0 })
	})
}

// relevant lists, sorted, what can contribute to a demand that is not met by what is
// held: what closes it, what that needs, and the parts of the rules that award it.
func (m *model) relevant() []string {
	seen := map[string]bool{}
	var queue []string
	visit := func(credential string, fresh bool) {
		if m.given[credential] != nil && !seen[credential] && (fresh || !m.held[credential]) {
			seen[credential] = true
			queue = append(queue, credential)
		}
	}
	for _, d := range m.problem.Demands {
		for _, credential := range d.Any {
			visit(credential, d.Fresh)
		}
		eachPart(d.Rule, func(credential string) { visit(credential, false) })
	}
	for len(queue) > 0 {
		next := m.given[queue[0]]
		queue = queue[1:]
		for _, credential := range next.Needs {
			visit(credential, false)
		}
		eachPart(next.By, func(credential string) { visit(credential, false) })
	}
	list := make([]string, 0, len(seen))
	for credential := range seen {
		list = append(list, credential)
	}
	slices.SortFunc(list, strings.Compare)
	return list
}

func eachPart(r *matching.Rule, visit func(credential string)) {
	if r == nil {
		return
	}
	if r.Op == matching.OpPart {
		visit(r.Credential)
	}
	for i := range r.Of {
		eachPart(&r.Of[i], visit)
	}
}

// everything is all that can be earned by work.
func (m *model) everything() set {
	all := newSet(len(m.items))
	for i := range m.items {
		if len(m.items[i].choices) > 0 && !m.items[i].lost {
			all.add(int32(i))
		}
	}
	return all
}

// offered are the items that matter, as they were given.
func (m *model) offered() []Item {
	list := make([]Item, len(m.items))
	for i := range m.items {
		list[i] = *m.given[m.items[i].credential]
	}
	return list
}
