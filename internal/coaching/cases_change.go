package coaching

import (
	"context"
	"fmt"
	"strconv"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/coachingcase"
	"github.com/stackmatch/stackmatch/internal/dossier"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// CasesInput says which cases are changed, at which revisions: none, or one for each.
type CasesInput struct {
	Cases     []string
	Revisions []int
}

// CaseResult is what came of one row of a call.
type CaseResult struct {
	// Index is the row's place in the input.
	Index int
	// Case is as it stands now; nil where there is none.
	Case     *Case
	Problems []*problem.Problem
}

// maxRows is how many cases one call changes.
const maxRows = 200

// Whose cases a change is for: of anybody, or only of who shares something now.
const (
	ofAnybody = false
	ofSharing = true
)

// changeCases changes one case after the other, each row judged by itself, all in one
// transaction.
func (s *Service) changeCases(
	ctx context.Context, in CasesInput, sharing bool, change func(context.Context, *db.Client, *db.CoachingCase) error,
) ([]*CaseResult, error) {
	if err := requireCoach(ctx); err != nil {
		return nil, err
	}
	if err := in.check(); err != nil {
		return nil, err
	}
	results := make([]*CaseResult, len(in.Cases))
	err := store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		// In one order, so that of two who change the same nobody waits for each other.
		if err := store.LockAll(ctx, in.Cases); err != nil {
			return err
		}
		rows, err := s.lockedCases(ctx, tx, in.Cases)
		if err != nil {
			return err
		}
		done := map[string]bool{}
		for i, key := range in.Cases {
			results[i] = &CaseResult{Index: i}
			if wrong := s.wrong(ctx, in, i, rows[key], sharing); wrong != nil {
				results[i].Problems = append(results[i].Problems, wrong)
				continue
			}
			if done[key] {
				continue // named twice: it was changed already
			}
			done[key] = true
			if err := change(ctx, tx, rows[key]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return results, s.show(ctx, in.Cases, results)
}

// lockedCases are cases with who they are of.
func (s *Service) lockedCases(ctx context.Context, tx *db.Client, ids []string) (map[string]*db.CoachingCase, error) {
	rows, err := tx.CoachingCase.Query().Where(ownCases(ctx), coachingcase.IDIn(ids...)).
		WithEarner(func(q *db.EarnerQuery) { q.WithGrants().WithBlocks() }).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load cases: %w", err)
	}
	out := make(map[string]*db.CoachingCase, len(rows))
	for _, row := range rows {
		out[row.ID] = row
	}
	return out, nil
}

// show puts the cases as they stand now into the results.
func (s *Service) show(ctx context.Context, ids []string, results []*CaseResult) error {
	now, err := s.CasesByID(ctx, ids)
	if err != nil {
		return err
	}
	for i, key := range ids {
		if results[i] != nil && len(results[i].Problems) == 0 {
			results[i].Case = now[key]
		}
	}
	return nil
}

func (in CasesInput) check() error {
	var errs []error
	if n := len(in.Cases); n < 1 || n > maxRows {
		errs = append(errs, problem.New(problem.Invalid, "give 1 to %d, not %d", maxRows, n).
			Spanish("dé de 1 a %d, no %d", maxRows, n).At("cases"))
	}
	if n := len(in.Revisions); n != 0 && n != len(in.Cases) {
		errs = append(errs, problem.New(problem.Invalid, "give a revision for each of %d cases or for none, not %d", len(in.Cases), n).
			Spanish("dé una revisión para cada uno de los %d casos o ninguna, no %d", len(in.Cases), n).At("revisions"))
	}
	return problem.Join(errs...)
}

// wrong says why a row is not changed.
func (s *Service) wrong(ctx context.Context, in CasesInput, i int, row *db.CoachingCase, sharing bool) *problem.Problem {
	at := []string{"cases", strconv.Itoa(i)}
	switch {
	case row == nil:
		return noCase(in.Cases[i]).At(at...)
	case len(in.Revisions) > 0 && row.Revision != in.Revisions[i]:
		return problem.New(problem.Conflict, "this case is at revision %d, you read %d; read it again", row.Revision, in.Revisions[i]).
			Spanish("este caso está en la revisión %d, usted leyó la %d; léalo de nuevo", row.Revision, in.Revisions[i]).At(at...)
	case sharing && !s.sharing(ctx, row):
		return notShared().At(at...)
	}
	return nil
}

// sharing tells whether a case, loaded with its earner, is shared with the viewer now.
func (s *Service) sharing(ctx context.Context, row *db.CoachingCase) bool {
	who := row.Edges.Earner
	return who != nil && who.ErasedAt == nil && shared(ctx, dossier.Subject(who), s.Now())
}

func notShared() *problem.Problem {
	return problem.New(problem.Conflict, "this person no longer shares anything with you").
		Spanish("esta persona ya no comparte nada con usted")
}
