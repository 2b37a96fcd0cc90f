package credential

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"errors"
	"fmt"
	"io"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/earnerkey"
	"github.com/stackmatch/stackmatch/internal/store"
)

// Vault encrypts what is kept secret at rest: signing keys, and what belongs to
// one earner. What it seals is bound to what it is, so that it opens nowhere else.
type Vault struct {
	aead   cipher.AEAD
	random io.Reader
}

// errSealed says no more: what is in a vault stays there.
var errSealed = errors.New("it was sealed under another key, or is damaged")

// NewVault makes a vault of a key of 32 random bytes.
func NewVault(key [32]byte, random io.Reader) (*Vault, error) {
	block, err := aes.NewCipher(key[:])
	if err != nil {
		return nil, fmt.Errorf("make cipher: %w", err)
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		return nil, fmt.Errorf("make cipher: %w", err)
	}
	return &Vault{aead: aead, random: random}, nil
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

// ofEarner is the vault of an earner's own key, which is made when it is first
// needed. Erasing the key erases all that was sealed with it.
func (v *Vault) ofEarner(ctx context.Context, tx *db.Client, earner string) (*Vault, error) {
	found, err := v.existing(ctx, tx, earner)
	if found != nil || err != nil {
		return found, err
	}
	var key [32]byte
	if _, err := io.ReadFull(v.random, key[:]); err != nil {
		return nil, fmt.Errorf("make the earner's key: %w", err)
	}
	made := []*db.EarnerKey{{EarnerID: earner, Content: v.Seal(boundToEarner(earner), key[:])}}
	if err := store.InsertMissing(ctx, tx, made); err != nil {
		return nil, fmt.Errorf("keep the earner's key: %w", err)
	}
	// Read, not remembered: another transaction may have been faster.
	return v.existing(ctx, tx, earner)
}

// existing is the vault of an earner's own key, nil where there is none.
func (v *Vault) existing(ctx context.Context, client *db.Client, earner string) (*Vault, error) {
	row, err := client.EarnerKey.Query().Where(earnerkey.EarnerID(earner)).Only(ctx)
	if db.IsNotFound(err) {
		return nil, nil //nolint:nilnil // no key is no vault
	}
	if err != nil {
		return nil, fmt.Errorf("load the earner's key: %w", err)
	}
	plain, err := v.Open(boundToEarner(earner), row.Content)
	if err != nil {
		return nil, err
	}
	var key [32]byte
	copy(key[:], plain)
	return NewVault(key, v.random)
}

func boundToEarner(earner string) string { return "key of earner " + earner }
