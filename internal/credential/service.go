// Package credential owns awards: issuing, revoking and reading them, and the
// document by which an earner is found. It refuses to change what an award
// proves once it is made.
package credential

import (
	"context"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/page"
)

// Service keeps awards.
type Service struct {
	DB      *db.Client
	IDs     id.Minter
	Now     func() time.Time
	Catalog Catalog
	Cursors *page.Sealer
}

// Catalog is what the service asks of the catalog.
type Catalog interface {
	// Matching is the catalog as matching sees it now.
	Matching(ctx context.Context) (*matching.Catalog, error)
}
