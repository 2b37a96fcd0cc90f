package catalog

import (
	"context"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/recognition"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// PutInForceInput says which proposed recognition holds, and from which day on: by
// default from today.
type PutInForceInput struct {
	ID        string
	ValidFrom *time.Time
}

// PutInForce has a proposed recognition hold.
func (s *Service) PutInForce(ctx context.Context, in PutInForceInput) (changed *db.Recognition, err error) {
	if err := auth.Require(ctx, auth.RecordRecognition); err != nil {
		return nil, err
	}
	from := dayOf(s.Now())
	if in.ValidFrom != nil {
		from = dayOf(*in.ValidFrom)
	}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		row, err := s.ownRecognition(ctx, tx, in.ID)
		if err != nil {
			return err
		}
		if err := checkDays(&from, row.ValidUntil, "validFrom"); err != nil {
			return err
		}
		n, err := tx.Recognition.Update().
			Where(recognition.ID(row.ID), recognition.StatusEQ(enum.RecognitionProposed), recognition.EndedAtIsNil()).
			SetStatus(enum.RecognitionInForce).SetValidFrom(from).Save(ctx)
		if err != nil {
			return fmt.Errorf("put recognition in force: %w", err)
		}
		if n == 0 {
			return problem.New(problem.Conflict, "this recognition is not proposed any more").
				Spanish("este reconocimiento ya no está propuesto").At("id")
		}
		changed, err = s.reread(ctx, tx, row.ID, "recognition.put_in_force")
		return err
	})
	return changed, err
}

// EndRecognitionInput says which recognition ends, and on which last day. Without
// a day it ends at once.
type EndRecognitionInput struct {
	ID     string
	EndsOn *time.Time
	Reason string
}

// EndRecognition ends a recognition for what is earned later. What was earned
// while it was in force keeps its worth: it never ends in the past. An end that is
// still to come may be moved.
func (s *Service) EndRecognition(ctx context.Context, in EndRecognitionInput) (changed *db.Recognition, err error) {
	if err := auth.Require(ctx, auth.RecordRecognition); err != nil {
		return nil, err
	}
	now := s.Now()
	invalid := problem.Join(checkLine(in.Reason, maxRemark, "reason"), in.checkDay(now))
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		row, err := s.ownRecognition(ctx, tx, in.ID)
		if err := problem.Join(invalid, err); err != nil {
			return err
		}
		if err := s.endRecognition(ctx, tx, row, in, now); err != nil {
			return err
		}
		changed, err = s.reread(ctx, tx, row.ID, "recognition.end")
		return err
	})
	return changed, err
}

func (in EndRecognitionInput) checkDay(now time.Time) error {
	if in.EndsOn == nil || !dayOf(*in.EndsOn).Before(dayOf(now)) {
		return nil
	}
	return problem.New(problem.Invalid, "a recognition ends today or later: what was earned before keeps its worth").
		Spanish("un reconocimiento termina hoy o más tarde: lo que se obtuvo antes conserva su valor").At("endsOn")
}

// endRecognition writes the end. What was only proposed stays so: it never held.
func (s *Service) endRecognition(ctx context.Context, tx *db.Client, row *db.Recognition, in EndRecognitionInput, now time.Time) error {
	at := now
	if in.EndsOn != nil {
		at = dayOf(*in.EndsOn).AddDate(0, 0, 1)
	}
	update := tx.Recognition.Update().
		Where(recognition.ID(row.ID), recognition.StatusEQ(row.Status), recognition.StatusNEQ(enum.RecognitionEnded),
			recognition.Or(recognition.EndedAtIsNil(), recognition.EndedAtGT(now))).
		SetEndedAt(at).SetEndReason(in.Reason)
	if row.Status == enum.RecognitionInForce && !at.After(now) {
		update.SetStatus(enum.RecognitionEnded)
	}
	n, err := update.Save(ctx)
	if err != nil {
		return fmt.Errorf("end recognition: %w", err)
	}
	if n == 0 {
		return problem.New(problem.Conflict, "this recognition has ended already").
			Spanish("este reconocimiento ya ha terminado").At("id")
	}
	return nil
}

// reread is a recognition after a change, which the trail tells of.
func (s *Service) reread(ctx context.Context, tx *db.Client, id string, what audit.Action) (*db.Recognition, error) {
	row, err := tx.Recognition.Get(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("load recognition: %w", err)
	}
	return row, audit.Write(ctx, tx, s.Now(), what, enum.SubjectRecognition, id)
}

// ownRecognition is one of the viewer's organization; any for who administers the
// service.
func (s *Service) ownRecognition(ctx context.Context, client *db.Client, id string) (*db.Recognition, error) {
	where := recognition.ID(id)
	if !auth.Can(ctx, auth.AdministerService) {
		where = recognition.And(where, recognition.OrganizationID(auth.From(ctx).Organization()))
	}
	row, err := client.Recognition.Query().Where(where).Only(ctx)
	if db.IsNotFound(err) {
		return nil, noRecognition(id)
	}
	if err != nil {
		return nil, fmt.Errorf("load recognition: %w", err)
	}
	return row, nil
}

func noRecognition(id string) error {
	return problem.New(problem.NotFound, "your organization has no recognition %q", id).
		Spanish("su organización no tiene ningún reconocimiento %q", id).At("id")
}

// StandingOf is a recognition's status at an instant: what has run out has ended.
func StandingOf(row *db.Recognition, now time.Time) enum.RecognitionStatus {
	over := row.Status == enum.RecognitionEnded ||
		row.EndedAt != nil && !row.EndedAt.After(now) ||
		row.ValidUntil != nil && row.ValidUntil.Before(dayOf(now))
	if over {
		return enum.RecognitionEnded
	}
	return row.Status
}

// Standing is a recognition's status now.
func (s *Service) Standing(row *db.Recognition) enum.RecognitionStatus {
	return StandingOf(row, s.Now())
}
