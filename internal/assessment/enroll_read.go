package assessment

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/enrollment"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/store"
)

// EnrollmentsByID gives those of the enrollments that the viewer may see: their
// own, those with their organization, those of earners who opened what they earn to
// them.
func (s *Service) EnrollmentsByID(ctx context.Context, ids []string) (map[string]*db.Enrollment, error) {
	rows, err := s.DB.Enrollment.Query().Where(enrollment.IDIn(ids...)).
		WithEarner(func(q *db.EarnerQuery) { q.WithGrants().WithBlocks() }).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load enrollments: %w", err)
	}
	viewer := auth.From(ctx)
	out := make(map[string]*db.Enrollment, len(rows))
	for _, row := range rows {
		if viewer.System || auth.Can(ctx, auth.Enroll) && row.EarnerID == viewer.ActingEarner() ||
			row.IssuerID == issuing(ctx) || s.opened(ctx, row.Edges.Earner) {
			out[row.ID] = row
		}
	}
	return out, nil
}

// EnrollmentsOf lists an earner's enrollments, newest first: those that the viewer
// may see.
func (s *Service) EnrollmentsOf(ctx context.Context, earner string, args page.Args) (page.Page[*db.Enrollment], error) {
	none := page.Page[*db.Enrollment]{}
	if err := args.Check(); err != nil {
		return none, err
	}
	where := []predicate.Enrollment{enrollment.EarnerID(earner)}
	scope := auth.From(ctx).Key() + " enrollments of " + earner
	if args.After != "" {
		at, err := s.position(scope, args.After)
		if err != nil {
			return none, err
		}
		where = append(where, store.Before[predicate.Enrollment](enrollment.FieldCreatedAt, enrollment.FieldID)(at...))
	}
	sees, _, err := s.seesOf(ctx, earner)
	if err != nil {
		return none, err
	}
	if !sees {
		where = append(where, enrollment.IssuerID(issuing(ctx)))
	}
	rows, err := s.DB.Enrollment.Query().Where(where...).
		Order(db.Desc(enrollment.FieldCreatedAt, enrollment.FieldID)).Limit(args.Limit()).All(ctx)
	if err != nil {
		return none, fmt.Errorf("list enrollments: %w", err)
	}
	return page.Cut(rows, args, s.Cursors, scope, func(row *db.Enrollment) []string { return positionOf(row.CreatedAt, row.ID) }), nil
}
