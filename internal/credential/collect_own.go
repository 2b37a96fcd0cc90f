package credential

import (
	"context"
	"maps"

	"github.com/stackmatch/stackmatch/internal/badge"
)

// ownDocument is what we publish ourselves at a URL; false for others' URLs. We
// need not be reachable from our own network.
func (s *Service) ownDocument(ctx context.Context, url string) (badge.Document, bool) {
	path, own := s.pathOf(url)
	if !own {
		return badge.Document{}, false
	}
	return s.served(ctx, path), true
}

// withOwnKeys pins the key document of an issuer of ours, where a badge is theirs:
// while one tries things out, their DIDs are of a host that nobody looks up.
func (s *Service) withOwnKeys(ctx context.Context, b *badge.Badge, p badge.Policy) badge.Policy {
	did := b.Content().Issuer.ID
	organization := s.ownIssuer(did)
	if organization == "" || p.Controllers[did] != nil {
		return p
	}
	file, err := s.ControllerDocument(ctx, organization)
	if err != nil {
		return p // it is fetched then, and says why not
	}
	p.Controllers = maps.Clone(p.Controllers)
	if p.Controllers == nil {
		p.Controllers = map[string][]byte{}
	}
	p.Controllers[did] = file.Content
	return p
}
