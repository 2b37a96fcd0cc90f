package store

import (
	"context"

	"github.com/stackmatch/stackmatch/ent/db"
)

// In is the client of the transaction that the context is in, else the given one:
// for those who only read, and need no second connection for it.
func In(ctx context.Context, client *db.Client) *db.Client {
	if t := txOf(ctx); t != nil {
		return t.client
	}
	return client
}
