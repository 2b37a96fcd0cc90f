package store_test

import (
	"context"
	"errors"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/organization"
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

// anOrganization writes an organization and gives its id.
func anOrganization(t testing.TB, s *store.Store, name string) string {
	t.Helper()
	ids := testkit.IDs(testkit.NewClock())
	org := ids.Mint(id.Organization)[:20] + name
	write(t, s, func(ctx context.Context, tx *db.Client) error {
		return newOrganization(ctx, tx, org, name)
	})
	return org
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

func TestListenersHearOfChangesOnce(t *testing.T) {
	t.Parallel()
	s := testkit.Store(t)
	changed, stop := s.Notify()
	anOrganization(t, s, "a")
	anOrganization(t, s, "b")
	select {
	case <-changed:
	default:
		t.Error("nothing heard of two changes")
	}
	select {
	case <-changed:
		t.Error("heard twice: receipts do not coalesce")
	default:
	}
	stop()
	anOrganization(t, s, "c")
	select {
	case <-changed:
		t.Error("heard after the end")
	default:
	}
}

func TestTimesAreKeptInUTCWhateverTheyCameIn(t *testing.T) {
	t.Parallel()
	s := testkit.Store(t)
	ctx := t.Context()
	kolkata := time.FixedZone("IST", 5*3600+1800)
	at := time.Date(2026, 3, 1, 3, 0, 0, 123456789, kolkata)
	write(t, s, func(ctx context.Context, tx *db.Client) error {
		for i := range 3 {
			err := tx.Organization.Create().SetID("org_" + strconv.Itoa(i)).SetName("x").SetKinds(nil).
				SetCreatedAt(at.Add(time.Duration(i) * time.Millisecond)).Exec(ctx)
			if err != nil {
				return err
			}
		}
		return nil
	})
	got := s.Client.Organization.GetX(ctx, "org_0").CreatedAt
	want := time.Date(2026, 2, 28, 21, 30, 0, 123456000, time.UTC)
	if got != want {
		t.Errorf("got %v, want %v", got, want)
	}
	later := s.Client.Organization.Query().Where(organization.CreatedAtGT(at)).CountX(ctx)
	if later != 2 {
		t.Errorf("created after the first: got %d, want 2", later)
	}
}

func TestSixteenConcurrentWritersAllSucceed(t *testing.T) {
	t.Parallel()
	url := testkit.URL(t)
	const writers, each = 16, 20
	errs := make(chan error, writers)
	// Two stores stand for two processes: between them only the file's lock helps.
	for p := range 2 {
		s, err := store.Open(t.Context(), store.Config{URL: url, Careless: true})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Close() })
		for w := range writers / 2 {
			go func() { errs <- writeMany(t.Context(), s, p*writers+w, each) }()
		}
	}
	for range writers {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
	s, err := store.Open(t.Context(), store.Config{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	if n := s.Client.Organization.Query().CountX(t.Context()); n != writers*each {
		t.Errorf("got %d rows, want %d", n, writers*each)
	}
	if got := len(feed(t, s)); got != writers*each {
		t.Errorf("got %d change rows, want %d", got, writers*each)
	}
}

// writeMany reads, then writes, in each transaction: what fails without
// immediate transactions.
func writeMany(ctx context.Context, s *store.Store, writer, rows int) error {
	for i := range rows {
		err := store.InTx(ctx, s.Client, func(ctx context.Context, tx *db.Client) error {
			if _, err := tx.Organization.Query().Count(ctx); err != nil {
				return err
			}
			return newOrganization(ctx, tx, "org_"+strconv.Itoa(writer)+"_"+strconv.Itoa(i), "x")
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func TestABackupIsADatabaseOfItsOwn(t *testing.T) {
	t.Parallel()
	s := testkit.Store(t)
	if s.Dialect != store.SQLite {
		t.Skip("PostgreSQL has its own tools")
	}
	anOrganization(t, s, "before")
	path := filepath.Join(t.TempDir(), "backup's copy ?.db") // a name that a URL would mind
	if err := s.Backup(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	anOrganization(t, s, "after")
	if err := s.Backup(t.Context(), path); err == nil {
		t.Error("a backup was overwritten")
	}
	copied, err := store.Open(t.Context(), store.Config{URL: "sqlite:" + path})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { copied.Close() })
	if n := copied.Client.Organization.Query().CountX(t.Context()); n != 1 {
		t.Errorf("got %d organizations in the backup, want 1", n)
	}
	if err := copied.Migrate(t.Context()); err != nil {
		t.Errorf("the backup does not migrate: %v", err)
	}
}

func TestStatementsOfAContextAreCounted(t *testing.T) {
	t.Parallel()
	s := testkit.Store(t)
	ctx, counter := store.Count(t.Context())
	s.Client.Organization.Query().AllX(ctx)
	s.Client.Organization.Query().AllX(t.Context())
	if n := counter.Statements(); n != 1 {
		t.Errorf("got %d statements, want 1", n)
	}
}
