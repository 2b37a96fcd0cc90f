package outbox

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/feedreader"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/search"
)

// Bookmark is how far a reader of the feed has come, kept in the database under
// its name.
type Bookmark string

// Read is the position read last; it is not known before the first Place.
func (b Bookmark) Read(ctx context.Context, client *db.Client) (at search.Position, known bool, err error) {
	row, err := client.FeedReader.Query().Where(feedreader.Name(string(b))).Only(ctx)
	if db.IsNotFound(err) {
		return at, false, nil
	}
	if err != nil {
		return at, false, fmt.Errorf("load how far %s have come: %w", b, err)
	}
	return search.Position{Epoch: row.Epoch, Seq: row.Seq}, true, nil
}

// Place begins at a position, unless another process has begun.
func (b Bookmark) Place(ctx context.Context, client *db.Client, at search.Position) error {
	return store.InTx(ctx, client, func(ctx context.Context, tx *db.Client) error {
		return store.InsertMissing(ctx, tx, []*db.FeedReader{{Name: string(b), Epoch: at.Epoch, Seq: at.Seq}})
	})
}

// Move goes from a position to another, with what was found between them written
// in the same transaction. Where another process has gone on from there, nothing is.
func (b Bookmark) Move(
	ctx context.Context, client *db.Client, from, to search.Position, write func(ctx context.Context, tx *db.Client) error,
) error {
	return store.InTx(ctx, client, func(ctx context.Context, tx *db.Client) error {
		n, err := tx.FeedReader.Update().
			Where(feedreader.Name(string(b)), feedreader.Epoch(from.Epoch), feedreader.Seq(from.Seq)).
			SetEpoch(to.Epoch).SetSeq(to.Seq).Save(ctx)
		if err != nil {
			return fmt.Errorf("note how far %s have come: %w", b, err)
		}
		if n == 0 {
			return nil
		}
		return write(ctx, tx)
	})
}
