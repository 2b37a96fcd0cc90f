package app

import (
	"context"
	"slices"

	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/employer"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/search"
)

// people is what the index of earners is made of.
type people struct{ credentials *credential.Service }

var _ search.Source[search.Document] = people{}

// Load gives the documents of earners.
func (p people) Load(ctx context.Context, ids []string) ([]search.Document, error) {
	return p.credentials.Load(ctx, ids)
}

// leastRows keeps a page that lacks a few documents from asking for them one by one.
const leastRows = 200

// Page gives the next documents. Many records have none, since nobody is to find
// their earners: it reads on until the page is full or the records end.
func (p people) Page(ctx context.Context, after string, limit int) ([]search.Document, error) {
	var page []search.Document
	for {
		documents, next, err := p.credentials.Page(ctx, after, max(limit-len(page), leastRows))
		if err != nil {
			return nil, err
		}
		page = append(page, documents...)
		if next == "" || len(page) >= limit {
			return page[:min(len(page), limit)], nil
		}
		after = next
	}
}

// words is what the index of texts is made of: the catalog's, then the postings.
type words struct {
	catalog   *catalog.Service
	employers *employer.Service
}

var _ search.Source[search.Text] = words{}

// Load asks both: a change of an organization is one of its postings, too.
func (w words) Load(ctx context.Context, ids []string) ([]search.Text, error) {
	texts, err := w.catalog.LoadTexts(ctx, ids)
	if err != nil {
		return nil, err
	}
	postings, err := w.employers.LoadTexts(ctx, ids)
	return slices.Concat(texts, postings), err
}

// Page gives the next texts.
func (w words) Page(ctx context.Context, after string, limit int) ([]search.Text, error) {
	var texts []search.Text
	if id.Prefix(after) != id.Posting {
		var err error
		if texts, err = w.catalog.PageTexts(ctx, after, limit); err != nil || len(texts) == limit {
			return texts, err
		}
		after = ""
	}
	postings, err := w.employers.PageTexts(ctx, after, limit-len(texts))
	return append(texts, postings...), err
}

// postingTexts finds postings by their words.
type postingTexts struct{ texts *search.Texts }

var _ employer.Texts = postingTexts{}

// Postings lists the ids of the postings found, best match first.
func (p postingTexts) Postings(ctx context.Context, words, _ string, limit int) ([]string, error) {
	found, err := p.texts.Search(ctx, search.TextQuery{Search: words, Kind: search.TextPosting, First: limit})
	if err != nil {
		return nil, asProblem(err)
	}
	ids := make([]string, len(found.Hits))
	for i, hit := range found.Hits {
		ids[i] = hit.ID
	}
	return ids, nil
}
