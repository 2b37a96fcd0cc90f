package assessment

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/enrollment"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
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
	out := make(map[string]*db.Enrollment, len(rows))
	for _, row := range rows {
		if s.seesEnrollment(ctx, row) {
			out[row.ID] = row
		}
	}
	return out, nil
}

// seesEnrollment tells whether the viewer may see an enrollment. The row has its
// earner loaded, with grants and blocks.
func (s *Service) seesEnrollment(ctx context.Context, row *db.Enrollment) bool {
	viewer := auth.From(ctx)
	return viewer.System || auth.Can(ctx, auth.Enroll) && row.EarnerID == viewer.ActingEarner() ||
		row.IssuerID == issuing(ctx) || s.opened(ctx, row.Edges.Earner)
}

// EnrollmentFilter says which enrollments to keep: members given together must all hold.
type EnrollmentFilter struct {
	// Organization is by default the viewer's; of any other there are none.
	Organization    *string
	MicroCredential *string
	// Statuses keeps those of any of these; nil keeps all.
	Statuses []enum.EnrollmentStatus
}

// Enrollments lists who is enrolled with the organization that the viewer issues
// for, newest first.
func (s *Service) Enrollments(ctx context.Context, f EnrollmentFilter, args page.Args) (page.Page[*db.Enrollment], error) {
	none := page.Page[*db.Enrollment]{}
	if err := problem.Join(auth.Require(ctx, auth.ViewIssuedAwards), args.Check()); err != nil {
		return none, err
	}
	scope, err := page.Scope(auth.From(ctx).Key(), "enrollments", f)
	if err != nil {
		return none, err
	}
	own := issuing(ctx)
	if own == "" || f.Organization != nil && *f.Organization != own {
		return none, nil
	}
	rest, err := page.Past(s.Cursors, scope, args, store.Before[predicate.Enrollment](enrollment.FieldCreatedAt, enrollment.FieldID))
	if err != nil {
		return none, err
	}
	rows, err := s.DB.Enrollment.Query().Where(enrollment.IssuerID(own)).Where(f.predicates()...).Where(rest...).
		Order(db.Desc(enrollment.FieldCreatedAt, enrollment.FieldID)).Limit(args.Limit()).All(ctx)
	if err != nil {
		return none, fmt.Errorf("list enrollments: %w", err)
	}
	return page.Cut(rows, args, s.Cursors, scope, enrollmentPosition), nil
}

func (f EnrollmentFilter) predicates() []predicate.Enrollment {
	var where []predicate.Enrollment
	if f.MicroCredential != nil {
		where = append(where, enrollment.MicroCredentialID(*f.MicroCredential))
	}
	if f.Statuses != nil {
		where = append(where, enrollment.StatusIn(f.Statuses...))
	}
	return where
}

// EnrollmentsByEarner gives the first pages of EnrollmentsOf, in a constant number
// of statements.
func (s *Service) EnrollmentsByEarner(ctx context.Context, earners []string, first int) (map[string]page.Page[*db.Enrollment], error) {
	args := page.Args{First: first}
	if err := args.Check(); err != nil {
		return nil, err
	}
	rows, err := s.DB.Enrollment.Query().Where(enrollment.EarnerIDIn(earners...)).
		WithEarner(func(q *db.EarnerQuery) { q.WithGrants().WithBlocks() }).
		Order(db.Desc(enrollment.FieldCreatedAt, enrollment.FieldID)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list enrollments: %w", err)
	}
	seen := map[string][]*db.Enrollment{}
	for _, row := range rows {
		if s.seesEnrollment(ctx, row) {
			seen[row.EarnerID] = append(seen[row.EarnerID], row)
		}
	}
	out := make(map[string]page.Page[*db.Enrollment], len(earners))
	for _, one := range earners {
		out[one] = page.Cut(seen[one], args, s.Cursors, enrollmentsScope(ctx, one), enrollmentPosition)
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
	scope := enrollmentsScope(ctx, earner)
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
	return page.Cut(rows, args, s.Cursors, scope, enrollmentPosition), nil
}

func enrollmentsScope(ctx context.Context, earner string) string {
	return auth.From(ctx).Key() + " enrollments of " + earner
}

func enrollmentPosition(row *db.Enrollment) []string { return positionOf(row.CreatedAt, row.ID) }
