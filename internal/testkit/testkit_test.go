package testkit_test

import (
	"context"
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/internal/testkit"
)

func TestEveryTestHasADatabaseOfItsOwn(t *testing.T) {
	t.Parallel()
	for range 3 {
		s := testkit.Store(t)
		err := store.InTx(t.Context(), s.Client, func(ctx context.Context, tx *db.Client) error {
			return tx.Organization.Create().SetID("org_1").SetCreatedAt(s.Now()).
				SetName("Savannah Technical College").SetKinds([]enum.OrganizationKind{enum.OrgCollege}).Exec(ctx)
		})
		if err != nil {
			t.Fatal(err)
		}
		if n, err := s.Client.Organization.Query().Count(t.Context()); err != nil || n != 1 {
			t.Errorf("got %d organizations, %v; want 1", n, err)
		}
	}
}

func TestClocksStandStillAndIDsRepeat(t *testing.T) {
	t.Parallel()
	mint := func() (string, string) {
		clock := testkit.NewClock()
		ids := testkit.IDs(clock)
		first := ids.Mint(id.Earner)
		clock.Advance(time.Hour)
		return first, ids.Mint(id.Earner)
	}
	a, b := mint()
	if c, d := mint(); a != c || b != d || a >= b {
		t.Errorf("got %q, %q then %q, %q", a, b, c, d)
	}
}
