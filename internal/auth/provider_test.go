package auth_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/stackmatch/stackmatch/internal/auth"
)

// audience is our name at the tests' providers.
const audience = "https://api.example.org/"

// rsaKey and otherRSAKey are slow to make: the tests share them.
var rsaKey, otherRSAKey = sync.OnceValue(newRSAKey), sync.OnceValue(newRSAKey)

func newRSAKey() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return key
}

func newECKey(t *testing.T, curve elliptic.Curve) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(curve, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func newEdKey(t *testing.T) ed25519.PrivateKey {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// jwkOf is a key as a provider publishes it.
func jwkOf(t *testing.T, id string, key crypto.Signer, changes ...any) map[string]any {
	t.Helper()
	text := base64.RawURLEncoding.EncodeToString
	published := map[string]any{"kid": id, "use": "sig"}
	switch public := key.Public().(type) {
	case *rsa.PublicKey:
		published["kty"], published["n"] = "RSA", text(public.N.Bytes())
		published["e"] = text(big.NewInt(int64(public.E)).Bytes())
	case *ecdsa.PublicKey:
		point, err := public.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		half := 1 + len(point)/2
		published["kty"], published["crv"] = "EC", public.Params().Name
		published["x"], published["y"] = text(point[1:half]), text(point[half:])
	case ed25519.PublicKey:
		published["kty"], published["crv"], published["x"] = "OKP", "Ed25519", text(public)
	}
	return with(published, changes...)
}

// fakeProvider is the part of an OpenID Connect provider that a verifier sees:
// discovery and keys.
type fakeProvider struct {
	issuer  string
	fetches atomic.Int64
	down    atomic.Bool
	gate    chan struct{} // if not nil, keys are answered when it is closed

	mu        sync.Mutex
	keys      []map[string]any
	discovery map[string]any
}

func newProvider(t *testing.T, keys ...map[string]any) *fakeProvider {
	t.Helper()
	p := &fakeProvider{keys: keys}
	server := httptest.NewServer(p)
	t.Cleanup(server.Close)
	p.issuer = server.URL
	p.discovery = map[string]any{"issuer": p.issuer, "jwks_uri": p.issuer + "/keys"}
	return p
}

// ServeHTTP answers like a provider.
func (p *fakeProvider) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if p.down.Load() {
		http.Error(w, "down for maintenance", http.StatusServiceUnavailable)
		return
	}
	if r.URL.Path == "/keys" {
		p.fetches.Add(1)
		if p.gate != nil {
			<-p.gate
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	answer := map[string]any{"keys": p.keys}
	if r.URL.Path == "/.well-known/openid-configuration" {
		answer = p.discovery
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(answer)
}

func (p *fakeProvider) publish(keys ...map[string]any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.keys = keys
}

func (p *fakeProvider) discover(changes ...any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.discovery = with(p.discovery, changes...)
}

// claims are those of a good token at noon.
func (p *fakeProvider) claims(changes ...any) map[string]any {
	return with(map[string]any{
		"iss": p.issuer, "aud": audience, "sub": "ana",
		"iat": noon.Unix(), "exp": noon.Add(time.Hour).Unix(),
	}, changes...)
}

func (p *fakeProvider) verifier(t *testing.T, c *clock) *auth.OIDC {
	t.Helper()
	return mustOIDC(t, auth.OIDCConfig{Issuer: p.issuer, Audiences: []string{audience}, Now: c.Now})
}

func mustOIDC(t *testing.T, config auth.OIDCConfig) *auth.OIDC {
	t.Helper()
	verifier, err := auth.NewOIDC(config)
	if err != nil {
		t.Fatal(err)
	}
	return verifier
}

func kid(id string) map[string]any { return map[string]any{"kid": id} }

// rs256 signs with the shared RSA key.
func rs256(t *testing.T, id string, claims map[string]any) string {
	t.Helper()
	return sign(t, jwt.SigningMethodRS256, rsaKey(), kid(id), claims)
}
