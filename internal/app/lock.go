package app

import (
	"errors"
	"fmt"
	"time"

	"go.etcd.io/bbolt"
	bbolterrors "go.etcd.io/bbolt/errors"
)

// errLocked means that another process holds a lock.
var errLocked = errors.New("another process has it")

// lockWait is how long to try: a process that ends gives its locks back at once.
const lockWait = 200 * time.Millisecond

// lock takes the lock of a path; it ends with the process at the latest. The file
// is one of bbolt, which the indexes are stored in as well: it knows how files are
// locked on every system.
func lock(path string) (unlock func() error, err error) {
	held, err := bbolt.Open(path, 0o600, &bbolt.Options{Timeout: lockWait})
	if errors.Is(err, bbolterrors.ErrTimeout) {
		err = errLocked
	}
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", path, err)
	}
	return held.Close, nil
}
