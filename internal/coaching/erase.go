package coaching

import (
	"context"
	"fmt"
	"io"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/casenote"
	"github.com/stackmatch/stackmatch/ent/db/casestep"
	"github.com/stackmatch/stackmatch/ent/db/casetask"
	"github.com/stackmatch/stackmatch/ent/db/coachingcase"
	"github.com/stackmatch/stackmatch/ent/db/savedplan"
	"github.com/stackmatch/stackmatch/ent/enum"
)

// EraseEarner erases an earner from what coaches keep, in the transaction of their
// erasure: cases with their steps, tasks, notes and groups, and plans with their steps.
func (s *Service) EraseEarner(ctx context.Context, tx *db.Client, earner, _ string) error {
	// What is part of a case or of a plan goes along with it.
	if _, err := tx.CoachingCase.Delete().Where(coachingcase.EarnerID(earner)).Exec(ctx); err != nil {
		return fmt.Errorf("erase cases: %w", err)
	}
	if _, err := tx.SavedPlan.Delete().Where(savedplan.EarnerID(earner)).Exec(ctx); err != nil {
		return fmt.Errorf("erase plans: %w", err)
	}
	return nil
}

// ExportEarner gives an earner what coaches keep of them: their cases, with what they
// were given to do and what was written for them, and their plans. What a coach wrote
// for themselves or the team is not theirs to read here; that there is some, and how
// much, is told.
func (s *Service) ExportEarner(ctx context.Context, earner, _ string, put func(name string, value any) error, _ func(name string, content io.Reader) error) error {
	cases, err := s.exportCases(ctx, earner)
	if err != nil {
		return err
	}
	if err := put("coaching", cases); err != nil {
		return fmt.Errorf("write coaching: %w", err)
	}
	plans, err := s.exportPlans(ctx, earner)
	if err != nil {
		return err
	}
	if err := put("plans", plans); err != nil {
		return fmt.Errorf("write plans: %w", err)
	}
	return nil
}

func (s *Service) exportCases(ctx context.Context, earner string) ([]any, error) {
	rows, err := s.DB.CoachingCase.Query().Where(coachingcase.EarnerID(earner)).WithOrganization().WithCoach().
		WithSteps(func(q *db.CaseStepQuery) { q.Order(casestep.ByAt(), casestep.ByID()) }).
		WithTasks(func(q *db.CaseTaskQuery) { q.Order(casetask.ByCreatedAt(), casetask.ByID()) }).
		WithNotes(func(q *db.CaseNoteQuery) { q.Order(casenote.ByCreatedAt(), casenote.ByID()) }).
		Order(coachingcase.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load cases: %w", err)
	}
	out := make([]any, len(rows))
	for i, row := range rows {
		out[i] = exportCase(row)
	}
	return out, nil
}

func exportCase(row *db.CoachingCase) any {
	steps, tasks, notes, others := []any{}, []any{}, []any{}, 0
	for _, step := range row.Edges.Steps {
		if step.Stage != nil {
			steps = append(steps, map[string]any{"stage": *step.Stage, "at": step.At})
		}
	}
	for _, task := range row.Edges.Tasks {
		if task.Doer == enum.TaskOfEarner {
			tasks = append(tasks, map[string]any{"title": task.Title, "givenAt": task.CreatedAt, "dueOn": task.DueOn, "doneAt": task.DoneAt})
		}
	}
	for _, note := range row.Edges.Notes {
		if note.Readers == enum.NoteForEarner {
			notes = append(notes, map[string]any{"text": note.Text, "at": note.CreatedAt})
		} else {
			others++
		}
	}
	out := map[string]any{
		"organization": row.Edges.Organization.Name, "openedAt": row.CreatedAt, "closedAt": row.ClosedAt, "contactedAt": row.ContactedAt,
		"stage": row.Stage, "stages": steps, "tasks": tasks, "notes": notes, "notesOfCoaches": others,
	}
	if coach := row.Edges.Coach; coach != nil {
		out["coach"] = coach.DisplayName
	}
	return out
}

func (s *Service) exportPlans(ctx context.Context, earner string) ([]any, error) {
	rows, err := s.DB.SavedPlan.Query().Where(savedplan.EarnerID(earner)).
		WithSteps(func(q *db.SavedPlanStepQuery) { q.WithMicroCredential() }).Order(savedplan.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load plans: %w", err)
	}
	out := make([]any, len(rows))
	for i, row := range rows {
		steps := []any{}
		for _, step := range row.Edges.Steps {
			steps = append(steps, map[string]any{
				"position": step.Position, "microCredential": step.Edges.MicroCredential.Name, "prior": step.Prior, "minutes": step.Minutes,
				"priceCents": step.PriceCents, "currency": step.PriceCurrency, "startsOn": step.StartsOn, "finishesOn": step.FinishesOn,
			})
		}
		out[i] = map[string]any{
			"name": row.Name, "goal": row.Goal, "status": row.Status, "savedAt": row.CreatedAt, "changedAt": row.ChangedAt,
			"sharedAt": row.SharedAt, "asked": row.Question, "steps": steps,
		}
	}
	return out, nil
}
