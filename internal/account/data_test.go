package account_test

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/address"
	"github.com/stackmatch/stackmatch/ent/db/grant"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// somebody is an earner with an account, an address, a consent and an award.
func somebody(t *testing.T, w *world.World) (self context.Context, id, award string) {
	t.Helper()
	college := w.Organization(t, "College", nil, enum.OrgCollege)
	made := world.Must(w.Accounts.Open(w.Ctx, account.NewAccount{Name: "Secret Person", Emails: []string{"secret@people.example"}}))(t)
	id = w.Earner(t, func(e *account.NewEarner) { e.Name, e.Account = "Secret Person", made.ID },
		grants(consent.Grant{Organization: college.ID, Fields: []consent.Field{consent.Name}}))
	award = w.Award(t, id, w.MicroCredential(t, college, "Course", map[string]int{"weld": 2}))
	return auth.With(t.Context(), auth.Viewer{Account: made.ID, Earner: id}), id, award
}

func run(t *testing.T, w *world.World) {
	t.Helper()
	if err := w.Accounts.RunDataJobs(w.Ctx); err != nil {
		t.Fatal(err)
	}
}

func TestACopyHasAllThatIsKeptAndIsItsOwnersAlone(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	self, _, award := somebody(t, w)
	job := world.Must(w.Accounts.ExportMyData(self))(t)
	if again := world.Must(w.Accounts.ExportMyData(self))(t); again.ID != job.ID {
		t.Error("two copies are made at once")
	}
	if _, err := w.Accounts.OpenExport(self, job.ID); !problem.Is(err, problem.NotFound) {
		t.Errorf("opened before it was made: %v", err)
	}
	run(t, w)
	file := world.Must(w.Accounts.OpenExport(self, job.ID))(t)
	raw := world.Must(io.ReadAll(file))(t)
	_ = file.Close()
	content := map[string]string{}
	for _, f := range world.Must(zip.NewReader(bytes.NewReader(raw), int64(len(raw))))(t).File {
		r := world.Must(f.Open())(t)
		content[f.Name] = string(world.Must(io.ReadAll(r))(t))
	}
	for name, has := range map[string]string{
		"profile.json": "Secret Person", "account.json": "secret@people.example", "consents.json": "COACHING", "awards.json": award,
		"blocks.json": "[]", "submissions.json": "[]", "protected.json": "attributes", "notifications.json": "[", "trail.json": "A copy of all data was asked for.",
	} {
		if !strings.Contains(content[name], has) {
			t.Errorf("%s lacks %q: %q", name, has, content[name])
		}
	}
	other := w.Self(t, w.Earner(t))
	if _, err := w.Accounts.OpenExport(other, job.ID); !problem.Is(err, problem.NotFound) {
		t.Errorf("another opens it: %v", err)
	}
	w.Clock.Advance(7 * 24 * time.Hour)
	if _, err := w.Accounts.OpenExport(self, job.ID); !problem.Is(err, problem.NotFound) {
		t.Errorf("opened a week later: %v", err)
	}
	run(t, w)
	list := world.Must(w.Accounts.DataJobs(self, page.Args{First: 10}))(t)
	if len(list.Items) != 1 || list.Items[0].Status != enum.JobDone || list.Items[0].File != "" {
		t.Errorf("listed %v", list.Items)
	}
}

func TestErasureIsAskedForTwice(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	self, id, _ := somebody(t, w)
	job, confirmation, err := w.Accounts.EraseMe(self, account.EraseMeInput{})
	if job != nil || confirmation == "" || err != nil {
		t.Fatalf("asked once: %v, %v", job, err)
	}
	other := w.Self(t, w.Earner(t))
	for what, ctx := range map[string]context.Context{"another": other, "late": self} {
		if what == "late" {
			w.Clock.Advance(time.Hour)
		}
		_, _, err := w.Accounts.EraseMe(ctx, account.EraseMeInput{Confirmation: &confirmation})
		if diff := cmp.Diff([]string{"INVALID confirmation"}, world.Problems(t, err)); diff != "" {
			t.Errorf("%s: %s", what, diff)
		}
	}
	_, confirmation, _ = w.Accounts.EraseMe(self, account.EraseMeInput{})
	if _, _, err = w.Accounts.EraseMe(self, account.EraseMeInput{Confirmation: &confirmation}); err != nil {
		t.Fatal(err)
	}
	if s := decided(t, w, id); s.Visibility != consent.Hidden {
		t.Errorf("who asked to be erased is %s", s.Visibility)
	}
}

func TestOfWhoIsErasedNothingIsLeftButAnAwardWithoutAName(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	self, id, award := somebody(t, w)
	viewer := auth.From(self)
	copied := world.Must(w.Accounts.ExportMyData(self))(t)
	run(t, w)
	_, confirmation, _ := w.Accounts.EraseMe(self, account.EraseMeInput{})
	if _, _, err := w.Accounts.EraseMe(self, account.EraseMeInput{Confirmation: &confirmation}); err != nil {
		t.Fatal(err)
	}
	for range 2 { // as if it were killed between
		run(t, w)
		row := world.Must(w.DB().Earner.Get(w.Ctx, id))(t)
		if row.ErasedAt == nil || row.Name != "" || row.AccountID != nil {
			t.Errorf("the record is %v", row)
		}
		w.Clock.Advance(2 * time.Minute)
	}
	who := world.Must(w.DB().Account.Get(w.Ctx, viewer.Account))(t)
	if who.ErasedAt == nil || who.DisplayName != "" {
		t.Errorf("the account is %v", who)
	}
	left := []int{
		world.Must(w.DB().Address.Query().Where(address.AccountID(viewer.Account)).Count(w.Ctx))(t),
		world.Must(w.DB().Grant.Query().Where(grant.EarnerID(id)).Count(w.Ctx))(t),
		world.Must(w.DB().EarnerKey.Query().Count(w.Ctx))(t),
	}
	if !slices.Equal(left, []int{0, 0, 0}) {
		t.Errorf("left are addresses, consents, keys: %v", left)
	}
	if _, err := w.DB().Award.Get(w.Ctx, award); err != nil {
		t.Errorf("the issuer's award: %v", err)
	}
	if _, err := w.Accounts.ResolveAccount(w.Ctx, auth.Subject{Account: viewer.Account}); !problem.Is(err, problem.NotFound) {
		t.Errorf("they sign in: %v", err)
	}
	if _, err := w.Accounts.OpenExport(self, copied.ID); err == nil {
		t.Error("a copy is left")
	}
	jobs := world.Must(w.DB().DataJob.Query().Order(db.Asc("id")).All(w.Ctx))(t)
	if last := jobs[len(jobs)-1]; last.Status != enum.JobDone {
		t.Errorf("the erasure is %s", last.Status)
	}
}
