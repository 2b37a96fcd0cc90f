package keys

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"slices"
	"strings"
)

// privateMembers are those of a JWK that nobody may see (RFC 7518 §6).
var privateMembers = []string{"d", "p", "q", "dp", "dq", "qi", "oth", "k"}

// algorithmNames are the values of "alg" with which a key may be used.
var algorithmNames = map[Algorithm][]string{
	Ed25519: {"EdDSA", "Ed25519"},
	P256:    {"ES256"},
	P384:    {"ES384"},
	RSA:     {"RS256"},
}

// ParseJWK reads a public JWK (RFC 7517). It refuses one with private members,
// and one that is meant for something other than verifying signatures.
func ParseJWK(jwk map[string]any) (Public, error) {
	for _, name := range privateMembers {
		if _, ok := jwk[name]; ok {
			return Public{}, fmt.Errorf("%w: JWK has %q", ErrPrivate, name)
		}
	}
	key, err := jwkKey(jwk)
	if err != nil {
		return Public{}, err
	}
	if err := checkUse(jwk, key.algorithm); err != nil {
		return Public{}, err
	}
	return key, nil
}

func jwkKey(jwk map[string]any) (Public, error) {
	kind, _ := jwk["kty"].(string)
	curve, _ := jwk["crv"].(string)
	switch {
	case kind == "OKP" && curve == "Ed25519":
		x, err := member(jwk, "x", ed25519.PublicKeySize)
		if err != nil {
			return Public{}, err
		}
		return newEd25519(x)
	case kind == "EC" && curve == "P-256":
		return jwkECDSA(jwk, elliptic.P256())
	case kind == "EC" && curve == "P-384":
		return jwkECDSA(jwk, elliptic.P384())
	case kind == "RSA":
		return jwkRSA(jwk)
	}
	return Public{}, fmt.Errorf("%w JWK: kty %.20q, crv %.20q", ErrUnsupported, kind, curve)
}

func jwkECDSA(jwk map[string]any, curve elliptic.Curve) (Public, error) {
	// The full length each, leading zeros too (RFC 7518 §6.2.1.2).
	x, err := member(jwk, "x", fieldSize(curve))
	if err != nil {
		return Public{}, err
	}
	y, err := member(jwk, "y", fieldSize(curve))
	if err != nil {
		return Public{}, err
	}
	return newECDSA(curve, slices.Concat([]byte{4}, x, y))
}

// jwkRSA lets leading zeros pass, which some libraries write: the number is the
// same.
func jwkRSA(jwk map[string]any) (Public, error) {
	n, err := member(jwk, "n", 0)
	if err != nil {
		return Public{}, err
	}
	e, err := member(jwk, "e", 0)
	if err != nil {
		return Public{}, err
	}
	exponent := new(big.Int).SetBytes(e)
	if !exponent.IsInt64() || exponent.Int64() > math.MaxInt32 {
		return Public{}, fmt.Errorf("%w RSA exponent", ErrUnsupported)
	}
	return NewPublic(&rsa.PublicKey{N: new(big.Int).SetBytes(n), E: int(exponent.Int64())})
}

// member reads a base64url member of the given length, or of any up to a bit
// above the longest RSA modulus if that is 0.
func member(jwk map[string]any, name string, length int) ([]byte, error) {
	text, ok := jwk[name].(string)
	if !ok || text == "" || len(text) > maxRSABits/4 {
		return nil, fmt.Errorf("%w JWK: %q", ErrMalformed, name)
	}
	// Go's decoder skips line breaks; a JWK has none.
	if strings.ContainsAny(text, "\r\n") {
		return nil, fmt.Errorf("%w JWK: line break in %q", ErrMalformed, name)
	}
	data, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil {
		return nil, fmt.Errorf("%w JWK: %q: %w", ErrMalformed, name, err)
	}
	if length != 0 && len(data) != length {
		return nil, fmt.Errorf("%w JWK: %q has %d bytes, not %d", ErrMalformed, name, len(data), length)
	}
	return data, nil
}

// checkUse heeds "use", "key_ops" and "alg" (RFC 7517 §4.2 to §4.4).
func checkUse(jwk map[string]any, algorithm Algorithm) error {
	if use, ok := jwk["use"]; ok && use != "sig" {
		return fmt.Errorf("%w JWK: its use is not signatures", ErrUnsupported)
	}
	if list, ok := jwk["key_ops"]; ok {
		operations, _ := list.([]any)
		if !slices.Contains(operations, any("verify")) {
			return fmt.Errorf("%w JWK: its operations lack verify", ErrUnsupported)
		}
	}
	if name, ok := jwk["alg"]; ok {
		text, _ := name.(string)
		if !slices.Contains(algorithmNames[algorithm], text) {
			return fmt.Errorf("%w JWK: alg %.20q of a key %s", ErrUnsupported, text, algorithm)
		}
	}
	return nil
}

// JWK is the key as a JWK: only the members that make the key, so that its
// canonical form is what RFC 7638 hashes.
func (p Public) JWK() map[string]any {
	encode := base64.RawURLEncoding.EncodeToString
	switch key := p.key.(type) {
	case ed25519.PublicKey:
		return map[string]any{"kty": "OKP", "crv": "Ed25519", "x": encode(key)}
	case *ecdsa.PublicKey:
		x, y := coordinates(key)
		return map[string]any{"kty": "EC", "crv": string(p.algorithm), "x": encode(x), "y": encode(y)}
	case *rsa.PublicKey:
		e := big.NewInt(int64(key.E)).Bytes()
		return map[string]any{"kty": "RSA", "n": encode(key.N.Bytes()), "e": encode(e)}
	}
	return nil
}

// Thumbprint is the SHA-256 of the key in base64url (RFC 7638), "" of no key.
func (p Public) Thumbprint() string {
	if !p.Valid() {
		return ""
	}
	// Marshal sorts the members and writes no space, as RFC 7638 §3 wants.
	canonical, err := json.Marshal(p.JWK())
	if err != nil {
		return "" // strings can be written
	}
	sum := sha256.Sum256(canonical)
	return base64.RawURLEncoding.EncodeToString(sum[:])
}
