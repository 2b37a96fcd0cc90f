package employer

import (
	"context"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/posting"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/inbox"
	"github.com/stackmatch/stackmatch/internal/store"
)

// sweptAtOnce bounds a sweep; what is left is the next one's.
const sweptAtOnce = 200

// warnedBefore is how long before its end an employer is told.
const warnedBefore = 3 * 24 * time.Hour

// ExpireOnce writes down which postings time has ended: their words leave the
// index of texts. Nobody waits for it: a posting has expired at its instant
// whatever its row says. It tells how many there were.
func (s *Service) ExpireOnce(ctx context.Context) (int, error) {
	if err := auth.Require(ctx, auth.AdministerService); err != nil {
		return 0, err
	}
	ids, err := s.DB.Posting.Query().Where(expiredBy(s.Now())).
		Order(posting.ByExpiresAt(), posting.ByID()).Limit(sweptAtOnce).IDs(ctx)
	if err != nil {
		return 0, fmt.Errorf("look for expired postings: %w", err)
	}
	for i, id := range ids {
		if err := store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
			return s.expire(ctx, tx, id)
		}); err != nil {
			return i, err
		}
	}
	return len(ids), nil
}

func (s *Service) expire(ctx context.Context, tx *db.Client, id string) error {
	now := s.Now()
	row, err := tx.Posting.Query().Where(posting.ID(id), expiredBy(now)).Only(ctx)
	if db.IsNotFound(err) {
		return nil // somebody moved it meanwhile
	}
	if err != nil {
		return fmt.Errorf("load posting: %w", err)
	}
	n, err := tx.Posting.Update().Where(posting.ID(id), posting.Revision(row.Revision), expiredBy(now)).
		SetStatus(enum.PostingExpired).SetNillableClosedAt(row.ExpiresAt).SetUpdatedAt(now).AddRevision(1).Save(ctx)
	if err != nil {
		return fmt.Errorf("expire posting: %w", err)
	}
	if n == 0 {
		return nil
	}
	return audit.Write(ctx, tx, now, "posting.expire", enum.SubjectPosting, id)
}

// WarnOnce tells employers which of their open postings end within days, once for
// each last day.
func (s *Service) WarnOnce(ctx context.Context) error {
	if err := auth.Require(ctx, auth.AdministerService); err != nil {
		return err
	}
	now := s.Now()
	rows, err := s.DB.Posting.Query().
		Where(openAt(now), posting.ExpiresAtLTE(now.Add(warnedBefore))).Order(posting.ByID()).All(ctx)
	if err != nil {
		return fmt.Errorf("look for postings that end: %w", err)
	}
	for _, row := range rows {
		notice := inbox.Notice{
			Kind: enum.NoticePostingExpiring, Subject: row.ID,
			Once: fmt.Sprintf("%s %s %d", enum.NoticePostingExpiring, row.ID, row.ExpiresAt.Unix()),
		}
		if err := store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
			return s.Post.TellMembers(ctx, tx, row.EmployerID, []enum.Role{enum.RoleEmployer}, notice)
		}); err != nil {
			return err
		}
	}
	return nil
}
