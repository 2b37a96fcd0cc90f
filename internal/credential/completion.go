package credential

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/ent/db/stack"
	"github.com/stackmatch/stackmatch/ent/db/stackcompletion"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/store"
)

// maxRounds bounds a chain of stacks, each of which awards a part of the next. A
// longer one goes on with the next change of an award.
const maxRounds = 100

// followStacks has completed stacks follow a change of awards, in the transaction of
// that change: it is called after the awards are written. Awards that nobody has
// claimed complete nothing.
//
// A stack that is completed may award what it certifies, and one that is no longer
// may take it back: those awards are followed too, until nothing changes.
func (s *Service) followStacks(ctx context.Context, tx *db.Client, changed ...*db.Award) error {
	catalog, err := s.Catalog.Matching(ctx)
	if err != nil {
		return fmt.Errorf("load catalog: %w", err)
	}
	return s.followIn(ctx, tx, catalog, changed)
}

func (s *Service) followIn(ctx context.Context, tx *db.Client, catalog *matching.Catalog, changed []*db.Award) error {
	for range maxRounds {
		concerned := concerns(catalog, changed)
		if len(concerned) == 0 {
			return nil
		}
		var err error
		if changed, err = s.completions(ctx, tx, catalog, concerned); err != nil {
			return err
		}
	}
	return nil
}

// concerns gives, by earner, the stacks that a change of awards may complete or
// leave incomplete.
func concerns(catalog *matching.Catalog, changed []*db.Award) map[string][]string {
	parts := map[string][]string{}
	for _, row := range changed {
		if row.EarnerID != nil {
			parts[*row.EarnerID] = append(parts[*row.EarnerID], row.MicroCredentialID)
		}
	}
	out := make(map[string][]string, len(parts))
	for earner, credentials := range parts {
		if stacks := catalog.StacksOf(credentials...); len(stacks) > 0 {
			out[earner] = stacks
		}
	}
	return out
}

// following is what a round of completions is decided on.
type following struct {
	catalog *matching.Catalog
	now     time.Time
	stacks  map[string]*db.Stack
	// parts and done are each earner's: what they hold of the stacks' parts, and the
	// stacks that they have completed before, by stack.
	parts map[string]holdings
	done  map[string]map[string]*db.StackCompletion
}

// completions brings the completions of stacks by earners up to date, and gives the
// awards that were made or changed with them. Of transactions that change the
// same earner's awards, one goes on after the other: two parts awarded at the same
// time complete their stack once.
func (s *Service) completions(ctx context.Context, tx *db.Client, catalog *matching.Catalog, concerned map[string][]string) ([]*db.Award, error) {
	earners := sortedKeys(concerned)
	if err := store.LockAll(ctx, earners); err != nil {
		return nil, err
	}
	f, err := s.following(ctx, tx, catalog, concerned, earners)
	if err != nil {
		return nil, err
	}
	var turns []turn
	for _, earner := range earners {
		for _, key := range concerned[earner] {
			if t, changes := f.decide(earner, f.stacks[key]); changes {
				turns = append(turns, t)
			}
		}
	}
	return s.takeTurns(ctx, tx, f, turns)
}

func (s *Service) following(
	ctx context.Context, tx *db.Client, catalog *matching.Catalog, concerned map[string][]string, earners []string,
) (*following, error) {
	var stacks []string
	for _, list := range concerned {
		stacks = append(stacks, list...)
	}
	slices.Sort(stacks)
	stacks = slices.Compact(stacks)
	f := &following{
		catalog: catalog, now: s.Now(), stacks: map[string]*db.Stack{},
		parts: make(map[string]holdings, len(earners)), done: map[string]map[string]*db.StackCompletion{},
	}
	awards, err := tx.Award.Query().
		Where(award.EarnerIDIn(earners...), award.MicroCredentialIDIn(catalog.PartsOf(stacks...)...)).
		Select(
			award.FieldEarnerID, award.FieldMicroCredentialID, award.FieldSource, award.FieldStatus, award.FieldVerification,
			award.FieldEarnedAt, award.FieldExpiresAt,
		).Order(award.ByEarnedAt(), award.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load awards: %w", err)
	}
	for _, row := range awards {
		f.parts[*row.EarnerID] = f.parts[*row.EarnerID].with(row, f.now)
	}
	done, err := tx.StackCompletion.Query().
		Where(stackcompletion.EarnerIDIn(earners...), stackcompletion.StackIDIn(stacks...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load completed stacks: %w", err)
	}
	for _, row := range done {
		if f.done[row.EarnerID] == nil {
			f.done[row.EarnerID] = map[string]*db.StackCompletion{}
		}
		f.done[row.EarnerID][row.StackID] = row
	}
	rows, err := tx.Stack.Query().Where(stack.IDIn(f.undecided(concerned)...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load stacks: %w", err)
	}
	for _, row := range rows {
		f.stacks[row.ID] = row
	}
	return f, nil
}

// undecided lists the stacks that somebody has completed, before or now: of the others
// nothing has to be known.
func (f *following) undecided(concerned map[string][]string) []string {
	set := map[string]bool{}
	for earner, stacks := range concerned {
		for _, key := range stacks {
			if f.done[earner][key] != nil || f.catalog.Completes(key, f.catalog.RuleVersion(key), f.parts[earner].counting) {
				set[key] = true
			}
		}
	}
	return sortedKeys(set)
}
