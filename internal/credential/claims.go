package credential

import (
	"context"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/ent/db/microcredential"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// maxClaims is how many claims an earner may have.
const maxClaims = 50

// AddClaimInput is what an earner says that they hold.
type AddClaimInput struct {
	MicroCredential string
	// EarnedOn is when, as far as they know; today where it is left out.
	EarnedOn *time.Time
}

// AddClaim keeps what the viewer, an earner, says that they hold. It scores
// nothing; claiming the same again is a Conflict, and so is what an award proves.
func (s *Service) AddClaim(ctx context.Context, in AddClaimInput) (claimed *db.Award, err error) {
	if err := auth.Require(ctx, auth.SeekWork); err != nil {
		return nil, err
	}
	if in.EarnedOn != nil && in.EarnedOn.After(s.Now()) {
		return nil, problem.New(problem.Invalid, "this day is not over yet").
			Spanish("este día aún no ha pasado").At("earnedOn")
	}
	self := auth.From(ctx).ActingEarner()
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		claimed, err = s.claimHolding(ctx, tx, self, in)
		return err
	})
	return claimed, err
}

func (s *Service) claimHolding(ctx context.Context, tx *db.Client, self string, in AddClaimInput) (*db.Award, error) {
	of, err := tx.MicroCredential.Query().
		Where(microcredential.ID(in.MicroCredential), microcredential.CurrentVersionIDNotNil(), microcredential.StatusNEQ(enum.Draft)).Only(ctx)
	if db.IsNotFound(err) {
		return nil, problem.New(problem.NotFound, "there is no micro-credential %q", in.MicroCredential).
			Spanish("no hay ninguna microcredencial %q", in.MicroCredential).At("microCredential")
	}
	if err != nil {
		return nil, fmt.Errorf("load micro-credential: %w", err)
	}
	if err := s.checkClaims(ctx, tx, self, of.ID); err != nil {
		return nil, err
	}
	earned := s.Now()
	if in.EarnedOn != nil {
		earned = *in.EarnedOn
	}
	row, err := tx.Award.Create().SetID(s.IDs.Mint(id.Award)).SetCreatedAt(s.Now()).SetEarnerID(self).
		SetVersionID(*of.CurrentVersionID).SetMicroCredentialID(of.ID).SetIssuerID(of.DeveloperID).
		SetSource(enum.SourceClaimed).SetVerification(enum.Unverified).SetEarnedAt(earned).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("write claim: %w", err)
	}
	return row, audit.Write(ctx, tx, s.Now(), "earner.say", enum.SubjectEarner, self)
}

// checkClaims refuses what is claimed already, and what needs no word: an award
// that counts today proves it.
func (s *Service) checkClaims(ctx context.Context, tx *db.Client, self, of string) error {
	rows, err := tx.Award.Query().
		Where(award.EarnerID(self), award.Or(award.SourceEQ(enum.SourceClaimed), award.MicroCredentialID(of))).All(ctx)
	if err != nil {
		return fmt.Errorf("load claims: %w", err)
	}
	claims := 0
	for _, row := range rows {
		claimed := row.Source == enum.SourceClaimed
		switch {
		case claimed && row.MicroCredentialID == of:
			return problem.New(problem.Conflict, "you claim this already").Spanish("usted ya lo afirma").At("microCredential")
		case s.Counts(row):
			return problem.New(problem.Conflict, "you need not claim this: an award of yours proves it").
				Spanish("no hace falta que lo afirme: un logro suyo ya lo demuestra").At("microCredential")
		case claimed:
			claims++
		}
	}
	if claims >= maxClaims {
		return problem.New(problem.Limit, "you have %d claims, as many as there may be", maxClaims).
			Spanish("usted tiene %d afirmaciones, el máximo", maxClaims)
	}
	return nil
}

// RemoveClaimInput names a claim of the viewer's.
type RemoveClaimInput struct{ ID string }

// RemoveClaim takes back what the viewer said that they hold.
func (s *Service) RemoveClaim(ctx context.Context, in RemoveClaimInput) error {
	if err := auth.Require(ctx, auth.SeekWork); err != nil {
		return err
	}
	self := auth.From(ctx).ActingEarner()
	return store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		n, err := tx.Award.Delete().Where(award.ID(in.ID), award.EarnerID(self), award.SourceEQ(enum.SourceClaimed)).Exec(ctx)
		if err != nil {
			return fmt.Errorf("remove claim: %w", err)
		}
		if n == 0 {
			return problem.New(problem.NotFound, "you have no claim %q", in.ID).Spanish("usted no tiene ninguna afirmación %q", in.ID).At("id")
		}
		return audit.Write(ctx, tx, s.Now(), "earner.unsay", enum.SubjectEarner, self)
	})
}

// ClaimsOf lists what an earner says that they hold, newest first: for themselves.
func (s *Service) ClaimsOf(ctx context.Context, earner string) ([]*db.Award, error) {
	if !auth.Can(ctx, auth.ViewOwnAwards) || auth.From(ctx).ActingEarner() != earner {
		return []*db.Award{}, nil
	}
	rows, err := s.DB.Award.Query().Where(award.EarnerID(earner), award.SourceEQ(enum.SourceClaimed)).
		Order(db.Desc(award.FieldEarnedAt, award.FieldID)).Limit(maxClaims).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load claims: %w", err)
	}
	return rows, nil
}
