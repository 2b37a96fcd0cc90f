package employer

import (
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/internal/page"
)

// madeAt is where a row stands in a list of the newest first, by when it was made.
func madeAt(at time.Time, id string) []string { return []string{at.UTC().Format(time.RFC3339Nano), id} }

// openMadeAt reads a cursor that madeAt gave.
func openMadeAt(cursors *page.Sealer, scope, cursor string) ([]any, error) {
	at, err := cursors.OpenPosition(scope, cursor, 2)
	if err != nil {
		return nil, err
	}
	made, err := time.Parse(time.RFC3339Nano, at[0])
	if err != nil {
		return nil, fmt.Errorf("read cursor: %w", err)
	}
	return []any{made, at[1]}, nil
}
