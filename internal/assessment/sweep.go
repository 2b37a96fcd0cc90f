package assessment

import (
	"context"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/assessment"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	entsubmission "github.com/stackmatch/stackmatch/ent/db/submission"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// sweepBatch is how many claims, or submissions of a queue, are looked at in one
// statement.
const sweepBatch = 500

// Swept is what a sweep did.
type Swept struct {
	// Released are claims that were forgotten, Escalated submissions that are long
	// overdue.
	Released, Escalated int
}

// SweepOnce releases the claims on which nobody has worked for as long as their
// organization allows, and escalates what is overdue by three business days. Once
// more changes nothing; two at the same time do each thing once.
func (s *Service) SweepOnce(ctx context.Context) (swept Swept, err error) {
	timings := map[string]timing{}
	swept.Released, err = s.releaseForgotten(ctx, timings)
	if err != nil {
		return swept, err
	}
	swept.Escalated, err = s.escalateLate(ctx, timings)
	return swept, err
}

// timingIn remembers how queues run for the length of a sweep.
func (s *Service) timingIn(ctx context.Context, known map[string]timing, organization string) (timing, error) {
	if t, is := known[organization]; is {
		return t, nil
	}
	t, err := timingOf(ctx, s.DB, organization)
	if err == nil {
		known[organization] = t
	}
	return t, err
}

// releaseForgotten walks through the open claims, those left alone longest first.
func (s *Service) releaseForgotten(ctx context.Context, timings map[string]timing) (released int, err error) {
	now := s.Now()
	after := store.After[predicate.Assessment](assessment.FieldTouchedAt, assessment.FieldID)
	where := []predicate.Assessment{
		assessment.ReleasedAtIsNil(), assessment.DecidedAtIsNil(), assessment.TouchedAtLTE(now.Add(-time.Hour)), // nobody allows less
	}
	var beyond []predicate.Assessment
	for {
		rows, err := s.DB.Assessment.Query().Where(where...).Where(beyond...).WithSubmission().
			Order(db.Asc(assessment.FieldTouchedAt, assessment.FieldID)).Limit(sweepBatch).All(ctx)
		if err != nil {
			return released, fmt.Errorf("load claims: %w", err)
		}
		for _, row := range rows {
			t, err := s.timingIn(ctx, timings, row.Edges.Submission.OrganizationID)
			if err != nil {
				return released, err
			}
			if row.TouchedAt.After(now.Add(-t.release)) {
				continue
			}
			did, err := s.forget(ctx, row)
			if err != nil {
				return released, err
			}
			if did {
				released++
			}
		}
		if len(rows) < sweepBatch {
			return released, nil
		}
		last := rows[len(rows)-1]
		beyond = []predicate.Assessment{after(last.TouchedAt, last.ID)}
	}
}

// forget releases a claim, unless it was worked on since it was read.
func (s *Service) forget(ctx context.Context, claim *db.Assessment) (did bool, err error) {
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		p, err := s.begin(ctx, tx, claim.SubmissionID)
		if err != nil {
			return err
		}
		work := p.work[claim.AssessorID]
		if work == nil || work.ID != claim.ID || work.DecidedAt != nil || !work.TouchedAt.Equal(claim.TouchedAt) || !toDecide(p.row.State) {
			return nil
		}
		did = true
		return s.release(ctx, tx, p, claim.AssessorID)
	})
	if problem.Is(err, problem.NotFound) {
		return false, nil // it is gone, and the claim with it
	}
	return did && err == nil, err
}

// escalateLate walks through the queues of all organizations.
func (s *Service) escalateLate(ctx context.Context, timings map[string]timing) (escalated int, err error) {
	now := s.Now()
	late := []predicate.Submission{
		entsubmission.StateIn(enum.SubmissionSubmitted, enum.SubmissionClaimed),
		entsubmission.EscalatedAtIsNil(), entsubmission.DueAtLT(now),
	}
	queues, err := s.DB.Submission.Query().Where(late...).Unique(true).Select(entsubmission.FieldOrganizationID).Strings(ctx)
	if err != nil {
		return 0, fmt.Errorf("list queues: %w", err)
	}
	for _, organization := range queues {
		t, err := s.timingIn(ctx, timings, organization)
		if err != nil {
			return escalated, err
		}
		before := t.firstDue(now, 1) // of what is due from here on, nothing is so late
		ids, err := s.DB.Submission.Query().Where(late...).
			Where(entsubmission.OrganizationID(organization), entsubmission.DueAtLT(before)).IDs(ctx)
		if err != nil {
			return escalated, fmt.Errorf("load what is late: %w", err)
		}
		for _, key := range ids {
			did, err := s.escalate(ctx, key)
			if err != nil {
				return escalated, err
			}
			if did {
				escalated++
			}
		}
	}
	return escalated, nil
}

// escalate marks a submission as long overdue, once.
func (s *Service) escalate(ctx context.Context, key string) (did bool, err error) {
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		n, err := tx.Submission.Update().Where(
			entsubmission.ID(key), entsubmission.EscalatedAtIsNil(), entsubmission.DueAtLT(s.Now()),
			entsubmission.StateIn(enum.SubmissionSubmitted, enum.SubmissionClaimed),
		).SetEscalatedAt(s.Now()).Save(ctx)
		if err != nil || n == 0 {
			return wrapped(err, "escalate submission")
		}
		did = true
		return audit.Write(ctx, tx, s.Now(), "submission.escalate", enum.SubjectSubmission, key)
	})
	return did && err == nil, err
}
