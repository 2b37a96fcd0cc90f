package store_test

import (
	"context"
	"errors"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/internal/testkit"
)

// write runs fn in a transaction that must succeed.
func write(t testing.TB, s *store.Store, fn func(ctx context.Context, tx *db.Client) error) {
	t.Helper()
	if err := store.InTx(t.Context(), s.Client, fn); err != nil {
		t.Fatal(err)
	}
}

// anOrganization writes an organization.
func anOrganization(t testing.TB, s *store.Store, name string) {
	t.Helper()
	ids := testkit.IDs(testkit.NewClock())
	org := ids.Mint(id.Organization)[:20] + name
	write(t, s, func(ctx context.Context, tx *db.Client) error {
		return newOrganization(ctx, tx, org, name)
	})
}

func newOrganization(ctx context.Context, tx *db.Client, id, name string) error {
	return tx.Organization.Create().SetID(id).SetCreatedAt(testkit.Start).
		SetName(name).SetKinds([]enum.OrganizationKind{enum.OrgIssuer}).Exec(ctx)
}

// feed gives the change rows in order, as "kind id".
func feed(t testing.TB, s *store.Store) []string {
	t.Helper()
	changes, err := s.Client.Change.Query().Order(byID).All(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	out := make([]string, len(changes))
	for i, c := range changes {
		out[i] = string(c.Kind) + " " + c.Subject
	}
	return out
}

var byID = db.Asc("seq")

func TestWritesOutsideOfATransactionAreRefused(t *testing.T) {
	t.Parallel()
	s := testkit.Store(t)
	ctx := t.Context()
	if err := newOrganization(ctx, s.Client, "org_1", "College"); err == nil {
		t.Error("a write without transaction was accepted")
	}
	if _, err := s.Client.ExecContext(ctx, "DELETE FROM organizations"); err == nil {
		t.Error("plain SQL without transaction was accepted")
	}
	err := store.InTx(ctx, s.Client, func(inner context.Context, tx *db.Client) error {
		if err := newOrganization(ctx, tx, "org_2", "College"); err == nil {
			t.Error("a write with the outer context was accepted")
		}
		// On SQLite this one would wait for itself.
		if err := newOrganization(inner, s.Client, "org_3", "College"); err == nil {
			t.Error("a write on the store's own client was accepted")
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	if got := feed(t, s); len(got) != 0 {
		t.Errorf("nothing was written, yet the feed has %v", got)
	}
}

func TestAFailedTransactionLeavesNothing(t *testing.T) {
	t.Parallel()
	s := testkit.Store(t)
	broken, ran := errors.New("broken"), false
	err := store.InTx(t.Context(), s.Client, func(ctx context.Context, tx *db.Client) error {
		store.AfterCommit(ctx, func() { ran = true })
		if err := newOrganization(ctx, tx, "org_1", "College"); err != nil {
			return err
		}
		return broken
	})
	if !errors.Is(err, broken) || ran {
		t.Errorf("got %v, after-commit ran: %v", err, ran)
	}
	if got := feed(t, s); len(got) != 0 {
		t.Errorf("feed: %v", got)
	}
	if n := s.Client.Organization.Query().CountX(t.Context()); n != 0 {
		t.Errorf("got %d organizations, want none", n)
	}
}

func TestAPanicRollsBackAndGoesOn(t *testing.T) {
	t.Parallel()
	s := testkit.Store(t)
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic was swallowed")
			}
		}()
		_ = store.InTx(t.Context(), s.Client, func(ctx context.Context, tx *db.Client) error {
			if err := newOrganization(ctx, tx, "org_1", "College"); err != nil {
				return err
			}
			panic("bug")
		})
	}()
	anOrganization(t, s, "next") // the writer is free again
	if n := s.Client.Organization.Query().CountX(t.Context()); n != 1 {
		t.Errorf("got %d organizations, want 1", n)
	}
}

func TestAJoinedTransactionSharesTheFateOfTheOuter(t *testing.T) {
	t.Parallel()
	s := testkit.Store(t)
	var order []string
	write(t, s, func(ctx context.Context, tx *db.Client) error {
		if err := newOrganization(ctx, tx, "org_1", "outer"); err != nil {
			return err
		}
		err := store.InTx(ctx, s.Client, func(ctx context.Context, tx *db.Client) error {
			store.AfterCommit(ctx, func() { order = append(order, "inner") })
			return newOrganization(ctx, tx, "org_2", "inner")
		})
		order = append(order, "outer")
		return err
	})
	if diff := cmp.Diff([]string{"outer", "inner"}, order); diff != "" {
		t.Errorf("after-commit hooks run once all is committed (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"organization org_1", "organization org_2"}, feed(t, s)); diff != "" {
		t.Errorf("feed (-want +got):\n%s", diff)
	}
}

func TestAFailedPartIsUndoneAlone(t *testing.T) {
	t.Parallel()
	s := testkit.Store(t)
	write(t, s, func(ctx context.Context, tx *db.Client) error {
		for i := range 4 {
			name := "org_" + strconv.Itoa(i)
			err := store.InTx(ctx, s.Client, func(ctx context.Context, tx *db.Client) error {
				store.AfterCommit(ctx, func() {
					if i%2 == 1 {
						t.Errorf("hook of the undone part %d ran", i)
					}
				})
				if err := newOrganization(ctx, tx, name, "row"); err != nil {
					return err
				}
				if i%2 == 1 {
					// The database refuses: PostgreSQL could not go on without a savepoint.
					return newOrganization(ctx, tx, name, "again")
				}
				return nil
			})
			if (err != nil) != (i%2 == 1) {
				t.Errorf("row %d: %v", i, err)
			}
		}
		return nil
	})
	if diff := cmp.Diff([]string{"organization org_0", "organization org_2"}, feed(t, s)); diff != "" {
		t.Errorf("feed (-want +got):\n%s", diff)
	}
}

func TestOneTransactionTellsASubjectOnce(t *testing.T) {
	t.Parallel()
	s := testkit.Store(t)
	write(t, s, func(ctx context.Context, tx *db.Client) error {
		if err := newOrganization(ctx, tx, "org_1", "College"); err != nil {
			return err
		}
		return tx.Organization.UpdateOneID("org_1").SetName("Technical College").Exec(ctx)
	})
	if diff := cmp.Diff([]string{"organization org_1"}, feed(t, s)); diff != "" {
		t.Errorf("feed (-want +got):\n%s", diff)
	}
}
