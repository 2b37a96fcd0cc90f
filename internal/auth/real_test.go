package auth_test

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"math/big"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// The provider's clock is the machine's: these tests' clocks start with it.

func (p *realProvider) verifier(t *testing.T, c *clock) *auth.OIDC {
	t.Helper()
	return mustOIDC(t, auth.OIDCConfig{
		Issuer:    p.issuer,
		Audiences: []string{audience, audience + "ES256", audience + "EdDSA", "portal"},
		Now:       c.Now,
	})
}

func TestARealProvidersIDTokenNamesThePerson(t *testing.T) {
	t.Parallel()
	p := startProvider(t)
	verifier := p.verifier(t, newClock(time.Now()))
	for person, email := range map[string]string{"ana": "ana@example.org", "bo": ""} {
		got, err := verifier.Verify(t.Context(), p.signIn(t, person))
		if diff := cmp.Diff(auth.Subject{Issuer: p.issuer, ID: person, Email: email}, timeless(got)); err != nil || diff != "" {
			t.Errorf("%s: %v %s", person, err, diff)
		}
	}
}

func TestARealProvidersAccessTokenIsForItsAudienceOnly(t *testing.T) {
	t.Parallel()
	p := startProvider(t)
	verifier := p.verifier(t, newClock(time.Now()))
	for _, resource := range []string{audience, audience + "ES256", audience + "EdDSA"} {
		got, err := verifier.Verify(t.Context(), p.accessToken(t, resource, ""))
		if diff := cmp.Diff(auth.Subject{Issuer: p.issuer, ID: "robot"}, timeless(got)); err != nil || diff != "" {
			t.Errorf("%s: %v %s", resource, err, diff)
		}
	}
	token := p.accessToken(t, "https://elsewhere.example.org/", "")
	_, err := verifier.Verify(t.Context(), token)
	wantRefused(t, "another audience", token, err, "another service")
}

// TestARealProvidersTokenCannotBeForged changes a good token in ways that have
// worked against others.
func TestARealProvidersTokenCannotBeForged(t *testing.T) {
	t.Parallel()
	p := startProvider(t)
	verifier := p.verifier(t, newClock(time.Now()))
	good := p.accessToken(t, audience, "")
	header, claims := headerOf(t, good), claimsOf(t, good)
	key := p.publishedKey(t, "RS256")
	number := func(name string) *big.Int {
		raw, err := base64.RawURLEncoding.DecodeString(key[name].(string))
		if err != nil {
			t.Fatal(err)
		}
		return new(big.Int).SetBytes(raw)
	}
	der, err := x509.MarshalPKIXPublicKey(&rsa.PublicKey{N: number("n"), E: int(number("e").Int64())})
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range []string{"PUBLIC KEY", "RSA PUBLIC KEY"} {
		secret := pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
		token := sign(t, jwt.SigningMethodHS256, secret, with(header, "alg", "HS256"), claims)
		_, err = verifier.Verify(t.Context(), token)
		wantRefused(t, "HS256 with the public key", token, err, "algorithm")
	}
	token := sign(t, jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, with(header, "alg", "none"), claims)
	_, err = verifier.Verify(t.Context(), token)
	wantRefused(t, "alg none", token, err, "algorithm")
	token = sign(t, jwt.SigningMethodRS256, rsaKey(), header, claims)
	_, err = verifier.Verify(t.Context(), token)
	wantRefused(t, "another's signature", token, err, "signature")
}

func TestARealProvidersTokenLivesWithinItsTimes(t *testing.T) {
	t.Parallel()
	p := startProvider(t)
	for _, c := range []struct {
		name, scope string
		clock       time.Duration
		want        string
	}{
		{"just expired, within the skew", "", time.Hour + 30*time.Second, ""},
		{"expired", "", time.Hour + 90*time.Second, "expired"},
		{"issued on a clock half a minute ahead", "", -30 * time.Second, ""},
		{"issued on a clock two minutes ahead", "", -2 * time.Minute, "future"},
		{"to be used in ten minutes", "postponed", 0, "not valid yet"},
		{"to be used in half a minute", "postponed", 10*time.Minute - 30*time.Second, ""},
	} {
		token := p.accessToken(t, audience, c.scope)
		clock := newClock(time.Now().Add(c.clock))
		_, err := p.verifier(t, clock).Verify(t.Context(), token)
		if c.want == "" && err != nil {
			t.Errorf("%s: %v", c.name, err)
		} else if c.want != "" {
			wantRefused(t, c.name, token, err, c.want)
		}
	}
}

func TestARealProvidersTokenIsNotGoodAtAnother(t *testing.T) {
	t.Parallel()
	one, two := startProvider(t), startProvider(t)
	clock := newClock(time.Now())
	token := one.accessToken(t, audience, "")
	_, err := two.verifier(t, clock).Verify(t.Context(), token)
	wantRefused(t, "another issuer", token, err, "does not publish")

	a := mustAuthenticator(t, people, two.verifier(t, clock))
	_, err = a.Authenticate(t.Context(), "Bearer "+token, "")
	wantRefused(t, "another issuer", token, err, "not trusted here")
}

func TestARealProviderMayRotateItsKeys(t *testing.T) {
	t.Parallel()
	p := startProvider(t)
	clock := newClock(time.Now())
	verifier := p.verifier(t, clock)
	verify := func(token string) error {
		_, err := verifier.Verify(t.Context(), token)
		return err
	}
	old := p.accessToken(t, audience, "")
	if err := verify(old); err != nil {
		t.Fatal(err)
	}
	p.tell(t, "rotate")
	young := p.accessToken(t, audience, "")
	if headerOf(t, old)["kid"] == headerOf(t, young)["kid"] {
		t.Fatal("the provider did not rotate")
	}
	for name, token := range map[string]string{"new": young, "old": old} {
		if err := verify(token); err != nil {
			t.Errorf("rotated, the %s key: %v", name, err)
		}
	}
	p.tell(t, "retire")
	clock.Add(16 * time.Minute)
	wantRefused(t, "the retired key", old, verify(old), "does not publish")
	if err := verify(young); err != nil {
		t.Errorf("the new key: %v", err)
	}
}

func TestARealProviderMayGoDown(t *testing.T) {
	t.Parallel()
	p := startProvider(t)
	clock := newClock(time.Now())
	knows, knowsNot := p.verifier(t, clock), p.verifier(t, clock)
	token := p.accessToken(t, audience, "")
	if _, err := knows.Verify(t.Context(), token); err != nil {
		t.Fatal(err)
	}
	p.stop()
	for _, after := range []time.Duration{0, 30 * time.Minute} {
		clock.Add(after)
		if _, err := knows.Verify(t.Context(), token); err != nil {
			t.Errorf("keys known, %s after: %v", after, err)
		}
	}
	if _, err := knowsNot.Verify(t.Context(), token); !problem.Is(err, problem.Unavailable) {
		t.Errorf("keys unknown: got %v, want Unavailable", err)
	}
}
