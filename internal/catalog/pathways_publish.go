package catalog

import (
	"context"
	"fmt"
	"strconv"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// PathwayInput describes a pathway. Goal says which of the goals below is given;
// the others are left out.
type PathwayInput struct {
	ID string
	// Owner is by default the organization that the viewer acts for.
	Owner       string
	Title       text.Localized
	Description text.Localized
	Goal        enum.GoalKind
	// Occupation is a SOC 2018 or O*NET-SOC code, with its title.
	Occupation, OccupationTitle string
	// Degree is the micro-credential that it leads to.
	Degree  *string
	Stack   *string
	Posting *string
	Steps   []PathwayStepInput
}

// PathwayStepInput is one of a micro-credential and a stack.
type PathwayStepInput struct {
	MicroCredential *string
	Stack           *string
	Optional        bool
	Note            text.Localized
}

// PublishPathway adds a pathway.
func (s *Service) PublishPathway(ctx context.Context, in PathwayInput) (made *db.Pathway, err error) {
	if err := auth.Require(ctx, auth.PublishCatalog); err != nil {
		return nil, err
	}
	if in.Owner, err = onBehalf(ctx, in.Owner, "owner"); err != nil {
		return nil, err
	}
	invalid := in.check()
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		if err := problem.Join(invalid, in.names().check(ctx, tx)); err != nil {
			return err
		}
		made, err = s.publishPathway(ctx, tx, in)
		return err
	})
	return made, err
}

func (in PathwayInput) check() error {
	errs := []error{
		checkID(in.ID, id.Pathway), checkTitle(in.Title),
		checkTexts(in.Description, maxText, "description"), in.checkGoal(),
	}
	if n := len(in.Steps); n < 1 || n > maxMembers {
		errs = append(errs, problem.New(problem.Invalid, "a pathway has 1 to %d steps, not %d", maxMembers, n).
			Spanish("una ruta tiene de 1 a %d pasos, no %d", maxMembers, n).At("steps"))
	}
	for i, step := range in.Steps {
		errs = append(errs, problem.Under(step.check(), "steps", strconv.Itoa(i)))
	}
	return problem.Join(errs...)
}

func (in PathwayInput) checkGoal() error {
	if err := checkOneOf(in.Goal, "goal"); err != nil {
		return err
	}
	var errs []error
	for _, g := range []struct {
		goal  enum.GoalKind
		path  string
		given bool
	}{
		{enum.GoalOccupation, "occupation", in.Occupation != ""},
		{enum.GoalDegree, "degree", in.Degree != nil},
		{enum.GoalStack, "stack", in.Stack != nil},
		{enum.GoalPosting, "posting", in.Posting != nil},
	} {
		if g.given != (g.goal == in.Goal) {
			errs = append(errs, problem.New(problem.Invalid, "the goal is %s: give what it leads to, and nothing else", in.Goal).
				Spanish("la meta es %s: dé a qué conduce, y nada más", in.Goal).At(g.path))
		}
	}
	if in.Occupation != "" && !occupationCode.MatchString(in.Occupation) {
		errs = append(errs, problem.New(problem.Invalid, "an occupation is a SOC code such as 53-7051 or 53-7051.00").
			Spanish("una ocupación es un código SOC como 53-7051 o 53-7051.00").At("occupation"))
	}
	if (in.Occupation == "") != (in.OccupationTitle == "") {
		errs = append(errs, problem.New(problem.Invalid, "an occupation has a code and a title").
			Spanish("una ocupación tiene un código y un título").At("occupationTitle"))
	}
	return problem.Join(errs...)
}

func (in PathwayStepInput) check() error {
	err := checkTexts(in.Note, maxText, "note")
	if (in.MicroCredential == nil) == (in.Stack == nil) {
		err = problem.Join(err, problem.New(problem.Invalid, "a step is a micro-credential or a stack").
			Spanish("un paso es una microcredencial o una serie"))
	}
	return err
}

func (in PathwayInput) names() references {
	refs := references{
		organizations:    []reference{named(in.Owner, "owner")},
		microCredentials: namedIf(in.Degree, "degree"),
		stacks:           namedIf(in.Stack, "stack"),
		postings:         namedIf(in.Posting, "posting"),
	}
	for i, step := range in.Steps {
		at := strconv.Itoa(i)
		refs.microCredentials = append(refs.microCredentials, namedIf(step.MicroCredential, "steps", at, "microCredential")...)
		refs.stacks = append(refs.stacks, namedIf(step.Stack, "steps", at, "stack")...)
	}
	return refs
}

func (s *Service) publishPathway(ctx context.Context, tx *db.Client, in PathwayInput) (*db.Pathway, error) {
	now := s.Now()
	name, _ := in.Title.In("en")
	create := tx.Pathway.Create().
		SetID(s.idOr(in.ID, id.Pathway, now)).SetCreatedAt(now).
		SetName(name).SetOwnerID(in.Owner).SetStatus(enum.Published).SetTitle(in.Title).SetGoal(in.Goal).
		SetOccupationCode(in.Occupation).SetOccupationTitle(in.OccupationTitle).
		SetNillableDestinationID(in.Degree).SetNillableGoalStackID(in.Stack).SetNillableGoalPostingID(in.Posting)
	if len(in.Description) > 0 {
		create.SetDescription(in.Description)
	}
	made, err := create.Save(ctx)
	if db.IsConstraintError(err) {
		return nil, conflict("a pathway", "una ruta")
	}
	if err != nil {
		return nil, fmt.Errorf("write pathway: %w", err)
	}
	steps := make([]*db.PathwayStepCreate, len(in.Steps))
	for i, step := range in.Steps {
		steps[i] = tx.PathwayStep.Create().
			SetPathwayID(made.ID).SetPosition(i + 1).SetOptional(step.Optional).
			SetNillableMicroCredentialID(step.MicroCredential).SetNillableStackID(step.Stack)
		if len(step.Note) > 0 {
			steps[i].SetNote(step.Note)
		}
	}
	if made.Edges.Steps, err = tx.PathwayStep.CreateBulk(steps...).Save(ctx); err != nil {
		return nil, fmt.Errorf("write steps: %w", err)
	}
	return made, audit.Write(ctx, tx, now, "pathway.publish", enum.SubjectPathway, made.ID)
}
