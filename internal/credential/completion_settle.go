package credential

import (
	"context"
	"fmt"
	"slices"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/ent/db/microcredentialversion"
	"github.com/stackmatch/stackmatch/ent/db/stackcompletion"
	"github.com/stackmatch/stackmatch/ent/db/stackpart"
	"github.com/stackmatch/stackmatch/ent/db/stackversion"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/store"
)

// earnersAtOnce is how many earners' completions are settled in one transaction.
const earnersAtOnce = 500

// SettleStack brings everybody's completion of a stack up to date, as no change of
// an award does where the stack itself changes: some earners to a transaction. It
// may be run again at any time, and asks nobody's permission.
func (s *Service) SettleStack(ctx context.Context, stack string) error {
	earners, err := s.holders(ctx, stack)
	if err != nil || len(earners) == 0 {
		return err // of a new catalog, which is not to be read again for each stack
	}
	catalog, err := s.Catalog.Matching(ctx)
	if err != nil {
		return fmt.Errorf("load catalog: %w", err)
	}
	for some := range slices.Chunk(earners, earnersAtOnce) {
		concerned := make(map[string][]string, len(some))
		for _, earner := range some {
			concerned[earner] = []string{stack}
		}
		err := store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
			changed, err := s.completions(ctx, tx, catalog, concerned)
			if err != nil {
				return err
			}
			return s.followIn(ctx, tx, catalog, changed)
		})
		if err != nil {
			return fmt.Errorf("settle who has completed %s: %w", stack, err)
		}
	}
	return nil
}

// holders lists who holds any part of a stack, under any version. Awards are found by
// their versions, which they have an index for.
func (s *Service) holders(ctx context.Context, stack string) ([]string, error) {
	var parts []string
	err := s.DB.StackPart.Query().Where(stackpart.HasStackVersionWith(stackversion.StackID(stack))).
		Select(stackpart.FieldMicroCredentialID).Scan(ctx, &parts)
	if err != nil {
		return nil, fmt.Errorf("load parts of %s: %w", stack, err)
	}
	versions, err := s.DB.MicroCredentialVersion.Query().
		Where(microcredentialversion.MicroCredentialIDIn(parts...)).IDs(ctx)
	if err != nil {
		return nil, fmt.Errorf("load versions: %w", err)
	}
	var earners []string
	err = s.DB.Award.Query().Where(award.VersionIDIn(versions...), award.EarnerIDNotNil()).
		Unique(true).Select(award.FieldEarnerID).Scan(ctx, &earners)
	if err != nil {
		return nil, fmt.Errorf("load holders: %w", err)
	}
	slices.Sort(earners)
	return earners, nil
}

// StackChanges tells, in the transaction of a change of a stack's rule, that those who
// have completed it are to be found anew: what they completed is a former rule now.
func (s *Service) StackChanges(ctx context.Context, tx *db.Client, stack string) error {
	var earners []string
	err := tx.StackCompletion.Query().
		Where(stackcompletion.StackID(stack), stackcompletion.StateEQ(enum.CompletionStands)).
		Select(stackcompletion.FieldEarnerID).Scan(ctx, &earners)
	if err != nil {
		return fmt.Errorf("load who has completed %s: %w", stack, err)
	}
	return store.Changed(ctx, enum.SubjectEarner, earners...)
}
