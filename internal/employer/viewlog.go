package employer

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/db/viewlogline"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/store"
)

// ViewLog tells the earner that the viewer is who was shown them, newest day first.
// What this server showed before the call is in it.
func (s *Service) ViewLog(ctx context.Context, args page.Args) (page.Page[*db.ViewLogLine], error) {
	none := page.Page[*db.ViewLogLine]{}
	if err := auth.Require(ctx, auth.ReadViewLog); err != nil {
		return none, err
	}
	if err := args.Check(); err != nil {
		return none, err
	}
	if s.Sightings != nil {
		if err := s.Sightings.Load(ctx); err != nil {
			return none, fmt.Errorf("load the view log: %w", err)
		}
	}
	viewer := auth.From(ctx)
	scope, err := page.Scope(viewer.Key(), "viewLog")
	if err != nil {
		return none, err
	}
	where := []predicate.ViewLogLine{viewlogline.EarnerID(viewer.ActingEarner())}
	if args.After != "" {
		after, err := s.viewedBefore(scope, args.After)
		if err != nil {
			return none, err
		}
		where = append(where, after)
	}
	rows, err := s.DB.ViewLogLine.Query().Where(where...).
		Order(db.Desc(viewlogline.FieldOn, viewlogline.FieldID)).Limit(args.Limit()).All(ctx)
	if err != nil {
		return none, fmt.Errorf("read the view log: %w", err)
	}
	return page.Cut(rows, args, s.Cursors, scope, func(row *db.ViewLogLine) []string {
		return []string{row.On.UTC().Format(time.DateOnly), strconv.Itoa(row.ID)}
	}), nil
}

// viewedBefore keeps the lines that follow a cursor's.
func (s *Service) viewedBefore(scope, cursor string) (predicate.ViewLogLine, error) {
	at, err := s.Cursors.OpenPosition(scope, cursor, 2)
	if err != nil {
		return nil, err
	}
	day, err := time.Parse(time.DateOnly, at[0])
	if err != nil {
		return nil, fmt.Errorf("read cursor: %w", err)
	}
	row, err := strconv.Atoi(at[1])
	if err != nil {
		return nil, fmt.Errorf("read cursor: %w", err)
	}
	return store.Before[predicate.ViewLogLine](viewlogline.FieldOn, viewlogline.FieldID)(day, row), nil
}
