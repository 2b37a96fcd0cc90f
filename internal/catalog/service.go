// Package catalog owns what can be earned and what it is worth: organizations,
// places, frameworks of skills, micro-credentials with their versions and
// offerings, stacks, pathways and recognitions. It also makes the catalog that
// matching reckons with. It refuses to know earners, awards and postings; what
// is published never changes.
package catalog

import (
	"context"
	"io"
	"sync"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/vault"
	"github.com/stackmatch/stackmatch/search"
	"github.com/stackmatch/stackmatch/search/skillindex"
)

// Service keeps the catalog. It is used by pointer.
type Service struct {
	DB      *db.Client
	IDs     id.Minter
	Now     func() time.Time
	Texts   Texts
	Cursors *page.Sealer
	// Meanings is what words mean, for finding skills; nil is the table in the binary.
	Meanings *skillindex.Meanings
	// Vault seals the documents of recognitions.
	Vault *vault.Vault
	// Files says which documents may be kept; nil is all of them.
	Files Files

	// Completions follow what becomes of a stack; nil where nobody keeps any.
	Completions Completions
	// Demand tells what open postings ask for; nil where there are none.
	Demand Demand

	snapshot snapshot
	ways     waysMemory
	words    skillWords
	drawing  sync.Mutex
}

// Files is what the service asks of who keeps files.
type Files interface {
	// Scan refuses a file that a virus scanner finds something in, with a problem.
	Scan(ctx context.Context, file io.Reader) error
}

// Texts finds records by their words.
type Texts interface {
	// Search lists what has the words, best match first.
	Search(ctx context.Context, q search.TextQuery) (*search.TextResult, error)
}
