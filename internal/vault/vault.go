// Package vault encrypts what is kept secret at rest. It owns the key of each
// earner, by whose loss all that was sealed with it is erased, and refuses to know
// what it seals or who may see it.
package vault

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
)

// Vault encrypts what is kept secret at rest: signing keys, and what belongs to
// one earner. What it seals is bound to what it is, so that it opens nowhere else.
type Vault struct {
	aead   cipher.AEAD
	tags   []byte // the key of tags, which follows from the vault's
	random io.Reader
}

// errSealed says no more: what is in a vault stays there.
var errSealed = errors.New("it was sealed under another key, or is damaged")

// New makes a vault of a key of 32 random bytes. The keys of earners are made of
// random.
func New(key [32]byte, random io.Reader) (*Vault, error) {
	block, err := aes.NewCipher(key[:])
	if err != nil {
		return nil, fmt.Errorf("make cipher: %w", err)
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		return nil, fmt.Errorf("make cipher: %w", err)
	}
	return &Vault{aead: aead, tags: hmacOf(key[:], "tags"), random: random}, nil
}

// Seal encrypts plain, bound to what it is ("key key_…").
func (v *Vault) Seal(bound string, plain []byte) []byte {
	return v.aead.Seal(nil, nil, plain, []byte(bound))
}

// Open gives back what Seal was given for the same thing.
func (v *Vault) Open(bound string, sealed []byte) ([]byte, error) {
	plain, err := v.aead.Open(nil, nil, sealed, []byte(bound))
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", bound, errSealed)
	}
	return plain, nil
}

// Tag tells equal things apart from others without telling what they are: 32
// bytes, the same for the same plain and bound, that only this vault can make.
func (v *Vault) Tag(bound string, plain []byte) []byte {
	return hmacOf(hmacOf(v.tags, bound), string(plain))
}

func hmacOf(key []byte, text string) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(text)) // never fails
	return mac.Sum(nil)
}

// Random is what keys are made of.
func (v *Vault) Random() io.Reader { return v.random }
