package employer

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/internal/dossier"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/search"
)

// row is a candidate of the page, as the records have them.
type row struct {
	hit    search.Hit
	person dossier.Dossier
	match  matching.Match
}

// confirm loads the hits' records and keeps, in order, whoever still shows
// themselves to the viewer and is still listed. The match is the records' own.
// Stale are those of whom the index says something else.
func (s *Service) confirm(ctx context.Context, q *question, hits []search.Hit) (rows []row, stale []string, err error) {
	ids := make([]string, len(hits))
	for i, h := range hits {
		ids[i] = h.Key.Earner
	}
	people, err := dossier.Load(ctx, s.DB, q.catalog, ids)
	if err != nil {
		return nil, nil, fmt.Errorf("load candidates: %w", err)
	}
	shown := make(map[string]string, len(hits))
	for _, h := range hits {
		shown[h.Key.Earner] = h.Place
	}
	if err := s.put(ctx, q.asker, people, shown); err != nil {
		return nil, nil, err
	}
	byID := make(map[string]dossier.Dossier, len(people))
	for _, p := range people {
		byID[p.Earner.ID] = p
	}
	for _, h := range hits {
		p, ok := byID[h.Key.Earner]
		if !ok {
			stale = append(stale, h.Key.Earner)
			continue
		}
		match, listed := q.match(p)
		if !listed || match.Tier != h.Key.Tier || match.Points != h.Key.Points {
			stale = append(stale, h.Key.Earner)
		}
		if listed {
			rows = append(rows, row{hit: h, person: p, match: match})
		}
	}
	return rows, stale, nil
}

// match is what the records say of a person; false where they are no row of the
// viewer's.
func (q *question) match(p dossier.Dossier) (matching.Match, bool) {
	if !q.shows(p) {
		return matching.Match{}, false
	}
	match := q.plan.Explain(p.Evidence(), q.asOf)
	if !p.Earner.ShowNonCounting {
		match = match.CountingOnly()
	}
	return match, match.Tier != matching.Unlisted
}
