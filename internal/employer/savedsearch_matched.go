package employer

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/internal/dossier"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/search"
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
	out := map[string]*Candidate{}
	for key, some := range bySearch {
		if err := s.matchedBy(ctx, key, some, language, out); err != nil {
			return nil, err
		}
		if err := s.matchedShown(ctx, some, out, read); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// matchedShown notes whom the matches of a search show.
func (s *Service) matchedShown(ctx context.Context, of []*SearchMatch, found map[string]*Candidate, read []string) error {
	var earners []string
	for _, m := range of {
		if found[m.ID] != nil {
			earners = append(earners, m.earner)
		}
	}
	return s.shown(ctx, of[0].posting, read, earners...)
}

func (s *Service) matchedBy(ctx context.Context, key string, matches []*SearchMatch, language string, out map[string]*Candidate) error {
	q, err := s.searchQuestion(ctx, key, language)
	if err != nil {
		return err
	}
	earners := make([]string, len(matches))
	for i, m := range matches {
		earners[i] = m.earner
	}
	people, err := dossier.Load(ctx, s.DB, q.catalog, earners)
	if err != nil {
		return fmt.Errorf("load candidates: %w", err)
	}
	if err := s.locate(ctx, q.asker, people); err != nil {
		return err
	}
	byEarner := make(map[string]dossier.Dossier, len(people))
	for _, p := range people {
		byEarner[p.Earner.ID] = p
	}
	for _, m := range matches {
		person, known := byEarner[m.earner]
		match, listed := matching.Match{}, false
		if known {
			match, listed = q.match(person)
		}
		if !listed {
			continue
		}
		hit := search.Hit{Key: matching.Key{Tier: match.Tier, Points: match.Points, Earner: m.earner}}
		if out[m.ID], err = s.placed(ctx, q, row{hit: hit, person: person, match: match}, language); err != nil {
			return err
		}
	}
	return nil
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
