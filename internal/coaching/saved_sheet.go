package coaching

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/microcredentialversion"
	"github.com/stackmatch/stackmatch/ent/db/occupationtitle"
	"github.com/stackmatch/stackmatch/ent/db/offering"
	"github.com/stackmatch/stackmatch/ent/db/readinessnote"
	"github.com/stackmatch/stackmatch/ent/enum"
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
	// Completes says that it takes nothing but to complete a stack, which earns it.
	Completes bool
	Needs     []*db.ReadinessNote
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
	own := auth.From(ctx).ActingEarner() == holder.ID
	if s.opens(ctx, holder, own, consent.Name) {
		sheet.Whose = holder.Name
	}
	row, err := s.planGoal(ctx, sheet.ID)
	if err != nil {
		return err
	}
	switch e := row.Edges; {
	case e.Posting != nil:
		// An internal one tells where the earner works: it is named to them alone.
		if own || e.Posting.Audience == enum.AudiencePublic {
			sheet.Goal = text.Localized{e.Posting.Language: e.Posting.Title}
		}
	case e.Occupation != nil:
		sheet.Goal, err = s.occupationTitle(ctx, e.Occupation)
	case e.Stack != nil:
		sheet.Goal, err = s.stackTitle(ctx, e.Stack)
	case e.Pathway != nil:
		sheet.Goal = e.Pathway.Title
	}
	return err
}

// occupationTitle is what an occupation is called, in all languages.
func (s *Service) occupationTitle(ctx context.Context, row *db.Occupation) (text.Localized, error) {
	titles, err := s.DB.OccupationTitle.Query().
		Where(occupationtitle.OccupationID(row.ID), occupationtitle.KindEQ(enum.LabelPreferred)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load titles: %w", err)
	}
	out := text.En(row.Name)
	for _, t := range titles {
		out[t.Language] = t.Text
	}
	return out, nil
}

// stackTitle is what a stack is called today, in all languages.
func (s *Service) stackTitle(ctx context.Context, row *db.Stack) (text.Localized, error) {
	if row.CurrentVersionID == nil {
		return text.En(row.Name), nil
	}
	v, err := s.DB.StackVersion.Get(ctx, *row.CurrentVersionID)
	if err != nil {
		return nil, fmt.Errorf("load the stack's title: %w", err)
	}
	return v.Title, nil
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
	_, terms, err := s.current(ctx)
	if err != nil {
		return err
	}
	for _, step := range sheet.Steps {
		sheet.Lines = append(sheet.Lines, lineOf(step, rows[step.MicroCredentialID], said, at, notes))
		e := terms.credentials[step.MicroCredentialID]
		sheet.Lines[len(sheet.Lines)-1].Completes = e != nil && e.by != nil && step.OfferingID == nil && !step.Prior
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
