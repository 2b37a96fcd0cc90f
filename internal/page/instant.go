package page

import (
	"fmt"
	"time"
)

// Instant is the keyset position of a row in a list by time, then by id.
func Instant(at time.Time, id string) []string {
	return []string{at.UTC().Format(time.RFC3339Nano), id}
}

// Past keeps what follows the cursor in a list by instants; all of it where there is
// none. The keyset is store.After or store.Before by the columns of the list's order.
func Past[P any](s *Sealer, scope string, args Args, keyset func(position ...any) P) ([]P, error) {
	if args.After == "" {
		return nil, nil
	}
	position, err := s.OpenPosition(scope, args.After, 2)
	if err != nil {
		return nil, err
	}
	at, err := time.Parse(time.RFC3339Nano, position[0])
	if err != nil {
		return nil, fmt.Errorf("read cursor: %w", err)
	}
	return []P{keyset(at, position[1])}, nil
}
