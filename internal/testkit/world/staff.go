package world

import (
	"context"
	"testing"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/internal/id"
)

// Joins puts an earner into a group of an organization's own: the organization knows
// them.
func (w *World) Joins(t testing.TB, earner string, of *db.Organization) {
	t.Helper()
	w.Tx(t, func(ctx context.Context, tx *db.Client) error {
		lead, cohort, now := w.IDs.Mint(id.Account), w.IDs.Mint(id.Cohort), w.Clock.Now()
		if err := tx.Account.Create().SetID(lead).SetCreatedAt(now).SetDisplayName("Lead").Exec(ctx); err != nil {
			return err
		}
		err := tx.Cohort.Create().SetID(cohort).SetCreatedAt(now).SetOrganizationID(of.ID).SetName("Staff").
			SetCodeHash(cohort).SetOpenedByID(lead).Exec(ctx)
		if err != nil {
			return err
		}
		return tx.CohortMember.Create().SetCohortID(cohort).SetEarnerID(earner).SetJoinedAt(now).Exec(ctx)
	})
}
