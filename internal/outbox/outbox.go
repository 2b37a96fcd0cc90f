// Package outbox is the change feed in commit order, as its readers want it:
// what is to be loaded again, from a position on. Rows are written by the store's
// hook; here they are read, pruned, and added to when something changes by time
// alone. It refuses to know what readers make of a change.
package outbox

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/change"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/search"
)

// Outbox reads the feed of a database. It is a search.Feed.
type Outbox struct {
	store *store.Store
}

var _ search.Feed = (*Outbox)(nil)

// New reads the feed of a store.
func New(s *store.Store) *Outbox { return &Outbox{store: s} }

// Notify gives a channel that receives soon after this process has committed a
// change, and a function that ends that. See store.Notify.
func (o *Outbox) Notify() (changed <-chan struct{}, stop func()) { return o.store.Notify() }

// Head is the position of the newest change.
func (o *Outbox) Head(ctx context.Context) (head search.Position, err error) {
	// One statement: a position is of one epoch.
	rows, err := o.store.Client.QueryContext(ctx,
		"SELECT epoch, COALESCE((SELECT max(seq) FROM changes), pruned) FROM feed_state WHERE id = 1")
	if err != nil {
		return head, fmt.Errorf("read the feed's head: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	if !rows.Next() {
		return head, errors.Join(errors.New("the database has no feed: migrate it"), rows.Err())
	}
	return head, rows.Scan(&head.Epoch, &head.Seq)
}

// Changes are the next ones after a position, in commit order, at most limit. It
// is search.ErrTooOld when the feed no longer keeps them, or is another one.
func (o *Outbox) Changes(ctx context.Context, after search.Position, limit int) ([]search.Change, error) {
	rows, err := o.store.Client.Change.Query().Where(change.IDGT(after.Seq)).
		Order(db.Asc(change.FieldID)).Limit(limit).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the feed: %w", err)
	}
	// After the rows: what was pruned while they were read is noticed.
	state, err := o.store.Client.FeedState.Get(ctx, stateID)
	if err != nil {
		return nil, fmt.Errorf("read the feed's state: %w", err)
	}
	if state.Epoch != after.Epoch || state.Pruned > after.Seq {
		return nil, search.ErrTooOld
	}
	changes := make([]search.Change, len(rows))
	for i, row := range rows {
		changes[i] = search.Change{
			Position: search.Position{Epoch: state.Epoch, Seq: row.ID},
			Kind:     kindOf(row.Kind),
			ID:       row.Subject,
		}
	}
	return changes, nil
}

// stateID is the id of the one row of the feed's state.
const stateID = 1

// kindOf tells which index a change is for: one holds earners, the other every
// record that is found by words. Further kinds keep their names; indexes pass
// them over.
func kindOf(kind enum.SubjectKind) search.ChangeKind {
	switch kind {
	case enum.SubjectEarner:
		return search.ChangeEarner
	case enum.SubjectSkill, enum.SubjectMicroCredential, enum.SubjectStack, enum.SubjectPathway,
		enum.SubjectPosting, enum.SubjectOrganization, enum.SubjectOccupation:
		return search.ChangeText
	default:
		return search.ChangeKind(kind)
	}
}

// Prune drops the changes made before an instant and tells how many. Readers
// that have not seen them start anew.
func (o *Outbox) Prune(ctx context.Context, before time.Time) (pruned int, err error) {
	err = store.InTx(ctx, o.store.Client, func(ctx context.Context, tx *db.Client) error {
		last, err := tx.Change.Query().Where(change.AtLT(before)).Order(db.Desc(change.FieldID)).FirstID(ctx)
		if db.IsNotFound(err) {
			return nil
		}
		if err != nil {
			return err
		}
		if pruned, err = tx.Change.Delete().Where(change.IDLTE(last)).Exec(ctx); err != nil {
			return err
		}
		return tx.FeedState.UpdateOneID(stateID).SetPruned(last).Exec(ctx)
	})
	if err != nil {
		return 0, fmt.Errorf("prune the feed: %w", err)
	}
	return pruned, nil
}

// Renew makes it another feed, that every reader starts anew with: after a
// backup was restored, positions that readers hold may be of a future that did
// not happen.
func (o *Outbox) Renew(ctx context.Context) error {
	return store.InTx(ctx, o.store.Client, func(ctx context.Context, tx *db.Client) error {
		return tx.FeedState.UpdateOneID(stateID).SetEpoch(store.NewEpoch()).Exec(ctx)
	})
}
