package fetch

import (
	"context"
	"slices"

	"github.com/stackmatch/stackmatch/internal/badge"
)

// What one badge may have fetched. A record of a hundred badges by as many
// issuers needs about three documents of each.
const (
	maxRounds    = 10
	maxDocuments = 400
)

// Source answers for URLs that data names: a Fetcher, Fixtures.
type Source interface {
	// All answers every URL, if only with why not.
	All(ctx context.Context, urls []string, want Want) map[string]badge.Document
}

// Verify fetches what a badge needs and says what was found out about it, in
// rounds: a document may name the next. Documents that are there already are not
// asked for; those that come are added. What is left when the rounds or the
// documents are used up stays unknown.
func Verify(ctx context.Context, from Source, b *badge.Badge, docs badge.Documents, want Want, p badge.Policy) badge.Report {
	for range maxRounds {
		wanted := slices.DeleteFunc(b.Needs(docs, p), func(url string) bool { _, there := docs[url]; return there })
		slices.Sort(wanted)
		wanted = slices.Compact(wanted)
		wanted = wanted[:min(len(wanted), max(0, maxDocuments-len(docs)))]
		if len(wanted) == 0 || ctx.Err() != nil {
			break
		}
		for url, document := range from.All(ctx, wanted, want) {
			docs[url] = document
		}
	}
	return badge.Verify(b, docs, p)
}
