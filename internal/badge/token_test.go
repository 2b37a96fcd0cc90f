package badge

import (
	"encoding/base64"
	"maps"
	"strings"
	"testing"

	"github.com/stackmatch/stackmatch/internal/badge/jose"
	"github.com/stackmatch/stackmatch/internal/badge/keys"
)

const awarded = 1768035600 // 2026-01-10T09:00:00Z

func TestATokenSaysWhatItsCredentialSays(t *testing.T) {
	t.Parallel()
	school := newMaker(t, "school", keys.P256)
	for name, c := range map[string]struct {
		header, claims map[string]any
		verdict        Verdict
		reason         Reason
	}{
		"as it should be":          {nil, map[string]any{"sub": "did:example:holder", "nbf": awarded, "iat": awarded}, Valid, ""},
		"without claims":           {nil, map[string]any{"iss": nil, "jti": nil}, Valid, ""},
		"iat of any kind":          {nil, map[string]any{"iat": "2010-01-01T19:23:24Z"}, Valid, ""},
		"another issuer":           {nil, map[string]any{"iss": schoolDID}, Invalid, ReasonClaimMismatch},
		"an issuer as an object":   {nil, map[string]any{"iss": map[string]any{"id": school.id}}, Invalid, ReasonClaimMismatch},
		"another id":               {nil, map[string]any{"jti": "urn:other:1"}, Invalid, ReasonClaimMismatch},
		"another subject":          {nil, map[string]any{"sub": "did:example:another"}, Invalid, ReasonClaimMismatch},
		"another start":            {nil, map[string]any{"nbf": awarded + 1}, Invalid, ReasonClaimMismatch},
		"a start that is no date":  {nil, map[string]any{"nbf": "2026-01-10T09:00:00Z"}, Invalid, ReasonClaimMismatch},
		"a part of a second":       {nil, map[string]any{"nbf": awarded + 0.5}, Valid, ""},
		"an end in the past":       {nil, map[string]any{"exp": awarded + 1}, Invalid, ReasonExpired},
		"an end in the future":     {nil, map[string]any{"exp": 4000000000}, Valid, ""},
		"another end":              {nil, map[string]any{"validUntil": "2036-01-01T00:00:00Z", "exp": 4000000000}, Invalid, ReasonClaimMismatch},
		"a second credential":      {nil, map[string]any{"vc": map[string]any{"id": "urn:other:1"}}, Invalid, ReasonClaimMismatch},
		"a presentation besides":   {nil, map[string]any{"vp": "x"}, Invalid, ReasonClaimMismatch},
		"typ vc+jwt":               {map[string]any{"typ": "vc+jwt", "cty": "vc"}, nil, Valid, ""},
		"typ in full":              {map[string]any{"typ": "application/vc+jwt"}, nil, Valid, ""},
		"no typ":                   {map[string]any{"typ": nil}, nil, Valid, ""},
		"typ of a presentation":    {map[string]any{"typ": "vp+jwt"}, nil, Invalid, ReasonWrongTokenType},
		"typ of an access token":   {map[string]any{"typ": "at+jwt"}, nil, Invalid, ReasonWrongTokenType},
		"typ of a logout token":    {map[string]any{"typ": "logout+jwt"}, nil, Invalid, ReasonWrongTokenType},
		"cty of a presentation":    {map[string]any{"cty": "vp"}, nil, Invalid, ReasonWrongTokenType},
		"no key's name":            {map[string]any{"kid": nil}, nil, Valid, ""},
		"a fragment":               {map[string]any{"kid": "#" + strings.TrimPrefix(school.id, "did:key:")}, nil, Valid, ""},
		"the DID alone":            {map[string]any{"kid": school.id}, nil, Valid, ""},
		"a name that nobody knows": {map[string]any{"kid": "key-7"}, nil, Invalid, ReasonKeyNotInDocument},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			check(t, school.token(t, school.award(), c.header, c.claims), nil, Policy{}, c.verdict, c.reason)
		})
	}
}

func TestAKeyThatATokenBringsAlongBindsNothing(t *testing.T) {
	t.Parallel()
	school, mallory := newMaker(t, "school", keys.P256).at(schoolDID), newMaker(t, "mallory", keys.P256)
	address := "https://mallory.example/keys/1"
	docs := Documents{
		schoolFile:                      school.document(nil),
		address:                         served(mallory.key.PublicKey().JWK()),
		"https://forest.example/keys/1": served(school.key.PublicKey().JWK()),
	}
	award := school.award()
	jwk := func(m maker) map[string]any { return map[string]any{"kid": nil, "jwk": m.key.PublicKey().JWK()} }
	for name, c := range map[string]struct {
		signer  maker
		header  map[string]any
		verdict Verdict
		reason  Reason
	}{
		"another's key in the header":       {mallory, jwk(mallory), Invalid, ReasonIssuerMismatch},
		"the issuer's key in the header":    {school, jwk(school), Valid, ""},
		"another's key at an address":       {mallory, map[string]any{"kid": address}, Invalid, ReasonIssuerMismatch},
		"the issuer's key at an address":    {school, map[string]any{"kid": "https://forest.example/keys/1"}, Valid, ""},
		"the issuer's name, another's key":  {mallory, map[string]any{"kid": schoolDID + "#key"}, Invalid, ReasonSignatureInvalid},
		"another's name":                    {mallory, nil, Invalid, ReasonIssuerMismatch},
		"the thumbprint of the key":         {school, map[string]any{"kid": school.key.PublicKey().Thumbprint()}, Valid, ""},
		"the thumbprint of another's":       {mallory, map[string]any{"kid": mallory.key.PublicKey().Thumbprint()}, Invalid, ReasonKeyNotInDocument},
		"an address where nothing is":       {mallory, map[string]any{"kid": "https://mallory.example/keys/2"}, Indeterminate, ReasonKeyNotResolvable},
		"an address on this machine":        {mallory, map[string]any{"kid": "https://127.0.0.1/keys/2"}, Invalid, ReasonFetchBlocked},
		"a method of DIDs that we don't do": {mallory, map[string]any{"kid": "did:example:1#k"}, Indeterminate, ReasonUnsupportedDIDMethod},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			token := c.signer.token(t, award, c.header, map[string]any{"iss": schoolDID})
			check(t, token, docs, Policy{}, c.verdict, c.reason)
		})
	}
}

// Header and payload, with whatever stands in for a signature.
func unsecured(header, payload string) []byte {
	e := base64.RawURLEncoding
	return []byte(e.EncodeToString([]byte(header)) + "." + e.EncodeToString([]byte(payload)) + ".AAAA")
}

func TestTokensThatProveNothingAreInvalid(t *testing.T) {
	t.Parallel()
	school := newMaker(t, "school", keys.P256)
	payload := string(bytesOf(t, school.award()))
	for name, c := range map[string]struct {
		content []byte
		reason  Reason
	}{
		"none":               {unsecured(`{"alg":"none"}`, payload), ReasonAlgNotAllowed},
		"none, without more": {[]byte(strings.TrimSuffix(string(unsecured(`{"alg":"none"}`, payload)), "AAAA")), ReasonAlgNotAllowed},
		"NONE":               {unsecured(`{"alg":"NonE"}`, payload), ReasonAlgNotAllowed},
		"HS256":              {unsecured(`{"alg":"HS256","kid":"`+school.method+`"}`, payload), ReasonAlgNotAllowed},
		"ES256K":             {unsecured(`{"alg":"ES256K","kid":"`+school.method+`"}`, payload), ReasonAlgNotAllowed},
		"RS256 with a P-256": {unsecured(`{"alg":"RS256","kid":"`+school.method+`"}`, payload), ReasonAlgNotAllowed},
		"ES384 with a P-256": {unsecured(`{"alg":"ES384","kid":"`+school.method+`"}`, payload), ReasonAlgNotAllowed},
		"crit":               {unsecured(`{"alg":"ES256","crit":["exp"],"exp":1,"kid":"`+school.method+`"}`, payload), ReasonAlgNotAllowed},
		"b64":                {unsecured(`{"alg":"ES256","b64":false,"kid":"`+school.method+`"}`, payload), ReasonAlgNotAllowed},
		"alg twice":          {unsecured(`{"alg":"ES256","alg":"none"}`, payload), ReasonMalformed},
		"no alg":             {unsecured(`{}`, payload), ReasonMalformed},
		"a wrong signature":  {unsecured(`{"alg":"ES256","kid":"`+school.method+`"}`, payload), ReasonSignatureInvalid},
		"payload no object":  {unsecured(`{"alg":"ES256"}`, `[]`), ReasonMalformed},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := check(t, c.content, nil, Policy{}, Invalid, c.reason)
			if r.IssuerBound == Yes && c.reason == ReasonAlgNotAllowed {
				t.Error("bound by what proves nothing")
			}
		})
	}
}

func TestTheOldFormOfATokenIsCompletedByItsClaims(t *testing.T) {
	t.Parallel()
	school := newMaker(t, "school", keys.Ed25519)
	vc := school.award()
	vc["@context"] = []any{contextVC1, contextsOB3 + ".json"}
	vc["issuanceDate"] = "2026-01-10T09:00:00.250Z"
	delete(vc, "validFrom")
	wrap := func(vc, more map[string]any) []byte {
		claims := map[string]any{"vc": vc, "iss": school.id, "jti": vc["id"], "nbf": awarded, "sub": "did:example:holder"}
		maps.Copy(claims, more)
		payload := bytesOf(t, claims)
		token, err := jose.Sign(payload, map[string]any{"typ": "JWT", "kid": school.method}, school.key)
		if err != nil {
			t.Fatal(err)
		}
		return []byte(token)
	}
	if r := check(t, wrap(vc, nil), nil, Policy{}, Valid, ""); r.Format != OpenBadge3JWT {
		t.Errorf("format %s", r.Format)
	}
	check(t, wrap(vc, map[string]any{"nbf": awarded + 60}), nil, Policy{}, Invalid, ReasonClaimMismatch)
	check(t, wrap(vc, map[string]any{"iss": schoolDID}), nil, Policy{}, Invalid, ReasonClaimMismatch)

	bare := maps.Clone(vc)
	for _, name := range []string{"id", "issuer", "issuanceDate"} {
		delete(bare, name)
	}
	r := check(t, wrap(bare, map[string]any{"jti": "urn:bare:1", "exp": 4000000000}), nil, Policy{}, Valid, "")
	if c := r.Credential; c.ID != "urn:bare:1" || c.Issuer.ID != school.id || c.ValidFrom == nil || c.ValidUntil == nil {
		t.Errorf("completed to %+v", c)
	}
	check(t, wrap(bare, map[string]any{"jti": "urn:bare:1", "exp": awarded + 1}), nil, Policy{}, Invalid, ReasonExpired)
}
