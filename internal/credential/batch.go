package credential

import (
	"context"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/dossier"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/page"
)

// AwardsByEarner gives the first page of each earner's awards, newest first:
// those that the viewer may see. AwardsOf goes on from there.
func (s *Service) AwardsByEarner(ctx context.Context, earners []string, first int) (map[string]page.Page[*db.Award], error) {
	args := page.Args{First: first}
	if err := args.Check(); err != nil {
		return nil, err
	}
	rows, err := s.seenOf(ctx, earners)
	if err != nil {
		return nil, err
	}
	out := make(map[string]page.Page[*db.Award], len(earners))
	for _, id := range earners {
		out[id] = page.Cut(rows[id], args, s.Cursors, awardsScope(ctx, id), awardPosition)
	}
	return out, nil
}

// CompletedStacks lists, for each earner, the stacks that the counting awards
// complete which the viewer may see.
func (s *Service) CompletedStacks(ctx context.Context, earners []string) (map[string][]string, error) {
	catalog, err := s.Catalog.Matching(ctx)
	if err != nil {
		return nil, fmt.Errorf("load catalog: %w", err)
	}
	rows, err := s.seenOf(ctx, earners)
	if err != nil {
		return nil, err
	}
	done, err := dossier.Completions(ctx, s.DB, catalog, earners)
	if err != nil {
		return nil, err
	}
	out := make(map[string][]string, len(rows))
	for id, awards := range rows {
		out[id] = catalog.Completed(s.counting(awards, done[id], catalog))
	}
	return out, nil
}

// counting is what counts today of awards, and of the stacks that they bear under
// former rules.
func (s *Service) counting(rows []*db.Award, done []matching.Completion, catalog *matching.Catalog) []matching.Held {
	evidence := make([]matching.Award, len(rows))
	for i, row := range rows {
		evidence[i] = dossier.Award(row, catalog)
	}
	var held []matching.Held
	for _, a := range append(evidence, catalog.Kept(done, evidence)...) {
		if a.State(s.Now()) == matching.Counting {
			held = append(held, a.Held)
		}
	}
	return held
}

// seenOf gives the awards of earners that the viewer may see, newest first, in a
// constant number of statements.
func (s *Service) seenOf(ctx context.Context, earners []string) (map[string][]*db.Award, error) {
	rows, err := s.DB.Award.Query().Where(award.EarnerIDIn(earners...)).WithPairs().
		WithEarner(func(q *db.EarnerQuery) { q.WithGrants().WithBlocks() }).
		Order(db.Desc(award.FieldEarnedAt, award.FieldID)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load awards: %w", err)
	}
	out := make(map[string][]*db.Award, len(earners))
	for _, row := range rows {
		// To its earner an award in error is no part of their record.
		if s.sees(ctx, row) && (!inError(row) || *row.EarnerID != auth.From(ctx).ActingEarner()) {
			out[*row.EarnerID] = append(out[*row.EarnerID], row)
		}
	}
	return out, nil
}

func awardsScope(ctx context.Context, earner string) string {
	return auth.From(ctx).Key() + " awards of " + earner
}

func awardPosition(row *db.Award) []string {
	return []string{row.EarnedAt.UTC().Format(time.RFC3339Nano), row.ID}
}
