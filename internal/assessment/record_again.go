package assessment

import (
	"context"
	"fmt"
	"maps"
	"strings"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/assessment"
	entsubmission "github.com/stackmatch/stackmatch/ent/db/submission"
	"github.com/stackmatch/stackmatch/ent/db/submissionattempt"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// recorded is what a row has recorded before.
type recorded struct {
	attempt *db.SubmissionAttempt
	work    *db.Assessment
}

// recordedBefore finds what the same row has recorded: the same person, day and
// levels.
func recordedBefore(ctx context.Context, tx *db.Client, r recording, row observation) (before recorded, is bool, err error) {
	attempts, err := tx.SubmissionAttempt.Query().Where(
		submissionattempt.SubmittedAt(row.on), submissionattempt.HasSubmissionWith(
			entsubmission.EarnerID(row.earner), entsubmission.MicroCredentialID(r.of.ID), entsubmission.IssuerID(r.issuer),
			entsubmission.ModeEQ(enum.AssessmentMode(r.mode)),
		),
	).All(ctx)
	if err != nil {
		return before, false, fmt.Errorf("load attempts: %w", err)
	}
	for _, a := range attempts {
		work, err := tx.Assessment.Query().Where(
			assessment.SubmissionID(a.SubmissionID), assessment.Attempt(a.Number), assessment.ReleasedAtIsNil(),
		).WithScores().Only(ctx)
		if err != nil {
			return before, false, fmt.Errorf("load assessment: %w", err)
		}
		if maps.Equal(workOf(work).Scores, levelsOf(row.scores)) {
			return recorded{a, work}, true, nil
		}
	}
	return before, false, nil
}

// correct has the earner read what a row says now, where that is something else, as
// another score that comes to the same level; a row that says nothing leaves what was
// said. It tells whether anything was written.
func (s *Service) correct(ctx context.Context, tx *db.Client, row observation, before recorded) (bool, error) {
	note := strings.TrimSpace(row.note)
	if note == "" {
		return false, nil
	}
	v, err := s.Vault.ForEarner(ctx, tx, row.earner)
	if err != nil {
		return false, problem.Under(err, "earner")
	}
	said, err := judged{work: before.work}.said(v)
	if err != nil || said == note {
		return false, err
	}
	now, of := s.Now(), before.attempt.SubmissionID
	err = tx.Assessment.UpdateOneID(before.work.ID).SetTouchedAt(now).
		SetFeedback(v.Seal(boundAssessment(before.work.ID), []byte(note))).Exec(ctx)
	if err != nil {
		return false, fmt.Errorf("write assessment: %w", err)
	}
	err = tx.SubmissionAttempt.UpdateOneID(before.attempt.ID).
		SetFeedback(v.Seal(boundFeedback(of, before.attempt.Number), []byte(note))).Exec(ctx)
	if err != nil {
		return false, fmt.Errorf("write attempt: %w", err)
	}
	return true, audit.Write(ctx, tx, now, "submission.record", enum.SubjectSubmission, of)
}
