package credential

import (
	"context"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/repeat"
	"github.com/stackmatch/stackmatch/internal/store"
)

// RenewAwardInput says which award is renewed.
type RenewAwardInput struct {
	Award string
	// EarnedAt is when it was earned again, by default now.
	EarnedAt *time.Time
	// ExpiresAt is by default as the micro-credential says.
	ExpiresAt        *time.Time
	ClientMutationID *string
}

// RenewAward awards again what was earned again: a new award, in the current version,
// at the levels that the old one proves. The old one stays, as history. An award is
// renewed once; after that, its renewal is.
func (s *Service) RenewAward(ctx context.Context, in RenewAwardInput) (*db.Award, error) {
	if err := auth.Require(ctx, auth.IssueAward); err != nil {
		return nil, err
	}
	call := repeat.Call{Viewer: auth.From(ctx).Key(), Mutation: "renewAward", Key: in.ClientMutationID, Input: in, Now: s.Now()}
	p, err := s.renewal(ctx, in)
	if err := problem.Join(call.Check(), err); err != nil {
		return nil, err
	}
	row, err := repeat.Once(ctx, s.DB, call, repeat.Record[*db.Award]{
		Load: loadAward,
		Make: func(ctx context.Context, tx *db.Client) (string, *db.Award, error) {
			made, err := s.renew(ctx, tx, p)
			if err != nil {
				return "", nil, err
			}
			return made.ID, made, nil
		},
	})
	if db.IsConstraintError(err) {
		return nil, renewedAlready() // at the same time
	}
	return row, err
}

// renewal is the award that renews another.
func (s *Service) renewal(ctx context.Context, in RenewAwardInput) (placing, error) {
	none := placing{}
	old, err := s.DB.Award.Query().Where(award.ID(in.Award), awardedBy(ctx), award.SourceEQ(enum.SourceIssued)).
		WithPairs().WithEarner().Only(ctx)
	if db.IsNotFound(err) || (err == nil && erased(old)) {
		return none, problem.New(problem.NotFound, "there is no award %q that you may renew", in.Award).
			Spanish("no hay ningún logro %q que usted pueda renovar", in.Award).At("award")
	}
	if err != nil {
		return none, fmt.Errorf("load award: %w", err)
	}
	switch {
	case old.EarnerID == nil:
		return none, problem.New(problem.Conflict, "nobody has claimed this award yet").
			Spanish("nadie ha reclamado aún este logro").At("award").With(old)
	case old.Status != enum.AwardActive:
		return none, problem.New(problem.Conflict, "a suspended or revoked award is not renewed").
			Spanish("un logro suspendido o revocado no se renueva").At("award").With(old)
	}
	by := awarder{organization: auth.From(ctx).Organization(), issuer: old.IssuerID}
	of, unknown := s.awardable(ctx, by, old.MicroCredentialID)
	one := IssueAwardInput{
		Earner: *old.EarnerID, MicroCredential: old.MicroCredentialID, EarnedAt: in.EarnedAt, ExpiresAt: in.ExpiresAt, Results: reachedAgain(old, of),
	}
	err = problem.Join(
		problem.Under(unknown, "award"), problem.Under(s.checkReachable(ctx, by, *old.EarnerID), "award"),
		one.check(s.Now()), one.checkAgainst(of, s.Now()), checkLater(one, of, old, s.Now()),
	)
	return placing{IssueAwardInput: one, of: of, by: by, renews: &old.ID, action: "award.renew"}, err
}

// reachedAgain are the levels of an award in what its micro-credential asserts now.
func reachedAgain(old *db.Award, of *db.MicroCredentialVersion) []ResultInput {
	if of == nil || !old.OwnPairs {
		return nil
	}
	var out []ResultInput
	for _, pair := range old.Edges.Pairs {
		for _, c := range of.Edges.Competencies {
			if c.SkillID == pair.SkillID && pair.Level > 0 {
				level := int(pair.Level)
				out = append(out, ResultInput{Skill: &c.SkillID, Level: &level})
			}
		}
	}
	return out
}

// checkLater wants a renewal on a later day.
func checkLater(in IssueAwardInput, of *db.MicroCredentialVersion, old *db.Award, now time.Time) error {
	if of == nil {
		return nil
	}
	if earned, _ := in.dates(of, now); earned.Truncate(24 * time.Hour).After(old.EarnedAt.UTC().Truncate(24 * time.Hour)) {
		return nil
	}
	return problem.New(problem.Invalid, "a renewal is earned on a later day than what it renews").
		Spanish("una renovación se obtiene un día posterior a lo que renueva").At("earnedAt")
}

// renew writes the renewal. Of two at the same time the second finds the first; the
// index on what is renewed refuses it in any case.
func (s *Service) renew(ctx context.Context, tx *db.Client, p placing) (*db.Award, error) {
	if err := store.Lock(ctx, "awards of "+p.Earner); err != nil {
		return nil, err
	}
	there, err := tx.Award.Query().Where(award.RenewsID(*p.renews)).WithPairs().Only(ctx)
	switch {
	case err == nil:
		return nil, renewedAlready().With(there)
	case !db.IsNotFound(err):
		return nil, fmt.Errorf("look up renewal: %w", err)
	}
	same, err := s.sameDay(ctx, tx, p)
	if err != nil {
		return nil, err
	}
	if same != nil {
		return nil, problem.New(problem.Conflict, "this earner has this award already, of the same day").
			Spanish("esta persona ya tiene este logro, del mismo día").At("earnedAt").With(same)
	}
	return s.place(ctx, tx, p)
}

func renewedAlready() *problem.Problem {
	return problem.New(problem.Conflict, "this award is renewed already: renew its renewal").
		Spanish("este logro ya está renovado: renueve su renovación").At("award")
}

// Renewals tell of awards which ones renew them, by the award renewed: those that
// the viewer may see.
func (s *Service) Renewals(ctx context.Context, awards []string) (map[string]*db.Award, error) {
	rows, err := s.DB.Award.Query().Where(award.RenewsIDIn(awards...)).WithPairs().
		WithEarner(func(q *db.EarnerQuery) { q.WithGrants().WithBlocks() }).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load renewals: %w", err)
	}
	out := make(map[string]*db.Award, len(rows))
	for _, row := range rows {
		if s.sees(ctx, row) {
			out[*row.RenewsID] = row
		}
	}
	return out, nil
}
