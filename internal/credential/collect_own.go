package credential

import (
	"context"

	"github.com/stackmatch/stackmatch/internal/badge"
)

// ownDocument is what we publish ourselves at a URL; false for others' URLs. We
// need not be reachable from our own network.
func (s *Service) ownDocument(_ context.Context, url string) (badge.Document, bool) {
	if _, own := s.pathOf(url); !own {
		return badge.Document{}, false
	}
	return badge.Document{}, false
}
