package credential_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/badge/issue"
	"github.com/stackmatch/stackmatch/internal/badge/jose"
	"github.com/stackmatch/stackmatch/internal/badge/keys"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// answer signs a challenge as a wallet does.
func (m *maker) answer(t *testing.T, challenge, audience string) string {
	t.Helper()
	payload := world.Must(json.Marshal(map[string]any{"nonce": challenge, "aud": audience, "iat": 1772463600}))(t)
	return world.Must(jose.Sign(payload, map[string]any{"kid": m.method, "typ": "openid4vci-proof+jwt"}, m.key))(t)
}

const here = "https://stackmatch.example"

func TestAProvenDIDIsAnAddressThatBadgesMayName(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	wallet, m := f.maker(t, "Ana's wallet"), f.maker(t, "Trade school")
	named := m.badge(t, anaMail, func(a *issue.Award) { a.SubjectID, a.Identifiers = wallet.did, nil })
	_, err := f.Credentials.ImportBadge(f.asAna, given(named))
	if diff := cmp.Diff([]string{"INVALID badge"}, world.Problems(t, err)); diff != "" {
		t.Fatal(diff)
	}
	challenge := world.Must(f.Credentials.BeginDID(f.asAna, wallet.did))(t)
	token := wallet.answer(t, challenge, here)
	address := world.Must(f.Credentials.ProveDID(f.asAna, credential.ProveDIDInput{DID: wallet.did, Token: token}))(t)
	if address.Kind != enum.AddressDID || address.Value != wallet.did || address.VerifiedAt == nil {
		t.Errorf("it is %v", address)
	}
	again := world.Must(f.Credentials.ProveDID(f.asAna, credential.ProveDIDInput{DID: wallet.did, Token: token}))(t)
	if again.ID != address.ID {
		t.Errorf("again, it is %v", again)
	}
	trail := world.Must(audit.Of(f.Ctx, f.DB(), enum.SubjectAccount, address.AccountID, 0, 10))(t)
	if len(trail) != 1 || trail[0].Action != "account.did" {
		t.Errorf("the trail is %v", trail)
	}
	if a := f.imports(t, f.asAna, named).Award; *a.EarnerID != f.ana {
		t.Errorf("the badge is %v", a)
	}
	// The same wallet cannot be two people's.
	challenge = world.Must(f.Credentials.BeginDID(f.asBen, wallet.did))(t)
	_, err = f.Credentials.ProveDID(f.asBen, credential.ProveDIDInput{DID: wallet.did, Token: wallet.answer(t, challenge, here)})
	if diff := cmp.Diff([]string{"CONFLICT did"}, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
}

func TestADIDIsProvenByItsOwnKeyForUsNow(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	wallet, other := f.maker(t, "Wallet"), f.maker(t, "Other")
	challenge := world.Must(f.Credentials.BeginDID(f.asAna, wallet.did))(t)
	bens := world.Must(f.Credentials.BeginDID(f.asBen, wallet.did))(t)
	forOther := world.Must(f.Credentials.BeginDID(f.asAna, other.did))(t)
	forged := *wallet
	forged.key = other.key
	good := wallet.answer(t, challenge, here)
	for name, token := range map[string]string{
		"another's key":           forged.answer(t, challenge, here),
		"another DID's":           other.answer(t, challenge, here),
		"another's challenge":     wallet.answer(t, bens, here),
		"another DID's challenge": wallet.answer(t, forOther, here),
		"no challenge":            wallet.answer(t, "", here),
		"another service":         wallet.answer(t, challenge, "https://evil.example"),
		"damaged":                 good[:len(good)-4] + "AAAA",
		"no token":                "hello",
	} {
		_, err := f.Credentials.ProveDID(f.asAna, credential.ProveDIDInput{DID: wallet.did, Token: token})
		if diff := cmp.Diff([]string{"INVALID token"}, world.Problems(t, err)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	f.Clock.Advance(10*time.Minute + time.Second)
	_, err := f.Credentials.ProveDID(f.asAna, credential.ProveDIDInput{DID: wallet.did, Token: good})
	if diff := cmp.Diff([]string{"INVALID token"}, world.Problems(t, err)); diff != "" || !strings.Contains(err.Error(), "old") {
		t.Errorf("too late: %v %s", err, diff)
	}
	if n := world.Must(f.DB().Address.Query().Count(f.Ctx))(t); n != 2 {
		t.Errorf("there are %d addresses, want the two of e-mail", n)
	}
}

func TestADIDWebIsProvenByAnAuthenticationKey(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	m := f.webMaker(t, "Ana's site", "ana.example")
	prove := func() error {
		challenge := world.Must(f.Credentials.BeginDID(f.asAna, m.did))(t)
		_, err := f.Credentials.ProveDID(f.asAna, credential.ProveDIDInput{DID: m.did, Token: m.answer(t, challenge, here)})
		return err
	}
	url := world.Must(keys.DIDWebURL(m.did))(t)
	served := f.web.docs[url].Body
	other := f.maker(t, "Other").key.PublicKey().Multibase()
	// Its authentication key is another: the one that signs credentials will not do.
	f.web.serve(url, []byte(strings.Replace(string(served), `"assertionMethod"`, `"authentication": [{"id": "#auth", "type": "Multikey", "controller": "`+
		m.did+`", "publicKeyMultibase": "`+other+`"}], "assertionMethod"`, 1)))
	if diff := cmp.Diff([]string{"INVALID token"}, world.Problems(t, prove())); diff != "" {
		t.Error(diff)
	}
	f.web.serve(url, []byte(strings.Replace(string(served), `"assertionMethod"`, `"authentication"`, 1)))
	if err := prove(); err != nil {
		t.Error(err)
	}
	f.web.turnOff(true)
	if diff := cmp.Diff([]string{"UNAVAILABLE did"}, world.Problems(t, prove())); diff != "" {
		t.Error(diff)
	}
}

func TestOnlyEarnersProveDIDsThatCanBeLookedUp(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	coach := f.Member(t, auth.Coach, f.Organization(t, "Center", nil, enum.OrgWorkforceBoard))
	for name, c := range map[string]struct {
		as        world.Viewer
		did, want string
	}{
		"a coach":        {coach, "did:web:a.example", "FORBIDDEN"},
		"nobody":         {t.Context(), "did:web:a.example", "UNAUTHENTICATED"},
		"another method": {f.asAna, "did:ion:abc", "INVALID did"},
		"a key of a DID": {f.asAna, "did:web:a.example#key-1", "INVALID did"},
		"a private host": {f.asAna, "did:web:localhost", "INVALID did"},
		"a broken key":   {f.asAna, "did:key:z6Mk", "INVALID did"},
		"no DID":         {f.asAna, "ana@people.example", "INVALID did"},
	} {
		_, err := f.Credentials.BeginDID(c.as, c.did)
		if diff := cmp.Diff([]string{c.want}, world.Problems(t, err)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		_, err = f.Credentials.ProveDID(c.as, credential.ProveDIDInput{DID: c.did, Token: "x"})
		if diff := cmp.Diff([]string{c.want}, world.Problems(t, err)); diff != "" {
			t.Errorf("%s proves: %s", name, diff)
		}
	}
}
