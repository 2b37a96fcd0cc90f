package coaching

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/savedplan"
	"github.com/stackmatch/stackmatch/ent/db/savedplanstep"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/repeat"
	"github.com/stackmatch/stackmatch/internal/store"
)

// SavePlanInput is a plan to be kept, or changed.
type SavePlanInput struct {
	// ID and Revision name a plan that is to be changed; nil makes a new one.
	ID       *string
	Revision *int
	// Earner is by default the viewer.
	Earner *string
	Name   string
	// Goal is nil with a contact, whose posting it is.
	Goal    *Goal
	Contact *string
	// Objective and Limits are nil for none.
	Objective  *Objective
	Limits     *Limits
	CanAlready []string
	// Steps are chosen by hand; nil takes the best plan.
	Steps            []ChosenStep
	ClientMutationID *string
}

// asked is what is asked of the plan.
func (in SavePlanInput) asked() Asked {
	out := Asked{CanAlready: in.CanAlready}
	switch {
	case in.Contact != nil:
		out.Goal = Goal{Contact: in.Contact}
	case in.Goal != nil:
		out.Goal = *in.Goal
	}
	if in.Objective != nil {
		out.Objective = *in.Objective
	}
	if in.Limits != nil {
		out.Limits = *in.Limits
	}
	return out
}

// ChosenStep is a micro-credential with the way to earn it.
type ChosenStep struct {
	MicroCredential string
	// Offering is nil for one's own pace.
	Offering *string
	Prior    bool
}

// The bounds of saved plans.
const (
	maxPlanName = 200
	maxSteps    = 100
	maxPlans    = 200
)

// SavePlan keeps a plan for an earner, or changes one: for the earner, or for who
// coaches them. It is found by the same reckoning as Plan, unless steps are chosen.
func (s *Service) SavePlan(ctx context.Context, in SavePlanInput) (*SavedPlan, error) {
	if err := auth.Require(ctx, auth.KeepPlans); err != nil {
		return nil, err
	}
	call := repeat.Call{Viewer: auth.From(ctx).Key(), Mutation: "savePlan", Key: in.ClientMutationID, Input: in, Now: s.Now()}
	if err := problem.Join(in.check(), call.Check()); err != nil {
		return nil, err
	}
	first, err := repeat.First(ctx, s.DB, call)
	if err != nil {
		return nil, err
	}
	if first != "" {
		return s.SavedPlan(ctx, first)
	}
	draft, err := s.draftPlan(ctx, in)
	if err != nil {
		return nil, err
	}
	row, err := repeat.Once(ctx, s.DB, call, repeat.Record[*db.SavedPlan]{
		Load: func(ctx context.Context, tx *db.Client, id string) (*db.SavedPlan, error) {
			return tx.SavedPlan.Get(ctx, id)
		},
		Make: func(ctx context.Context, tx *db.Client) (string, *db.SavedPlan, error) {
			made, err := s.keep(ctx, tx, draft)
			if err != nil {
				return "", nil, err
			}
			return made.ID, made, nil
		},
	})
	if err != nil {
		return nil, err
	}
	return s.SavedPlan(ctx, row.ID)
}

func (in SavePlanInput) check() error {
	var errs []error
	if n := utf8.RuneCountInString(in.Name); strings.TrimSpace(in.Name) == "" || n > maxPlanName {
		errs = append(errs, problem.New(problem.Invalid, "a name has 1 to %d characters", maxPlanName).
			Spanish("un nombre tiene de 1 a %d caracteres", maxPlanName).At("name"))
	}
	if in.Steps != nil && (len(in.Steps) == 0 || len(in.Steps) > maxSteps) {
		errs = append(errs, problem.New(problem.Invalid, "a plan has 1 to %d steps", maxSteps).
			Spanish("un plan tiene de 1 a %d pasos", maxSteps).At("steps"))
	}
	if (in.ID == nil) != (in.Revision == nil) {
		errs = append(errs, problem.New(problem.Invalid, "to change a plan, give its id and the revision that you read").
			Spanish("para cambiar un plan, indique su id y la revisión que leyó").At("revision"))
	}
	if in.Goal != nil && in.Contact != nil {
		errs = append(errs, problem.New(problem.Invalid, "the goal is the contact's posting: leave the other out").
			Spanish("la meta es la oferta del contacto: omita la otra").At("goal"))
	}
	_, err := in.asked().Objective.weights()
	return problem.Join(append(errs, err)...)
}

// draft is a plan that is ready to be written.
type draft struct {
	in       SavePlanInput
	asked    Asked
	earner   string
	target   *target
	question json.RawMessage
	basis    basis
	steps    []*db.SavedPlanStep
}

func (s *Service) draftPlan(ctx context.Context, in SavePlanInput) (*draft, error) {
	asked := in.asked()
	if in.ID != nil {
		row, err := s.plan(ctx, *in.ID)
		if err != nil {
			return nil, err
		}
		if in.Earner != nil && *in.Earner != row.EarnerID {
			return nil, problem.New(problem.Invalid, "this plan is another earner's").Spanish("este plan es de otra persona").At("earner")
		}
		if asked.Goal, err = asked.Goal.sameAs(row); err != nil {
			return nil, err
		}
		in.Earner = &row.EarnerID
	}
	q, err := s.question(ctx, in.Earner, asked.Goal, asked.Limits)
	if err != nil {
		return nil, err
	}
	if !q.who.known() {
		return nil, problem.New(problem.Invalid, "say whose plan it is").Spanish("indique de quién es el plan").At("earner")
	}
	if err := q.knows(asked.CanAlready); err != nil {
		return nil, err
	}
	if err := s.listed(ctx, q.target); err != nil {
		return nil, err
	}
	d := &draft{in: in, asked: asked, earner: q.who.id, target: q.target}
	if d.question, err = json.Marshal(asked); err != nil {
		return nil, fmt.Errorf("write the question: %w", err)
	}
	if in.Steps != nil {
		d.steps, err = q.chosen(in.Steps)
	} else {
		d.steps, err = s.bestSteps(ctx, q, asked)
	}
	if err != nil {
		return nil, err
	}
	d.basis = q.basis(d.steps)
	return d, nil
}

// keep writes a plan, or over one.
func (s *Service) keep(ctx context.Context, tx *db.Client, d *draft) (*db.SavedPlan, error) {
	if err := store.Lock(ctx, "plans of "+d.earner); err != nil {
		return nil, err
	}
	row, action, err := s.write(ctx, tx, d)
	if err != nil {
		return nil, err
	}
	steps := make([]*db.SavedPlanStep, len(d.steps))
	for i, step := range d.steps {
		one := *step
		one.PlanID, one.Position = row.ID, i+1
		steps[i] = &one
	}
	if err := store.Insert(ctx, tx, steps); err != nil {
		return nil, fmt.Errorf("write the steps: %w", err)
	}
	return row, audit.Write(ctx, tx, s.Now(), action, enum.SubjectPlan, row.ID)
}

func (s *Service) write(ctx context.Context, tx *db.Client, d *draft) (*db.SavedPlan, audit.Action, error) {
	if d.in.ID == nil {
		row, err := s.create(ctx, tx, d)
		return row, "plan.save", err
	}
	changed, err := tx.SavedPlan.Update().
		Where(savedplan.ID(*d.in.ID), savedplan.Revision(*d.in.Revision), savedplan.StatusNEQ(enum.PlanDropped)).
		SetName(d.in.Name).SetQuestion(d.question).SetBasis(d.basis.text()).SetChangedAt(s.Now()).SetStatus(enum.PlanActive).
		ClearOutdatedAt().AddRevision(1).Save(ctx)
	if err != nil {
		return nil, "", fmt.Errorf("change plan: %w", err)
	}
	if changed == 0 {
		return nil, "", problem.New(problem.Conflict, "this plan was changed since you read it").
			Spanish("este plan cambió desde que lo leyó").At("revision")
	}
	if _, err := tx.SavedPlanStep.Delete().Where(savedplanstep.PlanID(*d.in.ID)).Exec(ctx); err != nil {
		return nil, "", fmt.Errorf("remove the steps: %w", err)
	}
	row, err := tx.SavedPlan.Get(ctx, *d.in.ID)
	return row, "plan.change", err
}

func (s *Service) create(ctx context.Context, tx *db.Client, d *draft) (*db.SavedPlan, error) {
	kept, err := tx.SavedPlan.Query().Where(savedplan.EarnerID(d.earner), savedplan.StatusNEQ(enum.PlanDropped)).Count(ctx)
	if err != nil {
		return nil, fmt.Errorf("count plans: %w", err)
	}
	if kept >= maxPlans {
		return nil, problem.New(problem.Limit, "an earner has at most %d plans: drop one first", maxPlans).
			Spanish("una persona tiene como máximo %d planes: descarte uno primero", maxPlans)
	}
	viewer, now := auth.From(ctx), s.Now()
	create := tx.SavedPlan.Create().SetID(s.IDs.Mint(id.Plan)).SetCreatedAt(now).SetChangedAt(now).
		SetEarnerID(d.earner).SetAuthorID(viewer.Account).SetName(d.in.Name).SetGoal(d.target.Kind()).
		SetNillablePostingID(d.target.Posting).SetNillableOccupationID(d.target.Occupation).
		SetNillableStackID(d.target.Stack).SetNillablePathwayID(d.target.Pathway).SetNillableContactID(d.target.Contact).
		SetQuestion(d.question).SetBasis(d.basis.text())
	if viewer.Organization() != "" {
		create.SetOrganizationID(viewer.Organization())
	}
	row, err := create.Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("write plan: %w", err)
	}
	return row, nil
}
