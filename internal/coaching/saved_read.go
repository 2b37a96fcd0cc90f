package coaching

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/microcredential"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/db/savedplan"
	"github.com/stackmatch/stackmatch/ent/db/savedplanstep"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// SavedPlan is a plan that is kept, as it stands today.
type SavedPlan struct {
	*db.SavedPlan
	Steps []SavedStep
	// Outdated says why it no longer rests on what is; none while it does.
	Outdated []OutdatedReason
	// Done counts the steps that are held.
	Done int

	// stored is the status as it was noticed; that of the record is today's.
	stored enum.PlanStatus
}

// IsNode marks a node of the API.
func (SavedPlan) IsNode() {}

// Shared tells whether the employer of its contact may read it.
func (p SavedPlan) Shared() bool { return p.SharedAt != nil }

// MinutesLeft are of the steps that are not held, as far as they are known.
func (p SavedPlan) MinutesLeft() int64 {
	return p.left(func(s SavedStep) *int64 { return s.Minutes })
}

// CentsLeft are of the steps that are not held, as far as they are known.
func (p SavedPlan) CentsLeft() int64 {
	return p.left(func(s SavedStep) *int64 { return s.PriceCents })
}

func (p SavedPlan) left(of func(SavedStep) *int64) int64 {
	sum := int64(0)
	for _, step := range p.Steps {
		if n := of(step); n != nil && step.Progress != StepDone {
			sum += *n
		}
	}
	return sum
}

// StepProgress is how far the earner is with a step.
type StepProgress string

// The states of a step.
const (
	StepOpen       StepProgress = "OPEN"
	StepInProgress StepProgress = "IN_PROGRESS"
	StepDone       StepProgress = "DONE"
)

// SavedStep is a step of a kept plan.
type SavedStep struct {
	*db.SavedPlanStep
	Progress StepProgress
}

// SavedPlan is a plan of the viewer's, or of an earner who has opened their awards to
// the viewer for coaching.
func (s *Service) SavedPlan(ctx context.Context, id string) (*SavedPlan, error) {
	found, err := s.SavedPlansByID(ctx, []string{id})
	if err != nil {
		return nil, err
	}
	if found[id] == nil {
		return nil, noPlan(id)
	}
	return found[id], nil
}

func noPlan(id string) error {
	return problem.New(problem.NotFound, "there is no plan %q", brief(id)).Spanish("no hay ningún plan %q", brief(id)).At("id")
}

// SavedPlansByID gives those of the plans that the viewer may see.
func (s *Service) SavedPlansByID(ctx context.Context, ids []string) (map[string]*SavedPlan, error) {
	rows, err := s.planRows(ctx, savedplan.IDIn(ids...))
	if err != nil {
		return nil, err
	}
	var seen []*db.SavedPlan
	for _, row := range rows {
		if s.seesPlan(ctx, row) {
			seen = append(seen, row)
		}
	}
	plans, err := s.standing(ctx, seen)
	if err != nil {
		return nil, err
	}
	out := make(map[string]*SavedPlan, len(plans))
	for _, p := range plans {
		out[p.ID] = p
	}
	return out, nil
}

// plan is the record of a plan that the viewer may see.
func (s *Service) plan(ctx context.Context, id string) (*db.SavedPlan, error) {
	rows, err := s.planRows(ctx, savedplan.ID(id), savedplan.StatusNEQ(enum.PlanDropped))
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 || !s.seesPlan(ctx, rows[0]) {
		return nil, noPlan(id)
	}
	return rows[0], nil
}

func (s *Service) planRows(ctx context.Context, where ...predicate.SavedPlan) ([]*db.SavedPlan, error) {
	rows, err := s.DB.SavedPlan.Query().Where(where...).
		WithSteps(func(q *db.SavedPlanStepQuery) { q.Order(savedplanstep.ByPosition()).WithOffering() }).
		WithEarner(func(q *db.EarnerQuery) { q.WithGrants().WithBlocks() }).
		Order(db.Desc(savedplan.FieldCreatedAt, savedplan.FieldID)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load plans: %w", err)
	}
	return rows, nil
}

// seesPlan tells whether the viewer may see a plan: its earner, and who coaches them.
func (s *Service) seesPlan(ctx context.Context, row *db.SavedPlan) bool {
	holder := row.Edges.Earner
	own := auth.Can(ctx, auth.ViewOwnAwards) && auth.From(ctx).ActingEarner() == row.EarnerID
	return holder != nil && holder.ErasedAt == nil && row.Status != enum.PlanDropped && s.opens(ctx, holder, own, consent.Awards)
}

// Plans lists the plans kept for an earner, by default the viewer, newest first.
func (s *Service) Plans(ctx context.Context, earner *string, args page.Args) (page.Page[*SavedPlan], error) {
	none := page.Page[*SavedPlan]{}
	if err := args.Check(); err != nil {
		return none, err
	}
	id := auth.From(ctx).ActingEarner()
	if earner != nil {
		id = *earner
	}
	if _, _, err := s.follows(ctx, id); err != nil {
		return none, err
	}
	scope := auth.From(ctx).Key() + " plans of " + id
	rest, err := page.Past(s.Cursors, scope, args, store.Before[predicate.SavedPlan](savedplan.FieldCreatedAt, savedplan.FieldID))
	if err != nil {
		return none, err
	}
	q := s.DB.SavedPlan.Query().Where(rest...).Where(savedplan.EarnerID(id), savedplan.StatusNEQ(enum.PlanDropped)).
		WithSteps(func(q *db.SavedPlanStepQuery) { q.Order(savedplanstep.ByPosition()).WithOffering() })
	rows, err := q.Order(db.Desc(savedplan.FieldCreatedAt, savedplan.FieldID)).Limit(args.Limit()).All(ctx)
	if err != nil {
		return none, fmt.Errorf("list plans: %w", err)
	}
	plans, err := s.standing(ctx, rows)
	if err != nil {
		return none, err
	}
	return page.Cut(plans, args, s.Cursors, scope, func(p *SavedPlan) []string { return page.Instant(p.CreatedAt, p.ID) }), nil
}

// standing tells how plans stand today, in a constant number of statements.
func (s *Service) standing(ctx context.Context, rows []*db.SavedPlan) ([]*SavedPlan, error) {
	now, err := s.worldOf(ctx, rows)
	if err != nil {
		return nil, err
	}
	out := make([]*SavedPlan, len(rows))
	for i, row := range rows {
		p := &SavedPlan{SavedPlan: row, stored: row.Status}
		for _, step := range row.Edges.Steps {
			one := SavedStep{SavedPlanStep: step, Progress: now.progress(row.EarnerID, step)}
			if one.Progress == StepDone {
				p.Done++
			}
			p.Steps = append(p.Steps, one)
		}
		// As the viewer sees its steps: who may not know of an award learns nothing here.
		p.Status = enum.PlanActive
		if p.Done == len(p.Steps) {
			p.Status = enum.PlanDone
		}
		p.Outdated = now.outdated(p)
		out[i] = p
	}
	return out, nil
}

// planGoal is a plan's record with its goal.
func (s *Service) planGoal(ctx context.Context, id string) (*db.SavedPlan, error) {
	row, err := s.DB.SavedPlan.Query().Where(savedplan.ID(id)).WithPosting().WithOccupation().WithStack().WithPathway().Only(ctx)
	if err != nil {
		return nil, fmt.Errorf("load the goal: %w", err)
	}
	return row, nil
}

func (s *Service) credentialsByID(ctx context.Context, ids []string) (map[string]*db.MicroCredential, error) {
	rows, err := s.DB.MicroCredential.Query().Where(microcredential.IDIn(ids...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load micro-credentials: %w", err)
	}
	out := make(map[string]*db.MicroCredential, len(rows))
	for _, row := range rows {
		out[row.ID] = row
	}
	return out, nil
}
