package credential_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/roster"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

func TestASignedRosterIsBelievedIfAKeyInUseSignedIt(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	mine, retired, theirs := staffKey(t, "a"), staffKey(t, "b"), staffKey(t, "c")
	register := func(as context.Context, name, public string) (*db.OfflineKey, error) {
		return o.Credentials.RegisterOfflineKey(as, credential.RegisterOfflineKeyInput{Name: name, PublicKey: public})
	}
	kept := world.Must(register(o.issuer, "Jail laptop", mine.PublicKey().Multibase()))(t)
	old := world.Must(register(o.issuer, "Lost", retired.PublicKey().Multibase()))(t)
	world.Must(register(o.other, "Theirs", theirs.PublicKey().Multibase()))(t)
	world.Must(o.Credentials.RetireOfflineKey(o.issuer, credential.RetireOfflineKeyInput{ID: old.ID}))(t)
	csv := columns + o.safety.ID + ",,Ben,1," + o.daysAgo(30) + ",,,\n"
	good := sign(t, csv, mine)
	parts := strings.Split(good, ".")
	for name, content := range map[string]string{
		"by a retired key": sign(t, csv, retired), "by another's": sign(t, csv, theirs), "by nobody's": sign(t, csv, staffKey(t, "d")),
		"tampered with": parts[0] + "." + strings.Split(sign(t, csv+"x", mine), ".")[1] + "." + parts[2], "cut": good[:len(good)-8],
	} {
		_, err := o.Credentials.ImportRoster(o.issuer, credential.ImportRosterInput{File: credential.File{Content: []byte(content)}})
		if diff := cmp.Diff([]string{"INVALID file"}, world.Problems(t, err)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if n := o.DB().Roster.Query().CountX(o.Ctx) + o.DB().Award.Query().CountX(o.Ctx); n != 0 {
		t.Errorf("%d records of what was refused", n)
	}
	report := o.imports(t, o.Member(t, auth.Issuer, o.college), good)
	if report.Created != 1 || *report.Roster.OfflineKeyID != kept.ID || report.Roster.MediaType != roster.MediaTypeSigned || !report.Signed() {
		t.Errorf("the report is %+v", report)
	}
	plain := o.imports(t, o.issuer, csv)
	if diff := cmp.Diff([]string{"2 UNCHANGED"}, outcomes(plain)); diff != "" {
		t.Error(diff)
	}
}

func TestOfflineKeysAreAnOrganizationsOwn(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	public := staffKey(t, "a").PublicKey().Multibase()
	for _, tt := range []struct {
		name, called, key string
		as                world.Viewer
		want              []string
	}{
		{"an issuer", " ", "z6Mk", o.issuer, []string{"INVALID name", "INVALID publicKey"}},
		{"an issuer", "Laptop", public, o.issuer, []string{}},
		{"the same again", "Laptop 2", public, o.issuer, []string{"CONFLICT publicKey"}},
		{"another organization", "Laptop", public, o.other, []string{}},
		{"a coach", "Laptop", public, o.Member(t, auth.Coach, o.college), []string{"FORBIDDEN"}},
	} {
		_, err := o.Credentials.RegisterOfflineKey(tt.as, credential.RegisterOfflineKeyInput{Name: tt.called, PublicKey: tt.key})
		if diff := cmp.Diff(tt.want, world.Problems(t, err)); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
	}
	mine := world.Must(o.Credentials.OfflineKeys(o.issuer))(t)
	if len(mine) != 1 || mine[0].Name != "Laptop" {
		t.Errorf("keys are %v", mine)
	}
	_, err := o.Credentials.RetireOfflineKey(o.other, credential.RetireOfflineKeyInput{ID: mine[0].ID})
	if diff := cmp.Diff([]string{"NOT_FOUND id"}, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
	for range 2 {
		if got := world.Must(o.Credentials.RetireOfflineKey(o.issuer, credential.RetireOfflineKeyInput{ID: mine[0].ID}))(t); got.RetiredAt == nil {
			t.Error("it is in use")
		}
	}
}
