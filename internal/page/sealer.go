package page

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"

	"github.com/stackmatch/stackmatch/internal/problem"
)

// Sealer encrypts what cursors carry, so that they tell nothing and cannot be
// made up, and binds each to the viewer and query that it was made for.
//
// Sealing is deterministic: the nonce is a MAC of scope and content under a key
// of its own, so that a nonce repeats only where everything else does too and no
// source of randomness is needed. Equal positions of one scope give equal
// cursors; those of two scopes have nothing in common.
type Sealer struct {
	aead  cipher.AEAD
	nonce []byte // the key of the MAC
}

// NewSealer makes a sealer from a secret of at least 16 bytes.
func NewSealer(key []byte) (*Sealer, error) {
	if len(key) < 16 {
		return nil, fmt.Errorf("page: a sealing key of %d bytes is too short", len(key))
	}
	keys, err := hkdf.Key(sha256.New, key, nil, "stackmatch cursor", 64)
	if err != nil {
		return nil, fmt.Errorf("page: derive keys: %w", err)
	}
	block, err := aes.NewCipher(keys[:32])
	if err != nil {
		return nil, fmt.Errorf("page: make cipher: %w", err)
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		return nil, fmt.Errorf("page: make cipher: %w", err)
	}
	return &Sealer{aead: aead, nonce: keys[32:]}, nil
}

// Seal encrypts plain for a scope.
func (s *Sealer) Seal(scope string, plain []byte) string {
	nonce := s.nonceOf(scope, plain)
	return base64.RawURLEncoding.EncodeToString(s.aead.Seal(nonce, nonce, plain, []byte(scope)))
}

// Open gives back what Seal was given for the same scope. What was sealed for
// another, or never, is Invalid.
func (s *Sealer) Open(scope, sealed string) ([]byte, error) {
	raw, err := base64.RawURLEncoding.DecodeString(sealed)
	n := s.aead.NonceSize()
	if err != nil || len(raw) < n {
		return nil, foreign()
	}
	plain, err := s.aead.Open(nil, raw[:n], raw[n:], []byte(scope))
	if err != nil {
		return nil, foreign()
	}
	return plain, nil
}

// SealPosition makes the cursor of a keyset position.
func (s *Sealer) SealPosition(scope string, values ...string) string {
	var plain []byte
	for _, v := range values {
		plain = binary.AppendUvarint(plain, uint64(len(v)))
		plain = append(plain, v...)
	}
	return s.Seal(scope, plain)
}

// OpenPosition reads a cursor of SealPosition that must hold n values.
func (s *Sealer) OpenPosition(scope, cursor string, n int) ([]string, error) {
	plain, err := s.Open(scope, cursor)
	if err != nil {
		return nil, err
	}
	values := make([]string, 0, n)
	for len(plain) > 0 {
		size, used := binary.Uvarint(plain)
		if used <= 0 || size > uint64(len(plain)-used) {
			return nil, foreign()
		}
		plain = plain[used:]
		values = append(values, string(plain[:size]))
		plain = plain[size:]
	}
	if len(values) != n {
		return nil, foreign()
	}
	return values, nil
}

func (s *Sealer) nonceOf(scope string, plain []byte) []byte {
	mac := hmac.New(sha256.New, s.nonce)
	var size [8]byte
	// The length keeps ("ab", "c") apart from ("a", "bc").
	binary.BigEndian.PutUint64(size[:], uint64(len(scope)))
	mac.Write(size[:])
	mac.Write([]byte(scope))
	mac.Write(plain)
	return mac.Sum(nil)[:s.aead.NonceSize()]
}

func foreign() error {
	return problem.New(problem.Invalid, "this cursor does not belong to this list: start again without it").
		Spanish("este cursor no pertenece a esta lista: empiece de nuevo sin él").At("after")
}
