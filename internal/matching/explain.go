package matching

import (
	"slices"
	"strings"
	"time"
)

// Explain computes a match from an earner's awards, with every reason. Tier and
// points are those of Score and of an index, exactly.
func (p *Plan) Explain(awards []Award, asOf time.Time) Match {
	e := p.gather(awards, asOf)
	m := Match{Requirements: make([]RequirementMatch, len(p.asks))}
	credits := make([]Credit, len(p.asks))
	for r := range p.asks {
		m.Requirements[r] = e.requirement(r)
		credits[r] = m.Requirements[r].Credit
	}
	m.Tier = p.Tier(credits)
	m.Contributions = e.contributions(m.Requirements, credits)
	for _, c := range m.Contributions {
		m.Points += c.Points
	}
	for _, s := range e.completed {
		m.Stacks = append(m.Stacks, s.ID)
	}
	return m
}

// evidence is an earner's awards as a plan sees them.
type evidence struct {
	plan   *Plan
	awards []holding // sorted by id
	// touched are the counting awards' touches.
	touched   []*touch
	completed []*stack
}

// holding is an award with its state and what it means to the plan.
type holding struct {
	Award
	state State
	touch touch
}

func (p *Plan) gather(awards []Award, asOf time.Time) *evidence {
	e := &evidence{plan: p, awards: make([]holding, len(awards))}
	for i, a := range slices.SortedFunc(slices.Values(awards), func(a, b Award) int { return strings.Compare(a.ID, b.ID) }) {
		e.awards[i] = holding{Award: a, state: a.State(asOf), touch: p.touch(a.Held)}
	}
	var held []Held
	for i := range e.awards {
		if e.awards[i].state == Counting {
			e.touched = append(e.touched, &e.awards[i].touch)
			held = append(held, e.awards[i].Held)
		}
	}
	e.completed = p.catalog.completed(held)
	return e
}

// contributions lists the parts that the posting can attain, zero points too.
func (e *evidence) contributions(matches []RequirementMatch, credits []Credit) []Contribution {
	p := e.plan
	var list []Contribution
	for r, m := range matches {
		list = append(list, Contribution{
			Part: PartRequirement, Requirement: r,
			Points: p.RequirementPoints(r, m.Credit), Possible: p.possible.Requirements[r],
			Awards: restsOn(m),
		})
	}
	some := slices.Max(credits) > 0
	for _, c := range []Contribution{e.stackPart(p.allMusts(credits)), e.recognitionPart(), e.textPart()} {
		if c.Possible == 0 {
			continue
		}
		c.Requirement = -1
		if !some || c.Points == 0 {
			c.Points, c.Stack, c.Awards = 0, "", nil
		}
		list = append(list, c)
	}
	return list
}

// restsOn lists the awards that give a requirement its credit.
func restsOn(m RequirementMatch) []string {
	var ids []string
	for _, proof := range m.Proofs {
		if proof.Credit > 0 && proof.Credit == m.Credit {
			ids = append(ids, proof.Award)
		}
	}
	slices.Sort(ids)
	return ids
}

func (e *evidence) stackPart(allMusts bool) Contribution {
	p := e.plan
	index, points := p.bestStack(e.touched)
	c := Contribution{Part: PartStack, Points: points, Possible: p.possible.Stack}
	if allMusts {
		c.Points = p.possible.Stack
	}
	if index >= 0 {
		c.Stack = p.stacks[index].id
		c.Awards = e.counting(func(t *touch) bool {
			return slices.ContainsFunc(t.stacks, func(part partOf) bool { return part.index == index })
		})
	}
	return c
}

func (e *evidence) recognitionPart() Contribution {
	return Contribution{
		Part: PartRecognition, Points: e.plan.recognitionPoints(e.touched), Possible: e.plan.possible.Recognition,
		Awards: e.counting(func(t *touch) bool { return t.recognized }),
	}
}

func (e *evidence) textPart() Contribution {
	c := Contribution{Part: PartText, Possible: e.plan.possible.Text}
	if c.Possible > 0 {
		c.Points = e.plan.textPoints(e.plan.bm25(e.touched))
		c.Awards = e.counting(func(t *touch) bool { return t.words != nil })
	}
	return c
}

// counting lists the counting awards that a test holds for, by id.
func (e *evidence) counting(holds func(*touch) bool) []string {
	var ids []string
	for i := range e.awards {
		h := &e.awards[i]
		switch {
		case h.state != Counting || !holds(&h.touch):
		case h.ID != "":
			ids = append(ids, h.ID)
		default:
			ids = append(ids, e.bearing(h)...)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// bearing are the counting awards that a kept completion rests on.
func (e *evidence) bearing(kept *holding) []string {
	var ids []string
	for i := range e.awards {
		if h := &e.awards[i]; h.ID != "" && h.state == Counting && slices.Contains(kept.Through, h.ID) {
			ids = append(ids, h.ID)
		}
	}
	return ids
}
