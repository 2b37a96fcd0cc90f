package coaching

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/planner"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// PlanInput asks for the best ways to a goal.
type PlanInput struct {
	Asked
	// Earner is by default the viewer.
	Earner       *string
	Hypothetical Hypothetical
	// Alternatives is how many plans come after the best, Frontier whether all are
	// listed of which none is both shorter and cheaper.
	Alternatives int
	Frontier     bool
}

// PlanAnswer is the best ways to a goal, or why there is none.
type PlanAnswer struct {
	// Reached says that the goal needs nothing more.
	Reached bool
	// Plan is nil where there is none.
	Plan         *Plan
	Alternatives []*Plan
	Frontier     []*Plan
	Infeasible   []Obstacle
	// Proven says that there is nothing better. Else Bound is what no plan is better
	// than, in what the objective sums up.
	Proven bool
	Bound  int64
	// FrontierProven says that the frontier lacks nothing; FrontierLeftOut counts ways
	// whose length or price nobody knows, which cannot be on it.
	FrontierProven  bool
	FrontierLeftOut int
	HoursPerWeek    int
	Currency        string
	Posting         *db.Posting
}

// Plan is micro-credentials to be earned, in order.
type Plan struct {
	Steps []PlanStep
	// Minutes and Cents are of the steps of which they are known; the others are
	// counted.
	Minutes, Cents                int64
	UnknownMinutes, UnknownPrices int
	// Count is of those that are earned by work.
	Count      int
	FinishesOn *time.Time
	// Value is what the objective sums up.
	Value int64

	opens func(context.Context) ([][]*db.Posting, error)
}

// PlanStep is a micro-credential to be earned, and what it changes.
type PlanStep struct {
	MicroCredential string
	// Option is nil where a completed stack awards it by itself.
	Option               *Option
	StartsOn, FinishesOn *time.Time
	// Closes are the asks that are met from here on.
	Closes []Ask
	// Completes are the stacks that are complete from here on.
	Completes []string
	// Match is that after it, of a posting; nil for another goal.
	Match *matching.Match

	index int
	plan  *Plan
}

// maxAlternatives is how many plans one may ask for beside the best.
const maxAlternatives = 10

// budget bounds the search for one answer.
const budget = 400_000

// Plan finds the best ways to a goal: for anybody from nothing; for an earner, from
// what they hold and work on, to them and to who coaches them. It writes nothing.
func (s *Service) Plan(ctx context.Context, in PlanInput) (*PlanAnswer, error) {
	weights, err := in.Objective.weights()
	if in.Alternatives < 0 || in.Alternatives > maxAlternatives {
		err = problem.Join(err, problem.New(problem.Invalid, "ask for 0 to %d alternatives", maxAlternatives).
			Spanish("pida de 0 a %d alternativas", maxAlternatives).At("alternatives"))
	}
	if err != nil {
		return nil, err
	}
	q, err := s.question(ctx, in.Earner, in.Goal, in.Limits)
	if err != nil {
		return nil, err
	}
	if err := problem.Join(q.suppose(in.Hypothetical), q.knows(in.CanAlready)); err != nil {
		return nil, err
	}
	return s.answer(ctx, q, weights, in)
}

func (s *Service) answer(ctx context.Context, q *question, weights planner.Weights, in PlanInput) (*PlanAnswer, error) {
	d := q.demands()
	out := &PlanAnswer{
		Reached: len(d.demands) == 0, Proven: true, HoursPerWeek: planner.DefaultPace / 60, Currency: q.currency,
		Posting: q.target.posting, FrontierProven: true,
	}
	if q.limits.HoursPerWeek != nil {
		out.HoursPerWeek = *q.limits.HoursPerWeek
	}
	if out.Reached {
		return out, nil
	}
	p := q.problem(d, weights)
	limit := planner.Budget{Nodes: budget, Stop: func() bool { return ctx.Err() != nil }}
	best, err := planner.Alternatives(p, in.Alternatives+1, limit)
	if err != nil {
		return nil, fmt.Errorf("plan: %w", err)
	}
	view := q.viewer(s, d)
	out.Proven, out.Bound, out.Infeasible = best.Proven, best.Bound.Sum, view.obstacles(best.Infeasible)
	for i, found := range best.Plans {
		if made := view.plan(found); i == 0 {
			out.Plan = made
		} else {
			out.Alternatives = append(out.Alternatives, made)
		}
	}
	if in.Frontier && best.Infeasible == nil {
		all, err := planner.Frontier(p, limit)
		if err != nil {
			return nil, fmt.Errorf("find the frontier: %w", err)
		}
		out.FrontierProven, out.FrontierLeftOut = all.Proven, all.Unknown
		for _, found := range all.Plans {
			out.Frontier = append(out.Frontier, view.plan(found))
		}
	}
	return out, nil
}

// wanted is the demands that are not met, each with the ask that it is.
type wanted struct {
	demands []planner.Demand
	asks    []int
}

// demands are the asks that the goal needs and that are not met today.
func (q *question) demands() wanted {
	var d wanted
	for i, match := range q.target.explained(q.who.awards, q.asOf) {
		ask := q.target.asks[i]
		if !ask.must || match.Credit == fullCredit {
			continue
		}
		d.demands = append(d.demands, q.demand(ask))
		d.asks = append(d.asks, i)
	}
	return d
}

// problem is what the planner is asked.
func (q *question) problem(d wanted, weights planner.Weights) planner.Problem {
	p := planner.Problem{
		Held: q.who.held(q.catalog, q.asOf), Demands: d.demands, Weights: weights, Today: dayOf(&q.today),
		Items: make([]planner.Item, 0, len(q.terms.ids)),
	}
	if hours := q.limits.HoursPerWeek; hours != nil {
		p.Pace = int64(*hours) * 60
	}
	if most := q.limits.Minutes; most != nil {
		p.Limits.Minutes = planner.Exactly(int64(*most))
	}
	p.Limits.Cents, p.Limits.Finish = amount(q.limits.Cents), dayOf(q.limits.FinishBy)
	before := q.terms.before(q.target.order)
	for _, id := range q.terms.ids {
		e := q.terms.credentials[id]
		item := planner.Item{Credential: id, Needs: slices.Concat(e.needs, before[id]), By: e.by}
		for _, o := range q.choices(e, &item.Removed) {
			item.Options = append(item.Options, o.forPlanner())
		}
		p.Items = append(p.Items, item)
	}
	return p
}

// choices are the options that the limits leave, with what they took. What is too
// long or too dear for exact sums is no way for anybody.
func (q *question) choices(e *earnable, removed *[]planner.Removed) []Option {
	all := q.optionsOf(e)
	if q.canAlready[e.id] {
		if prior, ok := q.prior(e); ok {
			all = append(all, prior)
		}
	}
	for _, f := range q.filters() {
		kept := slices.DeleteFunc(slices.Clone(all), func(o Option) bool { return !f.keeps(o) })
		if n := len(all) - len(kept); n > 0 && removed != nil {
			*removed = append(*removed, planner.Removed{Filter: string(f.name), Count: n})
		}
		all = kept
	}
	all = slices.DeleteFunc(all, func(o Option) bool {
		return o.Minutes != nil && *o.Minutes > maxMinutes || o.Cents != nil && *o.Cents > maxCents
	})
	return all[:min(len(all), planner.MaxOptions)]
}

// Filter names a limit that leaves options out.
type Filter string

// The filters.
const (
	FilterLanguage Filter = "LANGUAGE"
	FilterOnline   Filter = "ONLINE"
	FilterDistance Filter = "DISTANCE"
	FilterSeats    Filter = "SEATS"
)

type filter struct {
	name  Filter
	keeps func(Option) bool
}

// filters are those that are asked for, in order, and that of seats, which nobody asks
// for.
func (q *question) filters() []filter {
	list := []filter{{FilterSeats, func(o Option) bool { return !o.Full }}}
	if languages := q.limits.Languages; languages != nil {
		list = append(list, filter{FilterLanguage, func(o Option) bool { return o.in(languages) }})
	}
	if q.limits.OnlineOnly {
		list = append(list, filter{FilterOnline, Option.online})
	}
	if km := q.limits.WithinKM; km != nil {
		list = append(list, filter{FilterDistance, func(o Option) bool {
			return o.online() || o.KM != nil && *o.KM <= float64(*km)
		}})
	}
	return list
}

// Opens lists the open postings in reach that the earner qualifies for from this
// step on.
func (s *PlanStep) Opens(ctx context.Context) ([]*db.Posting, error) {
	all, err := s.plan.opens(ctx)
	if err != nil {
		return nil, err
	}
	return all[s.index], nil
}

// once runs a load the first time only.
func once[T any](load func(context.Context) (T, error)) func(context.Context) (T, error) {
	var run sync.Once
	var made T
	var err error
	return func(ctx context.Context) (T, error) {
		run.Do(func() { made, err = load(ctx) })
		return made, err
	}
}
