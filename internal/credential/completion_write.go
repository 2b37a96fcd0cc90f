package credential

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/store"
)

// takeTurns writes what becomes of completions, with their own awards and the trail,
// and gives the awards that it made or changed.
func (s *Service) takeTurns(ctx context.Context, tx *db.Client, f *following, turns []turn) (changed []*db.Award, err error) {
	if len(turns) == 0 {
		return nil, nil
	}
	own, err := s.ownAwards(ctx, tx, turns)
	if err != nil {
		return nil, err
	}
	var first []*db.StackCompletion
	trail := map[audit.Action][]string{}
	for _, t := range turns {
		made, err := s.awardItself(ctx, tx, own, t)
		if err != nil {
			return nil, err
		}
		if made == nil && t.row != nil {
			if made, err = s.moveOwn(ctx, tx, own[t.awardID()], t); err != nil {
				return nil, err
			}
		}
		if made != nil {
			changed = append(changed, made)
		}
		if action := t.action(); action != "" {
			trail[action] = append(trail[action], t.earner)
		}
		if t.row == nil {
			first = append(first, s.completion(t, made))
		} else if err := s.write(ctx, tx, t, made); err != nil {
			return nil, err
		}
	}
	if err := store.Insert(ctx, tx, first); err != nil {
		return nil, fmt.Errorf("write completed stacks: %w", err)
	}
	for _, action := range sortedKeys(trail) {
		if err := audit.Write(ctx, tx, f.now, action, enum.SubjectEarner, trail[action]...); err != nil {
			return nil, err
		}
	}
	return changed, nil
}

// action is what the trail of the earner says; nothing where only the award or the
// version is another.
func (t turn) action() audit.Action {
	switch {
	case t.anew:
		return "stack.complete"
	case t.row.State == t.state:
		return ""
	}
	return map[enum.CompletionState]audit.Action{
		enum.CompletionStands: "stack.restore", enum.CompletionSuspended: "stack.suspend", enum.CompletionWithdrawn: "stack.withdraw",
	}[t.state]
}

// awardID is the stack's own award; "" where there is none.
func (t turn) awardID() string {
	if t.row == nil || t.row.AwardID == nil {
		return ""
	}
	return *t.row.AwardID
}

func (s *Service) completion(t turn, own *db.Award) *db.StackCompletion {
	row := &db.StackCompletion{
		ID: s.IDs.Mint(id.StackCompletion), CreatedAt: s.Now(), EarnerID: t.earner, StackID: t.stack.ID, StackVersionID: t.version,
		CompletedAt: t.at, State: t.state, ChangedAt: s.Now(),
	}
	if own != nil {
		row.AwardID = &own.ID
	}
	return row
}

func (s *Service) write(ctx context.Context, tx *db.Client, t turn, own *db.Award) error {
	if own == nil && t.state == t.row.State && t.version == t.row.StackVersionID {
		return nil
	}
	update := tx.StackCompletion.UpdateOneID(t.row.ID).
		SetState(t.state).SetStackVersionID(t.version).SetCompletedAt(t.at).SetChangedAt(s.Now())
	switch {
	case own != nil:
		update.SetAwardID(own.ID)
	case t.anew:
		update.ClearAwardID() // the one of the completion before, which is withdrawn
	}
	if err := update.Exec(ctx); err != nil {
		return fmt.Errorf("write completed stack: %w", err)
	}
	return nil
}

// sortedKeys are the keys of a map in their order.
func sortedKeys[K ~string, V any](of map[K]V) []K { return slices.Sorted(maps.Keys(of)) }
