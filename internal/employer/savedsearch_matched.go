package employer

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/internal/dossier"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// MatchedCandidates are the candidates of matches as the viewer may see them now, by
// the match's id; who is not listed any more is not in the answer. Read are the
// fields of theirs that are read.
func (s *Service) MatchedCandidates(ctx context.Context, ids []string, language string, read ...string) (map[string]*Candidate, error) {
	matches, err := s.SearchMatchesByID(ctx, ids)
	if err != nil {
		return nil, err
	}
	bySearch := map[string][]*SearchMatch{}
	for _, m := range matches {
		bySearch[m.Search] = append(bySearch[m.Search], m)
	}
	var all []placing
	for key, some := range bySearch {
		found, err := s.matchedBy(ctx, key, some, language)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	return s.placed(ctx, all, language, read, true)
}

// matchedBy finds those of a search's matches whom it lists now.
func (s *Service) matchedBy(ctx context.Context, key string, matches []*SearchMatch, language string) ([]placing, error) {
	q, err := s.searchQuestion(ctx, key, language)
	if err != nil {
		return nil, err
	}
	earners := make([]string, len(matches))
	for i, m := range matches {
		earners[i] = m.earner
	}
	people, err := dossier.Load(ctx, s.DB, q.catalog, earners)
	if err != nil {
		return nil, fmt.Errorf("load candidates: %w", err)
	}
	if err := s.locate(ctx, q.asker, people); err != nil {
		return nil, err
	}
	byEarner := byID(people, func(p dossier.Dossier) string { return p.Earner.ID })
	var found []placing
	for _, m := range matches {
		person, known := byEarner[m.earner]
		if !known {
			continue
		}
		if match, listed := q.match(person); listed {
			found = append(found, placing{key: m.ID, asked: q, posting: m.posting, row: unranked(person, match)})
		}
	}
	return found, nil
}

// searchQuestion is what a saved search of the viewer's organization asks.
func (s *Service) searchQuestion(ctx context.Context, key, language string) (*question, error) {
	row, err := s.ownSearch(ctx, s.DB, key)
	if err != nil {
		return nil, err
	}
	in, err := searchInput(row)
	if err != nil {
		return nil, err
	}
	ask := in.candidates()
	ask.Language = language
	return s.question(ctx, ask)
}

// RequirementsBySearch is what saved searches of the viewer's organization ask for.
func (s *Service) RequirementsBySearch(ctx context.Context, ids []string, language string) (map[string][]Requirement, error) {
	out := make(map[string][]Requirement, len(ids))
	for _, key := range ids {
		q, err := s.searchQuestion(ctx, key, language)
		if problem.Is(err, problem.NotFound) || problem.Is(err, problem.Invalid) {
			continue // what it asks about is gone
		}
		if err != nil {
			return nil, err
		}
		out[key] = q.requirements
	}
	return out, nil
}
