package coaching

import (
	"context"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/casetask"
	"github.com/stackmatch/stackmatch/ent/db/coachingcase"
	"github.com/stackmatch/stackmatch/ent/db/membership"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/dossier"
	"github.com/stackmatch/stackmatch/internal/inbox"
	"github.com/stackmatch/stackmatch/internal/store"
)

// dueLately is how long after its day a task is told of still, for a server that was
// down meanwhile.
const dueLately = 7 * oneDay

// TellDue tells who is to do what today, each once, while the case is shared. The
// notice names nobody.
func (s *Service) TellDue(ctx context.Context) error {
	if err := auth.Require(ctx, auth.AdministerService); err != nil {
		return err
	}
	now := s.Now()
	rows, err := s.DB.CaseTask.Query().
		Where(casetask.DoneAtIsNil(), casetask.DueOnLTE(now), casetask.DueOnGT(now.Add(-dueLately)), casetask.HasCaseWith(coachingcase.ClosedAtIsNil())).
		WithCase(func(q *db.CoachingCaseQuery) {
			q.WithEarner(func(q *db.EarnerQuery) { q.WithGrants().WithBlocks() })
		}).Order(casetask.ByID()).All(ctx)
	if err != nil {
		return fmt.Errorf("look for tasks that are due: %w", err)
	}
	if len(rows) == 0 {
		return nil
	}
	return store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		for _, row := range rows {
			if err := s.tellDue(ctx, tx, row); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *Service) tellDue(ctx context.Context, tx *db.Client, row *db.CaseTask) error {
	of := row.Edges.Case
	if !s.sharedWith(of, row.AuthorID) {
		return nil
	}
	notice := inbox.Notice{
		Kind: enum.NoticeTaskDue, Subject: row.ID, About: of.OrganizationID,
		Once: "task due " + row.ID + " " + row.DueOn.UTC().Format(time.DateOnly),
	}
	if row.Doer == enum.TaskOfEarner {
		return s.Post.TellEarner(ctx, tx, of.EarnerID, notice)
	}
	if of.CoachID == nil {
		return nil
	}
	coach, err := tx.Membership.Query().
		Where(membership.AccountID(*of.CoachID), membership.OrganizationID(of.OrganizationID), membership.RoleEQ(enum.RoleCoach)).Only(ctx)
	if db.IsNotFound(err) {
		return nil // who coaches there no more has nothing due
	}
	if err != nil {
		return fmt.Errorf("load a coach: %w", err)
	}
	return s.Post.Tell(ctx, tx, coach.AccountID, coach.ID, notice)
}

// sharedWith tells whether the earner of a case, loaded with it, shares something with
// its organization, with who follows it or with another coach, by their account.
func (s *Service) sharedWith(of *db.CoachingCase, other string) bool {
	who := dossier.Subject(of.Edges.Earner)
	for _, account := range []string{value(of.CoachID), other} {
		for _, f := range consent.Coaching.MayOpen() {
			if who.Opens(f, consent.Coaching, of.OrganizationID, account, s.Now()) {
				return true
			}
		}
	}
	return false
}
