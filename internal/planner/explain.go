package planner

import (
	"math"
	"slices"
)

// boundless is a limit that nothing passes, but by which unknowns are out.
var boundless = Exactly(math.MaxInt64 / 4)

// explain says why a problem has no plan: what nothing on offer can meet; if there is
// none such, what is only met by options of which a limited measure is unknown; else
// which limits stop it.
func explain(p Problem, b Budget) *Infeasible {
	free := p
	free.Limits = Limits{}
	if unmet := compile(free).unmet(); len(unmet) > 0 {
		return &Infeasible{Demands: unmet, Limits: paceOf(p, unmet, b)}
	}
	if unmet := compile(p.dropped()).unmet(); len(unmet) > 0 {
		return &Infeasible{Demands: unmet}
	}
	return &Infeasible{Limits: (&adviser{problem: p, budget: b}).stopped()}
}

// paceOf is the pace by which there would be a plan, where what is offered asks for
// too much a week.
func paceOf(p Problem, unmet []Unmet, b Budget) []Stopped {
	tooMuch := func(u Unmet) bool {
		return slices.ContainsFunc(u.Blocked, func(b Blocked) bool { return b.Cause == TooMuchAWeek })
	}
	if !slices.ContainsFunc(unmet, tooMuch) {
		return nil
	}
	if s := (&adviser{problem: p, budget: b}).pace(); s.Needed.Known {
		return []Stopped{s}
	}
	return nil
}

// dropped is the problem without limits, but for what is unknown where there were
// some; those named are kept.
func (p Problem) dropped(keep ...Measure) Problem {
	known, kept := p.Limits.Minutes.Known || p.Limits.Finish > 0, p.Limits.Minutes.Known && slices.Contains(keep, Minutes)
	if known && !kept {
		p.Limits.Minutes = boundless
	}
	if p.Limits.Cents.Known && !slices.Contains(keep, Cents) {
		p.Limits.Cents = boundless
	}
	if !slices.Contains(keep, Finish) {
		p.Limits.Finish = 0
	}
	return p
}

// unmet are the demands that nothing can meet, with what stands in the way.
func (m *model) unmet() []Unmet {
	r := newReacher(m)
	r.stamp++
	var list []Unmet
	for d, at := range m.demands {
		if m.holds(&r.evaluation, at, m.ready) {
			continue
		}
		var blocked []Blocked
		seen := map[string]bool{}
		for _, credential := range m.problem.Demands[d].Any {
			m.block(&blocked, seen, credential)
		}
		eachPart(m.problem.Demands[d].Rule, func(credential string) { m.block(&blocked, seen, credential) })
		list = append(list, Unmet{d, blocked})
	}
	return list
}

// block says why a micro-credential cannot be had, and then the same of what it needs.
func (m *model) block(list *[]Blocked, seen map[string]bool, credential string) {
	i, known := m.index[credential]
	if seen[credential] || known && m.ready.has(i) || !known && m.held[credential] {
		return
	}
	seen[credential] = true
	b := Blocked{Credential: credential, Cause: NotOffered}
	given := m.given[credential]
	switch {
	case !known:
	case len(m.items[i].choices) > 0:
		b.Cause, b.Needs = NeedsMissing, m.missing(given.Needs)
	case len(given.Removed) > 0:
		b.Cause, b.Removed = FilteredOut, given.Removed
	case m.dropped[credential] != "":
		b.Cause = m.dropped[credential]
	case given.By != nil:
		var parts []string
		eachPart(given.By, func(part string) { parts = append(parts, part) })
		b.Cause, b.Needs = NeedsMissing, m.missing(parts)
	}
	*list = append(*list, b)
	for _, need := range b.Needs {
		m.block(list, seen, need)
	}
}

// missing are those that cannot be had, each once, in order.
func (m *model) missing(credentials []string) []string {
	var list []string
	for _, credential := range credentials {
		i, known := m.index[credential]
		if !m.held[credential] && (!known || !m.ready.has(i)) {
			list = append(list, credential)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}
