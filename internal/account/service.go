// Package account owns who people are here: accounts, addresses, memberships,
// earners, and what earners allow. It refuses to know what earners hold, and
// what is protected about them.
package account

import (
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/page"
)

// Service keeps accounts and earners.
type Service struct {
	DB      *db.Client
	IDs     id.Minter
	Now     func() time.Time
	Cursors *page.Sealer
}
