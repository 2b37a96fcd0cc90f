package employer

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/shortlistentry"
	"github.com/stackmatch/stackmatch/ent/db/shortlistmove"
	"github.com/stackmatch/stackmatch/ent/db/shortlistnote"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/repeat"
	"github.com/stackmatch/stackmatch/internal/store"
)

// The longest note, and the most of an entry.
const (
	maxNote  = 2_000
	maxNotes = 100
)

// NoteOnShortlistInput is a note of an entry.
type NoteOnShortlistInput struct {
	Entry            string
	Text             string
	ClientMutationID *string
}

// DeleteNoteInput says which note.
type DeleteNoteInput struct{ ID string }

// NoteOnShortlist notes something of an entry. Members of the organization read it,
// and nobody else. Repeated with the same ClientMutationID within a day, it returns
// the first.
func (s *Service) NoteOnShortlist(ctx context.Context, in NoteOnShortlistInput) (*db.ShortlistNote, error) {
	if err := auth.Require(ctx, auth.KeepShortlists); err != nil {
		return nil, err
	}
	call := repeat.Call{Viewer: auth.From(ctx).Key(), Mutation: "noteOnShortlist", Key: in.ClientMutationID, Input: in, Now: s.Now()}
	if err := problem.Join(call.Check(), checkNote(in.Text)); err != nil {
		return nil, err
	}
	return repeat.Once(ctx, s.DB, call, repeat.Record[*db.ShortlistNote]{
		Load: ownNote,
		Make: func(ctx context.Context, tx *db.Client) (string, *db.ShortlistNote, error) {
			made, err := s.note(ctx, tx, in)
			if err != nil {
				return "", nil, err
			}
			return made.ID, made, nil
		},
	})
}

func checkNote(text string) error {
	if blank(text) {
		return problem.New(problem.Invalid, "a note says something").Spanish("una nota dice algo").At("text")
	}
	return checkLength(text, maxNote, "text")
}

func (s *Service) note(ctx context.Context, tx *db.Client, in NoteOnShortlistInput) (*db.ShortlistNote, error) {
	if err := store.Lock(ctx, in.Entry); err != nil {
		return nil, err
	}
	there, err := tx.ShortlistEntry.Query().Where(ownEntries(ctx), shortlistentry.ID(in.Entry)).Exist(ctx)
	if err != nil {
		return nil, fmt.Errorf("load shortlist entry: %w", err)
	}
	if !there {
		return nil, noEntry(in.Entry).At("entry")
	}
	n, err := tx.ShortlistNote.Query().Where(shortlistnote.EntryID(in.Entry)).Count(ctx)
	if err != nil {
		return nil, fmt.Errorf("count notes: %w", err)
	}
	if n >= maxNotes {
		return nil, problem.New(problem.Limit, "an entry has at most %d notes; delete one first", maxNotes).
			Spanish("una entrada tiene como máximo %d notas; borre una antes", maxNotes).At("entry")
	}
	made, err := tx.ShortlistNote.Create().SetID(s.IDs.Mint(id.ShortlistNote)).SetCreatedAt(s.Now()).
		SetEntryID(in.Entry).SetAuthorID(auth.From(ctx).Account).SetText(in.Text).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("write note: %w", err)
	}
	return made, audit.Write(ctx, tx, s.Now(), "shortlist.note", enum.SubjectShortlist, in.Entry)
}

// DeleteNote deletes a note that the viewer wrote.
func (s *Service) DeleteNote(ctx context.Context, in DeleteNoteInput) error {
	if err := auth.Require(ctx, auth.KeepShortlists); err != nil {
		return err
	}
	return store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		row, err := ownNote(ctx, tx, in.ID)
		if err != nil {
			return err
		}
		if err := tx.ShortlistNote.DeleteOne(row).Exec(ctx); err != nil {
			return fmt.Errorf("delete note: %w", err)
		}
		return audit.Write(ctx, tx, s.Now(), "shortlist.delete_note", enum.SubjectShortlist, row.EntryID)
	})
}

// ownNote is a note that the viewer wrote, of an entry of their organization.
func ownNote(ctx context.Context, tx *db.Client, id string) (*db.ShortlistNote, error) {
	row, err := tx.ShortlistNote.Query().Where(
		shortlistnote.ID(id), shortlistnote.AuthorID(auth.From(ctx).Account), shortlistnote.HasEntryWith(ownEntries(ctx)),
	).Only(ctx)
	if db.IsNotFound(err) {
		return nil, problem.New(problem.NotFound, "you wrote no note %q", short(id)).
			Spanish("usted no escribió ninguna nota %q", short(id)).At("id")
	}
	if err != nil {
		return nil, fmt.Errorf("load note: %w", err)
	}
	return row, nil
}

// NotesByEntry gives what members of the viewer's organization noted, oldest first.
func (s *Service) NotesByEntry(ctx context.Context, entries []string) (map[string][]*db.ShortlistNote, error) {
	if !auth.Can(ctx, auth.KeepShortlists) {
		return map[string][]*db.ShortlistNote{}, nil
	}
	rows, err := s.DB.ShortlistNote.Query().
		Where(shortlistnote.EntryIDIn(entries...), shortlistnote.HasEntryWith(ownEntries(ctx))).
		Order(shortlistnote.ByCreatedAt(), shortlistnote.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load notes: %w", err)
	}
	out := map[string][]*db.ShortlistNote{}
	for _, row := range rows {
		out[row.EntryID] = append(out[row.EntryID], row)
	}
	return out, nil
}

// MovesByEntry gives the steps of entries of the viewer's organization, oldest first.
func (s *Service) MovesByEntry(ctx context.Context, entries []string) (map[string][]*db.ShortlistMove, error) {
	if !auth.Can(ctx, auth.KeepShortlists) {
		return map[string][]*db.ShortlistMove{}, nil
	}
	rows, err := s.DB.ShortlistMove.Query().
		Where(shortlistmove.EntryIDIn(entries...), shortlistmove.HasEntryWith(ownEntries(ctx))).
		Order(shortlistmove.ByAt(), shortlistmove.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load moves: %w", err)
	}
	out := map[string][]*db.ShortlistMove{}
	for _, row := range rows {
		out[row.EntryID] = append(out[row.EntryID], row)
	}
	return out, nil
}
