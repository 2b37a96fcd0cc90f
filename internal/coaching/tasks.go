package coaching

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/casetask"
	"github.com/stackmatch/stackmatch/ent/db/microcredential"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/repeat"
	"github.com/stackmatch/stackmatch/internal/store"
)

// Task is something that a coach or an earner is to do.
type Task struct {
	*db.CaseTask
	// Organization is whose coaches gave it.
	Organization string
}

// AddTaskInput is a task of a case.
type AddTaskInput struct {
	Case  string
	Title string
	Doer  enum.TaskDoer
	// DueOn is a day; nil where there is none.
	DueOn            *time.Time
	MicroCredential  *string
	ClientMutationID *string
}

// CompleteTaskInput says that a task is done, or that it is not.
type CompleteTaskInput struct {
	ID string
	// Done is nil for done.
	Done *bool
	// Revision is the one that was read; nil for any.
	Revision *int
}

// The longest title, and the most tasks of a case.
const (
	maxTitle = 300
	maxTasks = 200
)

// AddTask gives the coach or the earner of a case something to do. An earner reads
// those that are theirs. Repeated with the same ClientMutationID within a day, it
// returns the first.
func (s *Service) AddTask(ctx context.Context, in AddTaskInput) (*Task, error) {
	if err := requireCoach(ctx); err != nil {
		return nil, err
	}
	in.Title = strings.TrimSpace(in.Title)
	call := repeat.Call{Viewer: auth.From(ctx).Key(), Mutation: "addTask", Key: in.ClientMutationID, Input: in, Now: s.Now()}
	if err := problem.Join(call.Check(), checkWords(in.Title, maxTitle, "title"), s.checkCredential(ctx, in.MicroCredential)); err != nil {
		return nil, err
	}
	row, err := repeat.Once(ctx, s.DB, call, repeat.Record[*db.CaseTask]{
		Load: func(ctx context.Context, tx *db.Client, id string) (*db.CaseTask, error) {
			if err := s.requireShared(ctx, tx, in.Case); err != nil {
				return nil, err
			}
			return tx.CaseTask.Get(ctx, id)
		},
		Make: func(ctx context.Context, tx *db.Client) (string, *db.CaseTask, error) {
			row, err := s.addTask(ctx, tx, in)
			if err != nil {
				return "", nil, err
			}
			return row.ID, row, nil
		},
	})
	if err != nil {
		return nil, err
	}
	return &Task{CaseTask: row, Organization: auth.From(ctx).Organization()}, nil
}

func (s *Service) checkCredential(ctx context.Context, named *string) error {
	if named == nil {
		return nil
	}
	is, err := s.DB.MicroCredential.Query().Where(microcredential.ID(*named), microcredential.StatusNEQ(enum.Draft)).Exist(ctx)
	if err != nil {
		return fmt.Errorf("look up micro-credential: %w", err)
	}
	if !is {
		return problem.New(problem.NotFound, "there is no micro-credential %q", brief(*named)).
			Spanish("no hay ninguna microcredencial %q", brief(*named)).At("microCredential")
	}
	return nil
}

func (s *Service) addTask(ctx context.Context, tx *db.Client, in AddTaskInput) (*db.CaseTask, error) {
	if err := store.Lock(ctx, in.Case); err != nil { // for the count
		return nil, err
	}
	if err := s.requireShared(ctx, tx, in.Case); err != nil {
		return nil, err
	}
	n, err := tx.CaseTask.Query().Where(casetask.CaseID(in.Case)).Count(ctx)
	if err != nil {
		return nil, fmt.Errorf("count tasks: %w", err)
	}
	if n >= maxTasks {
		return nil, problem.New(problem.Limit, "a case has at most %d tasks: remove some", maxTasks).
			Spanish("un caso tiene como máximo %d tareas: quite algunas", maxTasks).At("case")
	}
	row, err := tx.CaseTask.Create().SetID(s.IDs.Mint(id.CaseTask)).SetCreatedAt(s.Now()).SetCaseID(in.Case).
		SetAuthorID(auth.From(ctx).Account).SetTitle(in.Title).SetDoer(in.Doer).SetNillableDueOn(in.DueOn).
		SetNillableMicroCredentialID(in.MicroCredential).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("write task: %w", err)
	}
	return row, audit.Write(ctx, tx, s.Now(), "case.task", enum.SubjectCase, in.Case)
}

// requireShared says why a case is none of the viewer's organization's that is shared
// with them now.
func (s *Service) requireShared(ctx context.Context, tx *db.Client, key string) error {
	rows, err := s.lockedCases(ctx, tx, []string{key})
	if err != nil {
		return err
	}
	switch row := rows[key]; {
	case row == nil:
		return noCase(key).At("case")
	case !s.sharing(ctx, row):
		return notShared().At("case")
	default:
		return nil
	}
}

// CompleteTask says that a task is done, or that it is not: by a coach of the case, or
// by the earner whose it is to do.
func (s *Service) CompleteTask(ctx context.Context, in CompleteTaskInput) (done *Task, err error) {
	if !auth.Can(ctx, auth.FollowOwnCase) {
		if err := requireCoach(ctx); err != nil {
			return nil, err
		}
	}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		if err := store.Lock(ctx, in.ID); err != nil {
			return err
		}
		row, err := s.task(ctx, tx, in.ID)
		if err != nil {
			return err
		}
		if in.Revision != nil && *in.Revision != row.Revision {
			return problem.New(problem.Conflict, "this task is at revision %d, you read %d; read it again", row.Revision, *in.Revision).
				Spanish("esta tarea está en la revisión %d, usted leyó la %d; léala de nuevo", row.Revision, *in.Revision).At("revision")
		}
		done, err = s.complete(ctx, tx, row, in.Done == nil || *in.Done)
		return err
	})
	return done, err
}

func (s *Service) complete(ctx context.Context, tx *db.Client, row *Task, is bool) (*Task, error) {
	if is == (row.DoneAt != nil) {
		return row, nil
	}
	change := tx.CaseTask.UpdateOneID(row.ID).AddRevision(1)
	if is {
		change.SetDoneAt(s.Now())
	} else {
		change.ClearDoneAt()
	}
	changed, err := change.Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("complete task: %w", err)
	}
	return &Task{CaseTask: changed, Organization: row.Organization}, audit.Write(ctx, tx, s.Now(), "case.complete_task", enum.SubjectCase, row.CaseID)
}

// RemoveTask takes a task away.
func (s *Service) RemoveTask(ctx context.Context, key string) error {
	if err := requireCoach(ctx); err != nil {
		return err
	}
	return store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		row, err := s.task(ctx, tx, key)
		if err != nil {
			return err
		}
		if err := tx.CaseTask.DeleteOneID(row.ID).Exec(ctx); err != nil {
			return fmt.Errorf("remove task: %w", err)
		}
		return audit.Write(ctx, tx, s.Now(), "case.remove_task", enum.SubjectCase, row.CaseID)
	})
}

// task is one of a case that is shared with the viewer, or one that the viewer, an
// earner, is to do.
func (s *Service) task(ctx context.Context, tx *db.Client, key string) (*Task, error) {
	none := problem.New(problem.NotFound, "there is no task %q", brief(key)).Spanish("no hay ninguna tarea %q", brief(key)).At("id")
	row, err := tx.CaseTask.Query().Where(casetask.ID(key)).
		WithCase(func(q *db.CoachingCaseQuery) {
			q.WithEarner(func(q *db.EarnerQuery) { q.WithGrants().WithBlocks() })
		}).Only(ctx)
	if db.IsNotFound(err) {
		return nil, none
	}
	if err != nil {
		return nil, fmt.Errorf("load task: %w", err)
	}
	of, viewer := row.Edges.Case, auth.From(ctx)
	own := viewer.ActingEarner() != "" && viewer.ActingEarner() == of.EarnerID && row.Doer == enum.TaskOfEarner
	coached := viewer.Organization() == of.OrganizationID && requireCoach(ctx) == nil && s.sharing(ctx, of)
	if !own && !coached {
		return nil, none
	}
	return &Task{CaseTask: row, Organization: of.OrganizationID}, nil
}

// TasksByCase gives the tasks of cases that are shared with the viewer, oldest first.
func (s *Service) TasksByCase(ctx context.Context, cases []string) (map[string][]*Task, error) {
	visible, err := s.visibleCases(ctx, cases)
	if err != nil {
		return nil, err
	}
	rows, err := s.DB.CaseTask.Query().Where(casetask.CaseIDIn(visible...)).
		Order(casetask.ByCreatedAt(), casetask.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load tasks: %w", err)
	}
	out := map[string][]*Task{}
	for _, row := range rows {
		out[row.CaseID] = append(out[row.CaseID], &Task{CaseTask: row, Organization: auth.From(ctx).Organization()})
	}
	return out, nil
}
