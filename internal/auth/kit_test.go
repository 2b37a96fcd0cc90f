package auth_test

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// noon is the tests' time unless they say another.
var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// clock is a time that a test moves.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock(now time.Time) *clock { return &clock{now: now} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// parts makes one part of a token of a JSON text.
func part(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }

// sign makes a token with this header and these claims, whatever they say.
func sign(t *testing.T, method jwt.SigningMethod, key any, header, claims map[string]any) string {
	t.Helper()
	token := jwt.NewWithClaims(method, jwt.MapClaims(claims))
	for name, value := range header {
		if value == nil {
			delete(token.Header, name)
		} else {
			token.Header[name] = value
		}
	}
	signed, err := token.SignedString(key)
	if err != nil {
		t.Fatal(err)
	}
	return signed
}

// with returns a copy of the claims or header with changes; nil removes.
func with(base map[string]any, changes ...any) map[string]any {
	changed := map[string]any{}
	for name, value := range base {
		changed[name] = value
	}
	for i := 0; i < len(changes); i += 2 {
		if name := changes[i].(string); changes[i+1] == nil {
			delete(changed, name)
		} else {
			changed[name] = changes[i+1]
		}
	}
	return changed
}

// headerOf decodes a token's header.
func headerOf(t *testing.T, token string) map[string]any {
	t.Helper()
	return decodePart(t, strings.Split(token, ".")[0])
}

// claimsOf decodes a token's claims.
func claimsOf(t *testing.T, token string) map[string]any {
	t.Helper()
	return decodePart(t, strings.Split(token, ".")[1])
}

func decodePart(t *testing.T, text string) (decoded map[string]any) {
	t.Helper()
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err := errors.Join(err, json.Unmarshal(raw, &decoded)); err != nil {
		t.Fatal(err)
	}
	return decoded
}

// wantRefused checks that a token was refused as not to be trusted, for this
// reason, and that the reason quotes nothing of the token.
func wantRefused(t *testing.T, name, token string, err error, reason string) {
	t.Helper()
	switch {
	case !problem.Is(err, problem.Unauthenticated):
		t.Errorf("%s: got %v, want Unauthenticated", name, err)
	case !strings.Contains(err.Error(), reason):
		t.Errorf("%s: got %q, want %q", name, err, reason)
	case len(token) > 8 && strings.Contains(err.Error(), token[:8]):
		t.Errorf("%s: %q quotes the token", name, err)
	}
}

func mustTokens(t *testing.T, c *clock) *auth.Tokens {
	t.Helper()
	return auth.NewTokens([32]byte{1, 2, 3}, c.Now, rand.Reader)
}

func mustMint(t *testing.T, tokens *auth.Tokens, in auth.TokenRequest) string {
	t.Helper()
	token, err := tokens.Mint(in)
	if err != nil {
		t.Fatal(err)
	}
	return token
}
