package account

import (
	"context"
	"fmt"
	"slices"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/dossier"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// SetVisibilityInput says who may find the viewer from now on.
type SetVisibilityInput struct{ Visibility consent.Visibility }

// SetVisibility decides who may find the viewer, an earner. It takes effect with
// the next request everywhere. Who needs a guardian's grant stays hidden without.
func (s *Service) SetVisibility(ctx context.Context, in SetVisibilityInput) (changed *db.Earner, err error) {
	if err := auth.Require(ctx, auth.SetVisibility); err != nil {
		return nil, err
	}
	if !slices.Contains(in.Visibility.Values(), string(in.Visibility)) {
		return nil, problem.New(problem.Invalid, "%q is no visibility", in.Visibility).
			Spanish("%q no es una visibilidad", in.Visibility).At("visibility")
	}
	self := auth.From(ctx).ActingEarner()
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		row, err := s.deciding(ctx, tx, self)
		if err != nil {
			return err
		}
		found := in.Visibility != consent.Hidden
		if found && dossier.Subject(row).NeedsGuardian(s.Now()) {
			return guardianFirst().At("visibility")
		}
		update := tx.Earner.UpdateOne(row).SetVisibility(in.Visibility)
		if found && row.ChoseAt == nil {
			update.SetChoseAt(s.Now())
		}
		if changed, err = update.Save(ctx); err != nil {
			return fmt.Errorf("set visibility: %w", err)
		}
		return audit.Write(ctx, tx, s.Now(), "earner.set_visibility", enum.SubjectEarner, self)
	})
	return changed, err
}
