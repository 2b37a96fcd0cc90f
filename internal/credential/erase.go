package credential

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/ent/db/awardalignment"
	"github.com/stackmatch/stackmatch/ent/db/awardcheck"
	"github.com/stackmatch/stackmatch/ent/db/awarddetail"
	"github.com/stackmatch/stackmatch/ent/db/importoriginal"
	"github.com/stackmatch/stackmatch/ent/db/issuedbadge"
	"github.com/stackmatch/stackmatch/ent/db/rosterrow"
	"github.com/stackmatch/stackmatch/ent/db/skillssheet"
	"github.com/stackmatch/stackmatch/ent/db/stackcompletion"
	"github.com/stackmatch/stackmatch/ent/db/statusentry"
	"github.com/stackmatch/stackmatch/ent/db/unclaimedaward"
	"github.com/stackmatch/stackmatch/ent/enum"
)

// EraseEarner erases what an earner holds, in the transaction of their erasure. What
// was issued here stays its issuer's, without a name, and so does its place in the
// status list: badges that were handed on can be checked, and revoked, for ever. All
// that came from elsewhere goes, with its files and pages, and the earner's key.
func (s *Service) EraseEarner(ctx context.Context, tx *db.Client, earner, _ string) error {
	own := award.EarnerID(earner)
	for what, remove := range map[string]func(context.Context) (int, error){
		"sheets":            tx.SkillsSheet.Delete().Where(skillssheet.EarnerID(earner)).Exec,
		"completed stacks":  tx.StackCompletion.Delete().Where(stackcompletion.EarnerID(earner)).Exec,
		"originals":         tx.ImportOriginal.Delete().Where(importoriginal.Or(importoriginal.EarnerID(earner), importoriginal.HasAwardWith(own))).Exec,
		"details of awards": tx.AwardDetail.Delete().Where(awarddetail.HasAwardWith(own)).Exec,
		"badges":            tx.IssuedBadge.Delete().Where(issuedbadge.HasAwardWith(own)).Exec,
		"unclaimed awards":  tx.UnclaimedAward.Delete().Where(unclaimedaward.HasAwardWith(own)).Exec,
	} {
		if _, err := remove(ctx); err != nil {
			return fmt.Errorf("erase %s: %w", what, err)
		}
	}
	if err := eraseForeign(ctx, tx, earner); err != nil {
		return err
	}
	err := tx.Award.Update().Where(own).ClearPublicToken().ClearPublicName().ClearClaimCodeHash().ClearNextCheckAt().Exec(ctx)
	if err != nil {
		return fmt.Errorf("erase what was published of awards: %w", err)
	}
	return s.Vault.Destroy(ctx, tx, earner)
}

// eraseForeign removes the awards that no issuer here made.
func eraseForeign(ctx context.Context, tx *db.Client, earner string) error {
	ids, err := tx.Award.Query().Where(award.EarnerID(earner), award.SourceNEQ(enum.SourceIssued)).IDs(ctx)
	if err != nil {
		return fmt.Errorf("load awards from elsewhere: %w", err)
	}
	for what, remove := range map[string]func(context.Context) (int, error){
		"checks":     tx.AwardCheck.Delete().Where(awardcheck.AwardIDIn(ids...)).Exec,
		"alignments": tx.AwardAlignment.Delete().Where(awardalignment.AwardIDIn(ids...)).Exec,
		"statuses":   tx.StatusEntry.Delete().Where(statusentry.AwardIDIn(ids...)).Exec,
		"rows":       tx.RosterRow.Update().Where(rosterrow.AwardIDIn(ids...)).ClearAwardID().Save,
		"renewals":   tx.Award.Update().Where(award.RenewsIDIn(ids...)).ClearRenewsID().Save,
	} {
		if _, err := remove(ctx); err != nil {
			return fmt.Errorf("erase %s of awards from elsewhere: %w", what, err)
		}
	}
	if _, err := tx.Award.Delete().Where(award.IDIn(ids...)).Exec(ctx); err != nil {
		return fmt.Errorf("erase awards from elsewhere: %w", err)
	}
	return nil
}
