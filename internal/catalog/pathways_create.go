package catalog

import (
	"context"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/repeat"
)

// CreatePathwayInput is a new pathway of the viewer's organization.
type CreatePathwayInput struct {
	Title            text.Localized
	Description      text.Localized
	Goal             PathwayGoalInput
	Steps            []PathwayStepInput
	ClientMutationID *string
}

// PathwayGoalInput is exactly one of what a pathway leads to.
type PathwayGoalInput struct {
	Occupation *OccupationInput
	// Degree is the micro-credential that it leads to.
	Degree  *string
	Stack   *string
	Posting *string
}

// OccupationInput is a SOC 2018 or O*NET-SOC code, with its title.
type OccupationInput struct{ Code, Title string }

// CreatePathway adds a pathway, and publishes it. Repeated with the same
// ClientMutationID within a day, it returns the first.
func (s *Service) CreatePathway(ctx context.Context, in CreatePathwayInput) (*db.Pathway, error) {
	if err := auth.Require(ctx, auth.PublishCatalog); err != nil {
		return nil, err
	}
	call := repeat.Call{Viewer: auth.From(ctx).Key(), Mutation: "createPathway", Key: in.ClientMutationID, Input: in, Now: s.Now()}
	if err := problem.Join(call.Check(), in.Goal.check()); err != nil {
		return nil, err
	}
	return repeat.Once(ctx, s.DB, call, repeat.Record[*db.Pathway]{
		Load: func(ctx context.Context, tx *db.Client, id string) (*db.Pathway, error) {
			return tx.Pathway.Get(ctx, id)
		},
		Make: func(ctx context.Context, _ *db.Client) (string, *db.Pathway, error) {
			made, err := s.PublishPathway(ctx, in.pathway()) // joins the transaction
			if err != nil {
				return "", nil, underGoal(err)
			}
			return made.ID, made, nil
		},
	})
}

func (g PathwayGoalInput) check() error {
	given := 0
	for _, is := range []bool{g.Occupation != nil, g.Degree != nil, g.Stack != nil, g.Posting != nil} {
		if is {
			given++
		}
	}
	if given != 1 {
		return problem.New(problem.Invalid, "a goal is exactly one of occupation, degree, stack and posting").
			Spanish("una meta es exactamente una de occupation, degree, stack y posting").At("goal")
	}
	return nil
}

func (in CreatePathwayInput) pathway() PathwayInput {
	g := in.Goal
	out := PathwayInput{
		Title: in.Title, Description: in.Description, Steps: in.Steps, Degree: g.Degree, Stack: g.Stack, Posting: g.Posting,
	}
	switch {
	case g.Occupation != nil:
		out.Goal, out.Occupation, out.OccupationTitle = enum.GoalOccupation, g.Occupation.Code, g.Occupation.Title
	case g.Degree != nil:
		out.Goal = enum.GoalDegree
	case g.Stack != nil:
		out.Goal = enum.GoalStack
	default:
		out.Goal = enum.GoalPosting
	}
	return out
}

// underGoal has the problems of a goal at the goal's own paths.
func underGoal(err error) error {
	ps := problem.As(err)
	if ps == nil {
		return err
	}
	places := map[string][]string{
		"occupation": {"goal", "occupation", "code"}, "occupationTitle": {"goal", "occupation", "title"},
		"degree": {"goal", "degree"}, "stack": {"goal", "stack"}, "posting": {"goal", "posting"},
	}
	errs := make([]error, len(ps))
	for i, p := range ps {
		moved := *p
		if len(p.Path) > 0 && places[p.Path[0]] != nil {
			moved.Path = places[p.Path[0]]
		}
		errs[i] = &moved
	}
	return problem.Join(errs...)
}
