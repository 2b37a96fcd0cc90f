package assessment

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/assessment"
	"github.com/stackmatch/stackmatch/ent/db/enrollment"
	entsubmission "github.com/stackmatch/stackmatch/ent/db/submission"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/internal/submission"
)

// Withdraw takes a submission back, until it is decided. Whoever holds it holds it
// no more. The enrollment goes on: another submission may be begun.
func (s *Service) Withdraw(ctx context.Context, key string) (*Submission, error) {
	earner, err := self(ctx, auth.SubmitEvidence)
	if err != nil {
		return nil, err
	}
	var row *db.Submission
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		p, err := s.begin(ctx, tx, key, entsubmission.EarnerID(earner))
		if err != nil {
			return problem.Under(err, "id")
		}
		if err := s.withdraw(ctx, tx, p); err != nil {
			return problem.Under(err, "id")
		}
		row, err = loadSubmission(ctx, tx, key)
		return err
	})
	if err != nil {
		return nil, err
	}
	return own(row), nil
}

func (s *Service) withdraw(ctx context.Context, tx *db.Client, p *process) error {
	now := s.Now()
	err := p.apply(ctx, tx, submission.Event{Step: submission.Withdraw}, func(row *db.SubmissionUpdate) {
		row.SetDecidedAt(now).ClearDaysLeft().AddRevision(1)
	})
	if err != nil {
		return err
	}
	err = tx.Assessment.Update().
		Where(assessment.SubmissionID(p.row.ID), assessment.DecidedAtIsNil(), assessment.ReleasedAtIsNil()).
		SetReleasedAt(now).Exec(ctx)
	if err != nil {
		return fmt.Errorf("release claims: %w", err)
	}
	return audit.Write(ctx, tx, now, "submission.withdraw", enum.SubjectSubmission, p.row.ID)
}

// WithdrawEnrollment ends an enrollment of the earner who acts, and withdraws what
// they submitted for it and nobody has decided.
func (s *Service) WithdrawEnrollment(ctx context.Context, key string) (*db.Enrollment, error) {
	earner, err := self(ctx, auth.Enroll)
	if err != nil {
		return nil, err
	}
	var row *db.Enrollment
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		if err := s.withdrawOpen(ctx, tx, key, earner); err != nil {
			return err
		}
		row, err = s.endEnrollment(ctx, tx, key, earner)
		return err
	})
	if err != nil {
		return nil, err
	}
	return row, nil
}

// withdrawOpen withdraws the submissions of an enrollment that are not decided.
func (s *Service) withdrawOpen(ctx context.Context, tx *db.Client, key, earner string) error {
	open, err := tx.Submission.Query().Where(
		entsubmission.EnrollmentID(key), entsubmission.EarnerID(earner), entsubmission.StateIn(openStates...),
	).IDs(ctx)
	if err != nil {
		return fmt.Errorf("load submissions: %w", err)
	}
	for _, one := range open {
		p, err := s.begin(ctx, tx, one)
		if err != nil {
			return err
		}
		if p.state.State.Final() {
			continue // decided meanwhile
		}
		if err := s.withdraw(ctx, tx, p); err != nil {
			return err
		}
	}
	return nil
}

// endEnrollment asks and writes in one statement, so that of two ends the second
// is refused.
func (s *Service) endEnrollment(ctx context.Context, tx *db.Client, key, earner string) (*db.Enrollment, error) {
	now := s.Now()
	n, err := tx.Enrollment.Update().
		Where(enrollment.ID(key), enrollment.EarnerID(earner), enrollment.StatusEQ(enum.EnrollmentActive)).
		SetStatus(enum.EnrollmentWithdrawn).SetEndedAt(now).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("withdraw enrollment: %w", err)
	}
	row, err := tx.Enrollment.Query().Where(enrollment.ID(key), enrollment.EarnerID(earner)).Only(ctx)
	if db.IsNotFound(err) {
		return nil, problem.New(problem.NotFound, "you have no enrollment %q", key).
			Spanish("usted no tiene ninguna inscripción %q", key).At("id")
	}
	if err != nil {
		return nil, fmt.Errorf("load enrollment: %w", err)
	}
	if n == 0 {
		return nil, problem.New(problem.Conflict, "this enrollment has ended already").
			Spanish("esta inscripción ya terminó").At("id")
	}
	return row, audit.Write(ctx, tx, now, "enrollment.withdraw", enum.SubjectEnrollment, row.ID)
}
