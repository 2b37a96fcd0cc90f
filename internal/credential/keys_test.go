package credential_test

import (
	"bytes"
	"crypto/x509"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/testkit"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
	"github.com/stackmatch/stackmatch/internal/vault"
)

// rotates has the college's issuer rotate a key.
func (o *office) rotates(t *testing.T, algorithm enum.KeyAlgorithm, edit ...func(*credential.RotateKeyInput)) *db.IssuerKey {
	t.Helper()
	in := credential.RotateKeyInput{Algorithm: algorithm}
	for _, change := range edit {
		change(&in)
	}
	return world.Must(o.Credentials.RotateKey(o.issuer, in))(t)
}

func compromised(in *credential.RotateKeyInput) { in.Compromised = true }

func (o *office) keys(t *testing.T) []*db.IssuerKey {
	t.Helper()
	return world.Must(o.Credentials.IssuerKeys(o.issuer, o.college.ID))(t)
}

func TestARetiredKeySignsNoMoreAndWhatItSignedHolds(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	award := o.issues(t).ID
	before := map[credential.Form][]byte{}
	for _, form := range signedForms {
		before[form] = o.badge(t, award, form)
	}
	for algorithm, fragment := range map[enum.KeyAlgorithm]string{enum.KeyEd25519: "ed25519-2", enum.KeyP256: "p256-2"} {
		if made := o.rotates(t, algorithm); made.Fragment != fragment || made.RetiredAt != nil {
			t.Errorf("%s: it signs with %v", algorithm, made)
		}
	}
	o.Clock.Advance(48 * time.Hour) // the lists are signed anew
	next := o.issues(t).ID
	for _, form := range signedForms {
		after := o.badge(t, award, form)
		if !bytes.Equal(before[form], after) {
			t.Errorf("%s: the bytes differ", form)
		}
		is(t, string(form), o.verify(t, after), badge.Valid, "")
		is(t, "a new "+string(form), o.verify(t, o.badge(t, next, form)), badge.Valid, "")
	}
	if n := bytes.Count(o.badge(t, next, credential.FormJSON), []byte("#ed25519-2")); n != 1 {
		t.Errorf("the new badge names the new key %d times", n)
	}
	var retired []string
	for _, key := range o.keys(t) {
		if key.RetiredAt != nil {
			retired = append(retired, key.Fragment)
		}
	}
	slices.Sort(retired)
	if diff := cmp.Diff([]string{"ed25519-1", "p256-1"}, retired); diff != "" {
		t.Error(diff)
	}
}

func TestWhatACompromisedKeySignedHoldsNoMore(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	award := o.issues(t, with("A drive")).ID
	before := map[credential.Form][]byte{}
	for _, form := range signedForms {
		before[form] = o.badge(t, award, form)
		is(t, string(form), o.verify(t, before[form]), badge.Valid, "")
	}
	says := badge.Parse(before[credential.FormJSON]).Content()
	token := strings.TrimPrefix(o.publish(t, award), "/awards/")
	o.rotates(t, enum.KeyEd25519, compromised)
	page := world.Must(o.Credentials.PublicAward(t.Context(), token))(t)
	is(t, "the page", *page.Report, badge.Valid, "")
	for _, form := range signedForms {
		r := o.verify(t, before[form])
		if form == credential.FormJWT {
			is(t, "a token, whose key is another", r, badge.Valid, "")
			continue
		}
		is(t, "the old "+string(form), r, badge.Invalid, badge.ReasonKeyNotInDocument)
		is(t, "the new "+string(form), o.verify(t, o.badge(t, award, form)), badge.Valid, "")
	}
	o.rotates(t, enum.KeyP256, compromised)
	is(t, "the old token", o.verify(t, before[credential.FormJWT]), badge.Invalid, badge.ReasonKeyNotInDocument)
	is(t, "the new token", o.verify(t, o.badge(t, award, credential.FormJWT)), badge.Valid, "")
	for _, form := range signedForms {
		if diff := cmp.Diff(says, badge.Parse(o.badge(t, award, form)).Content(), cmp.Comparer(func(a, b *time.Time) bool {
			return (a == nil) == (b == nil) && (a == nil || a.Equal(*b))
		})); diff != "" {
			t.Errorf("signed anew, %s says something else: %s", form, diff)
		}
	}
	if n := world.Must(o.DB().IssuedBadge.Query().Count(o.Ctx))(t); n != 2 {
		t.Errorf("%d badges are kept", n)
	}
}

func TestAKeyThatIsRetiredAlreadyMayTurnOutCompromised(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	award := o.issues(t).ID
	first := o.badge(t, award, credential.FormJSON)
	former := o.keys(t)[0]
	second := o.rotates(t, former.Algorithm)
	is(t, "retired", o.verify(t, first), badge.Valid, "")
	of := func(in *credential.RotateKeyInput) { in.Key = &former.ID }
	if current := o.rotates(t, former.Algorithm, compromised, of); current.ID != second.ID {
		t.Errorf("now it signs with %s", current.Fragment)
	}
	is(t, "compromised", o.verify(t, first), badge.Invalid, badge.ReasonKeyNotInDocument)
	is(t, "signed anew", o.verify(t, o.badge(t, award, credential.FormJSON)), badge.Valid, "")
	for name, tt := range map[string]struct {
		in   credential.RotateKeyInput
		want string
	}{
		"not compromised":   {credential.RotateKeyInput{Algorithm: former.Algorithm, Key: &former.ID}, "INVALID key"},
		"none":              {credential.RotateKeyInput{Algorithm: former.Algorithm, Key: world.Ptr("key_none"), Compromised: true}, "NOT_FOUND key"},
		"another algorithm": {credential.RotateKeyInput{Algorithm: enum.KeyP256, Key: &former.ID, Compromised: true}, "NOT_FOUND key"},
		"no algorithm":      {credential.RotateKeyInput{}, "INVALID algorithm"},
	} {
		_, err := o.Credentials.RotateKey(o.issuer, tt.in)
		if diff := cmp.Diff([]string{tt.want}, world.Problems(t, err)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestKeysAreTheirOrganizationsOwn(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.badge(t, o.issues(t).ID, credential.FormJSON)
	admin := o.Member(t, auth.Admin, o.Organization(t, "Service", nil, enum.OrgService))
	for name, tt := range map[string]struct {
		as   world.Viewer
		want []string
	}{
		"its issuer": {o.issuer, []string{}}, "its admin": {o.Member(t, auth.Admin, o.college), []string{}},
		"the service's admin": {admin, []string{}},
		"another issuer":      {o.other, []string{"NOT_FOUND organization"}},
		"its coach":           {o.Member(t, auth.Coach, o.college), []string{"FORBIDDEN"}},
		"an earner":           {o.asAna, []string{"FORBIDDEN"}}, "nobody": {t.Context(), []string{"UNAUTHENTICATED"}},
	} {
		_, err := o.Credentials.IssuerKeys(tt.as, o.college.ID)
		if diff := cmp.Diff(tt.want, world.Problems(t, err)); diff != "" {
			t.Errorf("%s lists: %s", name, diff)
		}
		_, err = o.Credentials.RotateKey(tt.as, credential.RotateKeyInput{Organization: o.college.ID, Algorithm: enum.KeyP256})
		if diff := cmp.Diff(tt.want, world.Problems(t, err)); diff != "" {
			t.Errorf("%s rotates: %s", name, diff)
		}
		allowed := name == "the service's admin"
		if _, err := o.Credentials.RotateKey(tt.as, credential.RotateKeyInput{Service: true, Algorithm: enum.KeyEd25519}); (err == nil) != allowed {
			t.Errorf("%s rotates the service's: %v", name, err)
		}
		if _, err := o.Credentials.IssuerKeys(tt.as, ""); (err == nil) != allowed {
			t.Errorf("%s lists the service's: %v", name, err)
		}
	}
	_, err := o.Credentials.RotateKey(admin, credential.RotateKeyInput{Organization: "org_none", Algorithm: enum.KeyP256})
	if diff := cmp.Diff([]string{"NOT_FOUND organization"}, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
	trail := world.Must(audit.Of(o.Ctx, o.DB(), enum.SubjectOrganization, o.college.ID, 0, 3))(t)
	if len(trail) != 3 || trail[2].Action != "key.rotate" || trail[2].Actor == "" {
		t.Errorf("the trail is %v", trail)
	}
}

func TestKeysAreSealed(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	award := o.issues(t).ID
	o.badge(t, award, credential.FormJWT)
	for _, key := range o.keys(t) {
		if _, err := x509.ParsePKCS8PrivateKey(key.Private); err == nil {
			t.Errorf("%s is stored in the open", key.Fragment)
		}
	}
	o.Credentials.Vault = world.Must(vault.New([32]byte{1}, testkit.Random("another")))(t)
	if _, err := o.Credentials.Badge(o.issuer, o.issues(t).ID, credential.FormJSON); err == nil || strings.Contains(err.Error(), "PRIVATE") {
		t.Errorf("with another key of the vault: %v", err)
	}
}

func TestOfKeysMadeAtTheSameTimeOneIsKept(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	var awards []string
	for range 8 {
		awards = append(awards, o.issues(t).ID)
	}
	var all sync.WaitGroup
	for _, award := range awards {
		all.Go(func() {
			if _, err := o.Credentials.Badge(o.asAna, award, credential.FormJWT); err != nil {
				t.Error(err)
			}
		})
		all.Go(func() {
			if _, err := o.Credentials.PublicDocument(t.Context(), "/.well-known/did.json"); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := world.Must(o.DB().IssuerKey.Query().Count(o.Ctx))(t); n != 3 {
		t.Errorf("there are %d keys, want two of the college and one of the service", n)
	}
	for range 8 {
		all.Go(func() {
			if _, err := o.Credentials.RotateKey(o.issuer, credential.RotateKeyInput{Algorithm: enum.KeyEd25519}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	current := 0
	for _, key := range o.keys(t) {
		if key.Algorithm == enum.KeyEd25519 && key.RetiredAt == nil {
			current++
		}
	}
	if current != 1 {
		t.Errorf("after rotations at the same time %d keys sign", current)
	}
	for _, award := range awards {
		is(t, "a badge", o.verify(t, o.badge(t, award, credential.FormJSON)), badge.Valid, "")
	}
}
