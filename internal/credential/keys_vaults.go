package credential

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/earnerkey"
)

// existingOf are the vaults of earners' own keys, in one statement. Who has none,
// or was erased, is not in the answer.
func (v *Vault) existingOf(ctx context.Context, client *db.Client, earners []string) (map[string]*Vault, error) {
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
	return NewVault(key, v.random)
}
