package coaching

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/microcredentialversion"
	"github.com/stackmatch/stackmatch/ent/db/offering"
	"github.com/stackmatch/stackmatch/ent/db/readinessnote"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/planner"
)

// PlanSheet is a plan with everything that is printed of it.
type PlanSheet struct {
	*SavedPlan
	// Whose is the earner's name; empty where the viewer may not know it.
	Whose string
	// Goal says where it leads, as far as that has a name.
	Goal  text.Localized
	Lines []SheetLine
	// HoursPerWeek is by which the days were reckoned.
	HoursPerWeek int
}

// SheetLine is a step as it is printed.
type SheetLine struct {
	SavedStep
	Title text.Localized
	// Provider and Place are empty at one's own pace.
	Provider, Place string
	Needs           []*db.ReadinessNote
}

// PrintPlan is a plan as its earner, or who coaches them, prints it.
func (s *Service) PrintPlan(ctx context.Context, id string) (*PlanSheet, error) {
	plan, err := s.SavedPlan(ctx, id)
	if err != nil {
		return nil, err
	}
	sheet := &PlanSheet{SavedPlan: plan, HoursPerWeek: planner.DefaultPace / 60}
	var asked Asked
	if err := json.Unmarshal(plan.Question, &asked); err == nil && asked.Limits.HoursPerWeek != nil {
		sheet.HoursPerWeek = *asked.Limits.HoursPerWeek
	}
	if err := s.nameSheet(ctx, sheet); err != nil {
		return nil, err
	}
	return sheet, s.fillSheet(ctx, sheet)
}

func (s *Service) nameSheet(ctx context.Context, sheet *PlanSheet) error {
	holder := sheet.Edges.Earner
	if s.opens(ctx, holder, auth.From(ctx).ActingEarner() == holder.ID, consent.Name) {
		sheet.Whose = holder.Name
	}
	row, err := s.planGoal(ctx, sheet.ID)
	if err != nil {
		return err
	}
	switch e := row.Edges; {
	case e.Posting != nil:
		sheet.Goal = text.Localized{e.Posting.Language: e.Posting.Title}
	case e.Occupation != nil:
		sheet.Goal = text.En(e.Occupation.Name)
	case e.Stack != nil:
		sheet.Goal = text.En(e.Stack.Name)
	case e.Pathway != nil:
		sheet.Goal = e.Pathway.Title
	}
	return nil
}

// fillSheet names what the steps are of, and what one needs first.
func (s *Service) fillSheet(ctx context.Context, sheet *PlanSheet) error {
	var versions, credentials, offerings []string
	for _, step := range sheet.Steps {
		credentials = append(credentials, step.MicroCredentialID)
		if step.OfferingID != nil {
			offerings = append(offerings, *step.OfferingID)
		}
	}
	rows, err := s.credentialsByID(ctx, credentials)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if row.CurrentVersionID != nil {
			versions = append(versions, *row.CurrentVersionID)
		}
	}
	said, err := s.DB.MicroCredentialVersion.Query().Where(microcredentialversion.IDIn(versions...)).All(ctx)
	if err != nil {
		return fmt.Errorf("load titles: %w", err)
	}
	at, err := s.DB.Offering.Query().Where(offering.IDIn(offerings...)).WithProvider().WithPlace().All(ctx)
	if err != nil {
		return fmt.Errorf("load offerings: %w", err)
	}
	notes, err := s.DB.ReadinessNote.Query().
		Where(readinessnote.Or(readinessnote.MicroCredentialIDIn(credentials...), readinessnote.OfferingIDIn(offerings...))).
		Order(readinessnote.ByID()).All(ctx)
	if err != nil {
		return fmt.Errorf("load notes: %w", err)
	}
	for _, step := range sheet.Steps {
		sheet.Lines = append(sheet.Lines, lineOf(step, rows[step.MicroCredentialID], said, at, notes))
	}
	return nil
}

func lineOf(step SavedStep, of *db.MicroCredential, said []*db.MicroCredentialVersion, at []*db.Offering, notes []*db.ReadinessNote) SheetLine {
	line := SheetLine{SavedStep: step}
	if of != nil {
		line.Title = text.En(of.Name)
	}
	for _, v := range said {
		if v.MicroCredentialID == step.MicroCredentialID {
			line.Title = v.Title
		}
	}
	for _, row := range at {
		if step.OfferingID != nil && row.ID == *step.OfferingID {
			line.Edges.Offering = row
			line.Provider = row.Edges.Provider.Name
			if row.Edges.Place != nil {
				line.Place = row.Edges.Place.Name
			}
		}
	}
	for _, n := range notes {
		if n.MicroCredentialID != nil && *n.MicroCredentialID == step.MicroCredentialID || n.OfferingID != nil && step.OfferingID != nil && *n.OfferingID == *step.OfferingID {
			line.Needs = append(line.Needs, n)
		}
	}
	return line
}
