package credential_test

import (
	"strings"
	"testing"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/auditentry"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/badge/keys"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/roster"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// toAna is an award of the forklift's to Ana.
func (o *office) toAna(edit ...func(*credential.AwardInput)) credential.AwardInput {
	in := credential.AwardInput{Earner: &o.ana, MicroCredential: o.forklift.ID}
	for _, change := range edit {
		change(&in)
	}
	return in
}

// unclaimed is one for somebody who has no record here.
func unclaimed(name, reference string) func(*credential.AwardInput) {
	return func(in *credential.AwardInput) {
		in.Earner, in.Unclaimed = nil, &credential.UnclaimedInput{Name: name, Reference: reference}
	}
}

// awards makes an award as the college.
func (o *office) awards(t *testing.T, edit ...func(*credential.AwardInput)) *credential.Awarded {
	t.Helper()
	return world.Must(o.Credentials.AwardMicroCredential(o.issuer, o.toAna(edit...)))(t)
}

// did counts the entries of the trail with an action.
func (o *office) did(t *testing.T, action string) int {
	t.Helper()
	return world.Must(o.DB().AuditEntry.Query().Where(auditentry.Action(action)).Count(o.Ctx))(t)
}

// lets has the center act in the college's name.
func (o *office) lets(t *testing.T, kind enum.DelegationKind, edit ...func(*credential.DelegateInput)) *db.Delegation {
	t.Helper()
	in := credential.DelegateInput{Delegate: o.center.ID, Kind: kind}
	for _, change := range edit {
		change(&in)
	}
	return world.Must(o.Credentials.Delegate(o.issuer, in))(t)
}

// imports has somebody import a roster.
func (o *office) imports(t *testing.T, as world.Viewer, content string, edit ...func(*credential.ImportRosterInput)) *credential.RosterReport {
	t.Helper()
	in := credential.ImportRosterInput{File: credential.File{Content: []byte(content)}}
	for _, change := range edit {
		change(&in)
	}
	return world.Must(o.Credentials.ImportRoster(as, in))(t)
}

// key is a key of staff's.
func staffKey(t *testing.T, seed string) keys.Private {
	t.Helper()
	return world.Must(keys.Generate(keys.Ed25519, strings.NewReader(strings.Repeat(seed, 32))))(t)
}

func sign(t *testing.T, csv string, key keys.Private) string {
	t.Helper()
	return world.Must(roster.Sign([]byte(csv), key))(t)
}

// registers an earner with an account of an address.
func (o *office) registers(t *testing.T, address string, edit ...func(*account.NewEarner)) {
	t.Helper()
	made := world.Must(o.Accounts.Open(o.Ctx, account.NewAccount{Name: "Somebody", Emails: []string{address}}))(t)
	o.Earner(t, append(edit, func(e *account.NewEarner) { e.Account = made.ID })...)
}

// blocking has an earner block an organization.
func blocking(organization string) func(*account.NewEarner) {
	return func(e *account.NewEarner) { e.Blocked = append(e.Blocked, organization) }
}
