package employer

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/search"
)

// MustHave is a must-have of a posting: how many have it, and what proves it.
type MustHave struct {
	Requirement Requirement
	// Holders counts whoever the posting may list within the ring and meets it in
	// full; nil where the viewer may not rank.
	Holders *int
	// ProvedBy are the published micro-credentials that meet it by themselves, or
	// are a part of the stack that it asks for.
	ProvedBy   []*db.MicroCredential
	Unprovable bool
}

// MustHaves tells of each must-have of a posting of the viewer's organization how
// many people nearby have it and what proves it; nil of another's posting. A
// posting without a place is near everybody.
func (s *Service) MustHaves(ctx context.Context, row *db.Posting, within *enum.DistanceRing, language string) ([]MustHave, error) {
	if !s.Owns(ctx, row) {
		return nil, nil
	}
	q, asked, from, err := s.ownQuestion(ctx, row.ID, language)
	if err != nil {
		return nil, err
	}
	provers, err := s.provers(ctx, q)
	if err != nil {
		return nil, err
	}
	holders, err := s.holders(ctx, q, asked, around(from, within))
	if err != nil {
		return nil, err
	}
	out := []MustHave{}
	for i, r := range q.requirements {
		if r.Importance != enum.Required {
			continue
		}
		m := MustHave{Requirement: r, ProvedBy: provers[i], Unprovable: len(provers[i]) == 0}
		if n, counted := holders[i]; counted {
			m.Holders = &n
		}
		out = append(out, m)
	}
	return out, nil
}

// around is the ring around a place; none where the posting has no place.
func around(from *db.Place, within *enum.DistanceRing) *search.Near {
	if from == nil || within == nil {
		return nil
	}
	return &search.Near{Lat: from.Latitude, Lon: from.Longitude, Km: kilometers[*within]}
}

// holders counts, for each must-have, whom a posting that asked for it alone would
// find qualified: within the same audience, under the same conditions and by the
// same filter as its candidates. It counts nobody for whom may not rank.
func (s *Service) holders(ctx context.Context, q *question, asked matching.Posting, near *search.Near) (map[int]int, error) {
	if !auth.Can(ctx, auth.RankCandidates) {
		return map[int]int{}, nil
	}
	pending, err := s.Ranker.Barrier(ctx)
	if err != nil {
		return nil, fmt.Errorf("wait for the index: %w", err)
	}
	out := map[int]int{}
	for i, r := range q.requirements {
		if r.Importance != enum.Required {
			continue
		}
		alone := *q
		alone.requirements = []Requirement{r}
		terms := asked
		if err := alone.compile(&terms); err != nil {
			return nil, err
		}
		ask := alone.index(s.DrawKey, q.asOf)
		ask.Filter, ask.First = search.Filter{Near: near}, 1
		found, err := s.Ranker.Candidates(ctx, ask, pending)
		if err != nil {
			return nil, fmt.Errorf("count who has a must-have: %w", err)
		}
		out[i] = found.Tiers[matching.Qualified]
	}
	return out, nil
}
