package outcome

import (
	"context"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db/protectedoutcome"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/measure"
)

// HiredSince counts, of who reached the end of routes (by route and earner, when), how
// many were hired since. Only what happened before the reporting period that is not
// over yet counts, so that no two answers differ by a day, and a route is left out
// where package measure's rule hides its share: where fewer people than are shown
// anywhere did, were, or were not.
func (s *Service) HiredSince(ctx context.Context, reached map[string]map[string]time.Time) (map[string]measure.Ratio, error) {
	if err := auth.Require(ctx, auth.ViewCounts); err != nil {
		return nil, err
	}
	until := s.periodAt(monthOf(s.Now())).start()
	rows, err := s.DB.ProtectedOutcome.Query().
		Where(protectedoutcome.KindEQ(enum.OutcomeHired), protectedoutcome.OnLT(until)).
		Select(protectedoutcome.FieldEarnerID, protectedoutcome.FieldOn).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load outcomes: %w", err)
	}
	last := make(map[string]time.Time, len(rows))
	for _, row := range rows {
		if row.On.After(last[row.EarnerID]) {
			last[row.EarnerID] = row.On
		}
	}
	out := map[string]measure.Ratio{}
	for route, people := range reached {
		hired, of := 0, 0
		for who, at := range people {
			if !at.Before(until) {
				continue
			}
			of++
			// An outcome has a day: who was hired on the day counts.
			if !last[who].Before(at.UTC().Truncate(24 * time.Hour)) {
				hired++
			}
		}
		if ratio, told := measure.Rate(hired, of, s.least()); told {
			out[route] = ratio
		}
	}
	return out, nil
}
