package employer

import (
	"context"
	"fmt"
	"strconv"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/shortlistentry"
	"github.com/stackmatch/stackmatch/ent/db/shortlistnote"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/inbox"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// EntriesInput says which entries are changed, at which revisions: none, or one for
// each.
type EntriesInput struct {
	Entries   []string
	Revisions []int
}

// MoveOnShortlistInput says to which stage entries go.
type MoveOnShortlistInput struct {
	EntriesInput
	To enum.ShortlistStage
}

// AssignOnShortlistInput says which colleague follows entries up, by membership; nil
// for nobody.
type AssignOnShortlistInput struct {
	EntriesInput
	To *string
}

// RemoveFromShortlistInput says which entries go.
type RemoveFromShortlistInput struct{ EntriesInput }

// MoveOnShortlist moves entries to a stage. Each row is judged by itself: what is not
// there, or was changed since its revision, keeps none of the others where it is.
func (s *Service) MoveOnShortlist(ctx context.Context, in MoveOnShortlistInput) ([]*ShortlistResult, error) {
	return s.changeEntries(ctx, in.EntriesInput, func(ctx context.Context, tx *db.Client, row *db.ShortlistEntry) error {
		if row.Stage == in.To {
			return nil
		}
		now := s.Now()
		if err := tx.ShortlistEntry.UpdateOne(row).SetStage(in.To).SetMovedAt(now).AddRevision(1).Exec(ctx); err != nil {
			return fmt.Errorf("move shortlist entry: %w", err)
		}
		err := tx.ShortlistMove.Create().SetEntryID(row.ID).SetFrom(row.Stage).SetStage(in.To).
			SetActorID(auth.From(ctx).Account).SetAt(now).Exec(ctx)
		if err != nil {
			return fmt.Errorf("write move: %w", err)
		}
		return audit.Write(ctx, tx, now, "shortlist.move", enum.SubjectShortlist, row.ID)
	})
}

// AssignOnShortlist gives entries to a colleague, who is told, or to nobody.
func (s *Service) AssignOnShortlist(ctx context.Context, in AssignOnShortlistInput) ([]*ShortlistResult, error) {
	if err := auth.Require(ctx, auth.KeepShortlists); err != nil {
		return nil, err
	}
	var to *db.Membership
	if in.To != nil {
		var err error
		if to, err = colleague(ctx, s.DB, *in.To); err != nil {
			return nil, problem.Under(err, "to")
		}
	}
	return s.changeEntries(ctx, in.EntriesInput, func(ctx context.Context, tx *db.Client, row *db.ShortlistEntry) error {
		return s.assign(ctx, tx, row, to)
	})
}

func (s *Service) assign(ctx context.Context, tx *db.Client, row *db.ShortlistEntry, to *db.Membership) error {
	change := tx.ShortlistEntry.UpdateOne(row).AddRevision(1)
	switch {
	case to == nil && row.AssigneeID == nil, to != nil && row.AssigneeID != nil && *row.AssigneeID == to.AccountID:
		return nil
	case to == nil:
		change.ClearAssigneeID()
	default:
		change.SetAssigneeID(to.AccountID)
	}
	if err := change.Exec(ctx); err != nil {
		return fmt.Errorf("assign shortlist entry: %w", err)
	}
	if to != nil && to.AccountID != auth.From(ctx).Account {
		notice := inbox.Notice{Kind: enum.NoticeAssigned, Subject: row.ID, About: row.PostingID}
		if err := s.Post.Tell(ctx, tx, to.AccountID, to.ID, notice); err != nil {
			return err
		}
	}
	return audit.Write(ctx, tx, s.Now(), "shortlist.assign", enum.SubjectShortlist, row.ID)
}

// RemoveFromShortlist takes entries off their shortlists, with what was noted of them.
func (s *Service) RemoveFromShortlist(ctx context.Context, in RemoveFromShortlistInput) ([]*ShortlistResult, error) {
	return s.changeEntries(ctx, in.EntriesInput, func(ctx context.Context, tx *db.Client, row *db.ShortlistEntry) error {
		now := s.Now()
		err := tx.ShortlistEntry.UpdateOne(row).SetRemovedAt(now).ClearAssigneeID().AddRevision(1).Exec(ctx)
		if err != nil {
			return fmt.Errorf("remove shortlist entry: %w", err)
		}
		if _, err := tx.ShortlistNote.Delete().Where(shortlistnote.EntryID(row.ID)).Exec(ctx); err != nil {
			return fmt.Errorf("delete notes: %w", err)
		}
		return audit.Write(ctx, tx, now, "shortlist.remove", enum.SubjectShortlist, row.ID)
	})
}

// changeEntries changes one entry after the other, all in one transaction.
func (s *Service) changeEntries(
	ctx context.Context, in EntriesInput, change func(context.Context, *db.Client, *db.ShortlistEntry) error,
) ([]*ShortlistResult, error) {
	if err := auth.Require(ctx, auth.KeepShortlists); err != nil {
		return nil, err
	}
	if err := problem.Join(checkMany(in.Entries, "entries"), in.checkRevisions()); err != nil {
		return nil, err
	}
	var results []*ShortlistResult
	err := store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		// In one order, so that of two who change the same nobody waits for each other.
		if err := store.LockAll(ctx, in.Entries); err != nil {
			return err
		}
		var err error
		results, err = changeEach(ctx, tx, in, change)
		return err
	})
	return results, err
}

func (in EntriesInput) checkRevisions() error {
	if n := len(in.Revisions); n != 0 && n != len(in.Entries) {
		return problem.New(problem.Invalid, "give a revision for each of %d entries or for none, not %d", len(in.Entries), n).
			Spanish("dé una revisión para cada una de las %d entradas o ninguna, no %d", len(in.Entries), n).At("revisions")
	}
	return nil
}

func changeEach(
	ctx context.Context, tx *db.Client, in EntriesInput, change func(context.Context, *db.Client, *db.ShortlistEntry) error,
) ([]*ShortlistResult, error) {
	load := func() (map[string]*db.ShortlistEntry, error) {
		rows, err := tx.ShortlistEntry.Query().Where(
			shortlistentry.IDIn(in.Entries...), shortlistentry.OrganizationID(auth.From(ctx).Organization())).All(ctx)
		if err != nil {
			return nil, fmt.Errorf("load shortlist entries: %w", err)
		}
		return byID(rows, func(row *db.ShortlistEntry) string { return row.ID }), nil
	}
	rows, err := load()
	if err != nil {
		return nil, err
	}
	results, done := make([]*ShortlistResult, len(in.Entries)), map[string]bool{}
	for i, entry := range in.Entries {
		results[i] = &ShortlistResult{Index: i}
		if wrong := in.wrong(i, rows[entry]); wrong != nil {
			results[i].fail(wrong)
			continue
		}
		if done[entry] {
			continue // named twice: it was changed already
		}
		done[entry] = true
		if err := change(ctx, tx, rows[entry]); err != nil {
			return nil, err
		}
	}
	if rows, err = load(); err != nil {
		return nil, err
	}
	for i, entry := range in.Entries {
		if row := rows[entry]; row != nil && row.RemovedAt == nil {
			results[i].Entry = row
		}
	}
	return results, nil
}

// wrong says why a row is not changed.
func (in EntriesInput) wrong(i int, row *db.ShortlistEntry) *problem.Problem {
	at := []string{"entries", strconv.Itoa(i)}
	switch {
	case row == nil || row.RemovedAt != nil:
		return noEntry(in.Entries[i]).At(at...)
	case len(in.Revisions) > 0 && row.Revision != in.Revisions[i]:
		return problem.New(problem.Conflict, "this entry is at revision %d, you read %d; read it again", row.Revision, in.Revisions[i]).
			Spanish("esta entrada está en la revisión %d, usted leyó la %d; léala de nuevo", row.Revision, in.Revisions[i]).At(at...)
	}
	return nil
}

func noEntry(id string) *problem.Problem {
	return problem.New(problem.NotFound, "there is no entry %q on a shortlist", short(id)).
		Spanish("no hay ninguna entrada %q en una lista", short(id))
}
