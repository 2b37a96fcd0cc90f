// Package coaching owns the way from what an earner can prove to where they want to
// be: gaps and plans, and the workplace of the coaches who follow them. It sees of an
// earner what their grant for coaching opens, asked anew each time, and refuses to
// rank, to award and to speak with employers.
package coaching

import (
	"context"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/inbox"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/measure"
	"github.com/stackmatch/stackmatch/internal/page"
)

// Service plans, and follows cases.
type Service struct {
	DB      *db.Client
	IDs     id.Minter
	Now     func() time.Time
	Cursors *page.Sealer
	Catalog Catalog
	// Postings are the employers' open ones; nil where there are none to plan for.
	Postings Postings
	// Occupations tell what occupations ask for.
	Occupations Occupations
	// Outcomes count who was hired; nil counts nobody.
	Outcomes Outcomes
	Post     inbox.Post
	// Terms remembers on what terms one earns what.
	Terms Terms
}

// Occupations is what the service asks of who knows occupations.
type Occupations interface {
	// Asks are what an occupation asks for, the most asked first.
	Asks(ctx context.Context, occupation string) ([]matching.Requirement, error)
	// Listed is the id of an occupation's record; "" for one that is known by its code
	// alone.
	Listed(ctx context.Context, occupation string) (string, error)
}

// Outcomes is what the service asks of who counts outcomes.
type Outcomes interface {
	// HiredSince counts, of who reached the end of routes (by route and earner, when),
	// how many were hired since, where that gives nobody away.
	HiredSince(ctx context.Context, reached map[string]map[string]time.Time) (map[string]measure.Ratio, error)
}

// Catalog is what the service asks of the catalog.
type Catalog interface {
	// Matching is the catalog as matching sees it now.
	Matching(ctx context.Context) (*matching.Catalog, error)
}

// Postings is what the service asks of the employers.
type Postings interface {
	// OpenPostings are the public ones of employers whom somebody vouches for, with
	// their places, in the order of their ids, and what they ask, compiled, by id.
	OpenPostings(ctx context.Context, catalog *matching.Catalog) ([]*db.Posting, map[string]*matching.Plan, error)
	// AskedBy is a posting that the viewer may see, with what it asks, compiled.
	AskedBy(ctx context.Context, catalog *matching.Catalog, posting string) (*db.Posting, *matching.Plan, error)
	// HiredFor is the posting of a contact in which the viewer, an earner, was offered
	// the work or hired, with what it asks, compiled.
	HiredFor(ctx context.Context, catalog *matching.Catalog, contact string) (*db.Posting, *matching.Plan, error)
}
