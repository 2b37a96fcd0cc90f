package employer

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/posting"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/dossier"
	"github.com/stackmatch/stackmatch/internal/store"
)

// CandidatesByID finds candidates by the ids that the viewer's organization knows
// them by, while one of its open postings lists them; the match is the best of
// these. Any other id, another employer's too, is nobody's. The postings are
// compiled once for all ids. Fields are what is read of them, by the API's names.
func (s *Service) CandidatesByID(ctx context.Context, ids []string, language string, fields ...string) (map[string]*Candidate, error) {
	if err := auth.Require(ctx, auth.RankCandidates); err != nil {
		return nil, err
	}
	a, err := s.asker(ctx, language)
	if err != nil {
		return nil, err
	}
	people, err := s.meant(ctx, a, ids)
	if err != nil || len(people) == 0 {
		return nil, err
	}
	questions, err := s.openQuestions(ctx, a)
	if err != nil {
		return nil, err
	}
	if err := s.locate(ctx, a, slices.Collect(maps.Values(people))); err != nil {
		return nil, err
	}
	var all []placing
	for id, person := range people {
		if q, r := bestOf(questions, person); q != nil {
			all = append(all, placing{key: id, asked: q, posting: q.id, row: *r})
		}
	}
	return s.placed(ctx, all, language, fields, true)
}

// meant are the people whom the viewer's organization means by ids.
func (s *Service) meant(ctx context.Context, a asker, ids []string) (map[string]dossier.Dossier, error) {
	idOf := make(map[string]string, len(ids))
	var earners []string
	for _, id := range ids {
		if earner, err := a.mask.earnerOf(id); err == nil && idOf[earner] == "" {
			idOf[earner] = id
			earners = append(earners, earner)
		}
	}
	people, err := dossier.Load(ctx, store.In(ctx, s.DB), a.catalog, earners)
	if err != nil {
		return nil, fmt.Errorf("load candidates: %w", err)
	}
	out := make(map[string]dossier.Dossier, len(people))
	for _, p := range people {
		out[idOf[p.Earner.ID]] = p
	}
	return out, nil
}

// openQuestions are what the open postings of the viewer's organization ask.
func (s *Service) openQuestions(ctx context.Context, a asker) ([]*question, error) {
	postings, err := s.DB.Posting.Query().
		Where(posting.EmployerID(a.viewer.Organization()), openAt(a.asOf)).
		WithPlace().WithRequirements(withAsks).Order(db.Asc(posting.FieldID)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load postings: %w", err)
	}
	return a.questions(postings)
}

// questions are what postings ask, which have loaded what they ask for.
func (a asker) questions(postings []*db.Posting) ([]*question, error) {
	questions := make([]*question, len(postings))
	for i, p := range postings {
		questions[i] = &question{asker: a}
		terms := questions[i].askFor(p)
		if err := questions[i].compile(&terms); err != nil {
			return nil, err
		}
	}
	return questions, nil
}

// bestOf is the question that a person matches best, and the row there; nil where
// none lists them.
func bestOf(questions []*question, person dossier.Dossier) (asked *question, best *row) {
	for _, q := range questions {
		match, listed := q.match(person)
		if !listed {
			continue
		}
		if r := unranked(person, match); best == nil || r.hit.Key.Before(best.hit.Key) {
			asked, best = q, &r
		}
	}
	return asked, best
}
