package coaching

import (
	"context"
	"fmt"
	"slices"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/planner"
	"github.com/stackmatch/stackmatch/search"
)

// planView says what the planner found, with what each step changes.
type planView struct {
	*question
	wanted
	// near loads the open postings in reach, once for all plans of an answer.
	near func(context.Context) ([]reachable, error)
}

func (q *question) viewer(s *Service, d wanted) *planView {
	v := &planView{question: q, wanted: d}
	v.near = once(func(ctx context.Context) ([]reachable, error) { return s.reachable(ctx, q) })
	return v
}

func (v *planView) plan(found planner.Plan) *Plan {
	p := &Plan{
		Minutes: found.Minutes, Cents: found.Cents, UnknownMinutes: found.Untimed, UnknownPrices: found.Unpriced, Count: found.Count,
		FinishesOn: dateOf(found.Finish), Value: found.Value.Sum, Steps: make([]PlanStep, len(found.Steps)),
	}
	awards := slices.Clone(v.who.awards)
	complete := v.catalog.Completed(v.counted(awards))
	after := make([][]matching.Award, len(found.Steps))
	for i, step := range found.Steps {
		awards = append(awards, v.earned(v.terms.credentials[step.Credential]))
		after[i] = slices.Clip(awards)
		p.Steps[i] = v.step(step, after[i])
		p.Steps[i].index, p.Steps[i].plan = i, p
		now := v.catalog.Completed(v.counted(awards))
		for _, stack := range now {
			if !slices.Contains(complete, stack) {
				p.Steps[i].Completes = append(p.Steps[i].Completes, stack)
			}
		}
		complete = now
	}
	p.opens = once(func(ctx context.Context) ([][]*db.Posting, error) { return v.opened(ctx, after) })
	return p
}

// counted are those of awards that count today.
func (q *question) counted(awards []matching.Award) []matching.Held {
	var held []matching.Held
	for _, a := range awards {
		if a.State(q.asOf) == matching.Counting {
			held = append(held, a.Held)
		}
	}
	return held
}

func (v *planView) step(step planner.Step, after []matching.Award) PlanStep {
	out := PlanStep{
		MicroCredential: step.Credential, StartsOn: dateOf(step.Start), FinishesOn: dateOf(step.Finish),
		Option: v.option(step),
	}
	for _, demand := range step.First {
		out.Closes = append(out.Closes, v.target.asks[v.asks[demand]].Ask)
	}
	if v.target.posting != nil {
		match := v.target.plans[0].Explain(after, v.asOf)
		out.Match = &match
	}
	return out
}

// option is the way that a step takes; nil where a stack awards it by itself.
func (v *planView) option(step planner.Step) *Option {
	if step.Option == nil {
		return nil
	}
	for _, o := range v.choices(v.terms.credentials[step.Credential], nil) {
		if o.id == step.Option.ID {
			return &o
		}
	}
	return nil
}

// reachable is an open posting in reach.
type reachable struct {
	row  *db.Posting
	plan *matching.Plan
}

// reachKM is how far work is in reach where nothing else is asked.
const reachKM = 50

// reachable lists the open postings that are remote, or within the distance asked, by
// default 50 km, of where the earner lives; all of them where that is unknown. Those
// of employers whom they have blocked are none of them.
func (s *Service) reachable(ctx context.Context, q *question) ([]reachable, error) {
	if s.Postings == nil {
		return nil, nil
	}
	rows, plans, err := s.Postings.OpenPostings(ctx, q.catalog)
	if err != nil {
		return nil, fmt.Errorf("load open postings: %w", err)
	}
	km := float64(reachKM)
	if q.limits.WithinKM != nil {
		km = float64(*q.limits.WithinKM)
	}
	var out []reachable
	for _, row := range rows {
		if !q.blocks(row.EmployerID) && q.near(row, km) {
			out = append(out, reachable{row, plans[row.ID]})
		}
	}
	return out, nil
}

func (q *question) near(row *db.Posting, km float64) bool {
	at := row.Edges.Place
	if row.Remote || q.who.home == nil {
		return true
	}
	return at != nil && search.Distance(at.Latitude, at.Longitude, q.who.home.Latitude, q.who.home.Longitude) <= km
}

func (q *question) blocks(employer string) bool {
	return q.who.row != nil && slices.ContainsFunc(q.who.row.Edges.Blocks, func(b *db.Block) bool { return b.OrganizationID == employer })
}

// opened lists, for each step, the postings that the earner qualifies for from then
// on, and did not before.
func (v *planView) opened(ctx context.Context, after [][]matching.Award) ([][]*db.Posting, error) {
	near, err := v.near(ctx)
	if err != nil {
		return nil, err
	}
	out := make([][]*db.Posting, len(after))
	for _, one := range near {
		if len(after) == 0 || !v.qualifies(one.plan, after[len(after)-1]) || v.qualifies(one.plan, v.who.awards) {
			continue
		}
		for i, awards := range after {
			if v.qualifies(one.plan, awards) {
				out[i] = append(out[i], one.row)
				break
			}
		}
	}
	return out, nil
}

func (v *planView) qualifies(plan *matching.Plan, awards []matching.Award) bool {
	if plan.NeededOn() != "" {
		return plan.Explain(awards, v.asOf).Tier == matching.Qualified
	}
	return plan.Tier(plan.Credits(nil, v.counted(awards))) == matching.Qualified
}
