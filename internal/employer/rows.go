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
func (s *Service) confirm(ctx context.Context, q *question, hits []search.Hit) ([]row, error) {
	ids := make([]string, len(hits))
	for i, h := range hits {
		ids[i] = h.Key.Earner
	}
	people, err := dossier.Load(ctx, s.DB, q.catalog, ids)
	if err != nil {
		return nil, fmt.Errorf("load candidates: %w", err)
	}
	byID := make(map[string]dossier.Dossier, len(people))
	for _, p := range people {
		byID[p.Earner.ID] = p
	}
	rows := make([]row, 0, len(hits))
	for _, h := range hits {
		p, ok := byID[h.Key.Earner]
		if !ok || !q.shows(p) {
			continue
		}
		match := q.plan.Explain(p.Awards, q.asOf)
		if match.Tier == matching.Unlisted {
			continue
		}
		if !p.Earner.ShowNonCounting {
			match = match.CountingOnly()
		}
		h.Key.Tier, h.Key.Points = match.Tier, match.Points
		rows = append(rows, row{hit: h, person: p, match: match})
	}
	return rows, nil
}

// shows tells whether the earner shows themselves to who asks.
func (q *question) shows(p dossier.Dossier) bool {
	var kinds []string
	if q.viewer.Acting != nil {
		kinds = q.viewer.Acting.Kinds
	}
	return p.Subject.ShownTo(q.viewer.Organization(), kinds, q.asOf)
}
