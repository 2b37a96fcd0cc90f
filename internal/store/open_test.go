package store_test

import (
	"context"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/organization"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/internal/testkit"
)

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
