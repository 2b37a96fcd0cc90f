package account

import (
	"context"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/earner"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// RecordGuardianConsentInput is a guardian's agreement on paper.
type RecordGuardianConsentInput struct {
	Earner string
	// SignedOn is the day on the paper, which the viewer has seen.
	SignedOn time.Time
}

// EndGuardianConsentInput names whose guardian took their agreement back.
type EndGuardianConsentInput struct{ Earner string }

// RecordGuardianConsent records that the viewer, a coach or instructor of the earner,
// saw a guardian's signature.
func (s *Service) RecordGuardianConsent(ctx context.Context, in RecordGuardianConsentInput) (*Earner, error) {
	if err := auth.Require(ctx, auth.OpenEarnerAccount); err != nil {
		return nil, err
	}
	if in.SignedOn.After(s.Now()) {
		return nil, problem.New(problem.Invalid, "the day of the signature lies ahead").
			Spanish("el día de la firma está por venir").At("signedOn")
	}
	viewer := auth.From(ctx)
	return s.asCoach(ctx, in.Earner, func(ctx context.Context, tx *db.Client, row *db.Earner) error {
		if row.AccountID != nil && *row.AccountID == viewer.Account {
			return problem.New(problem.Conflict, "nobody witnesses for themselves").
				Spanish("nadie puede ser testigo de sí mismo").At("earner")
		}
		if _, err := s.grantAsGuardian(ctx, tx, row, enum.GrantByGuardianPaper, &viewer.Account); err != nil {
			return err
		}
		return s.guardianAnswered(ctx, tx, row.ID, "earner.guardian_paper")
	})
}

// EndGuardianConsent ends a guardian's agreement, as they told the viewer, a coach
// or instructor of the earner.
func (s *Service) EndGuardianConsent(ctx context.Context, in EndGuardianConsentInput) (*Earner, error) {
	if err := auth.Require(ctx, auth.OpenEarnerAccount); err != nil {
		return nil, err
	}
	return s.asCoach(ctx, in.Earner, func(ctx context.Context, tx *db.Client, row *db.Earner) error {
		return s.endGuardians(ctx, tx, row.ID)
	})
}

// asCoach does something for an earner who let the viewer in for coaching.
func (s *Service) asCoach(ctx context.Context, id string, do func(context.Context, *db.Client, *db.Earner) error) (*Earner, error) {
	err := store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		row, err := tx.Earner.Query().Where(earner.ID(id), earner.ErasedAtIsNil(), s.granted(ctx)).WithGrants().WithBlocks().Only(ctx)
		if db.IsNotFound(err) {
			return noEarner(id).At("earner")
		}
		if err != nil {
			return fmt.Errorf("load earner: %w", err)
		}
		return do(ctx, tx, row)
	})
	if err != nil {
		return nil, err
	}
	return s.Earner(ctx, id)
}
