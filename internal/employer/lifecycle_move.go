package employer

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/posting"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// OpenPostingInput is a posting to be opened.
type OpenPostingInput struct {
	ID string
	// ExpiresOn is the last day on which it is open. Where it is nil, the day that
	// the posting names stays, unless it is past: then it has none.
	ExpiresOn *time.Time
}

// MovePostingInput is a posting to be moved.
type MovePostingInput struct{ ID string }

// ClosePostingInput is a posting to be closed.
type ClosePostingInput struct{ ID string }

// OpenAgain opens a draft of the organization that the viewer acts for, or a
// posting of its that was filled or has expired.
func (s *Service) OpenAgain(ctx context.Context, in OpenPostingInput) (*db.Posting, error) {
	if err := auth.Require(ctx, auth.UpdatePosting); err != nil {
		return nil, err
	}
	if err := checkLastDay(in.ExpiresOn, s.Now()); err != nil {
		return nil, err
	}
	return s.move(ctx, moveOpen, in.ID, func(ctx context.Context, tx *db.Client, u *db.PostingUpdate) error {
		now := s.Now()
		row, err := loadOwn(ctx, tx, in.ID)
		if err != nil {
			return err
		}
		if err := checkAsks(ctx, row); err != nil {
			return err
		}
		u.SetOpenedAt(now).ClearClosedAt()
		switch {
		case in.ExpiresOn != nil:
			u.SetNillableExpiresAt(expiryOf(in.ExpiresOn))
		case row.ExpiresAt != nil && !row.ExpiresAt.After(now):
			u.ClearExpiresAt()
		}
		if slices.Contains(live, StatusAt(row, now)) {
			return nil // it has its room already
		}
		return checkRoom(ctx, tx, row.EmployerID, now)
	})
}

// checkAsks refuses to open a draft that asks for nothing yet.
func checkAsks(ctx context.Context, row *db.Posting) error {
	asks, err := row.QueryRequirements().Exist(ctx)
	if err != nil {
		return fmt.Errorf("look for requirements: %w", err)
	}
	if !asks {
		return problem.New(problem.Invalid, "the draft asks for nothing yet: give it requirements first").
			Spanish("el borrador no pide nada todavía: indique antes sus requisitos").At("id")
	}
	return nil
}

// PausePosting has an open posting take nobody for now.
func (s *Service) PausePosting(ctx context.Context, in MovePostingInput) (*db.Posting, error) {
	if err := auth.Require(ctx, auth.UpdatePosting); err != nil {
		return nil, err
	}
	return s.move(ctx, movePause, in.ID, nil)
}

// ResumePosting opens a posting that was paused.
func (s *Service) ResumePosting(ctx context.Context, in MovePostingInput) (*db.Posting, error) {
	if err := auth.Require(ctx, auth.UpdatePosting); err != nil {
		return nil, err
	}
	return s.move(ctx, moveResume, in.ID, nil)
}

// FillPosting says that a posting found whom it sought.
func (s *Service) FillPosting(ctx context.Context, in MovePostingInput) (*db.Posting, error) {
	if err := auth.Require(ctx, auth.UpdatePosting); err != nil {
		return nil, err
	}
	return s.move(ctx, moveFill, in.ID, nil)
}

// ClosePosting closes a posting of the organization that the viewer acts for.
// Closing twice is a Conflict: the first closing stands.
func (s *Service) ClosePosting(ctx context.Context, in ClosePostingInput) (*db.Posting, error) {
	if err := auth.Require(ctx, auth.ClosePosting); err != nil {
		return nil, err
	}
	return s.move(ctx, moveClose, in.ID, nil)
}

// also is what a move does besides.
type also func(ctx context.Context, tx *db.Client, u *db.PostingUpdate) error

func (s *Service) move(ctx context.Context, m move, id string, also also) (moved *db.Posting, err error) {
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		moved, err = s.moveIn(ctx, tx, m, id, also)
		return err
	})
	return moved, err
}

// moveIn asks how the posting stands and moves it in one statement, so that of
// two moves at once the second is refused.
func (s *Service) moveIn(ctx context.Context, tx *db.Client, m move, id string, also also) (*db.Posting, error) {
	now := s.Now()
	u := tx.Posting.Update().Where(own(ctx, id), standsAs(now, m.from...)).
		SetStatus(m.to).SetUpdatedAt(now).AddRevision(1)
	if also != nil {
		if err := also(ctx, tx, u); err != nil {
			return nil, err
		}
	}
	before, err := loadOwn(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	switch {
	case !m.ends() || before.ClosedAt != nil: // what ended before ended then
	case StatusAt(before, now) == enum.PostingExpired:
		u.SetNillableClosedAt(before.ExpiresAt)
	default:
		u.SetClosedAt(now)
	}
	n, err := u.Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("move posting: %w", err)
	}
	row, err := loadOwn(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	if n == 0 {
		why := m.why(StatusAt(row, now))
		return nil, problem.New(problem.Conflict, "%s", why.english).Spanish("%s", why.spanish).At("id").With(row)
	}
	return row, audit.Write(ctx, tx, now, m.action, enum.SubjectPosting, id)
}

// checkLastDay refuses a day that is over everywhere.
func checkLastDay(day *time.Time, now time.Time) error {
	if at := expiryOf(day); at != nil && !at.After(now) {
		return problem.New(problem.Invalid, "the last day is over; name one ahead, or none").
			Spanish("el último día ya pasó; indique uno por venir, o ninguno").At("expiresOn")
	}
	return nil
}

// checkRoom refuses more postings than an organization may have.
func checkRoom(ctx context.Context, tx *db.Client, organization string, now time.Time) error {
	open, err := tx.Posting.Query().Where(posting.EmployerID(organization), standsAs(now, live...)).Count(ctx)
	if err != nil {
		return fmt.Errorf("count open postings: %w", err)
	}
	if open >= maxOpen {
		return problem.New(problem.Limit, "your organization has %d open postings, as many as it may; close some first", open).
			Spanish("su organización tiene %d ofertas abiertas, el máximo; cierre algunas primero", open)
	}
	return nil
}

// maxOpen is how many postings an organization may have that have not ended.
const maxOpen = 1_000
