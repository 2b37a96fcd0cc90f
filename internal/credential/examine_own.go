package credential

import (
	"context"
	"maps"
	"strings"

	"github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/fetch"
)

// oursFirst answers for our own documents from ourselves: we need not be reachable
// from our own network. All others come through the guarded fetcher.
type oursFirst struct{ *Service }

// All is that of fetch.Source.
func (s oursFirst) All(ctx context.Context, urls []string, want fetch.Want) map[string]badge.Document {
	docs := make(map[string]badge.Document, len(urls))
	var others []string
	for _, url := range urls {
		if path, own := s.pathOf(url); own {
			docs[url] = s.served(ctx, path)
			continue
		}
		others = append(others, url)
	}
	if len(others) > 0 {
		maps.Copy(docs, s.Documents.All(ctx, others, want))
	}
	return docs
}

// document is the one at an address.
func (s *Service) document(ctx context.Context, address string, want fetch.Want) badge.Document {
	return oursFirst{s}.All(ctx, []string{address}, want)[address]
}

// withOwnKeys pins the key documents of those who sign here, where a badge or what
// it holds is theirs: while one tries things out, their DIDs are of a host that
// nobody looks up.
func (s *Service) withOwnKeys(ctx context.Context, b *badge.Badge, p badge.Policy) badge.Policy {
	pinned := maps.Clone(p.Controllers)
	if pinned == nil {
		pinned = map[string][]byte{}
	}
	for did := range issuersIn(b, maxDepth) {
		organization, own := s.ownSigner(did)
		if !own || pinned[did] != nil {
			continue
		}
		if file, err := s.ControllerDocument(ctx, organization); err == nil {
			pinned[did] = file.Content // else it is fetched, and says why not
		}
	}
	p.Controllers = pinned
	return p
}

// issuersIn are those whom a badge and what it holds name as their issuers.
func issuersIn(b *badge.Badge, depth int) map[string]bool {
	named := map[string]bool{b.Content().Issuer.ID: true}
	if depth == 0 || !isContainer(b) {
		return named
	}
	for _, part := range b.Parts() {
		maps.Copy(named, issuersIn(part, depth-1))
	}
	return named
}

// ownSigner is who signs here under an issuer's id: an organization, or the service
// itself.
func (s *Service) ownSigner(uri string) (organization string, own bool) {
	if organization = s.ownIssuer(uri); organization != "" {
		return organization, true
	}
	did, err := s.didOf(ourselves)
	return ourselves, err == nil && uri == did
}

// sameAward finds the award that a badge of ours names by its id: a signed one, or
// one that is hosted at the award's public page. False for other ids.
func (s *Service) sameAward(badge string) (predicate.Award, bool) {
	if key, is := awardOf(badge); is {
		return award.ID(key), true
	}
	path, own := s.pathOf(badge)
	token, hosted := strings.CutSuffix(strings.TrimPrefix(path, awardPath("")), "/ob2.json")
	return award.PublicToken(token), own && hosted
}
