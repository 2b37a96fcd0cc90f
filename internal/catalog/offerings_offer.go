package catalog

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/microcredential"
	"github.com/stackmatch/stackmatch/ent/db/offering"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/repeat"
	"github.com/stackmatch/stackmatch/internal/store"
)

// OfferInput is an offering of the organization that the viewer acts for.
type OfferInput struct {
	OfferingInput
	ClientMutationID *string
}

// Offer adds an offering of a published micro-credential that the viewer's
// organization develops or may award. Repeated with the same ClientMutationID
// within a day, it returns the first.
func (s *Service) Offer(ctx context.Context, in OfferInput) (*db.Offering, error) {
	if err := auth.Require(ctx, auth.PublishCatalog); err != nil {
		return nil, err
	}
	call := repeat.Call{Viewer: auth.From(ctx).Key(), Mutation: "addOffering", Key: in.ClientMutationID, Input: in, Now: s.Now()}
	if err := problem.Join(call.Check(), s.checkOffered(ctx, in.MicroCredential)); err != nil {
		return nil, err
	}
	return repeat.Once(ctx, s.DB, call, repeat.Record[*db.Offering]{
		Load: func(ctx context.Context, tx *db.Client, id string) (*db.Offering, error) {
			return tx.Offering.Get(ctx, id)
		},
		Make: func(ctx context.Context, _ *db.Client) (string, *db.Offering, error) {
			added, err := s.AddOffering(ctx, in.OfferingInput) // in this transaction
			if err != nil {
				return "", nil, err
			}
			return added.ID, added, nil
		},
	})
}

// checkOffered wants a micro-credential that is published.
func (s *Service) checkOffered(ctx context.Context, key string) error {
	row, err := s.DB.MicroCredential.Query().Where(microcredential.ID(key)).Only(ctx)
	switch {
	case err != nil && !db.IsNotFound(err):
		return fmt.Errorf("load micro-credential: %w", err)
	case err != nil, row.Status == enum.Draft:
		return problem.New(problem.NotFound, "there is no published micro-credential %q", key).
			Spanish("no hay ninguna microcredencial publicada %q", key).At("microCredential")
	}
	return writable(row)
}

// WithdrawOfferingInput names an offering.
type WithdrawOfferingInput struct{ Offering string }

// WithdrawOffering ends an offering of the viewer's organization, or of what it
// develops. Withdrawn twice is a Conflict.
func (s *Service) WithdrawOffering(ctx context.Context, in WithdrawOfferingInput) (withdrawn *db.Offering, err error) {
	if err := auth.Require(ctx, auth.PublishCatalog); err != nil {
		return nil, err
	}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		row, err := ownOffering(ctx, tx, in.Offering)
		if err != nil {
			return err
		}
		n, err := tx.Offering.Update().Where(offering.ID(row.ID), offering.WithdrawnAtIsNil()).SetWithdrawnAt(s.Now()).Save(ctx)
		if err != nil {
			return fmt.Errorf("withdraw offering: %w", err)
		}
		if n == 0 {
			return problem.New(problem.Conflict, "this offering was withdrawn already").
				Spanish("esta edición ya se retiró").At("offering")
		}
		if withdrawn, err = tx.Offering.Get(ctx, row.ID); err != nil {
			return fmt.Errorf("load offering: %w", err)
		}
		return audit.Write(ctx, tx, s.Now(), "offering.withdraw", enum.SubjectMicroCredential, row.MicroCredentialID)
	})
	return withdrawn, err
}

// ownOffering is one that the viewer's organization provides, or of what it
// develops.
func ownOffering(ctx context.Context, tx *db.Client, key string) (*db.Offering, error) {
	own := auth.From(ctx).Organization()
	q := tx.Offering.Query().Where(offering.ID(key))
	if !auth.Can(ctx, auth.AdministerService) {
		q.Where(offering.Or(offering.ProviderID(own), offering.HasMicroCredentialWith(microcredential.DeveloperID(own))))
	}
	row, err := q.Only(ctx)
	if db.IsNotFound(err) {
		return nil, problem.New(problem.NotFound, "your organization has no offering %q", key).
			Spanish("su organización no tiene ninguna edición %q", key).At("offering")
	}
	if err != nil {
		return nil, fmt.Errorf("load offering: %w", err)
	}
	return row, nil
}
