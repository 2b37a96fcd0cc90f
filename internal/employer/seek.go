package employer

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/posting"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/db/savedposting"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// PostingInput names a posting.
type PostingInput struct{ Posting string }

// maxSaved is how many postings an earner may keep.
const maxSaved = 1_000

// SavePosting keeps a posting in the viewer's view. No employer learns of it; what
// is saved already stays saved.
func (s *Service) SavePosting(ctx context.Context, in PostingInput) (*db.Posting, error) {
	if err := auth.Require(ctx, auth.SeekWork); err != nil {
		return nil, err
	}
	row, err := s.Posting(ctx, in.Posting)
	if err != nil {
		return nil, problem.Under(err, "posting")
	}
	self := auth.From(ctx).ActingEarner()
	return row, store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		n, err := tx.SavedPosting.Query().Where(savedposting.EarnerID(self)).Count(ctx)
		if err != nil {
			return fmt.Errorf("count saved postings: %w", err)
		}
		if n >= maxSaved {
			return problem.New(problem.Limit, "you have saved %d postings, as many as there may be", n).
				Spanish("usted guardó %d ofertas, el máximo", n)
		}
		saved := []*db.SavedPosting{{EarnerID: self, PostingID: row.ID, At: s.Now()}}
		if err := store.InsertMissing(ctx, tx, saved); err != nil {
			return fmt.Errorf("save posting: %w", err)
		}
		return nil
	})
}

// UnsavePosting takes a posting out of the viewer's view; one that is gone, too.
func (s *Service) UnsavePosting(ctx context.Context, in PostingInput) error {
	if err := auth.Require(ctx, auth.SeekWork); err != nil {
		return err
	}
	return store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		_, err := tx.SavedPosting.Delete().
			Where(savedposting.EarnerID(auth.From(ctx).ActingEarner()), savedposting.PostingID(in.Posting)).Exec(ctx)
		if err != nil {
			return fmt.Errorf("forget saved posting: %w", err)
		}
		return nil
	})
}

// SavedPostings lists what the viewer saved, newest first.
func (s *Service) SavedPostings(ctx context.Context, args page.Args) (page.Page[*db.SavedPosting], error) {
	none := page.Page[*db.SavedPosting]{}
	if err := problem.Join(auth.Require(ctx, auth.SeekWork), args.Check()); err != nil {
		return none, err
	}
	viewer := auth.From(ctx)
	scope := viewer.Key() + " saved postings"
	rest, err := page.Past(s.Cursors, scope, args, store.Before[predicate.SavedPosting](savedposting.FieldAt, savedposting.FieldPostingID))
	if err != nil {
		return none, err
	}
	rows, err := s.DB.SavedPosting.Query().Where(savedposting.EarnerID(viewer.ActingEarner())).Where(rest...).
		Order(db.Desc(savedposting.FieldAt, savedposting.FieldPostingID)).Limit(args.Limit()).All(ctx)
	if err != nil {
		return none, fmt.Errorf("list saved postings: %w", err)
	}
	return page.Cut(rows, args, s.Cursors, scope, func(row *db.SavedPosting) []string { return page.Instant(row.At, row.PostingID) }), nil
}

// savedAmong are those of the postings that an earner saved.
func (s *Service) savedAmong(ctx context.Context, earner string, postings []string) (map[string]bool, error) {
	ids, err := s.DB.SavedPosting.Query().
		Where(savedposting.EarnerID(earner), savedposting.PostingIDIn(postings...)).Select(savedposting.FieldPostingID).Strings(ctx)
	if err != nil {
		return nil, fmt.Errorf("load saved postings: %w", err)
	}
	return marked(ids), nil
}

func marked(ids []string) map[string]bool {
	out := make(map[string]bool, len(ids))
	for _, id := range ids {
		out[id] = true
	}
	return out
}

// sought is an open posting that the viewer may see, with what its question needs.
func (s *Service) sought(ctx context.Context, id string) (*db.Posting, error) {
	visible, err := s.visibleTo(ctx)
	if err != nil {
		return nil, err
	}
	row, err := s.DB.Posting.Query().Where(posting.ID(id), visible, openAt(s.Now())).
		WithPlace().WithEmployer().WithRequirements(withAsks).Only(ctx)
	if db.IsNotFound(err) {
		return nil, problem.Under(noPosting(id), "posting")
	}
	if err != nil {
		return nil, fmt.Errorf("load posting: %w", err)
	}
	return row, nil
}
