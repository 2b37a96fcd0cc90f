package employer

import (
	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/internal/page"
)

// Candidates is a page of a ranked list, with what the whole list looks like.
type Candidates struct {
	Edges    []CandidateEdge
	Nodes    []Candidate
	PageInfo page.Info
	// TotalCount is after all filters, TierCounts before the tier filter.
	TotalCount  int
	TierCounts  TierCounts
	Facets      Facets
	Relaxations []Relaxation

	steps []OneStep
}

// CandidateEdge is a candidate in a list.
type CandidateEdge struct {
	Cursor string
	Node   Candidate
}

// TierCounts counts candidates by tier.
type TierCounts struct{ Qualified, Near, Partial int }

// OneStepAway lists the micro-credentials that would make most more QUALIFIED.
func (c *Candidates) OneStepAway(first int) []OneStep { return head(c.steps, first) }

// Facets count over all candidates that the filters keep, most first.
type Facets struct {
	microCredentials []MicroCredentialCount
	stacks           []StackCount
	places           []PlaceCount
}

// MicroCredentials counts who holds what.
func (f Facets) MicroCredentials(first int) []MicroCredentialCount {
	return head(f.microCredentials, first)
}

// Stacks counts who completed what.
func (f Facets) Stacks(first int) []StackCount { return head(f.stacks, first) }

// Places counts who is where.
func (f Facets) Places(first int) []PlaceCount { return head(f.places, first) }

// MicroCredentialCount is how many candidates hold a micro-credential.
type MicroCredentialCount struct {
	MicroCredential *db.MicroCredential
	Count           int
}

// StackCount is how many candidates completed a stack.
type StackCount struct {
	Stack *db.Stack
	Count int
}

// PlaceCount is how many candidates show a place.
type PlaceCount struct {
	Place *db.Place
	Count int
}

func head[T any](items []T, first int) []T {
	return items[:min(max(first, 0), len(items))]
}
