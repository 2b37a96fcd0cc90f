package credential

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/db/skillssheet"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// maxOnSheet is how many awards a sheet has: it is one page.
const maxOnSheet = 30

// PublishSheetInput says what is on a skills sheet, in this order.
type PublishSheetInput struct {
	Awards []string
	// ShowName puts the earner's name on it.
	ShowName bool
	// Until is when it ends by itself; nil where it does not.
	Until *time.Time
}

// PublishSheet makes a page of the viewer's own awards, to be handed to employers
// without an account. It says what holds when it is opened.
func (s *Service) PublishSheet(ctx context.Context, in PublishSheetInput) (made *db.SkillsSheet, err error) {
	if err := auth.Require(ctx, auth.PublishAward); err != nil {
		return nil, err
	}
	if err := in.check(s.Now()); err != nil {
		return nil, err
	}
	holder, err := s.actingEarner(ctx)
	if err != nil {
		return nil, err
	}
	token, err := s.token()
	if err != nil {
		return nil, err
	}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		if err := checkOwn(ctx, tx, holder.ID, in.Awards); err != nil {
			return err
		}
		create := tx.SkillsSheet.Create().SetID(s.IDs.Mint(id.SkillsSheet)).SetCreatedAt(s.Now()).
			SetEarnerID(holder.ID).SetToken(token).SetAwards(in.Awards).SetNillableUntil(in.Until)
		if in.ShowName {
			create.SetName(holder.Name)
		}
		if made, err = create.Save(ctx); err != nil {
			return fmt.Errorf("write sheet: %w", err)
		}
		return audit.Write(ctx, tx, s.Now(), "sheet.publish", enum.SubjectEarner, holder.ID)
	})
	return made, err
}

func (in PublishSheetInput) check(now time.Time) error {
	var errs []error
	if n := len(in.Awards); n < 1 || n > maxOnSheet {
		errs = append(errs, problem.New(problem.Invalid, "a sheet has 1 to %d awards, not %d", maxOnSheet, n).
			Spanish("una hoja tiene de 1 a %d logros, no %d", maxOnSheet, n).At("awards"))
	}
	if in.Until != nil && !in.Until.After(now) {
		errs = append(errs, problem.New(problem.Invalid, "a sheet ends at a time to come").
			Spanish("una hoja termina en un momento futuro").At("until"))
	}
	seen := map[string]bool{}
	for i, award := range in.Awards {
		if seen[award] {
			errs = append(errs, problem.New(problem.Invalid, "this award is on the sheet already").
				Spanish("este logro ya está en la hoja").At("awards", strconv.Itoa(i)))
		}
		seen[award] = true
	}
	return problem.Join(errs...)
}

// checkOwn wants awards of the earner's own that somebody else has made.
func checkOwn(ctx context.Context, tx *db.Client, holder string, ids []string) error {
	rows, err := tx.Award.Query().Where(award.IDIn(ids...), award.EarnerID(holder), award.SourceNEQ(enum.SourceClaimed), notInError()).IDs(ctx)
	if err != nil {
		return fmt.Errorf("look up awards: %w", err)
	}
	there := make(map[string]bool, len(rows))
	for _, key := range rows {
		there[key] = true
	}
	var errs []error
	for i, key := range ids {
		if !there[key] {
			errs = append(errs, problem.New(problem.NotFound, "you have no award %q that others can check", key).
				Spanish("usted no tiene ningún logro %q que otros puedan comprobar", key).At("awards", strconv.Itoa(i)))
		}
	}
	return problem.Join(errs...)
}

// WithdrawSheetInput says which sheet.
type WithdrawSheetInput struct {
	ID string
}

// WithdrawSheet takes a sheet of the viewer's own away, at once. Doing so again is
// no problem.
func (s *Service) WithdrawSheet(ctx context.Context, in WithdrawSheetInput) (withdrawn *db.SkillsSheet, err error) {
	if err := auth.Require(ctx, auth.PublishAward); err != nil {
		return nil, err
	}
	holder := auth.From(ctx).ActingEarner()
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		own := skillssheet.And(skillssheet.ID(in.ID), skillssheet.EarnerID(holder))
		n, err := tx.SkillsSheet.Update().Where(own, skillssheet.WithdrawnAtIsNil()).SetWithdrawnAt(s.Now()).Save(ctx)
		if err != nil {
			return fmt.Errorf("withdraw sheet: %w", err)
		}
		withdrawn, err = tx.SkillsSheet.Query().Where(own).Only(ctx)
		if db.IsNotFound(err) {
			return problem.New(problem.NotFound, "there is no sheet %q", in.ID).Spanish("no hay ninguna hoja %q", in.ID).At("id")
		}
		if err != nil {
			return fmt.Errorf("load sheet: %w", err)
		}
		if n == 0 {
			return nil
		}
		return audit.Write(ctx, tx, s.Now(), "sheet.withdraw", enum.SubjectEarner, holder)
	})
	return withdrawn, err
}

// SheetsOf lists the viewer's own sheets, newest first.
func (s *Service) SheetsOf(ctx context.Context, args page.Args) (page.Page[*db.SkillsSheet], error) {
	none := page.Page[*db.SkillsSheet]{}
	if err := problem.Join(auth.Require(ctx, auth.PublishAward), args.Check()); err != nil {
		return none, err
	}
	scope := auth.From(ctx).Key() + " sheets"
	rest, err := pastCursor(s, scope, args, store.Before[predicate.SkillsSheet](skillssheet.FieldCreatedAt, skillssheet.FieldID))
	if err != nil {
		return none, err
	}
	rows, err := s.DB.SkillsSheet.Query().Where(skillssheet.EarnerID(auth.From(ctx).ActingEarner())).Where(rest...).
		Order(db.Desc(skillssheet.FieldCreatedAt, skillssheet.FieldID)).Limit(args.Limit()).All(ctx)
	if err != nil {
		return none, fmt.Errorf("list sheets: %w", err)
	}
	return page.Cut(rows, args, s.Cursors, scope, func(row *db.SkillsSheet) []string { return instant(row.CreatedAt, row.ID) }), nil
}
