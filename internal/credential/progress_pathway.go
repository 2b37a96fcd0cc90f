package credential

import (
	"context"
	"fmt"
	"slices"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/enrollment"
	"github.com/stackmatch/stackmatch/ent/db/microcredentialversion"
	"github.com/stackmatch/stackmatch/ent/db/pathway"
	"github.com/stackmatch/stackmatch/ent/db/pathwaystep"
	"github.com/stackmatch/stackmatch/ent/db/stack"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// StepState is where an earner is with a step of a pathway.
type StepState string

// The states of a step.
const (
	StepDone       StepState = "DONE"
	StepInProgress StepState = "IN_PROGRESS"
	// StepNext is the first that could be begun now.
	StepNext StepState = "NEXT"
	// StepBlocked has prerequisites that are not held.
	StepBlocked StepState = "BLOCKED"
	StepLater   StepState = "LATER"
)

// PathwayProgress is how far an earner is on a pathway.
type PathwayProgress struct {
	Pathway *db.Pathway
	Steps   []StepProgress
	// Done and Of count the steps that the pathway cannot be completed without.
	Done, Of int
}

// StepProgress is how far an earner is with a step.
type StepProgress struct {
	Step  *db.PathwayStep
	State StepState
	// Missing are the prerequisites that are not held.
	Missing []*db.MicroCredential
	// Stack is the progress of a step that is a stack; nil for others.
	Stack *StackProgress
}

// Percent is the share of the steps done that the pathway cannot be completed without,
// in whole hundredths, rounded down.
func (p *PathwayProgress) Percent() int {
	if p.Of == 0 {
		return 100
	}
	return 100 * p.Done / p.Of
}

// PathwayProgress tells the earner, and whoever they have opened their awards to for
// coaching, how far they are on a pathway. That somebody has enrolled is told to the
// earner alone.
func (s *Service) PathwayProgress(ctx context.Context, earnerID, pathwayID string) (*PathwayProgress, error) {
	e, err := s.evidenceOf(ctx, earnerID)
	if err != nil {
		return nil, err
	}
	row, err := s.DB.Pathway.Query().Where(pathway.ID(pathwayID), pathway.StatusNEQ(enum.Draft)).
		WithSteps(func(q *db.PathwayStepQuery) { q.Order(pathwaystep.ByPosition()) }).Only(ctx)
	if db.IsNotFound(err) {
		return nil, problem.New(problem.NotFound, "there is no pathway %q", pathwayID).
			Spanish("no hay ninguna ruta %q", pathwayID).At("pathway")
	}
	if err != nil {
		return nil, fmt.Errorf("load pathway: %w", err)
	}
	about, err := s.aboutSteps(ctx, e, earnerID, row.Edges.Steps)
	if err != nil {
		return nil, err
	}
	return walk(row, e.held, about), nil
}

// aboutSteps is what is known of a pathway's steps for an earner.
type aboutSteps struct {
	stacks map[string]*StackProgress
	// needs are the prerequisites of micro-credentials.
	needs    map[string][]*db.MicroCredential
	enrolled []string
}

func (s *Service) aboutSteps(ctx context.Context, e *evidence, earnerID string, steps []*db.PathwayStep) (aboutSteps, error) {
	about := aboutSteps{stacks: map[string]*StackProgress{}, needs: map[string][]*db.MicroCredential{}}
	var stacks, credentials []string
	for _, step := range steps {
		if step.StackID != nil {
			stacks = append(stacks, *step.StackID)
		} else {
			credentials = append(credentials, *step.MicroCredentialID)
		}
	}
	rows, err := s.DB.Stack.Query().Where(stack.IDIn(stacks...), stack.CurrentVersionIDNotNil()).All(ctx)
	if err != nil {
		return about, fmt.Errorf("load stacks: %w", err)
	}
	made, err := s.progress(ctx, e, rows)
	if err != nil {
		return about, err
	}
	for _, p := range made {
		about.stacks[p.Stack.ID] = p
	}
	if about.needs, err = s.prerequisites(ctx, credentials); err != nil {
		return about, err
	}
	if auth.From(ctx).ActingEarner() == earnerID {
		err := s.DB.Enrollment.Query().
			Where(enrollment.EarnerID(earnerID), enrollment.StatusEQ(enum.EnrollmentActive), enrollment.MicroCredentialIDIn(credentials...)).
			Select(enrollment.FieldMicroCredentialID).Scan(ctx, &about.enrolled)
		if err != nil {
			return about, fmt.Errorf("load enrollments: %w", err)
		}
	}
	return about, nil
}

// prerequisites gives, by micro-credential, what its current version asks for first.
func (s *Service) prerequisites(ctx context.Context, ids []string) (map[string][]*db.MicroCredential, error) {
	of, _, err := s.costs(ctx, slices.Clone(ids))
	if err != nil {
		return nil, err
	}
	current := make([]string, 0, len(of))
	for _, row := range of {
		current = append(current, *row.CurrentVersionID)
	}
	rows, err := s.DB.MicroCredentialVersion.Query().Where(microcredentialversion.IDIn(current...)).
		WithPrerequisites(func(q *db.VersionPrerequisiteQuery) { q.WithMicroCredential() }).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load prerequisites: %w", err)
	}
	out := make(map[string][]*db.MicroCredential, len(rows))
	for _, row := range rows {
		for _, p := range row.Edges.Prerequisites {
			if p.Advised {
				continue // it helps, and is not asked for
			}
			out[row.MicroCredentialID] = append(out[row.MicroCredentialID], p.Edges.MicroCredential)
		}
	}
	return out, nil
}

// walk says where somebody is on a pathway.
func walk(row *db.Pathway, held []string, about aboutSteps) *PathwayProgress {
	p := &PathwayProgress{Pathway: row}
	next := false
	for _, step := range row.Edges.Steps {
		at := stepProgress(step, held, about)
		if at.State == StepLater && !next && !step.Optional {
			at.State, next = StepNext, true
		}
		if !step.Optional {
			p.Of++
			if at.State == StepDone {
				p.Done++
			}
		}
		p.Steps = append(p.Steps, at)
	}
	return p
}

func stepProgress(step *db.PathwayStep, held []string, about aboutSteps) StepProgress {
	at := StepProgress{Step: step, State: StepLater}
	if step.StackID != nil {
		at.Stack = about.stacks[*step.StackID]
		switch {
		case at.Stack == nil:
		case at.Stack.Completed:
			at.State = StepDone
		case at.Stack.Numerator > 0:
			at.State = StepInProgress
		}
		return at
	}
	key := *step.MicroCredentialID
	for _, need := range about.needs[key] {
		if !slices.Contains(held, need.ID) {
			at.Missing = append(at.Missing, need)
		}
	}
	switch {
	case slices.Contains(held, key):
		at.State, at.Missing = StepDone, nil
	case slices.Contains(about.enrolled, key):
		at.State = StepInProgress
	case len(at.Missing) > 0:
		at.State = StepBlocked
	}
	return at
}
