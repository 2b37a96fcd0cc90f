package account

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/grant"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// NarrowConsentInput takes back a part of a consent.
type NarrowConsentInput struct {
	ID string
	// Fields are what stays open, of those that are; nil leaves them.
	Fields []consent.Field
	// Until is an earlier end; nil leaves it.
	Until *time.Time
}

// WithdrawConsentInput names a consent of the viewer's.
type WithdrawConsentInput struct{ ID string }

// NarrowConsent leaves less open than there was, or for less long. To open more is
// another consent.
func (s *Service) NarrowConsent(ctx context.Context, in NarrowConsentInput) (*db.Grant, error) {
	if err := auth.Require(ctx, auth.GiveConsent); err != nil {
		return nil, err
	}
	if in.Fields == nil && in.Until == nil {
		return nil, problem.New(problem.Invalid, "say what is to be narrowed: the fields or the end").
			Spanish("indique qué se restringe: los datos o el final").At("fields")
	}
	return s.changeConsent(ctx, in.ID, "earner.narrow_consent", func(row *db.Grant) (*db.GrantUpdateOne, error) {
		if err := s.narrower(row, in); err != nil {
			return nil, err
		}
		change := row.Update()
		if in.Fields != nil {
			change.SetFields(once(in.Fields))
		}
		return change.SetNillableUntil(in.Until), nil
	})
}

// narrower refuses what would open anything.
func (s *Service) narrower(row *db.Grant, in NarrowConsentInput) error {
	var errs []error
	for i, f := range in.Fields {
		if !slices.Contains(row.Fields, f) {
			errs = append(errs, problem.New(problem.Invalid, "%s is not open: give another consent for it", f).
				Spanish("%s no está abierto: dé otro consentimiento", f).At("fields", fmt.Sprint(i)))
		}
	}
	if in.Fields != nil && len(in.Fields) == 0 {
		errs = append(errs, problem.New(problem.Invalid, "nothing would stay open: withdraw the consent").
			Spanish("no quedaría nada abierto: retire el consentimiento").At("fields"))
	}
	if in.Until != nil && row.Until != nil && in.Until.After(*row.Until) {
		errs = append(errs, problem.New(problem.Invalid, "it ends sooner already: give another consent").
			Spanish("ya termina antes: dé otro consentimiento").At("until"))
	}
	return problem.Join(append(errs, checkUntil(in.Until, s.Now()))...)
}

// WithdrawConsent ends a consent with the next request everywhere.
func (s *Service) WithdrawConsent(ctx context.Context, in WithdrawConsentInput) (*db.Grant, error) {
	if err := auth.Require(ctx, auth.GiveConsent); err != nil {
		return nil, err
	}
	return s.changeConsent(ctx, in.ID, "earner.withdraw_consent", func(row *db.Grant) (*db.GrantUpdateOne, error) {
		return row.Update().SetWithdrawnAt(s.Now()), nil
	})
}

// changeConsent changes a consent of the viewer's that still stands.
func (s *Service) changeConsent(ctx context.Context, key string, action audit.Action, change func(*db.Grant) (*db.GrantUpdateOne, error)) (changed *db.Grant, err error) {
	self := auth.From(ctx).ActingEarner()
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		row, err := tx.Grant.Query().Where(grant.ID(key), grant.EarnerID(self)).Only(ctx)
		if db.IsNotFound(err) {
			return problem.New(problem.NotFound, "there is no consent %q of yours", key).
				Spanish("no hay ningún consentimiento %q suyo", key).At("id")
		}
		if err != nil {
			return fmt.Errorf("load consent: %w", err)
		}
		if row.WithdrawnAt != nil {
			return problem.New(problem.Conflict, "this consent was withdrawn already").
				Spanish("este consentimiento ya se retiró").At("id")
		}
		update, err := change(row)
		if err != nil {
			return err
		}
		if changed, err = update.Save(ctx); err != nil {
			return fmt.Errorf("change consent: %w", err)
		}
		return audit.Write(ctx, tx, s.Now(), action, enum.SubjectEarner, self)
	})
	return changed, err
}
