package coaching

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/ent/db/coachingcase"
	"github.com/stackmatch/stackmatch/ent/db/earner"
	"github.com/stackmatch/stackmatch/ent/db/roster"
	"github.com/stackmatch/stackmatch/ent/db/rosterrow"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/dossier"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// OpenCaseInput says whose case to open: an earner's, or of everybody on a roster
// of the organization's who agreed to coaching.
type OpenCaseInput struct {
	Earner, Roster *string
	// Coach is who follows it, by membership; nil for the viewer.
	Coach *string
	Group *string
	// Stage is nil for NEW.
	Stage *enum.CaseStage
}

// opening is how a case is opened.
type opening struct {
	coach *db.Membership
	group *string
	stage *enum.CaseStage
}

// OpenCase opens cases for earners whose grant for coaching the viewer has. One that
// is open stays as it is, one that is closed is opened again.
func (s *Service) OpenCase(ctx context.Context, in OpenCaseInput) ([]*Case, error) {
	if err := requireCoach(ctx); err != nil {
		return nil, err
	}
	if (in.Earner == nil) == (in.Roster == nil) {
		return nil, problem.New(problem.Invalid, "name an earner or a roster").Spanish("indique una persona o una lista").At("earner")
	}
	how, err := s.openingOf(ctx, in)
	if err != nil {
		return nil, err
	}
	agreed, err := s.agreed(ctx, in)
	if err != nil {
		return nil, err
	}
	var opened []string
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		opened, err = s.openCases(ctx, tx, agreed, how)
		return err
	})
	if err != nil {
		return nil, err
	}
	cases, err := s.CasesByID(ctx, opened)
	if err != nil {
		return nil, err
	}
	out := make([]*Case, len(opened))
	for i, key := range opened {
		out[i] = cases[key]
	}
	return out, nil
}

func (s *Service) openingOf(ctx context.Context, in OpenCaseInput) (opening, error) {
	how := opening{stage: in.Stage, group: in.Group}
	var errs []error
	if in.Group != nil {
		_, err := s.group(ctx, *in.Group)
		errs = append(errs, problem.Under(err, "group"))
	}
	who := ""
	if in.Coach != nil {
		who = *in.Coach
	} else if viewer := auth.From(ctx); viewer.Acting != nil {
		who = viewer.Acting.ID
	}
	coach, err := s.coach(ctx, who)
	how.coach = coach
	return how, problem.Join(append(errs, problem.Under(err, "coach"))...)
}

// agreed are the earners asked for who share something with the viewer, in the order
// of their ids. Who does not is missing.
func (s *Service) agreed(ctx context.Context, in OpenCaseInput) ([]string, error) {
	var ids []string
	if in.Earner != nil {
		ids = []string{*in.Earner}
	} else {
		var err error
		if ids, err = s.onRoster(ctx, *in.Roster); err != nil {
			return nil, err
		}
	}
	out, err := s.whoShares(ctx, ids)
	if err != nil {
		return nil, err
	}
	if in.Earner != nil && len(out) == 0 {
		return nil, problem.New(problem.NotFound, "no earner %q agreed to be coached by you", brief(*in.Earner)).
			Spanish("ninguna persona %q aceptó su asesoría", brief(*in.Earner)).At("earner")
	}
	return out, nil
}

// whoShares keeps the earners who share something with the viewer, in the order of
// their ids.
func (s *Service) whoShares(ctx context.Context, ids []string) ([]string, error) {
	rows, err := s.DB.Earner.Query().Where(earner.IDIn(ids...), earner.ErasedAtIsNil()).WithGrants().WithBlocks().Order(earner.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load earners: %w", err)
	}
	var out []string
	for _, row := range rows {
		if shared(ctx, dossier.Subject(row), s.Now()) {
			out = append(out, row.ID)
		}
	}
	return out, nil
}

// onRoster are the earners whom a roster of the viewer's organization gave an award.
func (s *Service) onRoster(ctx context.Context, key string) ([]string, error) {
	own := roster.And(roster.ID(key), roster.OrganizationID(auth.From(ctx).Organization()))
	is, err := s.DB.Roster.Query().Where(own).Exist(ctx)
	if err != nil {
		return nil, fmt.Errorf("look up roster: %w", err)
	}
	if !is {
		return nil, problem.New(problem.NotFound, "your organization has no roster %q", brief(key)).
			Spanish("su organización no tiene la lista %q", brief(key)).At("roster")
	}
	awards, err := s.DB.RosterRow.Query().Where(rosterrow.RosterID(key), rosterrow.AwardIDNotNil()).Select(rosterrow.FieldAwardID).Strings(ctx)
	if err != nil {
		return nil, fmt.Errorf("load rows of roster: %w", err)
	}
	ids, err := s.DB.Award.Query().Where(award.IDIn(awards...), award.EarnerIDNotNil()).Unique(true).Select(award.FieldEarnerID).Strings(ctx)
	if err != nil {
		return nil, fmt.Errorf("load who is on a roster: %w", err)
	}
	return ids, nil
}

// openCases opens the cases of earners who agreed, and gives their ids.
func (s *Service) openCases(ctx context.Context, tx *db.Client, earners []string, how opening) ([]string, error) {
	organization := auth.From(ctx).Organization()
	// Of two who open the same at once, the second finds what the first opened.
	if err := store.Lock(ctx, "caseload "+organization); err != nil {
		return nil, err
	}
	before, err := tx.CoachingCase.Query().Where(ownCases(ctx), coachingcase.EarnerIDIn(earners...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load cases: %w", err)
	}
	n, err := tx.CoachingCase.Query().Where(ownCases(ctx), coachingcase.ClosedAtIsNil()).Count(ctx)
	if err != nil {
		return nil, fmt.Errorf("count cases: %w", err)
	}
	known := grouped(before, func(row *db.CoachingCase) string { return row.EarnerID })
	out := make([]string, len(earners))
	for i, who := range earners {
		var row *db.CoachingCase
		if len(known[who]) > 0 {
			row = known[who][0]
		}
		if row == nil || row.ClosedAt != nil {
			if n++; n > maxCases {
				return nil, problem.New(problem.Limit, "your organization follows %d cases, as many as there may be", maxCases).
					Spanish("su organización sigue %d casos, el máximo", maxCases)
			}
		}
		if out[i], err = s.openOne(ctx, tx, who, row, how); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// openOne opens a case, or one that is closed again.
func (s *Service) openOne(ctx context.Context, tx *db.Client, who string, row *db.CoachingCase, how opening) (string, error) {
	now, viewer := s.Now(), auth.From(ctx)
	stage := enum.CaseNew
	if how.stage != nil {
		stage = *how.stage
	}
	var err error
	switch {
	case row == nil:
		row, err = tx.CoachingCase.Create().SetID(s.IDs.Mint(id.Case)).SetCreatedAt(now).SetOrganizationID(viewer.Organization()).SetEarnerID(who).
			SetOpenedByID(viewer.Account).SetCoachID(how.coach.AccountID).SetStage(stage).SetStageAt(now).Save(ctx)
	case row.ClosedAt != nil:
		row, err = tx.CoachingCase.UpdateOneID(row.ID).ClearClosedAt().SetCoachID(how.coach.AccountID).SetStage(stage).SetStageAt(now).AddRevision(1).Save(ctx)
	default:
		return row.ID, s.regroup(ctx, tx, row.ID, how)
	}
	if err != nil {
		return "", fmt.Errorf("write case: %w", err)
	}
	if err := noteStage(ctx, tx, row.ID, stage, now); err != nil {
		return "", err
	}
	if err := s.noteAssigned(ctx, tx, row.ID, how.coach); err != nil {
		return "", err
	}
	if err := s.regroup(ctx, tx, row.ID, how); err != nil {
		return "", err
	}
	return row.ID, audit.Write(ctx, tx, now, "case.open", enum.SubjectCase, row.ID)
}

func (s *Service) regroup(ctx context.Context, tx *db.Client, of string, how opening) error {
	if how.group == nil {
		return nil
	}
	return joinGroup(ctx, tx, *how.group, of)
}
