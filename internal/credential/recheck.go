package credential

import (
	"context"
	"errors"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// rechecksAtOnce bounds how many badges a step of the loop verifies at a time:
// mostly they wait for hosts.
const rechecksAtOnce = 4

// Recheck verifies the badge of an imported award again, now. It is for the
// award's earner, for its issuer, and for who administers the service.
func (s *Service) Recheck(ctx context.Context, id string) (*db.Award, *badge.Report, error) {
	row, err := s.DB.Award.Query().Where(award.ID(id)).Only(ctx)
	if err != nil && !db.IsNotFound(err) {
		return nil, nil, fmt.Errorf("load award: %w", err)
	}
	if err != nil || !mayRecheck(ctx, row) {
		return nil, nil, noAward(id)
	}
	if row.Source != enum.SourceImported {
		return nil, nil, problem.New(problem.Conflict, "this award was not imported: there is no badge of another's to verify").
			Spanish("este logro no se importó: no hay ninguna insignia ajena que verificar").At("id")
	}
	report, err := s.recheck(ctx, row, enum.CauseRequest)
	if err != nil {
		return nil, nil, err
	}
	row, err = loadAward(ctx, s.DB, row.ID)
	return row, report, err
}

func mayRecheck(ctx context.Context, row *db.Award) bool {
	viewer := auth.From(ctx)
	switch {
	case auth.Can(ctx, auth.AdministerService):
		return true
	case row.EarnerID != nil && auth.Can(ctx, auth.ViewOwnAwards) && viewer.ActingEarner() == *row.EarnerID:
		return true
	}
	return auth.Can(ctx, auth.ViewIssuedAwards) && viewer.Organization() == row.IssuerID
}

// RecheckDue verifies the badges that are due, at most limit of them, the longest
// due first, and tells how many. It is one step of a loop.
func (s *Service) RecheckDue(ctx context.Context, limit int) (int, error) {
	if err := auth.Require(ctx, auth.AdministerService); err != nil {
		return 0, err
	}
	rows, err := s.DB.Award.Query().Where(award.NextCheckAtLTE(s.Now())).
		Order(award.ByNextCheckAt(), award.ByID()).Limit(limit).All(ctx)
	if err != nil {
		return 0, fmt.Errorf("look for awards to verify again: %w", err)
	}
	failed := make([]error, len(rows))
	var group errgroup.Group
	group.SetLimit(rechecksAtOnce)
	for i, row := range rows {
		group.Go(func() error {
			if _, err := s.recheck(ctx, row, enum.CauseSchedule); err != nil {
				failed[i] = fmt.Errorf("verify award %s again: %w", row.ID, errors.Join(err, s.postpone(ctx, row)))
			}
			return nil
		})
	}
	_ = group.Wait() // each has its own error
	return len(rows), errors.Join(failed...)
}

// postpone has an award that cannot be verified stand in nobody's way.
func (s *Service) postpone(ctx context.Context, row *db.Award) error {
	return store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		return tx.Award.UpdateOneID(row.ID).SetNextCheckAt(s.Now().Add(checkEvery)).Exec(ctx)
	})
}

// recheck verifies the badge of an award again and has the award stand as that
// says. The badge was shown to be the earner's when it was imported, and stays so:
// addresses change.
func (s *Service) recheck(ctx context.Context, row *db.Award, cause enum.CheckCause) (*badge.Report, error) {
	slow, cancel := context.WithTimeout(ctx, verifyWithin)
	defer cancel()
	kept, err := s.openOriginal(slow, row)
	if problem.Is(err, problem.NotFound) {
		return nil, errors.Join(err, s.checkNoMore(ctx, row))
	}
	if err != nil {
		return nil, err
	}
	// Who asks has a reason to: nothing remembered will do. The schedule's many
	// badges of one issuer share what is remembered for a few minutes.
	kept.again = cause == enum.CauseRequest
	found, err := s.examine(slow, kept.given, nil)
	if err != nil {
		return nil, err
	}
	err = s.retrying(ctx, func(ctx context.Context, tx *db.Client) error {
		now, err := loadAward(ctx, tx, row.ID)
		if err != nil {
			return err
		}
		return s.rechecked(ctx, tx, now, cause, found, kept)
	})
	return &found.report, err
}

// rechecked writes what a verification said. A badge whose issuer could not be
// proven before, and is now, moves to that issuer.
func (s *Service) rechecked(ctx context.Context, tx *db.Client, row *db.Award, cause enum.CheckCause, found examined, kept original) error {
	a := accepted{examined: found, original: kept, content: found.says(), uri: *row.URI}
	moves, err := s.unprovenNoMore(ctx, tx, row, a)
	if err != nil {
		return err
	}
	if !moves || found.report.Verdict == badge.Invalid {
		return s.conclude(ctx, tx, row, cause, found)
	}
	there, err := s.alreadyHeld(ctx, tx, *row.EarnerID, a)
	if err != nil {
		return err
	}
	if there != nil && there.ID != row.ID {
		// The same badge came by another way meanwhile: that award counts.
		return tx.Award.UpdateOne(row).ClearNextCheckAt().Exec(ctx)
	}
	return s.writeAward(ctx, tx, row, a, cause)
}

// checkNoMore is for awards whose original is gone with its earner's key.
func (s *Service) checkNoMore(ctx context.Context, row *db.Award) error {
	return store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		return tx.Award.UpdateOneID(row.ID).ClearNextCheckAt().Exec(ctx)
	})
}

// The waits between verifications.
const (
	checkEvery    = 24 * time.Hour
	checkSoonest  = time.Hour
	retryFirst    = 15 * time.Minute
	graceOfChecks = 7 * 24 * time.Hour
)

// retryAfter doubles with every failure in a row, up to a day.
func retryAfter(failed int) time.Duration {
	wait := retryFirst
	for range failed - 1 {
		if wait *= 2; wait >= checkEvery {
			return checkEvery
		}
	}
	return wait
}
