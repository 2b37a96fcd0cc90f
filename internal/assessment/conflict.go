package assessment

import (
	"context"
	"fmt"
	"slices"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/account"
	"github.com/stackmatch/stackmatch/ent/db/assessment"
	entconflict "github.com/stackmatch/stackmatch/ent/db/conflict"
	"github.com/stackmatch/stackmatch/ent/db/earner"
	"github.com/stackmatch/stackmatch/ent/db/enrollment"
	"github.com/stackmatch/stackmatch/ent/db/membership"
	entsubmission "github.com/stackmatch/stackmatch/ent/db/submission"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// ConflictInput says who may not assess whom: one of the two.
type ConflictInput struct {
	// Submission is one whose earner the viewer, its assessor, recognizes.
	Submission *string
	// Between are two that whoever runs the queue keeps apart.
	Between *ConflictBetween
}

// ConflictBetween is an assessor's account, and an earner.
type ConflictBetween struct{ Account, Earner string }

// DeclareConflict has an account never assess an earner again. What it holds of
// theirs is released. Declaring it twice changes nothing.
func (s *Service) DeclareConflict(ctx context.Context, in ConflictInput) error {
	switch {
	case (in.Submission == nil) == (in.Between == nil):
		return problem.New(problem.Invalid, "name a submission, or an account and an earner").
			Spanish("nombre una entrega, o una cuenta y una persona").At("submission")
	case in.Submission != nil:
		return s.recuse(ctx, *in.Submission)
	}
	return s.keepApart(ctx, *in.Between)
}

// recuse takes the viewer out of whatever an earner submits.
func (s *Service) recuse(ctx context.Context, shown string) error {
	assessor, err := assessorOf(ctx)
	if err != nil {
		return err
	}
	record, known := s.unsealedID(auth.From(ctx).Organization(), shown)
	if !known {
		return noSubmission().At("submission")
	}
	return store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		where := append(mayAssess(ctx), entsubmission.ID(record), entsubmission.Or(
			entsubmission.StateIn(enum.SubmissionSubmitted, enum.SubmissionClaimed), decidedBy(assessor),
		))
		row, err := tx.Submission.Query().Where(where...).Only(ctx)
		if db.IsNotFound(err) {
			return noSubmission().At("submission")
		}
		if err != nil {
			return fmt.Errorf("load submission: %w", err)
		}
		err = s.conflict(ctx, tx, assessor, row.EarnerID)
		if err != nil {
			return err
		}
		return audit.Write(ctx, tx, s.Now(), "submission.conflict", enum.SubjectSubmission, record)
	})
}

// keepApart is for who runs the queue. An account that assesses nothing here, and an
// earner who earns nothing here, are not there for them.
func (s *Service) keepApart(ctx context.Context, in ConflictBetween) error {
	if err := auth.Require(ctx, auth.ManageAssessment); err != nil {
		return err
	}
	organization := auth.From(ctx).Organization()
	assesses, err := s.DB.Account.Query().Where(
		account.ID(in.Account), account.HasMembershipsWith(membership.OrganizationID(organization)),
	).Exist(ctx)
	if err != nil {
		return fmt.Errorf("look up account: %w", err)
	}
	earns, err := s.earnsHere(ctx, in.Earner, organization)
	if err != nil {
		return err
	}
	var errs []error
	if !assesses {
		errs = append(errs, problem.New(problem.NotFound, "there is no account %q in your organization", in.Account).
			Spanish("no hay ninguna cuenta %q en su organización", in.Account).At("between", "account"))
	}
	if !earns {
		errs = append(errs, problem.New(problem.NotFound, "there is no earner %q with your organization", in.Earner).
			Spanish("no hay ninguna persona %q en su organización", in.Earner).At("between", "earner"))
	}
	if err := problem.Join(errs...); err != nil {
		return err
	}
	return store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		if err := s.conflict(ctx, tx, in.Account, in.Earner); err != nil {
			return err
		}
		return audit.Write(ctx, tx, s.Now(), "account.conflict", enum.SubjectAccount, in.Account)
	})
}

// earnsHere tells whether an earner is enrolled with an organization, or has
// something that it assesses.
func (s *Service) earnsHere(ctx context.Context, key, organization string) (bool, error) {
	known, err := s.DB.Earner.Query().Where(earner.ID(key), earner.ErasedAtIsNil()).Exist(ctx)
	if err != nil || !known {
		return false, wrapped(err, "look up earner")
	}
	enrolled, err := s.DB.Enrollment.Query().Where(enrollment.EarnerID(key), enrollment.IssuerID(organization)).Exist(ctx)
	if err != nil || enrolled {
		return enrolled, wrapped(err, "look up enrollment")
	}
	submitted, err := s.DB.Submission.Query().Where(
		entsubmission.EarnerID(key), entsubmission.OrganizationID(organization), entsubmission.StateIn(assessable...),
	).Exist(ctx)
	return submitted, wrapped(err, "look up submission")
}

// conflict writes that an account may not assess an earner, and releases what it
// holds of theirs, wherever it assesses.
func (s *Service) conflict(ctx context.Context, tx *db.Client, assessor, of string) error {
	declared := &db.Conflict{
		ID: s.IDs.Mint(id.Conflict), CreatedAt: s.Now(), AccountID: assessor, EarnerID: of, DeclaredByID: auth.From(ctx).Account,
	}
	if err := store.InsertMissing(ctx, tx, []*db.Conflict{declared}); err != nil {
		return fmt.Errorf("write conflict: %w", err)
	}
	held, err := tx.Submission.Query().Where(
		entsubmission.EarnerID(of), entsubmission.StateIn(enum.SubmissionSubmitted, enum.SubmissionClaimed),
		entsubmission.HasAssessmentsWith(
			assessment.AssessorID(assessor), assessment.ReleasedAtIsNil(), assessment.DecidedAtIsNil(),
		),
	).IDs(ctx)
	if err != nil {
		return fmt.Errorf("load what is held: %w", err)
	}
	slices.Sort(held) // locks are taken in one order
	for _, key := range held {
		p, err := s.begin(ctx, tx, key)
		if err != nil {
			return err
		}
		if work := p.work[assessor]; work == nil || work.DecidedAt != nil {
			continue // decided, or released, since it was read
		}
		if err := s.release(ctx, tx, p, assessor); err != nil {
			return err
		}
	}
	return nil
}

// inConflict tells whether an account may not assess an earner.
func inConflict(ctx context.Context, tx *db.Client, assessor, of string) (bool, error) {
	is, err := tx.Conflict.Query().Where(entconflict.AccountID(assessor), entconflict.EarnerID(of)).Exist(ctx)
	return is, wrapped(err, "look up conflict")
}
