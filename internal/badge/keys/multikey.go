package keys

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"fmt"
	"slices"

	"github.com/multiformats/go-multibase"
)

// maxMultikey is the longest text that can be a key here: P-384 takes 69
// characters, and base58 is slow to read.
const maxMultikey = 128

// The multicodec prefixes (Controlled Identifiers 1.0 §2.2.2).
var (
	codecEd25519 = []byte{0xed, 0x01}
	codecX25519  = []byte{0xec, 0x01}
	codecP256    = []byte{0x80, 0x24}
	codecP384    = []byte{0x81, 0x24}
)

// ParseMultikey reads a publicKeyMultibase: Ed25519, P-256 or P-384, in
// base58btc, which is the only base of a Multikey for these.
func ParseMultikey(s string) (Public, error) {
	decoded, err := decodeBase58(s, maxMultikey)
	if err != nil {
		return Public{}, err
	}
	if len(decoded) < 2 {
		return Public{}, fmt.Errorf("%w multikey: too short", ErrMalformed)
	}
	codec, key := decoded[:2], decoded[2:]
	switch {
	case bytes.Equal(codec, codecEd25519):
		return newEd25519(key)
	case bytes.Equal(codec, codecP256):
		return decompress(elliptic.P256(), key)
	case bytes.Equal(codec, codecP384):
		return decompress(elliptic.P384(), key)
	case bytes.Equal(codec, codecX25519):
		return Public{}, fmt.Errorf("%w multikey: X25519 signs nothing", ErrUnsupported)
	}
	return Public{}, fmt.Errorf("%w multikey: codec %x", ErrUnsupported, codec)
}

// Multibase is the key as a Multikey, "" of an RSA key, which has no such form.
func (p Public) Multibase() string {
	switch key := p.key.(type) {
	case ed25519.PublicKey:
		return encodeBase58(slices.Concat(codecEd25519, key))
	case *ecdsa.PublicKey:
		codec := codecP256
		if p.algorithm == P384 {
			codec = codecP384
		}
		x, y := coordinates(key)
		return encodeBase58(slices.Concat(codec, []byte{2 + y[len(y)-1]&1}, x))
	}
	return ""
}

// decompress reads a compressed point (SEC 1 §2.3.4), which has one spelling.
func decompress(curve elliptic.Curve, point []byte) (Public, error) {
	x, y := elliptic.UnmarshalCompressed(curve, point)
	if x == nil {
		return Public{}, fmt.Errorf("%w multikey: no compressed point of %s", ErrMalformed, curve.Params().Name)
	}
	size := fieldSize(curve)
	full := make([]byte, 1+2*size)
	full[0] = 4
	x.FillBytes(full[1 : 1+size])
	y.FillBytes(full[1+size:])
	return newECDSA(curve, full)
}

// coordinates are x and y in full length.
func coordinates(key *ecdsa.PublicKey) (x, y []byte) {
	point, err := key.Bytes()
	if err != nil {
		return nil, []byte{0} // a key that was read has bytes
	}
	size := fieldSize(key.Curve)
	return point[1 : 1+size], point[1+size:]
}

// decodeBase58 reads multibase base58btc and nothing else.
func decodeBase58(s string, longest int) ([]byte, error) {
	if s == "" || s[0] != multibase.Base58BTC {
		return nil, fmt.Errorf("%w: not multibase base58btc (z…)", ErrMalformed)
	}
	if len(s) > longest {
		return nil, fmt.Errorf("%w: %d characters", ErrMalformed, len(s))
	}
	_, decoded, err := multibase.Decode(s)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	return decoded, nil
}

func encodeBase58(data []byte) string {
	s, err := multibase.Encode(multibase.Base58BTC, data)
	if err != nil {
		return "" // base58btc is known
	}
	return s
}
