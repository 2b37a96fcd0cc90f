package store

import (
	"context"
	"fmt"
)

// lockSpace keeps the locks of Lock apart from others of the same number.
const lockSpace = 0x6c6f636b // "lock"

// Lock has the transactions that lock the same id follow one another: what the
// first one wrote is committed, or undone, before the second goes on. It is for
// what no index holds, such as the seats of a course. On SQLite all writers do.
func Lock(ctx context.Context, id string) error {
	t := txOf(ctx)
	if t == nil {
		return errOutsideTx
	}
	if t.store.Dialect != Postgres {
		return nil
	}
	if _, err := t.client.ExecContext(ctx, "SELECT pg_advisory_xact_lock($1, hashtext($2))", lockSpace, id); err != nil {
		return fmt.Errorf("lock %s: %w", id, err)
	}
	return nil
}
