package coaching

import (
	"context"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/casestep"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/inbox"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// AssignCaseInput says which coach of the organization follows cases, by membership;
// nil for nobody.
type AssignCaseInput struct {
	CasesInput
	To *string
}

// MoveCaseInput says to which stage cases go.
type MoveCaseInput struct {
	CasesInput
	To enum.CaseStage
}

// CloseCaseInput says which cases end.
type CloseCaseInput struct{ CasesInput }

// NoteContactInput says with whom a coach was in touch.
type NoteContactInput struct {
	CasesInput
	// At is nil for now.
	At *time.Time
}

// AssignCase gives cases to a coach, who is told, or to nobody.
func (s *Service) AssignCase(ctx context.Context, in AssignCaseInput) ([]*CaseResult, error) {
	if err := requireCoach(ctx); err != nil {
		return nil, err
	}
	var to *db.Membership
	if in.To != nil {
		var err error
		if to, err = s.coach(ctx, *in.To); err != nil {
			return nil, problem.Under(err, "to")
		}
	}
	return s.changeCases(ctx, in.CasesInput, ofAnybody, func(ctx context.Context, tx *db.Client, row *db.CoachingCase) error {
		return s.assign(ctx, tx, row, to)
	})
}

func (s *Service) assign(ctx context.Context, tx *db.Client, row *db.CoachingCase, to *db.Membership) error {
	change := tx.CoachingCase.UpdateOneID(row.ID).AddRevision(1)
	switch {
	case to == nil && row.CoachID == nil, to != nil && row.CoachID != nil && *row.CoachID == to.AccountID:
		return nil
	case to == nil:
		change.ClearCoachID()
	default:
		change.SetCoachID(to.AccountID)
	}
	if err := change.Exec(ctx); err != nil {
		return fmt.Errorf("assign case: %w", err)
	}
	if to != nil {
		if err := s.noteAssigned(ctx, tx, row.ID, to); err != nil {
			return err
		}
	}
	return audit.Write(ctx, tx, s.Now(), "case.assign", enum.SubjectCase, row.ID)
}

// noteAssigned writes down that a coach follows a case now, and tells them.
func (s *Service) noteAssigned(ctx context.Context, tx *db.Client, of string, to *db.Membership) error {
	viewer := auth.From(ctx)
	if err := tx.CaseStep.Create().SetCaseID(of).SetCoachID(to.AccountID).SetActorID(viewer.Account).SetAt(s.Now()).Exec(ctx); err != nil {
		return fmt.Errorf("write step: %w", err)
	}
	if to.AccountID == viewer.Account {
		return nil
	}
	return s.Post.Tell(ctx, tx, to.AccountID, to.ID, inbox.Notice{Kind: enum.NoticeCaseAssigned, Subject: of})
}

// MoveCase moves cases to a stage.
func (s *Service) MoveCase(ctx context.Context, in MoveCaseInput) ([]*CaseResult, error) {
	return s.changeCases(ctx, in.CasesInput, ofSharing, func(ctx context.Context, tx *db.Client, row *db.CoachingCase) error {
		if row.Stage == in.To {
			return nil
		}
		now := s.Now()
		if err := tx.CoachingCase.UpdateOneID(row.ID).SetStage(in.To).SetStageAt(now).AddRevision(1).Exec(ctx); err != nil {
			return fmt.Errorf("move case: %w", err)
		}
		if err := noteStage(ctx, tx, row.ID, in.To, now); err != nil {
			return err
		}
		return audit.Write(ctx, tx, now, "case.move", enum.SubjectCase, row.ID)
	})
}

func noteStage(ctx context.Context, tx *db.Client, of string, stage enum.CaseStage, now time.Time) error {
	err := tx.CaseStep.Create().SetCaseID(of).SetStage(stage).SetActorID(auth.From(ctx).Account).SetAt(now).Exec(ctx)
	if err != nil {
		return fmt.Errorf("write step: %w", err)
	}
	return nil
}

// CloseCase ends cases: they leave the caseload, and openCase opens them again.
func (s *Service) CloseCase(ctx context.Context, in CloseCaseInput) ([]*CaseResult, error) {
	return s.changeCases(ctx, in.CasesInput, ofAnybody, func(ctx context.Context, tx *db.Client, row *db.CoachingCase) error {
		if row.ClosedAt != nil {
			return nil
		}
		if err := tx.CoachingCase.UpdateOneID(row.ID).SetClosedAt(s.Now()).AddRevision(1).Exec(ctx); err != nil {
			return fmt.Errorf("close case: %w", err)
		}
		return audit.Write(ctx, tx, s.Now(), "case.close", enum.SubjectCase, row.ID)
	})
}

// NoteContact notes that a coach was in touch. An earlier day than the last one that
// is known changes nothing.
func (s *Service) NoteContact(ctx context.Context, in NoteContactInput) ([]*CaseResult, error) {
	if err := requireCoach(ctx); err != nil {
		return nil, err
	}
	now := s.Now()
	at := now
	if in.At != nil {
		at = *in.At
	}
	if at.After(now) {
		return nil, problem.New(problem.Invalid, "this is in the future").Spanish("esto está en el futuro").At("at")
	}
	return s.changeCases(ctx, in.CasesInput, ofSharing, func(ctx context.Context, tx *db.Client, row *db.CoachingCase) error {
		if row.ContactedAt != nil && !at.After(*row.ContactedAt) {
			return nil
		}
		if err := tx.CoachingCase.UpdateOneID(row.ID).SetContactedAt(at).AddRevision(1).Exec(ctx); err != nil {
			return fmt.Errorf("note a contact: %w", err)
		}
		return audit.Write(ctx, tx, now, "case.contact", enum.SubjectCase, row.ID)
	})
}

// StepsByCase gives how cases came to their stages and coaches, oldest first, where
// they are shared with the viewer.
func (s *Service) StepsByCase(ctx context.Context, cases []string) (map[string][]*db.CaseStep, error) {
	visible, err := s.visibleCases(ctx, cases)
	if err != nil {
		return nil, err
	}
	rows, err := s.DB.CaseStep.Query().Where(casestep.CaseIDIn(visible...)).Order(casestep.ByAt(), casestep.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load steps: %w", err)
	}
	return grouped(rows, func(row *db.CaseStep) string { return row.CaseID }), nil
}

// visibleCases keeps those of the organization's cases that are shared with the viewer.
func (s *Service) visibleCases(ctx context.Context, ids []string) ([]string, error) {
	if requireCoach(ctx) != nil {
		return nil, nil //nolint:nilerr // to others there is none
	}
	rows, err := s.lockedCases(ctx, s.DB, ids)
	if err != nil {
		return nil, err
	}
	var out []string
	for key, row := range rows {
		if s.sharing(ctx, row) {
			out = append(out, key)
		}
	}
	return out, nil
}
