// Package keys reads and writes public keys and the documents that say whose
// they are: Multikey, JWK and PEM, did:key, did:web's address, and controller
// documents (W3C Controlled Identifiers 1.0) in their several dialects.
//
// A key is checked once, when it is read: on its curve, of full order, long
// enough, and public. What proves that a key is an issuer's is here too, in
// Document.AssertionKey. The package refuses to fetch, and to guess: a key that
// it cannot place exactly is an error.
package keys

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/sha512"
	"errors"
	"fmt"
	"math/big"
)

// The reasons why a key or a document is refused.
var (
	// ErrMalformed: not a key, a DID or a document of the form that it claims.
	ErrMalformed = errors.New("malformed")
	// ErrUnsupported: of a kind that this package doesn't do.
	ErrUnsupported = errors.New("unsupported")
	// ErrWeak: too short, or of a group in which anyone can sign.
	ErrWeak = errors.New("weak key")
	// ErrPrivate: the private part is there for all to read, so that the key
	// proves nothing.
	ErrPrivate = errors.New("private key in the open")
)

// Algorithm is the kind of a key.
type Algorithm string

// The algorithms.
const (
	Ed25519 Algorithm = "Ed25519"
	P256    Algorithm = "P-256"
	P384    Algorithm = "P-384"
	RSA     Algorithm = "RSA"
)

// The sizes of RSA keys that are read, in bits: below, they can be broken; above,
// checking one signature takes too long.
const (
	minRSABits = 2048
	maxRSABits = 8192
)

// Public is a public key that has passed its checks. The zero value verifies
// nothing.
type Public struct {
	algorithm Algorithm
	key       crypto.PublicKey
}

// NewPublic checks a key of the standard library: ed25519.PublicKey,
// *ecdsa.PublicKey or *rsa.PublicKey.
func NewPublic(key crypto.PublicKey) (Public, error) {
	switch key := key.(type) {
	case ed25519.PublicKey:
		return newEd25519(key)
	case *ecdsa.PublicKey:
		// An invalid point has no bytes.
		point, err := key.Bytes()
		if err != nil {
			return Public{}, fmt.Errorf("%w: %w", ErrMalformed, err)
		}
		return newECDSA(key.Curve, point)
	case *rsa.PublicKey:
		if err := checkRSA(key); err != nil {
			return Public{}, err
		}
		return Public{RSA, key}, nil
	}
	return Public{}, fmt.Errorf("%w key of type %T", ErrUnsupported, key)
}

func newEd25519(key []byte) (Public, error) {
	if err := checkEd25519(key); err != nil {
		return Public{}, err
	}
	return Public{Ed25519, ed25519.PublicKey(key)}, nil
}

// newECDSA takes an uncompressed point (SEC 1 §2.3.3).
func newECDSA(curve elliptic.Curve, point []byte) (Public, error) {
	algorithm := P256
	switch curve {
	case elliptic.P256():
	case elliptic.P384():
		algorithm = P384
	default:
		return Public{}, fmt.Errorf("%w curve", ErrUnsupported)
	}
	key, err := ecdsa.ParseUncompressedPublicKey(curve, point)
	if err != nil {
		return Public{}, fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	return Public{algorithm, key}, nil
}

func checkRSA(key *rsa.PublicKey) error {
	if key.N == nil || key.N.Sign() <= 0 || key.N.Bit(0) == 0 {
		return fmt.Errorf("%w RSA modulus", ErrMalformed)
	}
	if bits := key.N.BitLen(); bits < minRSABits {
		return fmt.Errorf("%w: RSA of %d bits", ErrWeak, bits)
	} else if bits > maxRSABits {
		return fmt.Errorf("%w: RSA of %d bits", ErrUnsupported, bits)
	}
	if key.E < 3 || key.E%2 == 0 {
		return fmt.Errorf("%w: RSA exponent %d", ErrWeak, key.E)
	}
	return nil
}

// Algorithm is the kind of the key.
func (p Public) Algorithm() Algorithm { return p.algorithm }

// Key is the key for the standard library. Don't change it.
func (p Public) Key() crypto.PublicKey { return p.key }

// Valid says whether there is a key at all.
func (p Public) Valid() bool { return p.key != nil }

// Equal says whether both are the same key.
func (p Public) Equal(q Public) bool {
	key, ok := p.key.(interface{ Equal(crypto.PublicKey) bool })
	return ok && p.algorithm == q.algorithm && key.Equal(q.key)
}

// Verify says whether the signature is the key's over the message, in the one
// form that JOSE (RFC 7518 §3.3, §3.4, RFC 8037 §3.1) and Data Integrity share:
// Ed25519 as it is; ECDSA as r and s of fixed length over SHA-256 (P-256) or
// SHA-384 (P-384); RSA as PKCS #1 v1.5 over SHA-256.
func (p Public) Verify(message, signature []byte) bool {
	switch key := p.key.(type) {
	case ed25519.PublicKey:
		return ed25519.Verify(key, message, signature)
	case *ecdsa.PublicKey:
		return verifyECDSA(key, p.digest(message), signature)
	case *rsa.PublicKey:
		return rsa.VerifyPKCS1v15(key, crypto.SHA256, p.digest(message), signature) == nil
	}
	return false
}

func (p Public) digest(message []byte) []byte {
	if p.algorithm == P384 {
		sum := sha512.Sum384(message)
		return sum[:]
	}
	sum := sha256.Sum256(message)
	return sum[:]
}

// verifyECDSA refuses any other length: what is short, long or DER has a second
// spelling.
func verifyECDSA(key *ecdsa.PublicKey, digest, signature []byte) bool {
	size := fieldSize(key.Curve)
	if len(signature) != 2*size {
		return false
	}
	r, s := new(big.Int).SetBytes(signature[:size]), new(big.Int).SetBytes(signature[size:])
	return ecdsa.Verify(key, digest, r, s)
}

// fieldSize is the length of a coordinate in bytes.
func fieldSize(curve elliptic.Curve) int { return (curve.Params().BitSize + 7) / 8 }
