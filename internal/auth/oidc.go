package auth

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/mail"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/golang-jwt/jwt/v5"

	"github.com/stackmatch/stackmatch/internal/problem"
)

// signatures are the algorithms that a provider may sign with. All are
// asymmetric: with HS256 a public key would be a secret that everybody knows.
var signatures = []string{
	oidc.RS256, oidc.RS384, oidc.RS512, oidc.PS256, oidc.PS384, oidc.PS512,
	oidc.ES256, oidc.ES384, oidc.ES512, oidc.EdDSA,
}

// OIDCConfig says which OpenID Connect provider is trusted.
type OIDCConfig struct {
	// Issuer is the provider's issuer URL, to the letter: https, but for a
	// provider on this machine.
	Issuer string
	// Audiences are the values of aud, any of which makes a token ours: the API's
	// name at the provider for access tokens, client ids for ID tokens.
	Audiences []string
	// Algorithms narrows the signature algorithms; all asymmetric ones if empty.
	Algorithms []string
	// Skew is by how much clocks may differ: a minute if zero, five at most.
	Skew time.Duration
	// Client is what to fetch with; nil is a plain one.
	Client *http.Client
	// Now is the clock.
	Now func() time.Time
}

// OIDC checks the access and ID tokens of one provider.
type OIDC struct {
	issuer     string
	algorithms []string
	keys       *keySource
	window     *jwt.Validator
}

var _ Verifier = (*OIDC)(nil)

// NewOIDC returns the verifier of a provider's tokens. It fetches nothing yet:
// the server starts while the provider is down.
func NewOIDC(c OIDCConfig) (*OIDC, error) {
	if err := c.check(); err != nil {
		return nil, fmt.Errorf("OpenID Connect: %w", err)
	}
	if c.Skew == 0 {
		c.Skew = defaultSkew
	}
	if len(c.Algorithms) == 0 {
		c.Algorithms = signatures
	}
	return &OIDC{
		issuer:     c.Issuer,
		algorithms: c.Algorithms,
		keys:       newKeySource(c.Issuer, guardedClient(c.Client), c.Now),
		window:     window(c.Issuer, c.Audiences, c.Skew, c.Now),
	}, nil
}

func (c OIDCConfig) check() error {
	issuer, err := url.Parse(c.Issuer)
	if err != nil {
		return fmt.Errorf("issuer: %w", err)
	}
	if err := checkSecure(issuer); err != nil {
		return fmt.Errorf("issuer: %w", err)
	}
	for _, a := range c.Algorithms {
		if !slices.Contains(signatures, a) {
			return fmt.Errorf("algorithm %q is none of %s", a, strings.Join(signatures, ", "))
		}
	}
	switch {
	case len(c.Audiences) == 0 || slices.Contains(c.Audiences, ""):
		return errors.New("an audience is needed, or another service's tokens would be good here")
	case c.Skew < 0 || c.Skew > maxSkew:
		return fmt.Errorf("clock skew %s is not within 0 and %s", c.Skew, maxSkew)
	case c.Now == nil:
		return errors.New("a clock is needed")
	}
	return nil
}

// Issuer is the provider's issuer URL.
func (o *OIDC) Issuer() string { return o.issuer }

// Verify checks a token of the provider.
func (o *OIDC) Verify(ctx context.Context, token string) (Subject, error) {
	seen, err := inspect(token)
	if err != nil {
		return Subject{}, err
	}
	if !slices.Contains(o.algorithms, seen.Algorithm) {
		return Subject{}, refused("its signature algorithm is not accepted")
	}
	checked, err := o.checkSignature(ctx, token, seen)
	if err != nil {
		return Subject{}, err
	}
	// A map, since encoding/json fills a struct's field from a claim that differs
	// in case: users may choose the value of "Email" where they can't of "email".
	claims := jwt.MapClaims{}
	if err := checked.Claims(&claims); err != nil {
		return Subject{}, malformed("its claims are no JSON object")
	}
	if err := checkClaims(o.window, claims); err != nil {
		return Subject{}, err
	}
	return Subject{Issuer: o.issuer, ID: claims["sub"].(string), Email: verifiedEmail(claims), IssuedAt: issuedAt(claims)}, nil
}

func (o *OIDC) checkSignature(ctx context.Context, token string, seen shape) (*oidc.IDToken, error) {
	checked, err := o.tryKeys(ctx, token, seen)
	if err == nil || seen.KeyID != "" || problem.Is(err, problem.Unavailable) {
		return checked, err
	}
	// A provider with one key need not name it: then a new key shows only in
	// signatures that no longer match.
	if err := o.keys.refresh(ctx); err != nil {
		return nil, err
	}
	return o.tryKeys(ctx, token, seen)
}

func (o *OIDC) tryKeys(ctx context.Context, token string, seen shape) (*oidc.IDToken, error) {
	found, err := o.keys.find(ctx, seen.KeyID, seen.Algorithm)
	if err != nil {
		return nil, err
	}
	// Audience and times are checkClaims' work: it knows several audiences and
	// bounds the clock skew both ways.
	verifier := oidc.NewVerifier(o.issuer, &oidc.StaticKeySet{PublicKeys: found}, &oidc.Config{
		SupportedSigningAlgs: o.algorithms,
		SkipClientIDCheck:    true,
		SkipExpiryCheck:      true,
	})
	checked, err := verifier.Verify(ctx, token)
	if err != nil {
		return nil, refused("its signature or issuer does not match")
	}
	return checked, nil
}

// verifiedEmail returns the address that the provider vouches for. An address in
// other than ASCII is no key to an account: lower-casing folds letters of other
// alphabets into ours.
func verifiedEmail(claims jwt.MapClaims) string {
	// Some providers write booleans as text.
	verified := claims["email_verified"] == true || claims["email_verified"] == "true"
	email, _ := claims["email"].(string)
	parsed, err := mail.ParseAddress(email)
	if !verified || err != nil || parsed.Address != email {
		return ""
	}
	if strings.ContainsFunc(email, func(r rune) bool { return r > unicode.MaxASCII }) {
		return ""
	}
	return strings.ToLower(email)
}
