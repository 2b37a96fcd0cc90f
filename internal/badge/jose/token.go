// Package jose reads, verifies and writes compact JWS: the form of VC-JWT and of
// signed Open Badges 2.0.
//
// It refuses what has ever let a forged token pass: an algorithm that the key is
// not for, none and HMAC, critical extensions (none is implemented), unencoded
// payloads, a header that two readers read differently, and second spellings of
// base64url. A key in a header is read, never trusted: which key has to verify
// the token is the caller's to say.
package jose

import (
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/go-jose/go-jose/v4"

	"github.com/stackmatch/stackmatch/internal/badge/keys"
	"github.com/stackmatch/stackmatch/internal/badge/strictjson"
)

// The reasons why a token is refused.
var (
	// ErrMalformed: not a compact JWS, or a header that breaks its rules.
	ErrMalformed = errors.New("malformed token")
	// ErrAlgorithm: not an algorithm of the list, or not one of the key.
	ErrAlgorithm = errors.New("algorithm not allowed")
	// ErrCritical: the token wants an extension to be understood.
	ErrCritical = errors.New("critical extension not understood")
	// ErrSignature: the key did not sign this.
	ErrSignature = errors.New("signature does not verify")
)

// The limits of a token, in characters.
const (
	maxToken  = 8 << 20
	maxHeader = 64 << 10
)

// algorithms are those that may verify, each with the kind of key that it is for
// (RFC 7518 §3.1, RFC 8037 §3.1).
var algorithms = map[string]keys.Algorithm{
	"RS256": keys.RSA,
	"ES256": keys.P256,
	"ES384": keys.P384,
	"EdDSA": keys.Ed25519,
}

// library is the same list for the library.
var library = []jose.SignatureAlgorithm{jose.RS256, jose.ES256, jose.ES384, jose.EdDSA}

// Token is a compact JWS. Before Verify it is what anybody may have written.
type Token struct {
	Algorithm   string
	KeyID       string // the header's kid
	Type        string // its typ
	ContentType string // its cty
	JWK         *keys.Public
	Header      map[string]any
	Payload     []byte

	signed *jose.JSONWebSignature
}

// Parse reads a token. With ErrAlgorithm and ErrCritical it still gives what the
// token says, so that a report can tell; such a token never verifies.
func Parse(token string) (Token, error) {
	if len(token) > maxToken {
		return Token{}, fmt.Errorf("%w: %d characters", ErrMalformed, len(token))
	}
	parts := strings.Split(token, ".")
	if len(parts) != 3 || len(parts[0]) > maxHeader {
		return Token{}, fmt.Errorf("%w: not a short header, a payload and a signature", ErrMalformed)
	}
	var decoded [3][]byte
	for i, part := range parts {
		data, err := decode(part)
		if err != nil {
			return Token{}, fmt.Errorf("%w: part %d: %w", ErrMalformed, i+1, err)
		}
		decoded[i] = data
	}
	header, err := strictjson.Object(decoded[0])
	if err != nil {
		return Token{}, fmt.Errorf("%w: header: %w", ErrMalformed, err)
	}
	t := Token{Header: header, Payload: decoded[1]}
	if err := t.read(); err != nil {
		return Token{}, err
	}
	if err := t.refuse(); err != nil {
		return t, err
	}
	t.signed, err = jose.ParseSignedCompact(token, library)
	if err != nil {
		return Token{}, fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	return t, nil
}

// decode reads base64url with its one spelling: no padding, no line breaks,
// which Go's decoder skips, and no stray bits at the end.
func decode(part string) ([]byte, error) {
	if strings.ContainsAny(part, "\r\n") {
		return nil, errors.New("line break")
	}
	return base64.RawURLEncoding.Strict().DecodeString(part)
}

// read takes over the members of the header that have a meaning here (RFC 7515
// §4.1). Others, x5c and jku among them, have none.
func (t *Token) read() error {
	for name, text := range map[string]*string{"alg": &t.Algorithm, "kid": &t.KeyID, "typ": &t.Type, "cty": &t.ContentType} {
		value, ok := t.Header[name]
		if !ok {
			continue
		}
		if *text, ok = value.(string); !ok {
			return fmt.Errorf("%w: header: %s is no text", ErrMalformed, name)
		}
	}
	if t.Algorithm == "" {
		return fmt.Errorf("%w: header: no alg", ErrMalformed)
	}
	value, ok := t.Header["jwk"]
	if !ok {
		return nil
	}
	jwk, ok := value.(map[string]any)
	if !ok {
		return fmt.Errorf("%w: header: jwk is no object", ErrMalformed)
	}
	key, err := keys.ParseJWK(jwk)
	if err != nil {
		return fmt.Errorf("%w: header: %w", ErrMalformed, err)
	}
	t.JWK = &key
	return nil
}

// refuse names what makes a readable token worthless.
func (t *Token) refuse() error {
	if _, ok := algorithms[t.Algorithm]; !ok {
		return fmt.Errorf("%w: %.20q", ErrAlgorithm, t.Algorithm)
	}
	// No extension is implemented, so that whatever is critical is not
	// understood (RFC 7515 §4.1.11). An unencoded payload (RFC 7797) says so
	// twice, and some readers heed the one, some the other.
	for _, name := range []string{"crit", "b64"} {
		if _, ok := t.Header[name]; ok {
			return fmt.Errorf("%w: header has %s", ErrCritical, name)
		}
	}
	return nil
}

// Verify says whether the key signed the token.
func (t Token) Verify(k keys.Public) error {
	if want, ok := algorithms[t.Algorithm]; !ok || k.Algorithm() != want {
		return fmt.Errorf("%w: %.20q with a key %s", ErrAlgorithm, t.Algorithm, k.Algorithm())
	}
	if t.signed == nil {
		return fmt.Errorf("%w: the token was refused", ErrSignature)
	}
	payload, err := t.signed.Verify(k.Key())
	if err != nil {
		return fmt.Errorf("%w: %w", ErrSignature, err)
	}
	if !slices.Equal(payload, t.Payload) {
		return fmt.Errorf("%w: of another payload", ErrSignature)
	}
	return nil
}
