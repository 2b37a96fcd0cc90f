package assessment

import (
	"context"
	"fmt"
	"slices"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/assessment"
	entsubmission "github.com/stackmatch/stackmatch/ent/db/submission"
	"github.com/stackmatch/stackmatch/ent/db/submissionattempt"
	"github.com/stackmatch/stackmatch/internal/submission"
	"github.com/stackmatch/stackmatch/internal/vault"
)

// Attempt is one time that evidence was submitted, as a viewer sees it.
type Attempt struct {
	// Of is the submission as the viewer sees it.
	Of  *Submission
	Row *db.SubmissionAttempt
	// Feedback and Scores are what the decision that stands says; empty before it,
	// and for who sees no evidence.
	Feedback string
	Scores   []AttemptScore
}

// AttemptScore is the level that was found for a criterion.
type AttemptScore struct {
	// Criterion and Level are keys of the rubric.
	Criterion, Level string
	// Comments are of those on whom the decision rests, without their names.
	Comments []string
}

// AttemptsBySubmission gives the attempts of submissions, in order, by the ids under
// which the viewer knows them: to their earners with the feedback, to who holds
// them with that of attempts that are decided, to the issuer without any.
func (s *Service) AttemptsBySubmission(ctx context.Context, ids []string) (map[string][]*Attempt, error) {
	shown, err := s.SubmissionsByID(ctx, ids)
	if err != nil {
		return nil, err
	}
	by := map[string]*Submission{}
	var records, earners []string
	for _, of := range shown {
		if of.Sight == SightCoach || of.Sight == SightAssessor && !of.Holds {
			continue
		}
		by[of.Row.ID] = of
		records, earners = append(records, of.Row.ID), append(earners, of.Row.EarnerID)
	}
	rows, err := s.DB.Submission.Query().Where(entsubmission.IDIn(records...)).WithVersion().
		WithAttempts(func(q *db.SubmissionAttemptQuery) { q.Order(submissionattempt.ByNumber()) }).
		WithAssessments(func(q *db.AssessmentQuery) {
			q.Where(assessment.ReleasedAtIsNil(), assessment.DecidedAtNotNil()).WithScores()
		}).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load attempts: %w", err)
	}
	vaults, err := s.Vault.ExistingOf(ctx, s.DB, earners)
	if err != nil {
		return nil, err
	}
	out := make(map[string][]*Attempt, len(rows))
	for _, row := range rows {
		of := by[row.ID]
		if out[of.ID], err = attemptsOf(of, row, vaults[row.EarnerID]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func attemptsOf(of *Submission, row *db.Submission, v *vault.Vault) ([]*Attempt, error) {
	d, assessed, err := definitionOf(row.Edges.Version)
	if err != nil || !assessed {
		return nil, err
	}
	list := make([]*Attempt, len(row.Edges.Attempts))
	for i, one := range row.Edges.Attempts {
		list[i] = &Attempt{Of: of, Row: one}
		if one.DecidedAt == nil || v == nil || of.Sight == SightIssuer {
			continue
		}
		if err := list[i].open(row, d, v); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// open reads what the decision of a decided attempt says.
func (a *Attempt) open(row *db.Submission, d submission.Definition, v *vault.Vault) error {
	if len(a.Row.Feedback) > 0 {
		said, err := v.Open(boundFeedback(row.ID, a.Row.Number), a.Row.Feedback)
		if err != nil {
			return err
		}
		a.Feedback = string(said)
	}
	works := slices.DeleteFunc(slices.Clone(row.Edges.Assessments), func(w *db.Assessment) bool { return w.Attempt != a.Row.Number })
	p := newProcess(row, d, works)
	_, standing, _ := p.state.Outcome()
	levels := p.state.Scores(d)
	for _, c := range d.For(p.state.Mode).Rubric() {
		level, scored := levels[c.Key]
		if !scored {
			continue
		}
		comments, err := p.commentsOn(v, c.Key, standing)
		if err != nil {
			return err
		}
		a.Scores = append(a.Scores, AttemptScore{Criterion: c.Key, Level: level, Comments: comments})
	}
	return nil
}

// commentsOn opens what was said on a criterion, in the order of the places.
func (p *process) commentsOn(v *vault.Vault, criterion string, works []submission.Work) ([]string, error) {
	var said []string
	for _, w := range works {
		row := p.work[w.Assessor]
		for _, score := range row.Edges.Scores {
			if score.Criterion != criterion || len(score.Comment) == 0 {
				continue
			}
			text, err := v.Open(boundComment(row.ID, criterion), score.Comment)
			if err != nil {
				return nil, err
			}
			said = append(said, string(text))
		}
	}
	return said, nil
}
