package assessment

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/assessment"
	entsubmission "github.com/stackmatch/stackmatch/ent/db/submission"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/internal/submission"
)

// ClaimInput says which submission, by the id that the viewer knows.
type ClaimInput struct{ ID string }

// Claim takes a place among the assessors of a submission. Of two who claim the
// last one at the same time, one does; the other is told of a Conflict.
func (s *Service) Claim(ctx context.Context, in ClaimInput) (*Submission, error) {
	return s.assess(ctx, in.ID, func(ctx context.Context, tx *db.Client, p *process, assessor string) error {
		if err := p.apply(ctx, tx, submission.Event{Step: submission.Claim, Assessor: assessor}, nil); err != nil {
			return problem.Under(err, "id")
		}
		now := s.Now()
		err := tx.Assessment.Create().SetID(s.IDs.Mint(id.Assessment)).SetCreatedAt(now).SetTouchedAt(now).
			SetSubmissionID(p.row.ID).SetAttempt(p.row.Attempt).SetSlot(p.freeSlot()).SetAssessorID(assessor).Exec(ctx)
		if err != nil {
			return fmt.Errorf("write assessment: %w", err)
		}
		return audit.Write(ctx, tx, now, "submission.claim", enum.SubjectSubmission, p.row.ID)
	})
}

// freeSlot is the place that the last claim takes.
func (p *process) freeSlot() int {
	if p.state.Work[len(p.state.Work)-1].Referee {
		return refereeSlot
	}
	for _, w := range p.work {
		if w.Slot == 1 {
			return 2
		}
	}
	return 1
}

// ReleaseInput says which submission.
type ReleaseInput struct{ ID string }

// Release gives a claim back that is not decided. What was scored goes with it.
func (s *Service) Release(ctx context.Context, in ReleaseInput) (*Submission, error) {
	return s.assess(ctx, in.ID, func(ctx context.Context, tx *db.Client, p *process, assessor string) error {
		return problem.Under(s.release(ctx, tx, p, assessor), "id")
	})
}

// release takes an open claim from who holds it.
func (s *Service) release(ctx context.Context, tx *db.Client, p *process, assessor string) error {
	if err := p.apply(ctx, tx, submission.Event{Step: submission.Release, Assessor: assessor}, nil); err != nil {
		return err
	}
	n, err := tx.Assessment.Update().
		Where(assessment.ID(p.work[assessor].ID), assessment.ReleasedAtIsNil(), assessment.DecidedAtIsNil()).
		SetReleasedAt(s.Now()).Save(ctx)
	if err == nil && n != 1 {
		err = errMoved
	}
	if err != nil {
		return fmt.Errorf("release assessment: %w", err)
	}
	return audit.Write(ctx, tx, s.Now(), "submission.release", enum.SubjectSubmission, p.row.ID)
}

// assess has an assessor do something with a submission of their organization's,
// in one transaction, and shows it as it is then. What they may not assess is not
// there for them.
func (s *Service) assess(ctx context.Context, shown string, do func(ctx context.Context, tx *db.Client, p *process, assessor string) error) (*Submission, error) {
	assessor, err := assessorOf(ctx)
	if err != nil {
		return nil, err
	}
	record, known := s.unsealedID(auth.From(ctx).Organization(), shown)
	if !known {
		return nil, noSubmission().At("id")
	}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		where := append(mayAssess(ctx), entsubmission.StateIn(assessable...), entsubmission.Or(
			entsubmission.StateIn(enum.SubmissionSubmitted, enum.SubmissionClaimed), decidedBy(assessor),
		))
		p, err := s.begin(ctx, tx, record, where...)
		if err != nil {
			return problem.Under(err, "id")
		}
		return do(ctx, tx, p, assessor)
	})
	if err != nil {
		return nil, err
	}
	return s.assessorsView(ctx, shown, record)
}

// assessorOf is the account that assesses: the system's none.
func assessorOf(ctx context.Context) (string, error) {
	if err := auth.Require(ctx, auth.Assess); err != nil {
		return "", err
	}
	if account := auth.From(ctx).Account; account != "" {
		return account, nil
	}
	return "", problem.New(problem.Forbidden, "a person assesses, by their account").
		Spanish("evalúa una persona, con su cuenta")
}
