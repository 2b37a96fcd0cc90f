package assessment

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/cohort"
	"github.com/stackmatch/stackmatch/ent/db/cohortmember"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/claimcode"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// JoinCohortInput is a code, as it was printed.
type JoinCohortInput struct {
	Code string
	// Shares lets the cohort's lead see the earner's name and progress.
	Shares bool
}

// JoinCohort has the earner who acts join a cohort by its code, or join it again.
// Joining twice sets what they share. Who guesses codes is soon refused.
func (s *Service) JoinCohort(ctx context.Context, in JoinCohortInput) (*db.Cohort, error) {
	earner, err := self(ctx, auth.JoinCohort)
	if err != nil {
		return nil, err
	}
	guesser := auth.From(ctx).Account
	if err := s.guesses.check(guesser, s.Now()); err != nil {
		return nil, err
	}
	if len(in.Code) > maxLine {
		in.Code = ""
	}
	row, err := s.DB.Cohort.Query().Where(cohort.CodeHash(claimcode.Hash(in.Code))).Only(ctx)
	if db.IsNotFound(err) {
		s.guesses.miss(guesser, s.Now())
		return nil, problem.New(problem.NotFound, "this is the code of no cohort").
			Spanish("este código no es de ningún grupo").At("code")
	}
	if err != nil {
		return nil, fmt.Errorf("look up cohort: %w", err)
	}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		row, err = s.join(ctx, tx, row.ID, earner, in.Shares)
		return err
	})
	if err != nil {
		return nil, err
	}
	return row, nil
}

func (s *Service) join(ctx context.Context, tx *db.Client, key, earner string, shares bool) (*db.Cohort, error) {
	// Held: it is not closed meanwhile, and nobody joins twice.
	if err := store.Lock(ctx, key); err != nil {
		return nil, err
	}
	row, err := loadCohort(ctx, tx, key)
	if err != nil {
		return nil, err
	}
	now := s.Now()
	if row.ClosedAt != nil || row.EndsOn != nil && !now.Before(row.EndsOn.AddDate(0, 0, 1)) {
		return nil, problem.New(problem.Conflict, "this cohort takes nobody any more").
			Spanish("este grupo ya no admite a nadie").At("code")
	}
	n, err := tx.CohortMember.Update().
		Where(cohortmember.CohortID(key), cohortmember.EarnerID(earner), cohortmember.LeftAtIsNil()).SetShares(shares).Save(ctx)
	if err != nil || n > 0 {
		return row, wrapped(err, "share")
	}
	member := &db.CohortMember{CohortID: key, EarnerID: earner, JoinedAt: now, Shares: shares}
	if err := store.Upsert(ctx, tx, []*db.CohortMember{member}, cohortmember.FieldCohortID, cohortmember.FieldEarnerID); err != nil {
		return nil, fmt.Errorf("join cohort: %w", err)
	}
	return row, audit.Write(ctx, tx, now, "cohort.join", enum.SubjectCohort, key)
}

// LeaveCohort has the earner who acts leave a cohort: its lead sees nothing of them
// from the next request on. Their enrollments go on.
func (s *Service) LeaveCohort(ctx context.Context, key string) (*db.Cohort, error) {
	return s.changeMember(ctx, key, "cohort.leave", func(row *db.CohortMemberUpdate) {
		row.SetLeftAt(s.Now()).SetShares(false)
	})
}

// SetCohortSharingInput says what the lead of a cohort sees of the earner.
type SetCohortSharingInput struct {
	ID     string
	Shares bool
}

// SetCohortSharing lets a cohort's lead see the earner's name and progress, or not
// any more, from the next request on.
func (s *Service) SetCohortSharing(ctx context.Context, in SetCohortSharingInput) (*db.Cohort, error) {
	return s.changeMember(ctx, in.ID, "cohort.share", func(row *db.CohortMemberUpdate) { row.SetShares(in.Shares) })
}

func (s *Service) changeMember(ctx context.Context, key string, action audit.Action, set func(*db.CohortMemberUpdate)) (row *db.Cohort, err error) {
	earner, err := self(ctx, auth.JoinCohort)
	if err != nil {
		return nil, err
	}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		update := tx.CohortMember.Update().
			Where(cohortmember.CohortID(key), cohortmember.EarnerID(earner), cohortmember.LeftAtIsNil())
		set(update)
		n, err := update.Save(ctx)
		if err != nil {
			return fmt.Errorf("%s: %w", action, err)
		}
		if n == 0 {
			return noCohort().At("id")
		}
		if row, err = loadCohort(ctx, tx, key); err != nil {
			return err
		}
		return audit.Write(ctx, tx, s.Now(), action, enum.SubjectCohort, key)
	})
	if err != nil {
		return nil, err
	}
	return row, nil
}
