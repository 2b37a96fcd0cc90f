package vault

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/earnerkey"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// errErased is for a key that was destroyed while it was being made.
var errErased = errors.New("the earner's key was destroyed")

// ForEarner is the vault of an earner who was not erased: nothing of an erased
// one is ever kept again.
func (v *Vault) ForEarner(ctx context.Context, tx *db.Client, earner string) (*Vault, error) {
	row, err := tx.Earner.Get(ctx, earner)
	if err != nil {
		return nil, fmt.Errorf("load earner: %w", err)
	}
	if row.ErasedAt != nil {
		return nil, problem.New(problem.NotFound, "there is nothing here, or nothing any more").
			Spanish("aquí no hay nada, o ya no lo hay")
	}
	return v.OfEarner(ctx, tx, earner)
}

// OfEarner is the vault of an earner's own key, which is made when it is first
// needed. Erasing the key erases all that was sealed with it.
func (v *Vault) OfEarner(ctx context.Context, tx *db.Client, earner string) (*Vault, error) {
	found, err := v.Existing(ctx, tx, earner)
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
	found, err = v.Existing(ctx, tx, earner)
	if err == nil && found == nil {
		err = errErased
	}
	return found, err
}

// Existing is the vault of an earner's own key, nil where there is none.
func (v *Vault) Existing(ctx context.Context, client *db.Client, earner string) (*Vault, error) {
	row, err := client.EarnerKey.Query().Where(earnerkey.EarnerID(earner)).Only(ctx)
	if db.IsNotFound(err) {
		return nil, nil //nolint:nilnil // no key is no vault
	}
	if err != nil {
		return nil, fmt.Errorf("load the earner's key: %w", err)
	}
	return v.open(row)
}

// ExistingOf are the vaults of earners' own keys, in one statement. Who has none,
// or was erased, is not in the answer.
func (v *Vault) ExistingOf(ctx context.Context, client *db.Client, earners []string) (map[string]*Vault, error) {
	rows, err := client.EarnerKey.Query().Where(earnerkey.EarnerIDIn(earners...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load keys of earners: %w", err)
	}
	out := make(map[string]*Vault, len(rows))
	for _, row := range rows {
		if out[row.EarnerID], err = v.open(row); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// open is the vault of an earner's key.
func (v *Vault) open(row *db.EarnerKey) (*Vault, error) {
	plain, err := v.Open(boundToEarner(row.EarnerID), row.Content)
	if err != nil {
		return nil, err
	}
	var key [32]byte
	copy(key[:], plain)
	return New(key, v.random)
}

func boundToEarner(earner string) string { return "key of earner " + earner }

// Destroy destroys an earner's own key: what was sealed with it is nobody's to read
// any more, backups apart.
func (v *Vault) Destroy(ctx context.Context, tx *db.Client, earner string) error {
	if _, err := tx.EarnerKey.Delete().Where(earnerkey.EarnerID(earner)).Exec(ctx); err != nil {
		return fmt.Errorf("destroy the earner's key: %w", err)
	}
	return nil
}
