package account

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/account"
	"github.com/stackmatch/stackmatch/ent/db/address"
	"github.com/stackmatch/stackmatch/ent/db/block"
	"github.com/stackmatch/stackmatch/ent/db/earner"
	"github.com/stackmatch/stackmatch/ent/db/earnercondition"
	"github.com/stackmatch/stackmatch/ent/db/grant"
	"github.com/stackmatch/stackmatch/ent/db/idempotency"
	"github.com/stackmatch/stackmatch/ent/db/identity"
	"github.com/stackmatch/stackmatch/ent/db/invitation"
	"github.com/stackmatch/stackmatch/ent/db/link"
	"github.com/stackmatch/stackmatch/ent/db/membership"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/store"
)

// erase erases an earner and their account in one transaction: a kill leaves all or
// nothing, and nothing is done again at the next start. A minute later it is done
// once more, for what a request that had begun before may have written since.
func (s *Service) erase(ctx context.Context, job *db.DataJob) error {
	if err := s.removeExports(ctx, job.AccountID); err != nil {
		return err
	}
	return store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		row, err := tx.Earner.Get(ctx, job.EarnerID)
		if err != nil {
			return fmt.Errorf("load earner: %w", err)
		}
		if row.ErasedAt != nil && s.Now().Before(row.ErasedAt.Add(settleAfter)) {
			return nil // a little later
		}
		if err := s.eraseNow(ctx, tx, row, job.AccountID); err != nil {
			return err
		}
		update := tx.DataJob.UpdateOneID(job.ID).SetStatus(enum.JobRunning)
		if row.ErasedAt != nil {
			update.SetStatus(enum.JobDone).SetFinishedAt(s.Now())
		}
		if err := update.Exec(ctx); err != nil {
			return fmt.Errorf("note that it is done: %w", err)
		}
		return nil
	})
}

func (s *Service) eraseNow(ctx context.Context, tx *db.Client, row *db.Earner, account string) error {
	first := row.ErasedAt == nil
	// The record first: who writes something of the earner's waits for its row.
	if err := s.entomb(ctx, tx, row); err != nil {
		return err
	}
	for _, h := range s.Holders {
		if err := h.EraseEarner(ctx, tx, row.ID, account); err != nil {
			return err
		}
	}
	if err := s.eraseOwn(ctx, tx, row.ID, account); err != nil {
		return err
	}
	if !first {
		return nil
	}
	return audit.Write(ctx, tx, s.Now(), "earner.erase", enum.SubjectEarner, row.ID)
}

// entomb leaves of the record that there was one.
func (s *Service) entomb(ctx context.Context, tx *db.Client, row *db.Earner) error {
	update := tx.Earner.Update().Where(earner.ID(row.ID)).
		SetName("").SetLanguage("en").SetVisibility(consent.Hidden).SetReach(consent.Granted).SetPlacePrecision(enum.PrecisionNone).
		SetRemote(false).SetShowNonCounting(false).ClearLanguages().
		ClearAccountID().ClearOpenedByID().ClearPlaceID().ClearClaimCodeHash().ClearPaperConsentAt().ClearGuardianUntil().ClearChoseAt()
	if row.ErasedAt == nil {
		update.SetErasedAt(s.Now())
	}
	if err := update.Exec(ctx); err != nil {
		return fmt.Errorf("erase the record: %w", err)
	}
	return nil
}

// eraseOwn erases what this service keeps.
func (s *Service) eraseOwn(ctx context.Context, tx *db.Client, id, of string) error {
	values, err := tx.Address.Query().Where(address.AccountID(of)).Select(address.FieldValue).Strings(ctx)
	if err != nil {
		return fmt.Errorf("load addresses: %w", err)
	}
	about, err := tx.Grant.Query().Where(grant.EarnerID(id)).IDs(ctx) // a guardian's link is about their consent
	if err != nil {
		return fmt.Errorf("load consents: %w", err)
	}
	now := s.Now()
	for _, step := range []struct {
		what   string
		remove func(context.Context) (int, error)
	}{
		{"consents", tx.Grant.Delete().Where(grant.EarnerID(id)).Exec},
		{"blocks", tx.Block.Delete().Where(block.EarnerID(id)).Exec},
		{"conditions", tx.EarnerCondition.Delete().Where(earnercondition.EarnerID(id)).Exec},
		{"links", tx.Link.Delete().Where(link.Or(link.AccountID(of), link.SubjectHasPrefix(id), link.SubjectIn(about...))).Exec},
		{"invitations", tx.Invitation.Delete().Where(invitation.ValueIn(values...), invitation.AcceptedAtIsNil()).Exec},
		{"addresses", tx.Address.Delete().Where(address.AccountID(of)).Exec},
		{"identities", tx.Identity.Delete().Where(identity.AccountID(of)).Exec},
		{"memberships", tx.Membership.Delete().Where(membership.AccountID(of)).Exec},
		{"remembered mutations", tx.Idempotency.Delete().Where(idempotency.ViewerHasPrefix(of + "/")).Exec},
		{"what others opened to them", tx.Grant.Update().Where(grant.AccountID(of), grant.WithdrawnAtIsNil()).SetWithdrawnAt(now).Save},
		{"the account", tx.Account.Update().Where(account.ID(of)).SetDisplayName("").SetDemoRole("").SetErasedAt(now).Save},
	} {
		if _, err := step.remove(ctx); err != nil {
			return fmt.Errorf("erase %s: %w", step.what, err)
		}
	}
	return nil
}
