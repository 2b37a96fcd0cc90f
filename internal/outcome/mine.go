package outcome

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/db/protectedoutcome"
	"github.com/stackmatch/stackmatch/ent/db/protectedoutcomeaward"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// MyOutcomes lists what is recorded as having happened to the viewer, newest day
// first: to the earner who acts, and to nobody else.
func (s *Service) MyOutcomes(ctx context.Context, args page.Args) (page.Page[*db.ProtectedOutcome], error) {
	none := page.Page[*db.ProtectedOutcome]{}
	if err := auth.Require(ctx, auth.ViewOwnAwards); err != nil {
		return none, err
	}
	if err := args.Check(); err != nil {
		return none, err
	}
	viewer := auth.From(ctx)
	scope := viewer.Key() + " own outcomes"
	rest, err := page.Past(s.Cursors, scope, args, store.Before[predicate.ProtectedOutcome](protectedoutcome.FieldOn, protectedoutcome.FieldID))
	if err != nil {
		return none, err
	}
	rows, err := s.DB.ProtectedOutcome.Query().Where(protectedoutcome.EarnerID(viewer.ActingEarner())).Where(rest...).WithAwards().
		Order(db.Desc(protectedoutcome.FieldOn, protectedoutcome.FieldID)).Limit(args.Limit()).All(ctx)
	if err != nil {
		return none, fmt.Errorf("list outcomes: %w", err)
	}
	return page.Cut(rows, args, s.Cursors, scope, func(row *db.ProtectedOutcome) []string { return page.Instant(row.On, row.ID) }), nil
}

// AwardsByOutcome gives the awards that outcomes of the viewer's rest on: of those
// that happened to them, or that they recorded.
func (s *Service) AwardsByOutcome(ctx context.Context, ids []string) (map[string][]string, error) {
	viewer := auth.From(ctx)
	if viewer.Anonymous() {
		return map[string][]string{}, nil
	}
	rows, err := s.DB.ProtectedOutcomeAward.Query().Where(
		protectedoutcomeaward.OutcomeIDIn(ids...), protectedoutcomeaward.HasOutcomeWith(s.theirs(viewer)),
	).Order(protectedoutcomeaward.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load awards of outcomes: %w", err)
	}
	out := map[string][]string{}
	for _, row := range rows {
		out[row.OutcomeID] = append(out[row.OutcomeID], row.AwardID)
	}
	return out, nil
}

func (s *Service) theirs(viewer auth.Viewer) predicate.ProtectedOutcome {
	recorded := protectedoutcome.RecordedByID(viewer.Account)
	if self := viewer.ActingEarner(); self != "" {
		return protectedoutcome.Or(recorded, protectedoutcome.EarnerID(self))
	}
	return recorded
}

// WithdrawOutcomeInput names an outcome that should not have been recorded.
type WithdrawOutcomeInput struct{ ID string }

// WithdrawOutcome takes an outcome away that the viewer recorded. No count has it
// any more.
func (s *Service) WithdrawOutcome(ctx context.Context, in WithdrawOutcomeInput) error {
	if err := auth.Require(ctx, auth.RecordOutcome); err != nil {
		return err
	}
	viewer := auth.From(ctx)
	return store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		row, err := tx.ProtectedOutcome.Query().Where(protectedoutcome.ID(in.ID)).Only(ctx)
		if err != nil && !db.IsNotFound(err) {
			return fmt.Errorf("load outcome: %w", err)
		}
		if row == nil || !RecordedBy(row, viewer) {
			return noOutcome(in.ID)
		}
		if n, err := tx.ProtectedOutcome.Delete().Where(protectedoutcome.ID(in.ID)).Exec(ctx); err != nil {
			return fmt.Errorf("delete outcome: %w", err)
		} else if n == 0 {
			return noOutcome(in.ID)
		}
		return audit.Write(ctx, tx, s.Now(), "outcome.withdraw", enum.SubjectEarner, row.EarnerID)
	})
}

// RecordedBy tells whether a viewer recorded an outcome, and may withdraw it.
func RecordedBy(row *db.ProtectedOutcome, viewer auth.Viewer) bool {
	return viewer.System || row.RecordedByID != nil && *row.RecordedByID == viewer.Account
}

func noOutcome(id string) *problem.Problem {
	return problem.New(problem.NotFound, "there is no outcome %q that you recorded", id).
		Spanish("no hay ningún resultado %q que usted haya registrado", id).At("id")
}

func insertAwards(ctx context.Context, tx *db.Client, rests []*db.ProtectedOutcomeAward) error {
	if err := store.Insert(ctx, tx, rests); err != nil {
		return fmt.Errorf("write awards of outcome: %w", err)
	}
	return nil
}
