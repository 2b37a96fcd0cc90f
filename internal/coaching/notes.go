package coaching

import (
	"context"
	"fmt"
	"strings"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/casenote"
	"github.com/stackmatch/stackmatch/ent/db/coachingcase"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/repeat"
	"github.com/stackmatch/stackmatch/internal/store"
)

// AddCaseNoteInput is a note of a case, and who reads it. That never changes: who
// wrote for the team does not find that the earner reads it.
type AddCaseNoteInput struct {
	Case             string
	Text             string
	Readers          enum.NoteReaders
	ClientMutationID *string
}

// The longest note, and the most of a case.
const (
	maxNote  = 5_000
	maxNotes = 500
)

// AddCaseNote writes something down of a case. Repeated with the same
// ClientMutationID within a day, it returns the first.
func (s *Service) AddCaseNote(ctx context.Context, in AddCaseNoteInput) (*db.CaseNote, error) {
	if err := requireCoach(ctx); err != nil {
		return nil, err
	}
	in.Text = strings.TrimSpace(in.Text)
	call := repeat.Call{Viewer: auth.From(ctx).Key(), Mutation: "addCaseNote", Key: in.ClientMutationID, Input: in, Now: s.Now()}
	if err := problem.Join(call.Check(), checkWords(in.Text, maxNote, "text")); err != nil {
		return nil, err
	}
	return repeat.Once(ctx, s.DB, call, repeat.Record[*db.CaseNote]{
		Load: func(ctx context.Context, tx *db.Client, id string) (*db.CaseNote, error) {
			if err := s.requireShared(ctx, tx, in.Case); err != nil {
				return nil, err
			}
			return tx.CaseNote.Get(ctx, id)
		},
		Make: func(ctx context.Context, tx *db.Client) (string, *db.CaseNote, error) {
			row, err := s.addNote(ctx, tx, in)
			if err != nil {
				return "", nil, err
			}
			return row.ID, row, nil
		},
	})
}

func (s *Service) addNote(ctx context.Context, tx *db.Client, in AddCaseNoteInput) (*db.CaseNote, error) {
	if err := store.Lock(ctx, in.Case); err != nil { // for the count
		return nil, err
	}
	if err := s.requireShared(ctx, tx, in.Case); err != nil {
		return nil, err
	}
	n, err := tx.CaseNote.Query().Where(casenote.CaseID(in.Case)).Count(ctx)
	if err != nil {
		return nil, fmt.Errorf("count notes: %w", err)
	}
	if n >= maxNotes {
		return nil, problem.New(problem.Limit, "a case has at most %d notes: remove some", maxNotes).
			Spanish("un caso tiene como máximo %d notas: quite algunas", maxNotes).At("case")
	}
	row, err := tx.CaseNote.Create().SetID(s.IDs.Mint(id.CaseNote)).SetCreatedAt(s.Now()).SetCaseID(in.Case).
		SetAuthorID(auth.From(ctx).Account).SetText(in.Text).SetReaders(in.Readers).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("write note: %w", err)
	}
	return row, audit.Write(ctx, tx, s.Now(), "case.note", enum.SubjectCase, in.Case)
}

// RemoveCaseNote deletes a note that the viewer wrote, whether its case is shared
// still or not.
func (s *Service) RemoveCaseNote(ctx context.Context, key string) error {
	if err := requireCoach(ctx); err != nil {
		return err
	}
	return store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		row, err := tx.CaseNote.Query().
			Where(casenote.ID(key), casenote.AuthorID(auth.From(ctx).Account), casenote.HasCaseWith(ownCases(ctx))).Only(ctx)
		if db.IsNotFound(err) {
			return problem.New(problem.NotFound, "you wrote no note %q", brief(key)).
				Spanish("usted no escribió la nota %q", brief(key)).At("id")
		}
		if err != nil {
			return fmt.Errorf("load note: %w", err)
		}
		if err := tx.CaseNote.DeleteOneID(key).Exec(ctx); err != nil {
			return fmt.Errorf("remove note: %w", err)
		}
		return audit.Write(ctx, tx, s.Now(), "case.remove_note", enum.SubjectCase, row.CaseID)
	})
}

// NotesByCase gives the notes that the viewer may read, oldest first: of cases that
// are shared with them their own and the team's, of their own case those for the
// earner.
func (s *Service) NotesByCase(ctx context.Context, cases []string) (map[string][]*db.CaseNote, error) {
	visible, err := s.visibleCases(ctx, cases)
	if err != nil {
		return nil, err
	}
	viewer := auth.From(ctx)
	readable := casenote.And(casenote.CaseIDIn(visible...),
		casenote.Or(casenote.ReadersNEQ(enum.NoteForAuthor), casenote.AuthorID(viewer.Account)))
	if self := viewer.ActingEarner(); self != "" {
		readable = casenote.And(casenote.CaseIDIn(cases...), casenote.ReadersEQ(enum.NoteForEarner),
			casenote.HasCaseWith(coachingcase.EarnerID(self)))
	}
	rows, err := s.DB.CaseNote.Query().Where(readable).Order(casenote.ByCreatedAt(), casenote.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load notes: %w", err)
	}
	return grouped(rows, func(row *db.CaseNote) string { return row.CaseID }), nil
}
