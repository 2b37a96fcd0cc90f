package employer

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/organization"
	"github.com/stackmatch/stackmatch/ent/db/posting"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/matching"
)

// OpenPostings are the open, public postings of employers whom somebody vouches for,
// with their places, in the order of their ids, and what they ask, compiled, by id:
// what anybody may read. What is compiled is remembered, so that the next call asks
// for the rows alone.
func (s *Service) OpenPostings(ctx context.Context, catalog *matching.Catalog) ([]*db.Posting, map[string]*matching.Plan, error) {
	rows, err := s.DB.Posting.Query().
		Where(openAt(s.Now()), posting.AudienceEQ(enum.AudiencePublic), posting.HasEmployerWith(organization.VouchedByIDNotNil())).
		WithPlace().Order(posting.ByID()).All(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("load open postings: %w", err)
	}
	questions, err := s.compiled(ctx, catalog, rows)
	if err != nil {
		return nil, nil, err
	}
	plans := make(map[string]*matching.Plan, len(questions))
	kept := rows[:0]
	for _, row := range rows {
		if q := questions[row.ID]; q != nil {
			plans[row.ID] = q.plan
			kept = append(kept, row)
		}
	}
	return kept, plans, nil
}
