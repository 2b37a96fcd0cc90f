package employer

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/posting"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/search"
)

// Candidate finds a candidate by the id that the viewer's organization knows
// them by, while one of its open postings lists them; the match is the best of
// these. Any other id, another employer's too, is nobody's.
func (s *Service) Candidate(ctx context.Context, id, language string) (*Candidate, error) {
	if err := auth.Require(ctx, auth.RankCandidates); err != nil {
		return nil, err
	}
	organization := auth.From(ctx).Organization()
	m, err := newMask(s.MaskKey, organization)
	if err != nil {
		return nil, err
	}
	earner, err := m.earnerOf(id)
	if err != nil {
		return nil, noCandidate(id)
	}
	postings, err := s.DB.Posting.Query().
		Where(posting.EmployerID(organization), posting.StatusEQ(enum.PostingOpen)).
		Order(db.Asc(posting.FieldID)).IDs(ctx)
	if err != nil {
		return nil, fmt.Errorf("load postings: %w", err)
	}
	return s.bestOf(ctx, earner, postings, language, id)
}

func (s *Service) bestOf(ctx context.Context, earner string, postings []string, language, id string) (*Candidate, error) {
	var best *row
	var asked *question
	for _, p := range postings {
		q, err := s.question(ctx, CandidatesInput{Posting: p, Language: language})
		if err != nil {
			return nil, err
		}
		key := matching.Key{Earner: earner, Draw: matching.Draw(matching.NewDrawKey(s.DrawKey, q.id, q.viewer.Organization(), q.asOf), earner)}
		rows, err := s.confirm(ctx, q, []search.Hit{{Key: key}})
		if err != nil {
			return nil, err
		}
		if len(rows) == 1 && (best == nil || rows[0].hit.Key.Before(best.hit.Key)) {
			best, asked = &rows[0], q
		}
	}
	if best == nil {
		return nil, noCandidate(id)
	}
	return s.placed(ctx, asked, *best)
}

// placed gives a candidate who was found by id the rank and the place that a
// list would show.
func (s *Service) placed(ctx context.Context, q *question, r row) (*Candidate, error) {
	pending, err := s.Ranker.Barrier(ctx)
	if err != nil {
		return nil, fmt.Errorf("wait for the index: %w", err)
	}
	rank, place, err := s.Ranker.Standing(ctx, q.index(s.DrawKey, q.asOf), r.hit.Key, pending)
	if err != nil {
		return nil, fmt.Errorf("rank candidate: %w", err)
	}
	r.hit.Place = place
	records, err := s.recordsOf(ctx, &ranked{rows: []row{r}, counts: &search.Result{}})
	if err != nil {
		return nil, err
	}
	shown, err := q.candidate(r, rank, records)
	return &shown, err
}

func noCandidate(id string) error {
	return problem.New(problem.NotFound, "there is no candidate %q", id).Spanish("no hay ningún candidato %q", id).At("id")
}
