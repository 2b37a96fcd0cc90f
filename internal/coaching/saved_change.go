package coaching

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/savedplan"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// DropPlanInput names a plan that is followed no more.
type DropPlanInput struct{ ID string }

// DropPlan drops a plan: for its earner, or for who coaches them. Dropped, it is in no
// list.
func (s *Service) DropPlan(ctx context.Context, in DropPlanInput) error {
	if err := auth.Require(ctx, auth.KeepPlans); err != nil {
		return err
	}
	row, err := s.plan(ctx, in.ID)
	if err != nil {
		return err
	}
	return store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		err := tx.SavedPlan.Update().Where(savedplan.ID(row.ID)).
			SetStatus(enum.PlanDropped).SetChangedAt(s.Now()).ClearSharedAt().AddRevision(1).Exec(ctx)
		if err != nil {
			return fmt.Errorf("drop plan: %w", err)
		}
		return audit.Write(ctx, tx, s.Now(), "plan.drop", enum.SubjectPlan, row.ID)
	})
}

// SharePlanInput says whether the employer of a plan's contact may read it.
type SharePlanInput struct {
	Plan  string
	Share bool
}

// SharePlan has the employer that hired an earner read the plan that trains for the
// work, or takes that back. It is the earner's alone to say.
func (s *Service) SharePlan(ctx context.Context, in SharePlanInput) (*SavedPlan, error) {
	if err := auth.Require(ctx, auth.AnswerContact); err != nil {
		return nil, err
	}
	row, err := s.plan(ctx, in.Plan)
	if err != nil {
		return nil, problem.Under(err, "plan")
	}
	if row.EarnerID != auth.From(ctx).ActingEarner() {
		return nil, noPlan(in.Plan)
	}
	if row.ContactID == nil {
		return nil, problem.New(problem.Conflict, "this plan trains for no work that was offered: there is nobody to share it with").
			Spanish("este plan no prepara para un trabajo ofrecido: no hay con quién compartirlo").At("plan")
	}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		update := tx.SavedPlan.Update().Where(savedplan.ID(row.ID)).SetChangedAt(s.Now()).AddRevision(1)
		action := audit.Action("plan.share")
		if in.Share {
			update.SetSharedAt(s.Now())
		} else {
			update.ClearSharedAt()
			action = "plan.unshare"
		}
		if err := update.Exec(ctx); err != nil {
			return fmt.Errorf("share plan: %w", err)
		}
		return audit.Write(ctx, tx, s.Now(), action, enum.SubjectPlan, row.ID)
	})
	if err != nil {
		return nil, err
	}
	return s.SavedPlan(ctx, row.ID)
}
