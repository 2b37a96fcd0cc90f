package auth_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/internal/auth"
)

func TestAMintedTokenNamesItsAccountAndRole(t *testing.T) {
	t.Parallel()
	for _, acting := range []string{"", auth.AsEarner, "mem_1"} {
		tokens := mustTokens(t, newClock(noon))
		token := mustMint(t, tokens, auth.TokenRequest{Account: "acc_1", Acting: acting})
		got, err := tokens.Verify(t.Context(), token)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(auth.Subject{Account: "acc_1", Issuer: auth.LocalIssuer, ID: "acc_1", Acting: acting, IssuedAt: noon}, got); diff != "" {
			t.Error(diff)
		}
	}
}

func TestAMintedTokenHasTheseClaims(t *testing.T) {
	t.Parallel()
	tokens := mustTokens(t, newClock(noon))
	token := mustMint(t, tokens, auth.TokenRequest{Account: "acc_1", Acting: "mem_1", Lifetime: time.Hour})
	claims := claimsOf(t, token)
	id, _ := claims["jti"].(string)
	if len(id) != 22 {
		t.Errorf("jti %q, want 128 random bits", id)
	}
	delete(claims, "jti")
	want := map[string]any{
		"iss": "stackmatch", "aud": []any{"stackmatch"}, "sub": "acc_1", "acting": "mem_1",
		"iat": float64(noon.Unix()), "nbf": float64(noon.Unix()), "exp": float64(noon.Add(time.Hour).Unix()),
	}
	if diff := cmp.Diff(want, claims); diff != "" {
		t.Error(diff)
	}
	again := claimsOf(t, mustMint(t, tokens, auth.TokenRequest{Account: "acc_1"}))
	if again["jti"] == id {
		t.Error("two tokens have one id")
	}
	if got := again["exp"].(float64) - again["iat"].(float64); got != auth.TokenLifetime.Seconds() {
		t.Errorf("lasts %v s by default, want %v", got, auth.TokenLifetime)
	}
}

func TestNoTokenIsMintedFor(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		in     auth.TokenRequest
		random io.Reader
	}{
		"nobody":               {auth.TokenRequest{}, rand.Reader},
		"an endless name":      {auth.TokenRequest{Account: strings.Repeat("a", 256)}, rand.Reader},
		"a life in the past":   {auth.TokenRequest{Account: "acc_1", Lifetime: -time.Second}, rand.Reader},
		"want of a random jti": {auth.TokenRequest{Account: "acc_1"}, iotest.ErrReader(io.ErrUnexpectedEOF)},
	} {
		if token, err := auth.NewTokens([32]byte{}, newClock(noon).Now, c.random).Mint(c.in); err == nil {
			t.Errorf("%s: minted %s", name, token)
		}
	}
}

func TestATokenLivesWithinItsTimesAndTheSkewOnly(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		after time.Duration
		want  string
	}{
		{"at once", 0, ""},
		{"on a clock a minute behind", -time.Minute, ""},
		{"on a clock further behind", -time.Minute - time.Second, "not valid yet"},
		{"just before it expires", time.Hour - time.Second, ""},
		{"within the skew after", time.Hour + time.Minute - time.Second, ""},
		{"past the skew after", time.Hour + time.Minute, "expired"},
	} {
		clock := newClock(noon)
		tokens := mustTokens(t, clock)
		token := mustMint(t, tokens, auth.TokenRequest{Account: "acc_1", Lifetime: time.Hour})
		clock.Add(c.after)
		_, err := tokens.Verify(t.Context(), token)
		if c.want == "" && err != nil {
			t.Errorf("%s: %v", c.name, err)
		} else if c.want != "" {
			wantRefused(t, c.name, token, err, c.want)
		}
	}
}

func TestATokenOfAnotherSecretIsRefused(t *testing.T) {
	t.Parallel()
	clock := newClock(noon)
	ours := mustTokens(t, clock)
	other := auth.NewTokens([32]byte{9}, clock.Now, rand.Reader)
	token := mustMint(t, other, auth.TokenRequest{Account: "acc_1"})
	_, err := ours.Verify(t.Context(), token)
	wantRefused(t, "another secret", token, err, "another data directory")

	// With our key's name it is still not our key's signature.
	mine := headerOf(t, mustMint(t, ours, auth.TokenRequest{Account: "acc_1"}))
	key := ed25519.NewKeyFromSeed([]byte("\x09" + strings.Repeat("\x00", 31)))
	forged := sign(t, jwt.SigningMethodEdDSA, key, mine, claimsOf(t, token))
	_, err = ours.Verify(t.Context(), forged)
	wantRefused(t, "another secret under our key's name", forged, err, "signature")
}

func TestForgedTokensAreRefused(t *testing.T) {
	t.Parallel()
	tokens := mustTokens(t, newClock(noon))
	good := mustMint(t, tokens, auth.TokenRequest{Account: "acc_1"})
	key := ed25519.NewKeyFromSeed(append([]byte{1, 2, 3}, make([]byte, 29)...))
	public := key.Public().(ed25519.PublicKey)
	header, claims := headerOf(t, good), claimsOf(t, good)
	none := jwt.UnsafeAllowNoneSignatureType
	der, err := x509.MarshalPKIXPublicKey(public)
	if err != nil {
		t.Fatal(err)
	}
	publicPEM := pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
	segments := strings.Split(good, ".")

	for _, c := range []struct{ name, token, reason string }{
		{"alg none", sign(t, jwt.SigningMethodNone, none, with(header, "alg", "none"), claims), "EdDSA"},
		{"alg None", sign(t, jwt.SigningMethodNone, none, with(header, "alg", "None"), claims), "EdDSA"},
		{"alg none with the good signature", part(`{"alg":"none"}`) + "." + segments[1] + "." + segments[2], "EdDSA"},
		{"two algs", part(`{"alg":"none","ALG":"EdDSA","kid":"`+header["kid"].(string)+`"}`) + "." + segments[1] + ".", "signature"},
		{"HS256 with the public key", sign(t, jwt.SigningMethodHS256, []byte(public), with(header, "alg", "HS256"), claims), "EdDSA"},
		{"HS256 with the public key as PEM", sign(t, jwt.SigningMethodHS256, publicPEM, with(header, "alg", "HS256"), claims), "EdDSA"},
		{"HS256 that says EdDSA", sign(t, jwt.SigningMethodHS256, []byte(public), header, claims), "signature"},
		{"no alg", part(`{"typ":"JWT"}`) + "." + segments[1] + "." + segments[2], "EdDSA"},
		{"alg that is no text", part(`{"alg":["EdDSA"]}`) + "." + segments[1] + "." + segments[2], "JSON"},
		{"an unknown critical extension", sign(t, jwt.SigningMethodEdDSA, key, with(header, "crit", []string{"exp"}), claims), "critical"},
		{"an empty list of critical extensions", sign(t, jwt.SigningMethodEdDSA, key, with(header, "crit", []string{}), claims), "critical"},
		{"a logout token", sign(t, jwt.SigningMethodEdDSA, key, with(header, "typ", "logout+jwt"), claims), "type"},
		{"another issuer", sign(t, jwt.SigningMethodEdDSA, key, header, with(claims, "iss", "https://example.org")), "issuer"},
		{"another audience", sign(t, jwt.SigningMethodEdDSA, key, header, with(claims, "aud", "elsewhere")), "another service"},
		{"no audience", sign(t, jwt.SigningMethodEdDSA, key, header, with(claims, "aud", nil)), "lacks"},
		{"no expiry", sign(t, jwt.SigningMethodEdDSA, key, header, with(claims, "exp", nil)), "lacks"},
		{"no subject", sign(t, jwt.SigningMethodEdDSA, key, header, with(claims, "sub", nil)), "nobody"},
		{"an endless subject", sign(t, jwt.SigningMethodEdDSA, key, header, with(claims, "sub", strings.Repeat("a", 256))), "nobody"},
		{"issued in the future", sign(t, jwt.SigningMethodEdDSA, key, header, with(claims, "nbf", nil, "iat", noon.Add(time.Hour).Unix())), "future"},
		{"an expiry that is no number", sign(t, jwt.SigningMethodEdDSA, key, header, with(claims, "exp", "tomorrow")), "signature"},
		{"changed claims", segments[0] + "." + part(`{"iss":"stackmatch","sub":"acc_2"}`) + "." + segments[2], "signature"},
		{"no signature", segments[0] + "." + segments[1] + ".", "signature"},
		{"a cut signature", good[:len(good)-8], "signature"},
		{"two parts", segments[0] + "." + segments[1], "three parts"},
		{"four parts", good + "." + segments[2], "three parts"},
		{"nothing", "", "three parts"},
		{"padding", segments[0] + "=." + segments[1] + "." + segments[2], "base64url"},
		{"a header that is no object", part(`"EdDSA"`) + "." + segments[1] + "." + segments[2], "JSON"},
		{"a header of null", part(`null`) + "." + segments[1] + "." + segments[2], "JSON"},
		{"too long", segments[0] + "." + strings.Repeat("A", 1<<20) + "." + segments[2], "longer"},
	} {
		_, err := tokens.Verify(t.Context(), c.token)
		wantRefused(t, c.name, c.token, err, c.reason)
	}
	if _, err := tokens.Verify(t.Context(), good); err != nil {
		t.Errorf("the good token itself: %v", err)
	}
}

// FuzzVerify holds that no text but a minted one is ever a token, and that none
// makes the parser fail otherwise than by a problem.
func FuzzVerify(f *testing.F) {
	// Fuzzing runs in processes of its own: all have to mint the same.
	tokens := auth.NewTokens([32]byte{1, 2, 3}, newClock(noon).Now, strings.NewReader(strings.Repeat("0", 16)))
	good, err := tokens.Mint(auth.TokenRequest{Account: "acc_1"})
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{good, "", "..", good + ".", part(`{"alg":"none"}`) + "." + part(`{"iss":"stackmatch"}`) + ".", part(`{"alg":"EdDSA","crit":1}`) + ".e30.AA"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, token string) {
		subject, err := tokens.Verify(t.Context(), token)
		if token == good {
			return
		}
		wantRefused(t, "not minted", "", err, "")
		if diff := cmp.Diff(auth.Subject{}, subject); diff != "" {
			t.Errorf("refused, and yet: %s", diff)
		}
	})
}
