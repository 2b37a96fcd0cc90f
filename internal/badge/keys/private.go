package keys

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
	"io"
	"math/big"
)

// rsaBits is the size of the RSA keys that we make.
const rsaBits = 3072

// Private is a key that signs: Ed25519, P-256 or RSA. It is a crypto.Signer.
// Printing it shows its public part.
type Private struct {
	signer crypto.Signer
	public Public
}

// Generate makes a key. For Ed25519 and P-256 the randomness decides the key;
// RSA takes what Go's crypto package takes.
func Generate(algorithm Algorithm, random io.Reader) (Private, error) {
	switch algorithm {
	case Ed25519:
		seed := make([]byte, ed25519.SeedSize)
		if _, err := io.ReadFull(random, seed); err != nil {
			return Private{}, fmt.Errorf("read randomness: %w", err)
		}
		return newPrivate(ed25519.NewKeyFromSeed(seed))
	case P256:
		key, err := generateP256(random)
		if err != nil {
			return Private{}, err
		}
		return newPrivate(key)
	case RSA:
		key, err := rsa.GenerateKey(random, rsaBits)
		if err != nil {
			return Private{}, fmt.Errorf("make an RSA key: %w", err)
		}
		return newPrivate(key)
	default:
		return Private{}, fmt.Errorf("%w: no private keys of %s", ErrUnsupported, algorithm)
	}
}

// generateP256 draws until a number below the order is not 0: nearly always the
// first. The bound is for readers that are not random.
func generateP256(random io.Reader) (*ecdsa.PrivateKey, error) {
	scalar := make([]byte, 32)
	for range 64 {
		if _, err := io.ReadFull(random, scalar); err != nil {
			return nil, fmt.Errorf("read randomness: %w", err)
		}
		if key, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), scalar); err == nil {
			return key, nil
		}
	}
	return nil, errors.New("make a P-256 key: the randomness is none")
}

func newPrivate(signer crypto.Signer) (Private, error) {
	public, err := NewPublic(signer.Public())
	if err != nil {
		return Private{}, err
	}
	return Private{signer, public}, nil
}

// Unmarshal reads what Marshal writes.
func Unmarshal(der []byte) (Private, error) {
	key, err := x509.ParsePKCS8PrivateKey(der)
	if err != nil {
		return Private{}, fmt.Errorf("%w private key: %w", ErrMalformed, err)
	}
	signer, ok := key.(crypto.Signer)
	if !ok {
		return Private{}, fmt.Errorf("%w private key", ErrUnsupported)
	}
	k, err := newPrivate(signer)
	if err == nil && k.public.algorithm == P384 {
		return Private{}, fmt.Errorf("%w: no private keys of %s", ErrUnsupported, P384)
	}
	return k, err
}

// Marshal is the key in PKCS #8 DER, in the clear: encrypt it before it is kept.
func (k Private) Marshal() ([]byte, error) {
	der, err := x509.MarshalPKCS8PrivateKey(k.signer)
	if err != nil {
		return nil, fmt.Errorf("write private key: %w", err)
	}
	return der, nil
}

// PublicKey is the public part.
func (k Private) PublicKey() Public { return k.public }

// Public is the public part as crypto.Signer has it.
func (k Private) Public() crypto.PublicKey { return k.public.key }

// Sign implements crypto.Signer. Without randomness it is deterministic.
func (k Private) Sign(random io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
	if k.signer == nil {
		return nil, fmt.Errorf("%w private key: none", ErrMalformed)
	}
	return k.signer.Sign(random, digest, opts)
}

// SignMessage signs in the form that Public.Verify reads. The same message gives
// the same signature: ECDSA takes its nonce from RFC 6979.
func (k Private) SignMessage(message []byte) ([]byte, error) {
	switch k.public.algorithm {
	case Ed25519:
		return k.Sign(nil, message, crypto.Hash(0))
	case RSA:
		return k.Sign(nil, k.public.digest(message), crypto.SHA256)
	case P256:
		der, err := k.Sign(nil, k.public.digest(message), crypto.SHA256)
		if err != nil {
			return nil, fmt.Errorf("sign: %w", err)
		}
		return fixedLength(der, fieldSize(elliptic.P256()))
	default:
		return nil, fmt.Errorf("%w private key", ErrUnsupported)
	}
}

// fixedLength turns the DER form of an ECDSA signature into r and s.
func fixedLength(der []byte, size int) ([]byte, error) {
	var pair struct{ R, S *big.Int }
	if _, err := asn1.Unmarshal(der, &pair); err != nil {
		return nil, fmt.Errorf("sign: %w", err)
	}
	signature := make([]byte, 2*size)
	pair.R.FillBytes(signature[:size])
	pair.S.FillBytes(signature[size:])
	return signature, nil
}

// String shows the public part, whatever is printed.
func (k Private) String() string { return "private key of " + k.public.Thumbprint() }

// GoString is String, so that no verb of fmt shows the secret.
func (k Private) GoString() string { return k.String() }
