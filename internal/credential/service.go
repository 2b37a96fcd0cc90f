// Package credential owns awards and the badges that carry them: verifying and
// importing badges, issuing, signing, suspending and revoking awards, what is
// public of them, and the document by which an earner is found. It refuses to
// change what an award proves once it is made.
package credential

import (
	"context"
	"io"
	"net/url"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/badge/jsonld"
	"github.com/stackmatch/stackmatch/internal/fetch"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/inbox"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/vault"
)

// Service keeps awards.
type Service struct {
	DB      *db.Client
	IDs     id.Minter
	Now     func() time.Time
	Catalog Catalog
	Cursors *page.Sealer

	// Random makes keys, tokens and places in status lists.
	Random io.Reader
	Vault  *vault.Vault
	// Documents fetches what badges name. It is asked outside of transactions.
	Documents Documents
	Trust     Trust
	// Files says which documents may be kept; nil is all of them.
	Files Files
	// Base is where the public documents are served: "https://portal.example.org".
	Base *url.URL
	// Post tells earners what becomes of their awards.
	Post inbox.Post

	turns turns
}

// Catalog is what the service asks of the catalog.
type Catalog interface {
	// Matching is the catalog as matching sees it now.
	Matching(ctx context.Context) (*matching.Catalog, error)
}

// Documents is what the service asks of the guarded fetcher.
type Documents interface {
	// All fetches URLs that data names. Every URL has an answer, if only why not.
	All(ctx context.Context, urls []string, want fetch.Want) map[string]badge.Document
}

// Files is what the service asks of who keeps files.
type Files interface {
	// Scan refuses a file that a virus scanner finds something in, with a problem.
	Scan(ctx context.Context, file io.Reader) error
}

// Trust is what the operator has configured about verifying.
type Trust struct {
	// Contexts are those that badges may name; nil is those built in.
	Contexts *jsonld.Contexts
	// Registries are asked who an issuer is.
	Registries []badge.Registry
	// Controllers are key documents by their id, used before any is fetched.
	Controllers map[string][]byte
}
