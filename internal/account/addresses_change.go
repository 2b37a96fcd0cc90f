package account

import (
	"context"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/address"
	"github.com/stackmatch/stackmatch/ent/db/link"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// RemoveAddress takes an address from the viewer's account; never the last one that
// signs in.
func (s *Service) RemoveAddress(ctx context.Context, typed string) ([]*db.Address, error) {
	of, err := signedInTo(ctx, "remove an address")
	if err != nil {
		return nil, err
	}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		if err := store.Lock(ctx, "addresses of "+of); err != nil {
			return err
		}
		row, err := s.ownAddress(ctx, tx, typed)
		if err != nil {
			return err
		}
		others, err := tx.Address.Query().Where(s.signsIn(of), address.IDNEQ(row.ID)).Order(address.ByID()).All(ctx)
		if err != nil {
			return fmt.Errorf("look up addresses: %w", err)
		}
		if len(others) == 0 {
			return problem.New(problem.Conflict, "this is the last address that you can sign in with: add another first").
				Spanish("esta es la última dirección con la que puede entrar: añada antes otra").At("address")
		}
		if err := tx.Address.DeleteOne(row).Exec(ctx); err != nil {
			return fmt.Errorf("remove an address: %w", err)
		}
		if row.Preferred {
			if err := tx.Address.UpdateOne(others[0]).SetPreferred(true).Exec(ctx); err != nil {
				return fmt.Errorf("prefer another address: %w", err)
			}
		}
		return audit.Write(ctx, tx, s.Now(), "account.remove_address", enum.SubjectAccount, of)
	})
	if err != nil {
		return nil, err
	}
	return s.Addresses(ctx)
}

// signsIn keeps the addresses by which an account can be signed in to now.
func (s *Service) signsIn(of string) predicate.Address {
	return address.And(address.AccountID(of), address.KindIn(enum.AddressEmail, enum.AddressPhone), address.VerifiedAtNotNil(),
		address.Or(address.LapsesAtIsNil(), address.LapsesAtGT(s.Now())))
}

// PreferAddress has messages go to one of the viewer's addresses first.
func (s *Service) PreferAddress(ctx context.Context, typed string) ([]*db.Address, error) {
	of, err := signedInTo(ctx, "choose an address")
	if err != nil {
		return nil, err
	}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		row, err := s.ownAddress(ctx, tx, typed)
		if err != nil {
			return err
		}
		if row.VerifiedAt == nil || lapsed(row, s.Now()) {
			return problem.New(problem.Conflict, "confirm this address first").Spanish("confirme antes esta dirección").At("address")
		}
		if err := tx.Address.Update().Where(address.AccountID(of), address.Preferred(true)).SetPreferred(false).Exec(ctx); err != nil {
			return fmt.Errorf("prefer an address: %w", err)
		}
		if err := tx.Address.UpdateOne(row).SetPreferred(true).Exec(ctx); err != nil {
			return fmt.Errorf("prefer an address: %w", err)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return s.Addresses(ctx)
}

// reminderAhead is how long before an address lapses its account is asked.
const reminderAhead = 30 * 24 * time.Hour

// RemindOfLapsing asks whose addresses lapse within a month whether they are still
// theirs, once: with a link that confirms it. It does at most n, and says how many.
func (s *Service) RemindOfLapsing(ctx context.Context, n int) (int, error) {
	now := s.Now()
	rows, err := s.DB.Address.Query().Where(address.VerifiedAtNotNil(), address.LapsesAtGT(now), address.LapsesAtLTE(now.Add(reminderAhead))).
		Order(address.ByLapsesAt(), address.ByID()).All(ctx)
	if err != nil {
		return 0, fmt.Errorf("look up addresses that lapse: %w", err)
	}
	done := 0
	for _, row := range rows {
		if done == n {
			return done, nil
		}
		asked, err := s.remind(ctx, row)
		if err != nil {
			return done, err
		}
		if asked {
			done++
		}
	}
	return done, nil
}

// remind asks once: the link that it sends is what tells.
func (s *Service) remind(ctx context.Context, row *db.Address) (asked bool, err error) {
	to := reach{row.Kind, row.Value}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		if err := store.Lock(ctx, "links to "+to.subject()); err != nil {
			return err
		}
		before, err := tx.Link.Query().Where(link.PurposeEQ(enum.LinkVerifyAddress), link.AccountID(row.AccountID),
			link.SubjectHasPrefix(to.subject()+" "), link.ExpiresAtGTE(*row.LapsesAt)).Exist(ctx)
		if err != nil || before {
			return err
		}
		asked = true
		// The link outlasts the address a little, so that it marks who was asked.
		within := row.LapsesAt.Sub(s.Now()) + time.Hour
		again := row.LapsesAt.AddDate(1, 0, 0)
		return s.askToConfirm(ctx, tx, row.AccountID, to, &again, within, wordsReminder, row.LapsesAt.Format(time.DateOnly))
	})
	return asked, err
}

// keptFor is how long links are kept once they are over: their subjects are addresses.
const keptFor = 24 * time.Hour

// ForgetLinks deletes links that are over.
func (s *Service) ForgetLinks(ctx context.Context) error {
	return store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		if _, err := tx.Link.Delete().Where(link.ExpiresAtLT(s.Now().Add(-keptFor))).Exec(ctx); err != nil {
			return fmt.Errorf("forget links: %w", err)
		}
		return nil
	})
}
