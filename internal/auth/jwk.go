package auth

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"slices"
)

// signingKey is a public key that a provider publishes, with the algorithms that
// it may be used with: what a token says of its algorithm only chooses among
// them, so no key is ever taken for one of another kind.
type signingKey struct {
	id         string
	algorithms []string
	public     crypto.PublicKey
}

// jwk is a JSON Web Key (RFC 7517 §4, RFC 7518 §6, RFC 8037 §2).
type jwk struct {
	Type       string   `json:"kty"`
	Use        string   `json:"use"`
	Operations []string `json:"key_ops"`
	Algorithm  string   `json:"alg"`
	ID         string   `json:"kid"`
	Curve      string   `json:"crv"`
	N          string   `json:"n"`
	E          string   `json:"e"`
	X          string   `json:"x"`
	Y          string   `json:"y"`
}

var (
	rsaAlgorithms = []string{"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"}
	curves        = map[string]struct {
		curve     elliptic.Curve
		algorithm string
	}{
		"P-256": {elliptic.P256(), "ES256"},
		"P-384": {elliptic.P384(), "ES384"},
		"P-521": {elliptic.P521(), "ES512"},
	}
)

// parseKeys reads a JWK set. Keys that are for something else, or of a kind that
// we don't know, are passed over (RFC 7517 §5).
func parseKeys(document []byte) ([]signingKey, error) {
	var set struct {
		Keys []json.RawMessage `json:"keys"`
	}
	if err := json.Unmarshal(document, &set); err != nil {
		return nil, fmt.Errorf("parse key set: %w", err)
	}
	var keys []signingKey
	for _, raw := range set.Keys {
		var k jwk
		if json.Unmarshal(raw, &k) != nil || !k.verifies() {
			continue
		}
		if key, ok := k.parse(); ok {
			keys = append(keys, key)
		}
	}
	if len(keys) == 0 {
		return nil, errors.New("the key set has no usable signing key")
	}
	return keys, nil
}

func (k jwk) verifies() bool {
	return (k.Use == "" || k.Use == "sig") &&
		(len(k.Operations) == 0 || slices.Contains(k.Operations, "verify"))
}

func (k jwk) parse() (signingKey, bool) {
	key := signingKey{id: k.ID}
	switch k.Type {
	case "RSA":
		key.public, key.algorithms = k.rsa(), rsaAlgorithms
	case "EC":
		key.public, key.algorithms = k.ecdsa(), []string{curves[k.Curve].algorithm}
	case "OKP":
		key.public, key.algorithms = k.ed25519(), []string{"EdDSA"}
	}
	if k.Algorithm != "" {
		if !slices.Contains(key.algorithms, k.Algorithm) {
			return signingKey{}, false
		}
		key.algorithms = []string{k.Algorithm}
	}
	return key, key.public != nil
}

// rsa returns nil for keys too short to trust, or so long that checking a
// signature would be a burden.
func (k jwk) rsa() crypto.PublicKey {
	n, e := new(big.Int).SetBytes(bytesOf(k.N)), new(big.Int).SetBytes(bytesOf(k.E))
	if n.BitLen() < 2048 || n.BitLen() > 8192 || e.BitLen() > 31 || e.Int64() < 3 || e.Bit(0) == 0 {
		return nil
	}
	return &rsa.PublicKey{N: n, E: int(e.Int64())}
}

func (k jwk) ecdsa() crypto.PublicKey {
	c, ok := curves[k.Curve]
	if !ok {
		return nil
	}
	// Refuses coordinates of another length and points off the curve.
	public, err := ecdsa.ParseUncompressedPublicKey(c.curve, slices.Concat([]byte{4}, bytesOf(k.X), bytesOf(k.Y)))
	if err != nil {
		return nil
	}
	return public
}

func (k jwk) ed25519() crypto.PublicKey {
	x := bytesOf(k.X)
	if k.Curve != "Ed25519" || len(x) != ed25519.PublicKeySize {
		return nil
	}
	return ed25519.PublicKey(x)
}

// bytesOf decodes base64url, to nothing where it is none.
func bytesOf(text string) []byte {
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return nil
	}
	return raw
}

// matching returns the keys that may have made a signature: those of the token's
// key id (any, if it names none) that may be used with its algorithm.
func matching(keys []signingKey, id, algorithm string) []crypto.PublicKey {
	var found []crypto.PublicKey
	for _, k := range keys {
		if (id == "" || k.id == id) && slices.Contains(k.algorithms, algorithm) {
			found = append(found, k.public)
		}
	}
	return found
}
