package credential

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// maxReason is how many characters a reason may have.
const maxReason = 1_000

// RevokeAwardInput says which award, and why.
type RevokeAwardInput struct {
	ID     string
	Reason string
}

// Revoke withdraws an award that the viewer's organization issued. It counts for
// nobody from the moment the call returns. Revoking twice is a Conflict: the
// first reason stands.
func (s *Service) Revoke(ctx context.Context, in RevokeAwardInput) (revoked *db.Award, err error) {
	if err := auth.Require(ctx, auth.RevokeAward); err != nil {
		return nil, err
	}
	in.Reason = strings.TrimSpace(in.Reason)
	if n := utf8.RuneCountInString(in.Reason); n < 1 || n > maxReason {
		return nil, problem.New(problem.Invalid, "say why the award is revoked, in 1 to %d characters", maxReason).
			Spanish("diga por qué se revoca, en 1 a %d caracteres", maxReason).At("reason")
	}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		revoked, err = s.revoke(ctx, tx, in)
		return err
	})
	return revoked, err
}

// revoke asks and writes in one statement, so that of two revocations at the same
// time the second is refused.
func (s *Service) revoke(ctx context.Context, tx *db.Client, in RevokeAwardInput) (*db.Award, error) {
	now := s.Now()
	n, err := tx.Award.Update().Where(award.ID(in.ID), issuedBy(ctx), award.StatusNEQ(enum.AwardRevoked)).
		SetStatus(enum.AwardRevoked).SetRevokedAt(now).SetRevokedReason(in.Reason).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("revoke award: %w", err)
	}
	row, err := tx.Award.Query().Where(award.ID(in.ID), issuedBy(ctx)).WithPairs().Only(ctx)
	if db.IsNotFound(err) {
		return nil, noAward(in.ID)
	}
	if err != nil {
		return nil, fmt.Errorf("load award: %w", err)
	}
	if n == 0 {
		return nil, problem.New(problem.Conflict, "this award is revoked already").
			Spanish("este logro ya está revocado").At("id").With(row)
	}
	return row, audit.Write(ctx, tx, now, "award.revoke", enum.SubjectAward, row.ID)
}
