package auth_test

import (
	"crypto"
	"crypto/elliptic"
	"crypto/x509"
	"encoding/pem"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/problem"
)

func TestAProvidersTokenIsGoodInEachAlgorithm(t *testing.T) {
	t.Parallel()
	p256, p384, p521, ed := newECKey(t, elliptic.P256()), newECKey(t, elliptic.P384()), newECKey(t, elliptic.P521()), newEdKey(t)
	p := newProvider(t, jwkOf(t, "rsa", rsaKey()), jwkOf(t, "p256", p256), jwkOf(t, "p384", p384), jwkOf(t, "p521", p521), jwkOf(t, "ed", ed))
	verifier := p.verifier(t, newClock(noon))
	want := auth.Subject{Issuer: p.issuer, ID: "ana"}
	for _, c := range []struct {
		method jwt.SigningMethod
		id     string
		key    crypto.Signer
	}{
		{jwt.SigningMethodRS256, "rsa", rsaKey()},
		{jwt.SigningMethodRS512, "rsa", rsaKey()},
		{jwt.SigningMethodPS384, "rsa", rsaKey()},
		{jwt.SigningMethodES256, "p256", p256},
		{jwt.SigningMethodES384, "p384", p384},
		{jwt.SigningMethodES512, "p521", p521},
		{jwt.SigningMethodEdDSA, "ed", ed},
	} {
		for _, typ := range []any{nil, "JWT", "at+jwt", "application/at+jwt"} {
			token := sign(t, c.method, c.key, map[string]any{"kid": c.id, "typ": typ}, p.claims())
			got, err := verifier.Verify(t.Context(), token)
			if diff := cmp.Diff(want, timeless(got)); err != nil || diff != "" {
				t.Errorf("%s, typ %v: %v %s", c.method.Alg(), typ, err, diff)
			}
		}
	}
	if got := p.fetches.Load(); got != 1 {
		t.Errorf("fetched the keys %d times, want once", got)
	}
}

func TestAProvidersTokenIsRefusedUnlessAllOfItIsGood(t *testing.T) {
	t.Parallel()
	ec := newECKey(t, elliptic.P256())
	p := newProvider(t, jwkOf(t, "rsa", rsaKey()), jwkOf(t, "ec", ec),
		jwkOf(t, "only RS512", rsaKey(), "alg", "RS512"), jwkOf(t, "to encrypt", rsaKey(), "use", "enc"))
	verifier := mustOIDC(t, auth.OIDCConfig{Issuer: p.issuer, Audiences: []string{audience, "portal"}, Now: newClock(noon).Now})
	der, err := x509.MarshalPKIXPublicKey(rsaKey().Public())
	if err != nil {
		t.Fatal(err)
	}
	publicPEM := pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
	hs256 := jwt.SigningMethodHS256
	embedded := jwkOf(t, "rsa", otherRSAKey())

	for _, c := range []struct{ name, token, reason string }{
		{"alg none", sign(t, jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, kid("rsa"), p.claims()), "algorithm"},
		{"HS256 with the public key as PEM", sign(t, hs256, publicPEM, kid("rsa"), p.claims()), "algorithm"},
		{"HS256 with the public key as DER", sign(t, hs256, der, kid("rsa"), p.claims()), "algorithm"},
		{"HS256 with the modulus, as RS256", sign(t, hs256, rsaKey().N.Bytes(), map[string]any{"kid": "rsa", "alg": "RS256"}, p.claims()), "signature"},
		{"another's key under this one's name", sign(t, jwt.SigningMethodRS256, otherRSAKey(), kid("rsa"), p.claims()), "signature"},
		{"another's key in the header", sign(t, jwt.SigningMethodRS256, otherRSAKey(), map[string]any{"kid": "rsa", "jwk": embedded}, p.claims()), "signature"},
		{"a key that is not published", sign(t, jwt.SigningMethodRS256, otherRSAKey(), kid("else"), p.claims()), "does not publish"},
		{"a key of another kind", sign(t, jwt.SigningMethodES256, ec, kid("rsa"), p.claims()), "does not publish"},
		{"a key for another algorithm", rs256(t, "only RS512", p.claims()), "does not publish"},
		{"a key for encryption", rs256(t, "to encrypt", p.claims()), "does not publish"},
		{"critical extension", sign(t, jwt.SigningMethodRS256, rsaKey(), map[string]any{"kid": "rsa", "crit": []string{"b64"}, "b64": true}, p.claims()), "critical"},
		{"a logout token", sign(t, jwt.SigningMethodRS256, rsaKey(), map[string]any{"kid": "rsa", "typ": "logout+jwt"}, p.claims()), "type"},
		{"another audience", rs256(t, "rsa", p.claims("aud", "https://elsewhere.example.org")), "another service"},
		{"other audiences", rs256(t, "rsa", p.claims("aud", []string{"a", "b"})), "another service"},
		{"no audience", rs256(t, "rsa", p.claims("aud", nil)), "lacks"},
		{"another issuer", rs256(t, "rsa", p.claims("iss", "https://elsewhere.example.org")), "issuer"},
		{"this issuer with a slash", rs256(t, "rsa", p.claims("iss", p.issuer+"/")), "issuer"},
		{"no issuer", rs256(t, "rsa", p.claims("iss", nil)), "issuer"},
		{"no expiry", rs256(t, "rsa", p.claims("exp", nil)), "lacks"},
		{"no subject", rs256(t, "rsa", p.claims("sub", nil)), "nobody"},
		{"a subject that is no text", rs256(t, "rsa", p.claims("sub", 7)), "signature"},
		{"changed claims", strings.Join([]string{part(`{"alg":"RS256","kid":"rsa"}`), part(`{"sub":"bo"}`), "AAAA"}, "."), "signature"},
	} {
		_, err := verifier.Verify(t.Context(), c.token)
		wantRefused(t, c.name, "", err, c.reason)
	}
	for name, aud := range map[string]any{"the first": audience, "the second": "portal", "one of several": []string{"x", "portal"}} {
		if _, err := verifier.Verify(t.Context(), rs256(t, "rsa", p.claims("aud", aud))); err != nil {
			t.Errorf("audience is %s: %v", name, err)
		}
	}
}

func TestAProvidersTokenLivesWithinItsTimesAndTheSkewOnly(t *testing.T) {
	t.Parallel()
	p := newProvider(t, jwkOf(t, "rsa", rsaKey()))
	at := func(d time.Duration) int64 { return noon.Add(d).Unix() }
	for _, c := range []struct {
		name   string
		skew   time.Duration
		claims map[string]any
		want   string
	}{
		{"expired within the skew", 0, p.claims("exp", at(-59*time.Second)), ""},
		{"expired past the skew", 0, p.claims("exp", at(-60*time.Second)), "expired"},
		{"expired within a wider skew", 3 * time.Minute, p.claims("exp", at(-179*time.Second)), ""},
		{"expired past a wider skew", 3 * time.Minute, p.claims("exp", at(-180*time.Second)), "expired"},
		{"not yet valid within the skew", 0, p.claims("nbf", at(time.Minute)), ""},
		{"not yet valid past the skew", 0, p.claims("nbf", at(61*time.Second)), "not valid yet"},
		{"issued later within the skew", 0, p.claims("iat", at(time.Minute)), ""},
		{"issued later past the skew", 0, p.claims("iat", at(61*time.Second)), "future"},
		{"an expiry beyond all numbers", 0, p.claims("exp", -1e300), "expired"},
	} {
		verifier := mustOIDC(t, auth.OIDCConfig{Issuer: p.issuer, Audiences: []string{audience}, Skew: c.skew, Now: newClock(noon).Now})
		_, err := verifier.Verify(t.Context(), rs256(t, "rsa", c.claims))
		if c.want == "" && err != nil {
			t.Errorf("%s: %v", c.name, err)
		} else if c.want != "" {
			wantRefused(t, c.name, "", err, c.want)
		}
	}
}

func TestOnlyAVerifiedAddressNamesAnAccount(t *testing.T) {
	t.Parallel()
	p := newProvider(t, jwkOf(t, "rsa", rsaKey()))
	verifier := p.verifier(t, newClock(noon))
	for _, c := range []struct {
		name            string
		email, verified any
		want            string
	}{
		{"verified", "ana@example.org", true, "ana@example.org"},
		{"verified, as some providers write it", "ana@example.org", "true", "ana@example.org"},
		{"in capitals", "Ana@Example.ORG", true, "ana@example.org"},
		{"not verified", "ana@example.org", false, ""},
		{"not verified, as text", "ana@example.org", "false", ""},
		{"not said", "ana@example.org", nil, ""},
		{"said oddly", "ana@example.org", 1, ""},
		{"no address", nil, true, ""},
		{"no address at all", "ana", true, ""},
		{"no text", 7, true, ""},
		{"a name before it", "Ana <ana@example.org>", true, ""},
		{"two addresses", "ana@example.org, bo@example.org", true, ""},
		{"a letter that folds to k", "an\u212a@example.org", true, ""},
	} {
		got, err := verifier.Verify(t.Context(), rs256(t, "rsa", p.claims("email", c.email, "email_verified", c.verified)))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		if diff := cmp.Diff(auth.Subject{Issuer: p.issuer, ID: "ana", Email: c.want}, timeless(got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

func TestAClaimThatDiffersInCaseIsAnotherClaim(t *testing.T) {
	t.Parallel()
	p := newProvider(t, jwkOf(t, "rsa", rsaKey()))
	good := p.claims("email", "ana@example.org", "email_verified", false)
	for _, claims := range []map[string]any{
		with(good, "Sub", "bo", "Email", "bo@example.org", "Email_verified", true),
		with(good, "\u017fub", "bo", "email_verif\u0131ed", true),
	} {
		got, err := p.verifier(t, newClock(noon)).Verify(t.Context(), rs256(t, "rsa", claims))
		if diff := cmp.Diff(auth.Subject{Issuer: p.issuer, ID: "ana"}, timeless(got)); err != nil || diff != "" {
			t.Errorf("%v (-want +got):\n%s", err, diff)
		}
	}
}

func TestTheAlgorithmsCanBeNarrowed(t *testing.T) {
	t.Parallel()
	p := newProvider(t, jwkOf(t, "rsa", rsaKey()))
	verifier := mustOIDC(t, auth.OIDCConfig{Issuer: p.issuer, Audiences: []string{audience}, Algorithms: []string{"ES256"}, Now: newClock(noon).Now})
	token := rs256(t, "rsa", p.claims())
	_, err := verifier.Verify(t.Context(), token)
	wantRefused(t, "RS256 where ES256 is asked", token, err, "algorithm")
	if got := p.fetches.Load(); got != 0 {
		t.Errorf("fetched keys %d times for it, want never", got)
	}
}

func TestAnUnsafeConfigurationIsRefused(t *testing.T) {
	t.Parallel()
	good := auth.OIDCConfig{Issuer: "https://id.example.org", Audiences: []string{"a"}, Now: newClock(noon).Now}
	for name, change := range map[string]func(*auth.OIDCConfig){
		"no https":              func(c *auth.OIDCConfig) { c.Issuer = "http://id.example.org" },
		"no https, by name":     func(c *auth.OIDCConfig) { c.Issuer = "http://localhost.example.org" },
		"no https, nearby":      func(c *auth.OIDCConfig) { c.Issuer = "http://192.168.0.2" },
		"no URL":                func(c *auth.OIDCConfig) { c.Issuer = auth.LocalIssuer },
		"no issuer":             func(c *auth.OIDCConfig) { c.Issuer = "" },
		"no host":               func(c *auth.OIDCConfig) { c.Issuer = "https:///path" },
		"no audience":           func(c *auth.OIDCConfig) { c.Audiences = nil },
		"an empty audience":     func(c *auth.OIDCConfig) { c.Audiences = []string{"a", ""} },
		"a symmetric algorithm": func(c *auth.OIDCConfig) { c.Algorithms = []string{"RS256", "HS256"} },
		"no signature":          func(c *auth.OIDCConfig) { c.Algorithms = []string{"none"} },
		"a negative skew":       func(c *auth.OIDCConfig) { c.Skew = -time.Second },
		"an hour's skew":        func(c *auth.OIDCConfig) { c.Skew = time.Hour },
		"no clock":              func(c *auth.OIDCConfig) { c.Now = nil },
	} {
		config := good
		change(&config)
		if _, err := auth.NewOIDC(config); err == nil {
			t.Errorf("%s: accepted %+v", name, config)
		}
	}
	for _, issuer := range []string{good.Issuer, "http://localhost:9000", "http://127.0.0.1:9000", "http://[::1]:9000"} {
		config := good
		config.Issuer = issuer
		if _, err := auth.NewOIDC(config); err != nil {
			t.Errorf("%s: %v", issuer, err)
		}
	}
}

func TestAProviderThatSendsUsOutOfTLSIsNotFollowed(t *testing.T) {
	t.Parallel()
	p := newProvider(t, jwkOf(t, "rsa", rsaKey()))
	p.discover("jwks_uri", "http://keys.example.org/keys")
	_, err := p.verifier(t, newClock(noon)).Verify(t.Context(), rs256(t, "rsa", p.claims()))
	if !problem.Is(err, problem.Unavailable) || !strings.Contains(err.Error(), "is not https") {
		t.Errorf("got %v, want Unavailable because of http", err)
	}
}
