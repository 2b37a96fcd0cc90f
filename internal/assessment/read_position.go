package assessment

import (
	"context"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/earner"
	"github.com/stackmatch/stackmatch/internal/auth"
)

// positionOf is where a row stands in a list that is ordered by when things were made.
func positionOf(at time.Time, id string) []string {
	return []string{at.UTC().Format(time.RFC3339Nano), id}
}

// position reads what positionOf gave, for a cursor's scope.
func (s *Service) position(scope, cursor string) ([]any, error) {
	at, err := s.Cursors.OpenPosition(scope, cursor, 2)
	if err != nil {
		return nil, err
	}
	made, err := time.Parse(time.RFC3339Nano, at[0])
	if err != nil {
		return nil, fmt.Errorf("read cursor: %w", err)
	}
	return []any{made, at[1]}, nil
}

// seesOf says how much of what an earner is about to earn the viewer sees: how it
// stands, as somebody to whom the earner opened it; all, as the earner.
func (s *Service) seesOf(ctx context.Context, key string) (stands, all bool, err error) {
	viewer := auth.From(ctx)
	if viewer.System || auth.Can(ctx, auth.SubmitEvidence) && viewer.ActingEarner() == key {
		return true, true, nil
	}
	of, err := s.DB.Earner.Query().Where(earner.ID(key)).WithGrants().WithBlocks().Only(ctx)
	if db.IsNotFound(err) {
		return false, false, nil
	}
	if err != nil {
		return false, false, fmt.Errorf("load earner: %w", err)
	}
	return s.opened(ctx, of), false, nil
}

// issuing is the organization whose awards the viewer makes; empty, which is no
// organization, where they make none.
func issuing(ctx context.Context) string {
	if !auth.Can(ctx, auth.ViewIssuedAwards) {
		return ""
	}
	return auth.From(ctx).Organization()
}
