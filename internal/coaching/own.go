package coaching

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/casetask"
	"github.com/stackmatch/stackmatch/ent/db/coachingcase"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// OwnCase is a case as its earner sees it.
type OwnCase struct {
	*db.CoachingCase
	// CoachName is who follows it; nil while nobody does.
	CoachName *string
}

// OwnCases lists the open cases in which the viewer is coached, oldest first.
func (s *Service) OwnCases(ctx context.Context) ([]*OwnCase, error) {
	if err := auth.Require(ctx, auth.FollowOwnCase); err != nil {
		return nil, err
	}
	rows, err := s.DB.CoachingCase.Query().
		Where(coachingcase.EarnerID(auth.From(ctx).ActingEarner()), coachingcase.ClosedAtIsNil()).
		WithCoach().Order(coachingcase.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load own cases: %w", err)
	}
	out := make([]*OwnCase, len(rows))
	for i, row := range rows {
		out[i] = &OwnCase{CoachingCase: row}
		if row.Edges.Coach != nil {
			out[i].CoachName = &row.Edges.Coach.DisplayName
		}
	}
	return out, nil
}

// MyTasksInput asks for the tasks that the viewer, an earner, is to do.
type MyTasksInput struct {
	// Done keeps those that are done, or that are not; nil keeps all.
	Done *bool
	Page page.Args
}

// MyTasks lists what the viewer's coaches gave them to do, newest first.
func (s *Service) MyTasks(ctx context.Context, in MyTasksInput) (page.Page[*Task], error) {
	none := page.Page[*Task]{}
	if err := problem.Join(auth.Require(ctx, auth.FollowOwnCase), in.Page.Check()); err != nil {
		return none, err
	}
	viewer := auth.From(ctx)
	scope, err := page.Scope(viewer.Key(), "my tasks", in.Done)
	if err != nil {
		return none, err
	}
	where := []predicate.CaseTask{
		casetask.DoerEQ(enum.TaskOfEarner),
		casetask.HasCaseWith(coachingcase.EarnerID(viewer.ActingEarner()), coachingcase.ClosedAtIsNil()),
	}
	switch {
	case in.Done == nil:
	case *in.Done:
		where = append(where, casetask.DoneAtNotNil())
	default:
		where = append(where, casetask.DoneAtIsNil())
	}
	rest, err := page.Past(s.Cursors, scope, in.Page, store.Before[predicate.CaseTask](casetask.FieldCreatedAt, casetask.FieldID))
	if err != nil {
		return none, err
	}
	rows, err := s.DB.CaseTask.Query().Where(where...).Where(rest...).WithCase().
		Order(db.Desc(casetask.FieldCreatedAt, casetask.FieldID)).Limit(in.Page.Limit()).All(ctx)
	if err != nil {
		return none, fmt.Errorf("list own tasks: %w", err)
	}
	cut := page.Cut(rows, in.Page, s.Cursors, scope, func(row *db.CaseTask) []string { return page.Instant(row.CreatedAt, row.ID) })
	return page.Map(cut, func(row *db.CaseTask) *Task { return &Task{CaseTask: row, Organization: row.Edges.Case.OrganizationID} }), nil
}
