package assessment

import (
	"context"
	"fmt"
	"slices"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/assessment"
	entsubmission "github.com/stackmatch/stackmatch/ent/db/submission"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
)

// assessorsView shows a submission to the assessor who has just worked on it.
func (s *Service) assessorsView(ctx context.Context, shown, record string) (*Submission, error) {
	found, err := s.AssessedByID(ctx, []string{shown})
	if err != nil {
		return nil, err
	}
	if found[shown] != nil {
		return found[shown], nil
	}
	// They see it no more, and are told what they did to it.
	row, err := s.DB.Submission.Query().Where(entsubmission.ID(record)).WithAssessments(ownWork(ctx)).Only(ctx)
	if err != nil {
		return nil, fmt.Errorf("load submission: %w", err)
	}
	return s.toAssessor(ctx, row), nil
}

// AssessedByID gives those submissions that the viewer may see as an assessor, by
// the ids that they know: what is to be decided, what they have decided, and what
// they have observed.
func (s *Service) AssessedByID(ctx context.Context, shown []string) (map[string]*Submission, error) {
	out := make(map[string]*Submission, len(shown))
	if !auth.Can(ctx, auth.Assess) || len(shown) == 0 {
		return out, nil
	}
	viewer := auth.From(ctx)
	var records []string
	for _, one := range shown {
		if record, known := s.unsealedID(viewer.Organization(), one); known {
			records = append(records, record)
		}
	}
	blind := entsubmission.And(append(mayAssess(ctx), entsubmission.IDIn(records...), entsubmission.StateIn(assessable...))...)
	observed := entsubmission.And(
		entsubmission.IDIn(shown...), entsubmission.OrganizationID(viewer.Organization()),
		entsubmission.ModeIn(enum.ModeObserved, enum.ModeExam), entsubmission.ObserverID(viewer.Account),
	)
	rows, err := s.DB.Submission.Query().Where(entsubmission.Or(blind, observed)).WithAssessments(ownWork(ctx)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load submissions: %w", err)
	}
	for _, row := range rows {
		one := s.toAssessor(ctx, row)
		if !one.Blind() || toDecide(row.State) || decided(row) {
			out[one.ID] = one
		}
	}
	return out, nil
}

// toAssessor shows a submission to the viewer as to an assessor. Their own work on
// it must be loaded: that of every attempt, less what was released.
func (s *Service) toAssessor(ctx context.Context, row *db.Submission) *Submission {
	shown := &Submission{ID: row.ID, Sight: SightAssessor, Row: row}
	if shown.Blind() {
		shown.ID = s.sealedID(auth.From(ctx).Organization(), row.ID)
	}
	shown.Holds = slices.ContainsFunc(row.Edges.Assessments, func(w *db.Assessment) bool { return w.Attempt == row.Attempt })
	return shown
}

// ownWork loads the viewer's own work with submissions.
func ownWork(ctx context.Context) func(*db.AssessmentQuery) {
	return func(q *db.AssessmentQuery) {
		q.Where(assessment.AssessorID(auth.From(ctx).Account), assessment.ReleasedAtIsNil())
	}
}

// decided tells whether the viewer has decided an attempt of a submission.
func decided(row *db.Submission) bool {
	return slices.ContainsFunc(row.Edges.Assessments, func(w *db.Assessment) bool { return w.DecidedAt != nil })
}
