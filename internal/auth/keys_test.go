package auth_test

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/problem"
)

func TestAProviderThatCannotBeAskedIsUnavailableNotABadToken(t *testing.T) {
	t.Parallel()
	for name, harm := range map[string]func(p *fakeProvider){
		"down":                    func(p *fakeProvider) { p.down.Store(true) },
		"discovery of another":    func(p *fakeProvider) { p.discover("issuer", "https://elsewhere.example.org") },
		"discovery without keys":  func(p *fakeProvider) { p.discover("jwks_uri", nil) },
		"keys elsewhere":          func(p *fakeProvider) { p.discover("jwks_uri", "http://127.0.0.1:1/keys") },
		"no keys":                 func(p *fakeProvider) { p.publish() },
		"no keys of a known kind": func(p *fakeProvider) { p.publish(map[string]any{"kty": "lead", "kid": "rsa"}) },
		"an endless document":     func(p *fakeProvider) { p.discover("comment", strings.Repeat("a", 2<<20)) },
	} {
		p := newProvider(t, jwkOf(t, "rsa", rsaKey()))
		harm(p)
		_, err := p.verifier(t, newClock(noon)).Verify(t.Context(), rs256(t, "rsa", p.claims()))
		if !problem.Is(err, problem.Unavailable) {
			t.Errorf("%s: got %v, want Unavailable", name, err)
		}
	}
}

func TestAProviderThatIsGoneIsUnavailable(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(nil)
	server.Close()
	verifier := mustOIDC(t, auth.OIDCConfig{Issuer: server.URL, Audiences: []string{audience}, Now: newClock(noon).Now})
	token := rs256(t, "rsa", map[string]any{"iss": server.URL})
	for range 20 { // past the bound on fetches too
		if _, err := verifier.Verify(t.Context(), token); !problem.Is(err, problem.Unavailable) {
			t.Fatalf("got %v, want Unavailable", err)
		}
	}
}

func TestAProviderThatComesBackIsAskedAgain(t *testing.T) {
	t.Parallel()
	clock := newClock(noon)
	p := newProvider(t, jwkOf(t, "rsa", rsaKey()))
	verifier, token := p.verifier(t, clock), rs256(t, "rsa", p.claims())
	p.down.Store(true)
	if _, err := verifier.Verify(t.Context(), token); !problem.Is(err, problem.Unavailable) {
		t.Fatalf("got %v, want Unavailable", err)
	}
	p.down.Store(false)
	if _, err := verifier.Verify(t.Context(), token); err != nil {
		t.Error(err)
	}
}

func TestKnownKeysOutlastTheProviderForADay(t *testing.T) {
	t.Parallel()
	clock := newClock(noon)
	p := newProvider(t, jwkOf(t, "rsa", rsaKey()))
	verifier := p.verifier(t, clock)
	token := rs256(t, "rsa", p.claims("exp", noon.Add(72*time.Hour).Unix()))
	if _, err := verifier.Verify(t.Context(), token); err != nil {
		t.Fatal(err)
	}
	p.down.Store(true)
	for _, after := range []time.Duration{0, time.Hour, 22 * time.Hour} {
		clock.Add(after)
		if _, err := verifier.Verify(t.Context(), token); err != nil {
			t.Errorf("at %s: %v", clock.Now(), err)
		}
	}
	unknown := rs256(t, "new", p.claims())
	if _, err := verifier.Verify(t.Context(), unknown); !problem.Is(err, problem.Unavailable) {
		t.Errorf("a key that may be new: got %v, want Unavailable", err)
	}
	clock.Add(time.Hour)
	if _, err := verifier.Verify(t.Context(), token); !problem.Is(err, problem.Unavailable) {
		t.Errorf("a day later: got %v, want Unavailable", err)
	}
}

func TestANewKeyIsFoundAtOnceAndAWithdrawnOneForgottenInTime(t *testing.T) {
	t.Parallel()
	clock := newClock(noon)
	newer := newEdKey(t)
	p := newProvider(t, jwkOf(t, "old", rsaKey()))
	verifier := p.verifier(t, clock)
	old := rs256(t, "old", p.claims())
	young := sign(t, jwt.SigningMethodEdDSA, newer, kid("new"), p.claims())
	verify := func(token string) error {
		_, err := verifier.Verify(t.Context(), token)
		return err
	}
	if err := verify(old); err != nil {
		t.Fatal(err)
	}
	p.publish(jwkOf(t, "new", newer), jwkOf(t, "old", rsaKey()))
	for name, token := range map[string]string{"new": young, "old": old} {
		if err := verify(token); err != nil {
			t.Errorf("both published, signed with the %s: %v", name, err)
		}
	}
	p.publish(jwkOf(t, "new", newer))
	clock.Add(16 * time.Minute)
	wantRefused(t, "withdrawn", old, verify(old), "does not publish")
	if err := verify(young); err != nil {
		t.Errorf("the new one: %v", err)
	}
}

func TestAKeyWithoutANameIsFoundAndReplaced(t *testing.T) {
	t.Parallel()
	first, second := newEdKey(t), newEdKey(t)
	p := newProvider(t)
	verifier := p.verifier(t, newClock(noon))
	for i, key := range []ed25519.PrivateKey{first, second} {
		p.publish(jwkOf(t, "", key, "kid", nil))
		if _, err := verifier.Verify(t.Context(), sign(t, jwt.SigningMethodEdDSA, key, nil, p.claims())); err != nil {
			t.Errorf("key %d: %v", i, err)
		}
	}
	forged := sign(t, jwt.SigningMethodEdDSA, newEdKey(t), nil, p.claims())
	_, err := verifier.Verify(t.Context(), forged)
	wantRefused(t, "another's", forged, err, "signature")
}

func TestAKeySetThatMovesIsFollowed(t *testing.T) {
	t.Parallel()
	p, moved := newProvider(t, jwkOf(t, "a", rsaKey())), newProvider(t, jwkOf(t, "b", rsaKey()))
	verifier := p.verifier(t, newClock(noon))
	if _, err := verifier.Verify(t.Context(), rs256(t, "a", p.claims())); err != nil {
		t.Fatal(err)
	}
	p.discover("jwks_uri", moved.issuer+"/keys")
	if _, err := verifier.Verify(t.Context(), rs256(t, "b", p.claims())); err != nil {
		t.Error(err)
	}
}

func TestUnknownKeysDoNotFloodTheProvider(t *testing.T) {
	t.Parallel()
	clock := newClock(noon)
	p := newProvider(t, jwkOf(t, "rsa", rsaKey()))
	verifier := p.verifier(t, clock)
	good := rs256(t, "rsa", p.claims("exp", noon.Add(time.Hour).Unix()))
	for i := range 200 {
		_, err := verifier.Verify(t.Context(), rs256(t, fmt.Sprint("unknown ", i), p.claims()))
		wantRefused(t, "unknown", "", err, "does not publish")
		if _, err := verifier.Verify(t.Context(), good); err != nil {
			t.Fatal(err)
		}
	}
	if got := p.fetches.Load(); got > 5 {
		t.Errorf("200 unknown keys made %d fetches, want 5 at most", got)
	}
	clock.Add(10 * time.Second)
	p.publish(jwkOf(t, "new", rsaKey()))
	if _, err := verifier.Verify(t.Context(), rs256(t, "new", p.claims())); err != nil {
		t.Errorf("ten seconds later a new key: %v", err)
	}
}

func TestRequestsShareOneFetchAndOutliveEachOther(t *testing.T) {
	t.Parallel()
	p := newProvider(t, jwkOf(t, "rsa", rsaKey()))
	p.gate = make(chan struct{})
	verifier, token := p.verifier(t, newClock(noon)), rs256(t, "rsa", p.claims())

	impatient, leave := context.WithCancel(t.Context())
	left := make(chan error)
	go func() {
		_, err := verifier.Verify(impatient, token)
		left <- err
	}()
	leave()
	if err := <-left; !errors.Is(err, context.Canceled) {
		t.Errorf("who leaves: got %v, want canceled", err)
	}
	var group sync.WaitGroup
	for range 16 {
		group.Go(func() {
			if _, err := verifier.Verify(t.Context(), token); err != nil {
				t.Errorf("who stays: %v", err)
			}
		})
	}
	close(p.gate)
	group.Wait()
	if got := p.fetches.Load(); got != 1 {
		t.Errorf("fetched %d times, want once", got)
	}
}
