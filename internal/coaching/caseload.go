package coaching

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/stackmatch/stackmatch/ent/db/casegroup"
	"github.com/stackmatch/stackmatch/ent/db/casegroupmember"
	"github.com/stackmatch/stackmatch/ent/db/coachingcase"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// CaseloadInput asks for the cases of the viewer's organization.
type CaseloadInput struct {
	Filter  CaseloadFilter
	OrderBy CaseloadOrder
	Page    page.Args
}

// CaseloadFilter says which cases to keep; members that are given must all hold.
type CaseloadFilter struct {
	// Mine keeps those that the viewer follows, Coach those of a colleague, by
	// membership, Unassigned those that nobody follows.
	Mine, Unassigned *bool
	Coach            *string
	// Group keeps those of a group.
	Group *string
	// Closed lists closed cases instead of open ones.
	Closed *bool
	// Search keeps those whose name, where it is shared, has the words; Stage and
	// Queue any of these. They are of people: what is not shared is in none.
	Search *string
	Stage  []enum.CaseStage
	Queue  []Queue
}

// CaseloadOrder is what cases are ordered by.
type CaseloadOrder string

// The orders.
const (
	OrderNextTask     CaseloadOrder = "NEXT_TASK"
	OrderLeastRecent  CaseloadOrder = "LEAST_RECENT_ACTIVITY"
	OrderMostRecent   CaseloadOrder = "MOST_RECENT_ACTIVITY"
	OrderName         CaseloadOrder = "NAME"
	OrderStage        CaseloadOrder = "STAGE"
	OrderOpened       CaseloadOrder = "OPENED"
	OrderLeastContact CaseloadOrder = "LEAST_RECENT_CONTACT"
)

// Caseload is a page of cases, with what the whole of them looks like.
type Caseload struct {
	page.Page[*Case]
	// Stages and Queues count, over whoever is kept but for these two filters, each
	// stage and queue, in their order. Total counts all of them, Found those that the
	// filters keep: people who share something, nobody else.
	Stages []CaseStageCount
	Queues []CaseQueueCount
	People int
	Found  int
	// NotShared counts the cases without a person.
	NotShared int
}

// CaseStageCount is how many cases are in a stage.
type CaseStageCount struct {
	Stage enum.CaseStage
	Count int
}

// CaseQueueCount is how many cases are in a queue.
type CaseQueueCount struct {
	Queue Queue
	Count int
}

// Caseload lists the cases of the viewer's organization with all that a dashboard
// shows of them, in a constant number of statements. Cases that are not shared come
// last, and are left out by a filter of people.
func (s *Service) Caseload(ctx context.Context, in CaseloadInput) (*Caseload, error) {
	if err := requireCoach(ctx); err != nil {
		return nil, err
	}
	if err := problem.Join(in.Page.Check(), in.Filter.check()); err != nil {
		return nil, err
	}
	in.OrderBy = cmp.Or(in.OrderBy, OrderNextTask)
	scope, err := page.Scope(auth.From(ctx).Key(), "caseload", in.Filter, in.OrderBy)
	if err != nil {
		return nil, err
	}
	all, err := s.caseload(ctx, in.Filter)
	if err != nil {
		return nil, err
	}
	out := counted(all)
	all = slices.DeleteFunc(all, func(c *Case) bool { return !in.Filter.keeps(c) })
	for _, c := range all {
		if c.Shared {
			out.Found++
		}
	}
	slices.SortFunc(all, func(a, b *Case) int { return slices.Compare(in.OrderBy.position(a), in.OrderBy.position(b)) })
	if in.Page.After != "" {
		at, err := s.Cursors.OpenPosition(scope, in.Page.After, 3)
		if err != nil {
			return nil, err
		}
		all = slices.DeleteFunc(all, func(c *Case) bool { return slices.Compare(in.OrderBy.position(c), at) <= 0 })
	}
	out.Page = page.Cut(all[:min(len(all), in.Page.Limit())], in.Page, s.Cursors, scope, in.OrderBy.position)
	return out, nil
}

const maxSearch = 200

func (f CaseloadFilter) check() error {
	if f.Search == nil {
		return nil
	}
	return problem.Under(checkSearch(*f.Search), "filter")
}

func checkSearch(words string) error {
	if len(words) > maxSearch {
		return problem.New(problem.Invalid, "search for at most %d characters", maxSearch).
			Spanish("busque como máximo %d caracteres", maxSearch).At("search")
	}
	return nil
}

// caseload loads the cases that a filter keeps, but for their stages and queues.
func (s *Service) caseload(ctx context.Context, f CaseloadFilter) ([]*Case, error) {
	where, err := s.casesOf(ctx, f)
	if err != nil {
		return nil, err
	}
	rows, err := s.DB.CoachingCase.Query().Where(where...).Order(coachingcase.ByID()).Limit(maxCases).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list cases: %w", err)
	}
	all, err := s.cases(ctx, rows)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(c *Case) bool { return !f.finds(c) }), nil
}

// finds tells whether a case's name, where it is shared, has the words asked for.
func (f CaseloadFilter) finds(c *Case) bool {
	if f.Search == nil {
		return true
	}
	words := strings.ToLower(strings.TrimSpace(*f.Search))
	return words == "" || strings.Contains(strings.ToLower(c.name), words)
}

// casesOf is a filter as far as the rows tell.
func (s *Service) casesOf(ctx context.Context, f CaseloadFilter) ([]predicate.CoachingCase, error) {
	where := []predicate.CoachingCase{ownCases(ctx), coachingcase.ClosedAtIsNil()}
	if f.Closed != nil && *f.Closed {
		where[1] = coachingcase.ClosedAtNotNil()
	}
	if f.Mine != nil && *f.Mine {
		where = append(where, coachingcase.CoachID(auth.From(ctx).Account))
	}
	if f.Unassigned != nil && *f.Unassigned {
		where = append(where, coachingcase.CoachIDIsNil())
	}
	if f.Coach != nil {
		of, err := s.coach(ctx, *f.Coach)
		if err != nil {
			return nil, problem.Under(err, "filter", "coach")
		}
		where = append(where, coachingcase.CoachID(of.AccountID))
	}
	if f.Group != nil {
		where = append(where, coachingcase.HasGroupsWith(casegroupmember.GroupID(*f.Group),
			casegroupmember.HasGroupWith(casegroup.OrganizationID(auth.From(ctx).Organization()), casegroup.RemovedAtIsNil())))
	}
	return where, nil
}

// keeps tells whether a case is in the stages and queues asked for.
func (f CaseloadFilter) keeps(c *Case) bool {
	if !c.Shared {
		return len(f.Stage) == 0 && len(f.Queue) == 0
	}
	return (len(f.Stage) == 0 || slices.Contains(f.Stage, *c.Stage)) &&
		(len(f.Queue) == 0 || slices.ContainsFunc(c.Queues, func(q Queue) bool { return slices.Contains(f.Queue, q) }))
}

// counted counts the people of cases by stage and queue.
func counted(all []*Case) *Caseload {
	out := &Caseload{}
	stages, queues := map[enum.CaseStage]int{}, map[Queue]int{}
	for _, c := range all {
		if !c.Shared {
			out.NotShared++
			continue
		}
		out.People++
		stages[*c.Stage]++
		for _, q := range c.Queues {
			queues[q]++
		}
	}
	for _, stage := range enum.CaseStage("").Values() {
		out.Stages = append(out.Stages, CaseStageCount{enum.CaseStage(stage), stages[enum.CaseStage(stage)]})
	}
	for _, q := range Queues() {
		out.Queues = append(out.Queues, CaseQueueCount{q, queues[q]})
	}
	return out
}
