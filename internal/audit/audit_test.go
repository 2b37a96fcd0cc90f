package audit_test

import (
	"context"
	"testing"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/internal/testkit"
)

func TestTheTrailSaysWhoDidWhatToWhom(t *testing.T) {
	t.Parallel()
	s := testkit.Store(t)
	ctx := auth.With(t.Context(), auth.Viewer{Account: "acc_1", Acting: &auth.Membership{ID: "mem_1"}})
	for _, by := range []context.Context{ctx, t.Context()} {
		err := store.InTx(by, s.Client, func(ctx context.Context, tx *db.Client) error {
			return audit.Write(ctx, tx, testkit.Start, "award.revoke", enum.SubjectAward, "awd_1", "awd_2")
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	trail, err := audit.Of(t.Context(), s.Client, enum.SubjectAward, "awd_1", 0, 10)
	if err != nil || len(trail) != 2 {
		t.Fatalf("got %v, %v; want two entries", trail, err)
	}
	if trail[0].Actor != "" || trail[1].Actor != "acc_1" || trail[1].Acting != "mem_1" || trail[1].Action != "award.revoke" {
		t.Errorf("got %v", trail)
	}
	older, err := audit.Of(t.Context(), s.Client, enum.SubjectAward, "awd_1", trail[0].ID, 10)
	if err != nil || len(older) != 1 || older[0].ID != trail[1].ID {
		t.Errorf("before the newest: got %v, %v", older, err)
	}
	if changes := s.Client.Change.Query().CountX(t.Context()); changes != 0 {
		t.Errorf("the trail made %d changes in the feed", changes)
	}
}

func TestTheTrailIsWrittenWithWhatWasDoneOrNotAtAll(t *testing.T) {
	t.Parallel()
	s := testkit.Store(t)
	if err := audit.Write(t.Context(), s.Client, testkit.Start, "award.revoke", enum.SubjectAward, "awd_1"); err == nil {
		t.Error("written outside of a transaction")
	}
}
