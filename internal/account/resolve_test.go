package account_test

import (
	"context"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

const issuer = "https://id.example"

// identify has a provider know an account by an id.
func identify(t *testing.T, w *world.World, account, subject string) {
	t.Helper()
	w.Tx(t, func(ctx context.Context, tx *db.Client) error {
		return tx.Identity.Create().SetAccountID(account).SetIssuer(issuer).SetSubject(subject).Exec(ctx)
	})
}

func opened(t *testing.T, w *world.World, emails ...string) string {
	t.Helper()
	return world.Must(w.Accounts.Open(w.Ctx, account.NewAccount{Name: "Somebody", Emails: emails}))(t).ID
}

func TestATokenLeadsToOneAccountOrNone(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	plain := opened(t, w, " Plain@Example.org", "second@example.org")
	known := opened(t, w, "known@example.org")
	identify(t, w, known, "42")
	gone := opened(t, w, "gone@example.org")
	identify(t, w, gone, "gone")
	w.Tx(t, func(ctx context.Context, tx *db.Client) error {
		return tx.Account.UpdateOneID(gone).SetErasedAt(w.Clock.Now()).Exec(ctx)
	})
	w.Tx(t, func(ctx context.Context, tx *db.Client) error {
		return tx.Address.Create().SetAccountID(plain).SetKind(enum.AddressEmail).SetValue("unverified@example.org").Exec(ctx)
	})
	w.Tx(t, func(ctx context.Context, tx *db.Client) error {
		return tx.Address.Create().SetAccountID(plain).SetKind(enum.AddressPhone).SetValue("phone@example.org").SetVerifiedAt(w.Clock.Now()).Exec(ctx)
	})
	for name, tt := range map[string]struct {
		subject auth.Subject
		want    string
	}{
		"our own":                   {auth.Subject{Account: plain}, plain},
		"our own, of nobody":        {auth.Subject{Account: "acc_none"}, ""},
		"our own, erased":           {auth.Subject{Account: gone}, ""},
		"known":                     {auth.Subject{Issuer: issuer, ID: "42"}, known},
		"known, another's address":  {auth.Subject{Issuer: issuer, ID: "42", Email: "plain@example.org"}, known},
		"of another provider":       {auth.Subject{Issuer: "https://other.example", ID: "42"}, ""},
		"known, erased":             {auth.Subject{Issuer: issuer, ID: "gone", Email: "gone@example.org"}, ""},
		"by address":                {auth.Subject{Issuer: issuer, ID: "7", Email: "plain@example.org"}, plain},
		"by another address":        {auth.Subject{Issuer: issuer, ID: "7", Email: "second@example.org"}, plain},
		"by an address given away":  {auth.Subject{Issuer: issuer, ID: "7", Email: "known@example.org"}, ""},
		"by address, elsewhere":     {auth.Subject{Issuer: "https://other.example", ID: "7", Email: "known@example.org"}, known},
		"by an address not checked": {auth.Subject{Issuer: issuer, ID: "7", Email: "unverified@example.org"}, ""},
		"by a phone":                {auth.Subject{Issuer: issuer, ID: "7", Email: "phone@example.org"}, ""},
		"by a stranger's":           {auth.Subject{Issuer: issuer, ID: "7", Email: "stranger@example.org"}, ""},
		"of nobody":                 {auth.Subject{Issuer: issuer, ID: "7"}, ""},
		"nothing":                   {auth.Subject{}, ""},
	} {
		person, err := w.Accounts.ResolveAccount(t.Context(), tt.subject)
		if person.Account != tt.want || (tt.want == "") != problem.Is(err, problem.NotFound) {
			t.Errorf("%s: got %q, %v, want %q", name, person.Account, err, tt.want)
		}
	}
}

func TestAPersonComesWithMembershipsAndTheirOwnRecord(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	college := w.Organization(t, "College", nil, enum.OrgCollege, enum.OrgIssuer)
	startup := world.Must(w.Catalog.AddOrganization(w.Ctx, catalog.OrganizationInput{Name: "Startup", Kinds: []enum.OrganizationKind{enum.OrgEmployer}}))(t)
	made := world.Must(w.Accounts.Open(w.Ctx, account.NewAccount{Name: "Somebody", Memberships: []account.NewMembership{
		{Organization: college.ID, Role: enum.RoleCoach}, {Organization: startup.ID, Role: enum.RoleEmployer},
	}}))(t)
	self := w.Earner(t, func(e *account.NewEarner) { e.Account = made.ID })
	person := world.Must(w.Accounts.ResolveAccount(t.Context(), auth.Subject{Account: made.ID}))(t)
	slices.SortFunc(person.Memberships, func(a, b auth.Membership) int { return len(b.Kinds) - len(a.Kinds) })
	want := auth.Person{Account: made.ID, Earner: self, Memberships: []auth.Membership{
		{ID: person.Memberships[0].ID, Organization: college.ID, Role: auth.Coach, Kinds: []string{"COLLEGE", "ISSUER"}, Vouched: true},
		{ID: person.Memberships[1].ID, Organization: startup.ID, Role: auth.Employer, Kinds: []string{"EMPLOYER"}},
	}}
	if diff := cmp.Diff(want, person); diff != "" {
		t.Error(diff)
	}
	w.Tx(t, func(ctx context.Context, tx *db.Client) error {
		return tx.Earner.UpdateOneID(self).SetErasedAt(w.Clock.Now()).Exec(ctx)
	})
	if person := world.Must(w.Accounts.ResolveAccount(t.Context(), auth.Subject{Account: made.ID}))(t); person.Earner != "" {
		t.Errorf("an erased record is theirs: %q", person.Earner)
	}
}

func TestAnAccountIsOpenedByTheServiceWithAddressesOfItsOwn(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	opened(t, w, "taken@example.org")
	for name, tt := range map[string]struct {
		ctx  world.Viewer
		in   account.NewAccount
		want string
	}{
		"a blank name": {w.Ctx, account.NewAccount{Name: " "}, "INVALID name"},
		"taken":        {w.Ctx, account.NewAccount{Name: "Somebody", Emails: []string{"new@example.org", "Taken@example.org"}}, "CONFLICT emails.1"},
		"anonymous":    {t.Context(), account.NewAccount{Name: "Somebody"}, "UNAUTHENTICATED"},
	} {
		_, err := w.Accounts.Open(tt.ctx, tt.in)
		if diff := cmp.Diff([]string{tt.want}, world.Problems(t, err)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	// A refused account left nothing behind: its first address is free.
	made := opened(t, w, "new@example.org")
	demo := world.Must(w.Accounts.Open(w.Ctx, account.NewAccount{Name: "Demo", DemoRole: "employer", Language: "es"}))(t)
	found := world.Must(w.Accounts.ByID(w.Ctx, []string{made, demo.ID, "acc_none"}))(t)
	if len(found) != 2 || found[made].Locale != "en" || found[demo.ID].Locale != "es" {
		t.Errorf("found %v", found)
	}
	if demos := world.Must(w.Accounts.Demo(w.Ctx))(t); len(demos) != 1 || demos[0].ID != demo.ID {
		t.Errorf("demo accounts are %v", demos)
	}
}
