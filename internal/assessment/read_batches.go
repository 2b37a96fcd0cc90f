package assessment

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/offering"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	entsubmission "github.com/stackmatch/stackmatch/ent/db/submission"
	"github.com/stackmatch/stackmatch/internal/page"
)

// SubmissionsByEarner gives the first pages of SubmissionsOf, in a constant number
// of statements.
func (s *Service) SubmissionsByEarner(ctx context.Context, earners []string, first int) (map[string]page.Page[*Submission], error) {
	args := page.Args{First: first}
	if err := args.Check(); err != nil {
		return nil, err
	}
	rows, err := s.seen(ctx, entsubmission.EarnerIDIn(earners...))
	if err != nil {
		return nil, err
	}
	of := map[string][]*Submission{}
	for _, one := range rows {
		of[one.Row.EarnerID] = append(of[one.Row.EarnerID], one)
	}
	out := make(map[string]page.Page[*Submission], len(earners))
	for _, one := range earners {
		out[one] = page.Cut(of[one], args, s.Cursors, submissionsScope(ctx, one), func(shown *Submission) []string {
			return submissionPosition(shown.Row)
		})
	}
	return out, nil
}

// SubmissionsByEnrollment gives those submissions for enrollments that the viewer
// may see, newest first.
func (s *Service) SubmissionsByEnrollment(ctx context.Context, enrollments []string) (map[string][]*Submission, error) {
	rows, err := s.seen(ctx, entsubmission.EnrollmentIDIn(enrollments...))
	if err != nil {
		return nil, err
	}
	out := make(map[string][]*Submission, len(enrollments))
	for _, one := range rows {
		out[*one.Row.EnrollmentID] = append(out[*one.Row.EnrollmentID], one)
	}
	return out, nil
}

// seen lists, newest first, the submissions that the viewer may see as somebody's.
func (s *Service) seen(ctx context.Context, where predicate.Submission) ([]*Submission, error) {
	rows, err := s.DB.Submission.Query().Where(where).
		WithEarner(func(q *db.EarnerQuery) { q.WithGrants().WithBlocks() }).
		Order(db.Desc(entsubmission.FieldCreatedAt, entsubmission.FieldID)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list submissions: %w", err)
	}
	var out []*Submission
	for _, row := range rows {
		if sight, ok := s.sight(ctx, row); ok {
			out = append(out, &Submission{ID: row.ID, Sight: sight, Row: row})
		}
	}
	return out, nil
}

// OfferingsByID gives the offerings that enrollments name, withdrawn ones too.
func (s *Service) OfferingsByID(ctx context.Context, ids []string) (map[string]*db.Offering, error) {
	rows, err := s.DB.Offering.Query().Where(offering.IDIn(ids...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load offerings: %w", err)
	}
	out := make(map[string]*db.Offering, len(rows))
	for _, row := range rows {
		out[row.ID] = row
	}
	return out, nil
}
