package assessment

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/assessment"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/submission"
	"github.com/stackmatch/stackmatch/internal/vault"
)

// Work is an assessor's own part in an attempt.
type Work struct {
	ClaimedAt time.Time
	// ReleasedAfter is when the claim is forgotten; nil once it is decided.
	ReleasedAfter *time.Time
	Decision      *enum.Decision
	DecidedAt     *time.Time
	Feedback      string
	Scores        []AttemptScore
}

// WorkBySubmission is what the viewer, an assessor, has found in the attempts that
// they hold or have decided, by the ids under which they know the submissions.
func (s *Service) WorkBySubmission(ctx context.Context, ids []string) (map[string]*Work, error) {
	shown, err := s.AssessedByID(ctx, ids)
	if err != nil {
		return nil, err
	}
	by := map[string]*Submission{}
	var records, earners []string
	for _, of := range shown {
		if of.Holds {
			by[of.Row.ID] = of
			records, earners = append(records, of.Row.ID), append(earners, of.Row.EarnerID)
		}
	}
	rows, err := s.DB.Assessment.Query().Where(
		assessment.SubmissionIDIn(records...), assessment.AssessorID(auth.From(ctx).Account), assessment.ReleasedAtIsNil(),
	).WithScores().WithSubmission(func(q *db.SubmissionQuery) { q.WithVersion() }).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load assessments: %w", err)
	}
	vaults, err := s.Vault.ExistingOf(ctx, s.DB, earners)
	if err != nil {
		return nil, err
	}
	clock, err := timingOf(ctx, s.DB, auth.From(ctx).Organization())
	if err != nil {
		return nil, err
	}
	out := make(map[string]*Work, len(rows))
	for _, row := range rows {
		of := by[row.SubmissionID]
		if row.Attempt != of.Row.Attempt {
			continue
		}
		if out[of.ID], err = ownWorkOf(row, vaults[of.Row.EarnerID], clock.release); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func ownWorkOf(row *db.Assessment, v *vault.Vault, release time.Duration) (*Work, error) {
	w := &Work{ClaimedAt: row.CreatedAt, Decision: row.Decision, DecidedAt: row.DecidedAt}
	if row.DecidedAt == nil {
		at := row.TouchedAt.Add(release)
		w.ReleasedAfter = &at
	}
	d, _, err := definitionOf(row.Edges.Submission.Edges.Version)
	if err != nil || v == nil {
		return w, err // of an erased earner nothing is left to read
	}
	if w.Feedback, err = (judged{work: row}).said(v); err != nil {
		return nil, err
	}
	for _, c := range d.For(submission.Mode(row.Edges.Submission.Mode)).Rubric() {
		at := slices.IndexFunc(row.Edges.Scores, func(score *db.CriterionScore) bool { return score.Criterion == c.Key })
		if at < 0 {
			continue
		}
		score := AttemptScore{Criterion: c.Key, Level: row.Edges.Scores[at].Level}
		if sealed := row.Edges.Scores[at].Comment; len(sealed) > 0 {
			comment, err := v.Open(boundComment(row.ID, c.Key), sealed)
			if err != nil {
				return nil, err
			}
			score.Comments = []string{string(comment)}
		}
		w.Scores = append(w.Scores, score)
	}
	return w, nil
}

// KnownObserver is the account that observed, where the viewer may know: what is
// judged blind has none, and a coach is told how it stands.
func (s *Submission) KnownObserver() *string {
	if submission.Mode(s.Row.Mode).Blind() || s.Sight == SightCoach {
		return nil
	}
	return s.Row.ObserverID
}

// Alias is the name under which the viewer's organization speaks of what it judges
// blind; empty for everyone else.
func (s *Service) Alias(ctx context.Context, of *Submission) string {
	if !of.Blind() {
		return ""
	}
	return s.aliasOf(auth.From(ctx).Organization(), of.Row.ID)
}
