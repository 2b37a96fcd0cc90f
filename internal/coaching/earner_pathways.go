package coaching

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/pathway"
	"github.com/stackmatch/stackmatch/ent/db/pathwaystep"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/measure"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// EarnerPathwaysInput asks who of the caseload is where on which pathway.
type EarnerPathwaysInput struct {
	// Search keeps pathways whose title has the words, Pathway one of them.
	Search  string
	Pathway *string
	Page    page.Args
}

// EarnerPathway is how far somebody of the caseload is on a pathway.
type EarnerPathway struct {
	Case    *Case
	Pathway *db.Pathway
	// Done and Of count the steps that the pathway cannot be completed without; Next
	// are those of them that are not done, in order.
	Done, Of int
	Next     []*db.PathwayStep
}

// Percent is the share of the steps done, in whole hundredths, rounded down.
func (p *EarnerPathway) Percent() int {
	if p.Of == 0 {
		return 100
	}
	return 100 * p.Done / p.Of
}

// PathwayRoute is a pathway as a route that people took.
type PathwayRoute struct {
	Pathway *db.Pathway
	// Earners of the caseload are on it, Completed of them all the way.
	Earners, Completed int
	// Jobs is how many of all who completed it, here and elsewhere, were hired since;
	// nil where so few are meant that it could tell of somebody.
	Jobs *measure.Ratio
}

// EarnerPathways is a page of who is where, with the routes that the whole of it is on.
type EarnerPathways struct {
	page.Page[*EarnerPathway]
	Routes []PathwayRoute
}

// maxRoutes bounds the pathways that are looked at.
const maxRoutes = 2_000

// EarnerPathways lists, by pathway and the farthest first, whom of the caseload's
// earners who share their awards stands where: on a pathway is who holds a step of it,
// is enrolled in one, or follows a plan to it.
func (s *Service) EarnerPathways(ctx context.Context, in EarnerPathwaysInput) (*EarnerPathways, error) {
	if err := requireCoach(ctx); err != nil {
		return nil, err
	}
	if err := problem.Join(in.Page.Check(), checkSearch(in.Search)); err != nil {
		return nil, err
	}
	scope, err := page.Scope(auth.From(ctx).Key(), "earner pathways", in.Search, in.Pathway)
	if err != nil {
		return nil, err
	}
	every, err := s.routes(ctx)
	if err != nil {
		return nil, err
	}
	ways := slices.DeleteFunc(slices.Clone(every), func(way *db.Pathway) bool { return !in.asksFor(way) })
	all, err := s.onWays(ctx, ways)
	if err != nil {
		return nil, err
	}
	out := &EarnerPathways{}
	if out.Routes, err = s.jobs(ctx, every, ways, all); err != nil {
		return nil, err
	}
	if in.Page.After != "" {
		at, err := s.Cursors.OpenPosition(scope, in.Page.After, 4)
		if err != nil {
			return nil, err
		}
		all = slices.DeleteFunc(all, func(p *EarnerPathway) bool { return slices.Compare(p.position(), at) <= 0 })
	}
	out.Page = page.Cut(all[:min(len(all), in.Page.Limit())], in.Page, s.Cursors, scope, (*EarnerPathway).position)
	return out, nil
}

func (p *EarnerPathway) position() []string {
	return []string{p.Pathway.Name, p.Pathway.ID, fmt.Sprintf("%03d", 100-p.Percent()), p.Case.ID}
}

// routes are the published pathways, with their steps.
func (s *Service) routes(ctx context.Context) ([]*db.Pathway, error) {
	rows, err := s.DB.Pathway.Query().Where(pathway.StatusEQ(enum.Published)).
		WithSteps(func(q *db.PathwayStepQuery) { q.Order(pathwaystep.ByPosition()) }).
		Order(pathway.ByName(), pathway.ByID()).Limit(maxRoutes).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load pathways: %w", err)
	}
	return rows, nil
}

// asksFor tells whether a pathway has the words, and is the one, asked for.
func (in EarnerPathwaysInput) asksFor(way *db.Pathway) bool {
	if in.Pathway != nil && *in.Pathway != way.ID {
		return false
	}
	words := strings.ToLower(strings.TrimSpace(in.Search))
	for _, title := range way.Title {
		if strings.Contains(strings.ToLower(title), words) {
			return true
		}
	}
	return strings.Contains(strings.ToLower(way.Name), words)
}

// onWays says who is where, in the order of the list.
func (s *Service) onWays(ctx context.Context, ways []*db.Pathway) ([]*EarnerPathway, error) {
	where, err := s.casesOf(ctx, CaseloadFilter{})
	if err != nil {
		return nil, err
	}
	rows, err := s.DB.CoachingCase.Query().Where(where...).Limit(maxCases).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list cases: %w", err)
	}
	d, err := s.desk(ctx, rows)
	if err != nil {
		return nil, err
	}
	var out []*EarnerPathway
	for _, row := range rows {
		c := d.seen(ctx, row)
		if !c.Shared || !c.tells {
			continue
		}
		held := d.people[c.EarnerID].Counting(d.now)
		done := d.catalog.Completed(held)
		for _, way := range ways {
			if at := stand(way, held, done); at.Done > 0 || d.heads(c.EarnerID, way) {
				at.Case, at.Pathway = c, way
				out = append(out, at)
			}
		}
	}
	slices.SortFunc(out, func(a, b *EarnerPathway) int { return slices.Compare(a.position(), b.position()) })
	return out, nil
}

// stand counts the steps of a pathway that are done.
func stand(way *db.Pathway, held []matching.Held, stacks []string) *EarnerPathway {
	at := &EarnerPathway{}
	for _, step := range way.Edges.Steps {
		if step.Optional {
			continue
		}
		at.Of++
		var is bool
		if step.StackID != nil {
			is = slices.Contains(stacks, *step.StackID)
		} else {
			is = slices.ContainsFunc(held, func(h matching.Held) bool { return h.Credential == *step.MicroCredentialID })
		}
		if is {
			at.Done++
		} else {
			at.Next = append(at.Next, step)
		}
	}
	return at
}

// heads tells whether an earner is on the way without having done a step: enrolled in
// one, or with a plan to it.
func (d *desk) heads(earner string, way *db.Pathway) bool {
	for _, plan := range d.plans[earner] {
		if plan.PathwayID != nil && *plan.PathwayID == way.ID {
			return true
		}
	}
	return slices.ContainsFunc(d.enrolled[earner], func(e *db.Enrollment) bool {
		return e.Status == enum.EnrollmentActive && slices.ContainsFunc(way.Edges.Steps, func(step *db.PathwayStep) bool {
			return step.MicroCredentialID != nil && *step.MicroCredentialID == e.MicroCredentialID
		})
	})
}

// jobs tells of the pathways that anybody of the caseload is on how many completed
// them, and how many of all who did were hired: those whom most are on first. The numbers
// of all that they might be asked beside, of every pathway with a step in common, decide
// which are told, whatever is asked for now.
func (s *Service) jobs(ctx context.Context, every, ways []*db.Pathway, all []*EarnerPathway) ([]PathwayRoute, error) {
	on, through := map[string]int{}, map[string]int{}
	for _, at := range all {
		on[at.Pathway.ID]++
		if at.Done == at.Of {
			through[at.Pathway.ID]++
		}
	}
	ways = slices.DeleteFunc(slices.Clone(ways), func(way *db.Pathway) bool { return on[way.ID] == 0 })
	reached, err := s.reached(ctx, beside(every, ways))
	if err != nil {
		return nil, err
	}
	hired := map[string]measure.Ratio{}
	if s.Outcomes != nil {
		if hired, err = s.Outcomes.HiredSince(ctx, reached); err != nil {
			return nil, fmt.Errorf("count who was hired: %w", err)
		}
	}
	out := make([]PathwayRoute, len(ways))
	for i, way := range ways {
		out[i] = PathwayRoute{Pathway: way, Earners: on[way.ID], Completed: through[way.ID]}
		if ratio, told := hired[way.ID]; told {
			out[i].Jobs = &ratio
		}
	}
	slices.SortStableFunc(out, func(a, b PathwayRoute) int { return cmp.Compare(b.Earners, a.Earners) })
	return out, nil
}

// beside are the pathways that have a step in common with one of some, which neither can
// be completed without.
func beside(every, ways []*db.Pathway) []*db.Pathway {
	asked := map[string]bool{}
	for _, way := range ways {
		for _, step := range required(way) {
			asked[step] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(every), func(way *db.Pathway) bool {
		return !slices.ContainsFunc(required(way), func(step string) bool { return asked[step] })
	})
}

// required are what the steps of a pathway are of that it cannot be completed without.
func required(way *db.Pathway) (steps []string) {
	for _, step := range way.Edges.Steps {
		if !step.Optional {
			steps = append(steps, cmp.Or(value(step.StackID), value(step.MicroCredentialID)))
		}
	}
	return steps
}
