package credential

import (
	"cmp"
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
	// Kind is by default WITHDRAWN. What was ISSUED_IN_ERROR is gone from its
	// earner's record and pages too.
	Kind enum.RevocationKind
}

// Revoke withdraws an award that the viewer's organization issued. It counts for
// nobody, and verifiers see it as revoked, from the moment the call returns.
// Revoking twice is a Conflict: the first reason stands.
func (s *Service) Revoke(ctx context.Context, in RevokeAwardInput) (*db.Award, error) {
	if err := auth.Require(ctx, auth.RevokeAward); err != nil {
		return nil, err
	}
	kind := cmp.Or(in.Kind, enum.RevokedWithdrawn)
	if kind != enum.RevokedWithdrawn && kind != enum.RevokedInError {
		return nil, problem.New(problem.Invalid, "an issuer revokes as %s or %s", enum.RevokedWithdrawn, enum.RevokedInError).
			Spanish("un emisor revoca como %s o %s", enum.RevokedWithdrawn, enum.RevokedInError).At("kind")
	}
	return s.change(ctx, change{
		id: in.ID, reason: in.Reason, action: "award.revoke",
		from: []enum.AwardStatus{enum.AwardActive, enum.AwardSuspended},
		set: func(row *db.AwardUpdate, reason string) {
			row.SetStatus(enum.AwardRevoked).SetRevocation(kind).SetRevokedAt(s.Now()).SetRevokedReason(reason)
		},
		refused: func(*db.Award) *problem.Problem { return revokedAlready() },
	})
}

// change is a change of an award's status by its issuer.
type change struct {
	id, reason string
	action     audit.Action
	// from are the statuses that it starts from.
	from []enum.AwardStatus
	set  func(row *db.AwardUpdate, reason string)
	// refused says why an award of another status is left as it is.
	refused func(*db.Award) *problem.Problem
}

func (s *Service) change(ctx context.Context, c change) (changed *db.Award, err error) {
	if err := auth.Require(ctx, auth.RevokeAward); err != nil {
		return nil, err
	}
	c.reason = strings.TrimSpace(c.reason)
	if n := utf8.RuneCountInString(c.reason); n < 1 || n > maxReason {
		return nil, problem.New(problem.Invalid, "say why, in 1 to %d characters: the earner reads it", maxReason).
			Spanish("diga por qué, en 1 a %d caracteres: la persona lo lee", maxReason).At("reason")
	}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		changed, err = s.apply(ctx, tx, c)
		return err
	})
	return changed, err
}

// apply asks and writes in one statement, so that of two changes at the same time
// the second is refused.
func (s *Service) apply(ctx context.Context, tx *db.Client, c change) (*db.Award, error) {
	update := tx.Award.Update().
		Where(award.ID(c.id), issuedBy(ctx), award.Or(award.SourceNEQ(enum.SourceImported), award.URIIsNil()), award.StatusIn(c.from...))
	c.set(update, c.reason)
	n, err := update.Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", c.action, err)
	}
	row, err := tx.Award.Query().Where(award.ID(c.id), issuedBy(ctx)).WithPairs().Only(ctx)
	if db.IsNotFound(err) {
		return nil, noAward(c.id)
	}
	if err != nil {
		return nil, fmt.Errorf("load award: %w", err)
	}
	switch {
	case row.Source == enum.SourceImported && row.URI != nil:
		return nil, problem.New(problem.Conflict, "this badge was issued elsewhere: its status is changed there, and followed here").
			Spanish("esta insignia se emitió en otro lugar: allí se cambia su estado, y aquí se sigue").At("id").With(row)
	case n == 0:
		return nil, c.refused(row).At("id").With(row)
	}
	return row, s.finish(ctx, tx, row, c.action)
}
