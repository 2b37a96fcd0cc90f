package employer

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/posting"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/dossier"
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
	a, err := s.asker(ctx, language)
	if err != nil {
		return nil, err
	}
	earner, err := a.mask.earnerOf(id)
	if err != nil {
		return nil, noCandidate(id)
	}
	people, err := dossier.Load(ctx, s.DB, a.catalog, []string{earner})
	if err != nil {
		return nil, fmt.Errorf("load candidate: %w", err)
	}
	if len(people) == 0 {
		return nil, noCandidate(id)
	}
	postings, err := s.DB.Posting.Query().
		Where(posting.EmployerID(a.viewer.Organization()), posting.StatusEQ(enum.PostingOpen)).
		WithRequirements(withAsks).Order(db.Asc(posting.FieldID)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load postings: %w", err)
	}
	q, r, err := s.bestOf(a, people[0], postings)
	if err != nil {
		return nil, err
	}
	if q == nil {
		return nil, noCandidate(id)
	}
	return s.placed(ctx, q, *r, language)
}

// bestOf is the posting that a person matches best, and the row there; nil where
// none lists them.
func (s *Service) bestOf(a asker, person dossier.Dossier, postings []*db.Posting) (asked *question, best *row, err error) {
	for _, p := range postings {
		q := &question{asker: a}
		terms := q.askFor(p)
		if err := q.compile(&terms); err != nil {
			return nil, nil, err
		}
		match, listed := q.match(person)
		if !listed {
			continue
		}
		key := matching.Key{Tier: match.Tier, Points: match.Points, Earner: person.Earner.ID}
		if best == nil || key.Before(best.hit.Key) {
			asked, best = q, &row{hit: search.Hit{Key: key}, person: person, match: match}
		}
	}
	return asked, best, nil
}

// placed gives a candidate who was found by id the rank and the place that a
// list would show.
func (s *Service) placed(ctx context.Context, q *question, r row, language string) (*Candidate, error) {
	if err := s.label(ctx, q.requirements, language); err != nil {
		return nil, err
	}
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
