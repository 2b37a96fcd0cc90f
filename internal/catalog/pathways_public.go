package catalog

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/microcredentialversion"
	"github.com/stackmatch/stackmatch/ent/db/pathway"
	"github.com/stackmatch/stackmatch/ent/db/stackversion"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// PathwayWithSteps is a published pathway with all that is said of it in public.
type PathwayWithSteps struct {
	Row *db.Pathway
	// Goal says where it leads.
	Goal  text.Localized
	Steps []PathwayPart
	// versions are those of the micro-credentials that rules name, by micro-credential.
	versions map[string]*db.MicroCredentialVersion
}

// PathwayPart is a step: a micro-credential in its current version, or a stack with
// its rule.
type PathwayPart struct {
	Row     *db.PathwayStep
	Title   text.Localized
	Version *db.MicroCredentialVersion
	Rule    *matching.Rule
}

// PublicPathway is a published pathway, for everybody.
func (s *Service) PublicPathway(ctx context.Context, id string) (*PathwayWithSteps, error) {
	row, err := s.DB.Pathway.Query().Where(pathway.ID(id), pathway.StatusEQ(enum.Published)).WithOwner().WithDestination().WithGoalStack().
		WithSteps(func(q *db.PathwayStepQuery) { inOrder(q.WithMicroCredential().WithStack()) }).Only(ctx)
	if db.IsNotFound(err) {
		return nil, problem.New(problem.NotFound, "there is no pathway %q", id).Spanish("no hay ninguna ruta %q", id)
	}
	if err != nil {
		return nil, fmt.Errorf("load pathway: %w", err)
	}
	p := &PathwayWithSteps{Row: row, Goal: pathwayGoal(row), versions: map[string]*db.MicroCredentialVersion{}}
	if err := s.loadParts(ctx, p); err != nil {
		return nil, err
	}
	return p, nil
}

func pathwayGoal(row *db.Pathway) text.Localized {
	switch {
	case row.OccupationTitle != "":
		return text.En(row.OccupationTitle)
	case row.Edges.Destination != nil:
		return text.En(row.Edges.Destination.Name)
	case row.Edges.GoalStack != nil:
		return text.En(row.Edges.GoalStack.Name)
	}
	return nil
}

// loadParts loads what the steps say today.
func (s *Service) loadParts(ctx context.Context, p *PathwayWithSteps) error {
	var stacks []string
	for _, step := range p.Row.Edges.Steps {
		if of := step.Edges.Stack; of != nil && of.CurrentVersionID != nil {
			stacks = append(stacks, *of.CurrentVersionID)
		}
	}
	rows, err := s.DB.StackVersion.Query().Where(stackversion.IDIn(stacks...)).All(ctx)
	if err != nil {
		return fmt.Errorf("load versions of stacks: %w", err)
	}
	for _, step := range p.Row.Edges.Steps {
		part := PathwayPart{Row: step}
		for _, v := range rows {
			if step.StackID == nil || v.StackID != *step.StackID {
				continue
			}
			rule, err := Rule(v)
			if err != nil {
				return err
			}
			part.Title, part.Rule = v.Title, &rule
		}
		p.Steps = append(p.Steps, part)
	}
	return s.loadPartVersions(ctx, p)
}

func (s *Service) loadPartVersions(ctx context.Context, p *PathwayWithSteps) error {
	var named []string
	for _, part := range p.Steps {
		if part.Row.MicroCredentialID != nil {
			named = append(named, *part.Row.MicroCredentialID)
		}
		if part.Rule != nil {
			for _, of := range partsOf(*part.Rule) {
				named = append(named, of.credential)
			}
		}
	}
	credentials, err := s.MicroCredentialsByID(ctx, distinct(named))
	if err != nil {
		return err
	}
	var current []string
	for _, row := range credentials {
		if row.CurrentVersionID != nil {
			current = append(current, *row.CurrentVersionID)
		}
	}
	rows, err := s.DB.MicroCredentialVersion.Query().Where(microcredentialversion.IDIn(current...)).WithMicroCredential().All(ctx)
	if err != nil {
		return fmt.Errorf("load versions: %w", err)
	}
	for _, v := range rows {
		p.versions[v.MicroCredentialID] = v
	}
	for i := range p.Steps {
		if key := p.Steps[i].Row.MicroCredentialID; key != nil && p.versions[*key] != nil {
			p.Steps[i].Version, p.Steps[i].Title = p.versions[*key], p.versions[*key].Title
		}
	}
	return nil
}
