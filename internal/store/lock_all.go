package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// LockAll locks several ids as Lock does one, in their order, so that of those who
// lock many nobody waits for each other.
func LockAll(ctx context.Context, ids []string) error {
	t := txOf(ctx)
	if t == nil {
		return errOutsideTx
	}
	if t.store.Dialect != Postgres {
		return nil
	}
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	for some := range slices.Chunk(ids, changesPerStatement) {
		args := make([]any, 0, len(some)+1)
		args = append(args, lockSpace)
		values := make([]string, len(some))
		for i, id := range some {
			args = append(args, id)
			values[i] = fmt.Sprintf("($%d::text)", i+2)
		}
		query := "SELECT pg_advisory_xact_lock($1, hashtext(v.id)) FROM (VALUES " + strings.Join(values, ", ") + ") AS v (id)"
		if _, err := t.client.ExecContext(ctx, query, args...); err != nil {
			return fmt.Errorf("lock %d ids: %w", len(some), err)
		}
	}
	return nil
}
