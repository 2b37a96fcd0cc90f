package assessment

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/evidence"
	entsubmission "github.com/stackmatch/stackmatch/ent/db/submission"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// RemoveEvidenceInput names an item.
type RemoveEvidenceInput struct {
	ID string
	// Revision of the submission that was read; nil does not ask.
	Revision *int
}

// RemoveEvidence takes an item out of a draft, or of what was returned. What was
// submitted once stays a part of those attempts; what never was is gone.
func (s *Service) RemoveEvidence(ctx context.Context, in RemoveEvidenceInput) (*Submission, error) {
	earner, err := self(ctx, auth.SubmitEvidence)
	if err != nil {
		return nil, err
	}
	var row *db.Submission
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		item, err := ownEvidence(ctx, tx, earner, in.ID)
		if err != nil {
			return err
		}
		p, err := s.begin(ctx, tx, item.SubmissionID, entsubmission.EarnerID(earner))
		if err != nil {
			return err
		}
		if err := checkWritable(p.row, in.Revision); err != nil {
			return err
		}
		if err := s.removeItem(ctx, tx, p.row, item.ID); err != nil {
			return err
		}
		row = p.row
		if err := touch(ctx, tx, row); err != nil {
			return err
		}
		return audit.Write(ctx, tx, s.Now(), "evidence.remove", enum.SubjectSubmission, row.ID)
	})
	if err != nil {
		return nil, err
	}
	return own(row), nil
}

// ownEvidence is an item of the earner's.
func ownEvidence(ctx context.Context, tx *db.Client, earner, key string) (*db.Evidence, error) {
	row, err := tx.Evidence.Query().
		Where(evidence.ID(key), evidence.HasSubmissionWith(entsubmission.EarnerID(earner))).Only(ctx)
	if db.IsNotFound(err) {
		return nil, noEvidence()
	}
	if err != nil {
		return nil, fmt.Errorf("load evidence: %w", err)
	}
	return row, nil
}

func noEvidence() *problem.Problem {
	return problem.New(problem.NotFound, "there is no such evidence").Spanish("no existe esa evidencia").At("id")
}

// removeItem deletes what no attempt was submitted with, and ends the rest. The
// submission is held: nobody else removes it meanwhile.
func (s *Service) removeItem(ctx context.Context, tx *db.Client, of *db.Submission, key string) error {
	row, err := tx.Evidence.Query().Where(evidence.ID(key), evidence.UntilAttemptIsNil()).Only(ctx)
	if db.IsNotFound(err) {
		return noEvidence() // it is removed already
	}
	if err != nil {
		return fmt.Errorf("load evidence: %w", err)
	}
	if before := writes(of) - 1; row.SinceAttempt <= before {
		if err := tx.Evidence.UpdateOneID(key).SetUntilAttempt(before).Exec(ctx); err != nil {
			return fmt.Errorf("end evidence: %w", err)
		}
		return nil
	}
	if err := tx.Evidence.DeleteOneID(key).Exec(ctx); err != nil {
		return fmt.Errorf("delete evidence: %w", err)
	}
	if row.Blob != nil && s.Blobs != nil {
		// One that cannot be removed now is found by Sweep.
		store.AfterCommit(ctx, func() { _ = s.Blobs.Remove(*row.Blob) })
	}
	return nil
}
