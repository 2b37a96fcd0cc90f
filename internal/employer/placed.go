package employer

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/internal/dossier"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/search"
)

// placing is a candidate whom something else than a ranking found.
type placing struct {
	// key is what the candidate is asked for by.
	key   string
	asked *question
	// posting is empty where the question is no posting's.
	posting string
	row     row
}

// unranked is the row of a match whose place nothing has said yet.
func unranked(person dossier.Dossier, match matching.Match) row {
	key := matching.Key{Tier: match.Tier, Points: match.Points, Earner: person.Earner.ID}
	return row{hit: search.Hit{Key: key}, person: person, match: match}
}

// placed presents candidates by their keys as the lists of their questions would, and
// notes that they are shown. Their rank, which costs a pass over the index for each
// question, is 0 unless it is wanted.
func (s *Service) placed(ctx context.Context, all []placing, language string, fields []string, wanted bool) (map[string]*Candidate, error) {
	out := make(map[string]*Candidate, len(all))
	if len(all) == 0 {
		return out, nil
	}
	pending, err := s.Ranker.Barrier(ctx)
	if err != nil {
		return nil, fmt.Errorf("wait for the index: %w", err)
	}
	if err := s.place(ctx, all, pending); err != nil {
		return nil, err
	}
	records, err := s.recordsOf(ctx, &ranked{rows: rowsOf(all), counts: &search.Result{}})
	if err != nil {
		return nil, err
	}
	byQuestion := map[*question][]placing{}
	for _, p := range all {
		byQuestion[p.asked] = append(byQuestion[p.asked], p)
	}
	for q, some := range byQuestion {
		if err := s.label(ctx, q.requirements, language); err != nil {
			return nil, err
		}
		ranks := make([]int, len(some))
		if wanted {
			if ranks, err = s.standings(ctx, q, some, pending); err != nil {
				return nil, err
			}
		}
		if err := s.placedBy(ctx, q, some, ranks, records, out); err != nil {
			return nil, err
		}
		if err := s.shown(ctx, some[0].posting, fields, earnersOf(some)...); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// placedBy presents the candidates of one question.
func (s *Service) placedBy(ctx context.Context, q *question, of []placing, ranks []int, records *records, out map[string]*Candidate) error {
	if err := s.markInterest(ctx, q, rowsOf(of)); err != nil {
		return err
	}
	for i, p := range of {
		shown, err := q.candidate(p.row, ranks[i], records)
		if err != nil {
			return err
		}
		out[p.key] = &shown
	}
	return nil
}

// place finds where rows show candidates to be.
func (s *Service) place(ctx context.Context, all []placing, pending []string) error {
	a := all[0].asked.asker
	places, err := s.Ranker.ShownPlaces(ctx, a.viewer.Organization(), a.kinds(), earnersOf(all), pending)
	if err != nil {
		return fmt.Errorf("find where candidates are shown: %w", err)
	}
	for i := range all {
		all[i].row.hit.Place = places[all[i].row.person.Earner.ID]
	}
	return nil
}

// standings are the ranks of candidates in the list of their question.
func (s *Service) standings(ctx context.Context, q *question, of []placing, pending []string) ([]int, error) {
	keys := make([]matching.Key, len(of))
	for i, p := range of {
		keys[i] = p.row.hit.Key
	}
	ranks, err := s.Ranker.Standings(ctx, q.index(s.DrawKey, q.asOf), keys, pending)
	if err != nil {
		return nil, fmt.Errorf("rank candidates: %w", err)
	}
	return ranks, nil
}

func rowsOf(all []placing) []row {
	rows := make([]row, len(all))
	for i, p := range all {
		rows[i] = p.row
	}
	return rows
}

func earnersOf(all []placing) []string {
	earners := make([]string, len(all))
	for i, p := range all {
		earners[i] = p.row.person.Earner.ID
	}
	return earners
}
