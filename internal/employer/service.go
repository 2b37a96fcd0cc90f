package employer

import (
	"context"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/internal/courier"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/inbox"
	"github.com/stackmatch/stackmatch/internal/link"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/search"
	"github.com/stackmatch/stackmatch/search/skillindex"
)

// Service is the employers' side of the portal.
type Service struct {
	DB      *db.Client
	IDs     id.Minter
	Now     func() time.Time
	Catalog Catalog
	Ranker  Ranker
	Texts   Texts
	Cursors *page.Sealer
	// Sightings may be nil: then nobody is told who looked, as in a benchmark.
	Sightings Sightings
	Post      inbox.Post
	Links     link.Maker
	Courier   *courier.Courier
	// Outcomes keeps what comes of contacts; nil keeps none of it.
	Outcomes Outcomes
	// ContactsAWeek is how many candidates an employer may ask in seven days; 0 is 50.
	ContactsAWeek int
	// Base is where people's links lead, without a slash at the end.
	Base func() string
	// Compiled is what open postings ask, for earners who look for work.
	Compiled Compiled
	// MaskKey keys the ids and aliases of candidates, DrawKey the fair draws.
	MaskKey [32]byte
	DrawKey []byte

	lessons lessonCache
}

// Catalog is what the service asks of the catalog.
type Catalog interface {
	// Matching is the catalog as matching sees it now.
	Matching(ctx context.Context) (*matching.Catalog, error)
	// Recognized lists the micro-credentials that an organization recognizes for
	// hiring, promotion or pay, in force at an instant.
	Recognized(ctx context.Context, organization string, at time.Time) ([]string, error)
	// RecognizedBy gives the same of several organizations, by their ids.
	RecognizedBy(ctx context.Context, organizations []string, at time.Time) (map[string][]string, error)
	// Wordings are the catalog's texts as words find them; SayingsByVersion gives those
	// of some versions to be read.
	Wordings(ctx context.Context) (*search.Wordings, error)
	SayingsByVersion(ctx context.Context, versions []string) (map[string][]search.Saying, error)
	// Nearest suggests skills for a reference that is none.
	Nearest(ctx context.Context, reference, language string) ([]string, error)
	// FindSkills finds the skills that words may mean: an answer for each query.
	FindSkills(ctx context.Context, queries []skillindex.Query) ([][]skillindex.Hit, error)
}

// Ranker is the index of earners.
type Ranker interface {
	// Barrier waits until the index has what was written before; earners whose
	// changes it could not wait for are returned.
	Barrier(ctx context.Context) (pending []string, err error)
	// Candidates ranks; the pending earners as their records stand now.
	Candidates(ctx context.Context, q search.Query, pending []string) (*search.Result, error)
	// Standings are the ranks of candidates in a result.
	Standings(ctx context.Context, q search.Query, keys []matching.Key, pending []string) ([]int, error)
	// ShownPlaces gives, by earner, the places that rows show to an organization of
	// some kinds.
	ShownPlaces(ctx context.Context, org string, kinds, earners, pending []string) (map[string]string, error)
}

// Texts finds postings by their words.
type Texts interface {
	Postings(ctx context.Context, words, language string, limit int) ([]string, error)
}
