package employer_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/migrate"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// entangled is an earner of whom there is something in every table.
func (v *town) entangled(t *testing.T) (self context.Context, id string) {
	t.Helper()
	made := world.Must(v.Accounts.Open(v.Ctx, account.NewAccount{Name: "Somebody", Emails: []string{"somebody@people.example"}}))(t)
	id = v.Earner(t, func(e *account.NewEarner) {
		e.Account, e.Blocked, e.Grants = made.ID, []string{v.other.ID}, []consent.Grant{{Organization: v.mill.ID, Purpose: consent.Contact}}
		e.Conditions = []account.Condition{{Kind: enum.EarnerPayFloor, Amount: "17.50", Unit: "USD per hour"}}
	})
	v.Award(t, id, v.forklift)
	v.Award(t, id, v.safety, func(a *credential.NewAward) { a.Source = enum.SourceClaimed })
	posting, now, by := v.posting(v.miller, t, v.driver(t)), v.Clock.Now(), auth.From(v.miller).Account
	v.Tx(t, func(ctx context.Context, tx *db.Client) error {
		for _, write := range []func(context.Context) error{
			tx.ContactRequest.Create().SetID("ctr_1").SetCreatedAt(now).SetUpdatedAt(now).SetPostingID(posting.ID).SetOrganizationID(v.mill.ID).
				SetEarnerID(id).SetRequestedByID(by).SetMessage("Come").SetExpiresAt(now).Exec,
			tx.ContactStep.Create().SetContactID("ctr_1").SetStatus(enum.ContactPending).SetAt(now).Exec,
			tx.Employment.Create().SetID("emp_1").SetCreatedAt(now).SetEarnerID(id).SetOrganizationID(v.mill.ID).SetContactID("ctr_1").Exec,
			tx.Report.Create().SetID("rpt_1").SetCreatedAt(now).SetEarnerID(id).SetOrganizationID(v.mill.ID).SetContactID("ctr_1").SetReason("Rude").Exec,
			tx.Interest.Create().SetEarnerID(id).SetPostingID(posting.ID).SetShownAt(now).Exec,
			tx.SavedPosting.Create().SetEarnerID(id).SetPostingID(posting.ID).SetAt(now).Exec,
			tx.ShortlistEntry.Create().SetID("sle_1").SetCreatedAt(now).SetMovedAt(now).SetPostingID(posting.ID).SetOrganizationID(v.mill.ID).
				SetEarnerID(id).SetAddedByID(by).Exec,
			tx.ShortlistNote.Create().SetID("sln_1").SetCreatedAt(now).SetEntryID("sle_1").SetAuthorID(by).SetText("Good").Exec,
			tx.ViewLogLine.Create().SetEarnerID(id).SetOrganizationID(v.mill.ID).SetPostingID(posting.ID).SetOn(now).SetTimes(1).SetFields([]string{"alias"}).SetLastAt(now).Exec,
			tx.ProtectedAttributes.Create().SetEarnerID(id).SetRecordedAt(now).SetGender("Other").SetResearchID("U1").Exec,
			tx.ProtectedOutcome.Create().SetID("oco_1").SetCreatedAt(now).SetEarnerID(id).SetKind(enum.OutcomeHired).SetOn(now).Exec,
			tx.Conflict.Create().SetID("cfl_1").SetCreatedAt(now).SetAccountID(by).SetEarnerID(id).SetDeclaredByID(by).Exec,
			tx.Notification.Create().SetID("ntf_1").SetCreatedAt(now).SetAccountID(made.ID).SetKind(enum.NoticeVouched).SetSubject(id).Exec,
			tx.Link.Create().SetPurpose(enum.LinkGuardian).SetTokenHash("x").SetSubject(id + "/sealed").SetCreatedAt(now).SetExpiresAt(now.AddDate(1, 0, 0)).Exec,
		} {
			if err := write(ctx); err != nil {
				return err
			}
		}
		_, err := v.Credentials.Vault.OfEarner(ctx, tx, id)
		return err
	})
	return auth.With(t.Context(), auth.Viewer{Account: made.ID, Earner: id}), id
}

// rowsOf counts the rows that name an id in a column, by table.
func (v *town) rowsOf(t *testing.T, column, id string) map[string]int {
	t.Helper()
	out := map[string]int{}
	for _, table := range migrate.Tables {
		for _, c := range table.Columns {
			if c.Name != column {
				continue
			}
			rows := world.Must(v.World.DB().QueryContext(v.Ctx, `SELECT count(*) FROM "`+table.Name+`" WHERE "`+column+`" = $1`, id))(t)
			n := 0
			if rows.Next() {
				_ = rows.Scan(&n)
			}
			_ = rows.Close()
			if n > 0 {
				out[table.Name] = n
			}
		}
	}
	return out
}

func TestOfWhoIsErasedNoTableNamesAnythingButWhatMustBeKept(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	self, id := v.entangled(t)
	v.Accounts.Holders = slices.Insert(v.Accounts.Holders, 1, account.Holder(v.Service))
	of := auth.From(self).Account
	if before := v.rowsOf(t, "earner_id", id); len(before) < 12 {
		t.Fatalf("before, there are %v", before)
	}
	copied := world.Must(v.Accounts.ExportMyData(self))(t)
	if err := v.Accounts.RunDataJobs(v.Ctx); err != nil {
		t.Fatal(err)
	}
	if job := world.Must(v.World.DB().DataJob.Get(v.Ctx, copied.ID))(t); job.Status != enum.JobDone {
		t.Errorf("the copy is %s", job.Status)
	}
	_, confirmation, _ := v.Accounts.EraseMe(self, account.EraseMeInput{})
	world.Must(first(v.Accounts.EraseMe(self, account.EraseMeInput{Confirmation: &confirmation})))(t)
	for range 2 {
		if err := v.Accounts.RunDataJobs(v.Ctx); err != nil {
			t.Fatal(err)
		}
		v.Clock.Advance(2 * time.Minute)
	}
	want := map[string]int{"awards": 1, "data_jobs": 2, "reports": 1}
	if diff := cmp.Diff(want, v.rowsOf(t, "earner_id", id)); diff != "" {
		t.Errorf("of the earner is left: %s", diff)
	}
	if diff := cmp.Diff(map[string]int{"data_jobs": 2}, v.rowsOf(t, "account_id", of)); diff != "" {
		t.Errorf("of the account is left: %s", diff)
	}
	if n := v.World.DB().Link.Query().CountX(v.Ctx); n != 0 {
		t.Errorf("%d links are left", n)
	}
	if row := v.World.DB().Report.Query().OnlyX(v.Ctx); row.Reason != "" || row.ContactID != nil {
		t.Errorf("the report still says %q", row.Reason)
	}
}

func first[A, B any](a A, _ B, err error) (A, error) { return a, err }
