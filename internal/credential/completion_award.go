package credential

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/ent/db/microcredential"
	"github.com/stackmatch/stackmatch/ent/db/organization"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
)

// What the earner reads of an award that their stack has taken along.
const (
	brokenReason   = "a part of the stack that this award is for was revoked"
	haltedReason   = "a part of the stack that this award is for does not count at the moment"
	restoredReason = "the stack that this award is for is complete again"
)

// ownAwards loads the awards that stacks have given by themselves, by id.
func (s *Service) ownAwards(ctx context.Context, tx *db.Client, turns []turn) (map[string]*db.Award, error) {
	var ids []string
	for _, t := range turns {
		if key := t.awardID(); key != "" {
			ids = append(ids, key)
		}
	}
	if len(ids) == 0 {
		return nil, nil //nolint:nilnil // mostly there are none
	}
	rows, err := tx.Award.Query().Where(award.IDIn(ids...)).WithPairs().All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load awards of stacks: %w", err)
	}
	out := make(map[string]*db.Award, len(rows))
	for _, row := range rows {
		out[row.ID] = row
	}
	return out, nil
}

// awardItself awards what a completed stack certifies, in its owner's name, as any
// award of the owner is made; nil where it does not, where the owner may not award
// it (any more), or where the earner has it from the owner.
func (s *Service) awardItself(ctx context.Context, tx *db.Client, own map[string]*db.Award, t turn) (*db.Award, error) {
	if !t.awardMissing() {
		return nil, nil //nolint:nilnil // no award is the usual case
	}
	if before := own[t.awardID()]; before != nil && before.Status != enum.AwardRevoked {
		return nil, nil //nolint:nilnil // it has it
	}
	of, err := s.certified(ctx, tx, t.stack)
	if err != nil || of == nil {
		return nil, err
	}
	held, err := tx.Award.Query().Where(
		award.EarnerID(t.earner), award.MicroCredentialID(of.MicroCredentialID), award.IssuerID(t.stack.OwnerID),
		award.StatusNEQ(enum.AwardRevoked), award.SourceNEQ(enum.SourceClaimed),
		award.Or(award.ExpiresAtIsNil(), award.ExpiresAtGT(s.Now())),
	).Exist(ctx)
	if err != nil {
		return nil, fmt.Errorf("look up award: %w", err)
	}
	if held {
		return nil, nil //nolint:nilnil // it was awarded before
	}
	earned := t.at
	in := IssueAwardInput{Earner: t.earner, MicroCredential: of.MicroCredentialID, EarnedAt: &earned}
	return s.place(ctx, tx, placing{IssueAwardInput: in, of: of, by: awarder{t.stack.OwnerID, t.stack.OwnerID}, ofStack: true})
}

// certified is the current version of what completing a stack earns; nil where the
// stack's owner may not award it.
func (s *Service) certified(ctx context.Context, tx *db.Client, of *db.Stack) (*db.MicroCredentialVersion, error) {
	row, err := tx.MicroCredential.Query().Where(
		microcredential.ID(*of.CertifiesID), microcredential.StatusEQ(enum.Published), microcredential.CurrentVersionIDNotNil(),
		microcredential.HasIssuersWith(organization.ID(of.OwnerID)),
	).Only(ctx)
	if db.IsNotFound(err) {
		return nil, nil //nolint:nilnil // nothing is awarded then
	}
	if err != nil {
		return nil, fmt.Errorf("load micro-credential: %w", err)
	}
	found, err := versions(ctx, tx, *row.CurrentVersionID)
	if err != nil {
		return nil, err
	}
	return found[*row.CurrentVersionID], nil
}

// moveOwn has a stack's own award go with its completion, and gives it if it changed.
// What its issuer has revoked or suspended stays as the issuer wishes.
func (s *Service) moveOwn(ctx context.Context, tx *db.Client, own *db.Award, t turn) (*db.Award, error) {
	if own == nil || own.Status == enum.AwardRevoked || t.state == t.row.State {
		return nil, nil //nolint:nilnil // there is nothing to move
	}
	halted := own.Status == enum.AwardSuspended && own.SuspendedReason == haltedReason
	update := tx.Award.UpdateOneID(own.ID)
	action := audit.Action("")
	switch {
	case t.state == enum.CompletionWithdrawn:
		action = "award.revoke"
		update.SetStatus(enum.AwardRevoked).SetRevocation(enum.RevokedWithStack).SetRevokedAt(s.Now()).SetRevokedReason(brokenReason)
	case t.state == enum.CompletionSuspended && own.Status == enum.AwardActive:
		action = "award.suspend"
		update.SetStatus(enum.AwardSuspended).SetSuspendedAt(s.Now()).SetSuspendedReason(haltedReason)
	case t.state == enum.CompletionStands && halted:
		action = "award.reinstate"
		update.SetStatus(enum.AwardActive).ClearSuspendedAt().SetSuspendedReason(restoredReason)
	default:
		return nil, nil //nolint:nilnil // its issuer has suspended it
	}
	if err := update.Exec(ctx); err != nil {
		return nil, fmt.Errorf("%s: %w", action, err)
	}
	moved, err := loadAward(ctx, tx, own.ID)
	if err != nil {
		return nil, err
	}
	return moved, s.trail(ctx, tx, moved, action)
}
