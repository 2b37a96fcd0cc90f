package employer

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/page"
)

// glimpsed is how many rows a glimpse looks at: the first page.
const glimpsed = 20

// Glimpse is what a posting's candidates look like, without any of them: nobody is
// shown by it.
type Glimpse struct {
	Posting *db.Posting
	Counts  TierCounts
	// Digest is another one when the viewer would see something else: the counts, or
	// the first page.
	Digest string
}

// Glimpse looks at the candidates of one of the viewer's postings.
func (s *Service) Glimpse(ctx context.Context, posting string) (*Glimpse, error) {
	if err := auth.Require(ctx, auth.RankCandidates); err != nil {
		return nil, err
	}
	in := CandidatesInput{Posting: posting, Page: page.Args{First: glimpsed}}
	q, err := s.question(ctx, in)
	if err != nil {
		return nil, err
	}
	found, err := s.rank(ctx, q, position{Drawn: q.asOf}, in)
	if err != nil {
		return nil, err
	}
	row, err := s.Posting(ctx, posting)
	if err != nil {
		return nil, err
	}
	// The rows as the list has them: what is not in them tells nothing here either.
	list, err := s.present(ctx, q, found)
	if err != nil {
		return nil, err
	}
	raw, err := json.Marshal([]any{list.TierCounts, list.Nodes})
	if err != nil {
		return nil, fmt.Errorf("sum up candidates: %w", err)
	}
	sum := sha256.Sum256(raw)
	return &Glimpse{Posting: row, Counts: list.TierCounts, Digest: base64.RawURLEncoding.EncodeToString(sum[:12])}, nil
}
