package search

import (
	"context"
	"errors"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/search/query"
)

// StockCandidates finds earners by bleve's own scoring of a query's terms, each
// boosted by what it is worth. It is what the bench compares with: fewer than a
// tenth of its first twenty are among the true ones.
func (e *Earners) StockCandidates(ctx context.Context, q Query) (earners []string, err error) {
	live, err := e.index()
	if err != nil {
		return nil, err
	}
	vocab, err := live.vocabularies.of(q.Catalog, live.registry.held.all())
	if err != nil {
		return nil, err
	}
	bound := q.Plan.Bind(vocab.Vocabulary)
	worth := bleve.NewDisjunctionQuery()
	for r := range q.Plan.Posting().Requirements {
		for _, g := range bound.Groups(r) {
			points := float64(q.Plan.RequirementPoints(r, g.Credit)) / 1e6
			for _, id := range g.IDs {
				t := termQuery(fieldHeld, vocab.Term(id))
				t.SetBoost(points)
				worth.AddQuery(t)
			}
		}
	}
	audience := bleve.NewDisjunctionQuery()
	for _, term := range newViewer(q.Org, q.Kinds).terms() {
		t := termQuery(fieldAudience, term)
		t.SetBoost(0)
		audience.AddQuery(t)
	}
	all := bleve.NewBooleanQuery()
	all.AddMust(worth, audience)
	all.AddMustNot(termQuery(fieldBlocked, q.Org))
	if q.Filter.Remote != nil {
		remote := termQuery(fieldRemote, remoteTerm)
		remote.SetBoost(0)
		all.AddMust(remote)
	}
	req := bleve.NewSearchRequestOptions(all, q.First, 0, false)
	if q.Want.Facets {
		req.AddFacet("held", bleve.NewFacetRequest(fieldHeld, 20))
	}
	res, err := live.gen.index.SearchInContext(ctx, req)
	if err != nil {
		return nil, errors.Join(errors.New("stock query"), err)
	}
	for _, hit := range res.Hits {
		earners = append(earners, hit.ID)
	}
	return earners, nil
}

func termQuery(field, term string) *query.TermQuery {
	t := bleve.NewTermQuery(term)
	t.SetField(field)
	return t
}
