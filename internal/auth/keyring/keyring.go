// Package keyring keeps the secrets of a data directory: the files that hold
// them, and the keys derived from the master secret. It refuses to read a secret
// that others on the machine may read too.
package keyring

import (
	"crypto/hmac"
	"crypto/sha256"
	"io"
	"path/filepath"
)

// masterFile is the name of the master secret in the data directory.
const masterFile = "master.secret"

// Keyring derives keys from one master secret.
type Keyring struct {
	master [32]byte
}

// Open returns the keyring of a data directory. The first one to open it makes
// the master secret.
func Open(dir string, random io.Reader) (*Keyring, error) {
	master, err := Secret(filepath.Join(dir, masterFile), random)
	if err != nil {
		return nil, err
	}
	return New(master), nil
}

// New returns the keyring of a master secret that is held elsewhere.
func New(master [32]byte) *Keyring {
	return &Keyring{master: master}
}

// Key returns the key for a purpose, such as "cursors". Equal purposes give
// equal keys as long as the master secret stands; no key says anything of
// another.
//
// It is one block of HKDF's expansion (RFC 5869 §2.3); the extraction before it
// is for secrets that are not uniformly random, and the master is.
func (k *Keyring) Key(purpose string) (key [32]byte) {
	mac := hmac.New(sha256.New, k.master[:])
	mac.Write([]byte("stackmatch keyring v1: " + purpose + "\x01"))
	mac.Sum(key[:0])
	return key
}
