package search

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/search"
	"github.com/blevesearch/bleve/v2/search/query"
	index "github.com/blevesearch/bleve_index_api"
)

// Candidates ranks the earners for a query, exactly: hits, order, scores and counts
// are those of scoring every earner with matching.
func (e *Earners) Candidates(ctx context.Context, q Query) (_ *Result, err error) {
	live, err := e.index()
	if err != nil {
		return nil, err
	}
	v, err := live.acquire()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, v.release()) }()
	c := &candidateQuery{index: live, query: &q}
	if _, err := c.Searcher(ctx, v.reader, live.gen.index.Mapping(), search.SearcherOptions{}); err != nil {
		return nil, fmt.Errorf("rank candidates: %w", err)
	}
	return c.result, nil
}

// candidateQuery is the ranking as a query of bleve's. Its searcher emits the hits
// alone; what else was found is in result.
type candidateQuery struct {
	index  *earnerIndex
	query  *Query
	result *Result
}

var _ query.Query = (*candidateQuery)(nil)

// Searcher ranks at once: what can be a hit is only known at the end.
func (c *candidateQuery) Searcher(ctx context.Context, reader index.IndexReader, _ mapping.IndexMapping, _ search.SearcherOptions) (search.Searcher, error) {
	v, err := c.index.viewOf(reader)
	if err != nil {
		return nil, err
	}
	vocab, err := c.index.vocabularies.of(c.query.Catalog, c.index.registry.held.all())
	if err != nil {
		return nil, err
	}
	r, err := newRanking(c.query, v, vocab, c.index.places)
	if err != nil {
		return nil, err
	}
	defer r.close()
	if err := r.scan(ctx); err != nil {
		return nil, err
	}
	if c.result, err = r.result(); err != nil {
		return nil, err
	}
	return newHitSearcher(&r.top), nil
}

// hitSearcher emits hits in the order of the index.
type hitSearcher struct {
	hits []emitted
	next int
}

type emitted struct {
	id    index.IndexInternalID
	score float64
}

var _ search.Searcher = (*hitSearcher)(nil)

func newHitSearcher(t *top) *hitSearcher {
	s := &hitSearcher{}
	for _, f := range t.found {
		// A rank stays far below 2^53, so a float carries it whole.
		s.hits = append(s.hits, emitted{f.part.source.internal(f.doc), float64(f.rank)})
	}
	slices.SortFunc(s.hits, func(a, b emitted) int { return a.id.Compare(b.id) })
	return s
}

func (s *hitSearcher) Next(ctx *search.SearchContext) (*search.DocumentMatch, error) {
	if s.next >= len(s.hits) {
		return nil, nil //nolint:nilnil // how a bleve searcher ends
	}
	hit := s.hits[s.next]
	s.next++
	match := ctx.DocumentMatchPool.Get()
	match.IndexInternalID = append(match.IndexInternalID[:0], hit.id...)
	match.Score = hit.score
	return match, nil
}

func (s *hitSearcher) Advance(ctx *search.SearchContext, id index.IndexInternalID) (*search.DocumentMatch, error) {
	for s.next < len(s.hits) && s.hits[s.next].id.Compare(id) < 0 {
		s.next++
	}
	return s.Next(ctx)
}

func (s *hitSearcher) Close() error               { return nil }
func (s *hitSearcher) Weight() float64            { return 1 }
func (s *hitSearcher) SetQueryNorm(float64)       {}
func (s *hitSearcher) Count() uint64              { return uint64(len(s.hits)) }
func (s *hitSearcher) Min() int                   { return 0 }
func (s *hitSearcher) Size() int                  { return 32 * len(s.hits) }
func (s *hitSearcher) DocumentMatchPoolSize() int { return 1 }
