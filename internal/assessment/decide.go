package assessment

import (
	"context"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/assessment"
	"github.com/stackmatch/stackmatch/ent/db/submissionattempt"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/inbox"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/submission"
	"github.com/stackmatch/stackmatch/internal/vault"
)

// DecideInput is an assessor's decision.
type DecideInput struct {
	ID       string
	Decision enum.Decision
	// Feedback is for the earner; by default what was kept with the scores. A return
	// and a rejection have one, in words.
	Feedback *string
	// Scores are added to those that were kept.
	Scores []ScoreInput
}

// Decide records what an assessor decides. What is accepted meets every required
// criterion. Where it is the decision that stands, the submission is returned,
// rejected or accepted with it, and what was accepted is awarded, all at once or
// not at all. Where two assess, the first decision waits for the second, and a
// third assessor decides between two that differ.
func (s *Service) Decide(ctx context.Context, in DecideInput) (*Submission, error) {
	if err := auth.Require(ctx, auth.Assess); err != nil {
		return nil, err
	}
	if err := problem.Join(checkScoreInputs(in.Scores), checkFeedback(in.Feedback, "")); err != nil {
		return nil, err
	}
	return s.assess(ctx, in.ID, func(ctx context.Context, tx *db.Client, p *process, assessor string) error {
		work, err := p.openWork(assessor)
		if err != nil {
			return problem.Under(err, "id")
		}
		v, err := s.Vault.ForEarner(ctx, tx, p.row.EarnerID)
		if err != nil {
			return err
		}
		return s.decide(ctx, tx, v, p, judged{work: work, decision: in.Decision, feedback: in.Feedback, scores: in.Scores})
	})
}

// judged is what an assessor says of the work that they hold.
type judged struct {
	work     *db.Assessment
	decision enum.Decision
	feedback *string
	scores   []ScoreInput
	// seen work was watched: the scores say what was missing.
	seen bool
}

func (s *Service) decide(ctx context.Context, tx *db.Client, v *vault.Vault, p *process, j judged) error {
	levels, err := s.keepScores(ctx, tx, v, p, j.work, j.scores)
	if err != nil {
		return err
	}
	feedback, err := j.said(v)
	if err != nil {
		return err
	}
	if err := checkFeedback(&feedback, j.decision); err != nil && !j.seen {
		return err
	}
	event := submission.Event{
		Step: submission.Decide, Assessor: j.work.AssessorID, Decision: submission.Decision(j.decision), Scores: levels,
	}
	if err := p.apply(ctx, tx, event, nil); err != nil {
		return err
	}
	now := s.Now()
	j.work.Feedback = nil
	update := tx.Assessment.Update().Where(assessment.ID(j.work.ID), assessment.DecidedAtIsNil(), assessment.ReleasedAtIsNil()).
		SetDecision(j.decision).SetDecidedAt(now).SetTouchedAt(now)
	if feedback == "" {
		update.ClearFeedback()
	} else {
		j.work.Feedback = v.Seal(boundAssessment(j.work.ID), []byte(feedback))
		update.SetFeedback(j.work.Feedback)
	}
	n, err := update.Save(ctx)
	if err == nil && n != 1 {
		err = errMoved
	}
	if err != nil {
		return fmt.Errorf("write decision: %w", err)
	}
	if err := audit.Write(ctx, tx, now, "submission.decide", enum.SubjectSubmission, p.row.ID); err != nil {
		return err
	}
	return s.settle(ctx, tx, v, p)
}

// said is the feedback given, or what was kept before.
func (j judged) said(v *vault.Vault) (string, error) {
	if j.feedback != nil {
		return strings.TrimSpace(*j.feedback), nil
	}
	if len(j.work.Feedback) == 0 {
		return "", nil
	}
	kept, err := v.Open(boundAssessment(j.work.ID), j.work.Feedback)
	return string(kept), err
}

// settle ends an attempt whose assessors have come to a decision that stands, and
// does what follows from it.
func (s *Service) settle(ctx context.Context, tx *db.Client, v *vault.Vault, p *process) error {
	decision, works, stands := p.state.Outcome()
	if !stands {
		return nil
	}
	feedback, err := p.feedbackOf(v, works)
	if err != nil {
		return err
	}
	now := s.Now()
	attempt := tx.SubmissionAttempt.Update().
		Where(submissionattempt.SubmissionID(p.row.ID), submissionattempt.Number(p.row.Attempt), submissionattempt.DecidedAtIsNil()).
		SetDecidedAt(now).SetDecision(enum.Decision(decision))
	if feedback != "" {
		attempt.SetFeedback(v.Seal(boundFeedback(p.row.ID, p.row.Attempt), []byte(feedback)))
	}
	n, err := attempt.Save(ctx)
	if err == nil && n != 1 {
		err = errMoved
	}
	if err != nil {
		return fmt.Errorf("end attempt %d of %s: %w", p.row.Attempt, p.row.ID, err)
	}
	update := tx.Submission.UpdateOneID(p.row.ID).SetDecidedAt(now)
	if decision == submission.Return {
		clock, err := timingOf(ctx, tx, p.row.OrganizationID)
		if err != nil {
			return err
		}
		update.SetDaysLeft(clock.Left(now, p.row.DueAt)).AddRevision(1)
	}
	if err := update.Exec(ctx); err != nil {
		return fmt.Errorf("end submission: %w", err)
	}
	notice := inbox.Notice{Kind: enum.NoticeSubmissionDecided, Subject: p.row.ID}
	if err := s.Post.TellEarner(ctx, tx, p.row.EarnerID, notice); err != nil {
		return err
	}
	if decision == submission.Accept {
		return s.award(ctx, tx, p)
	}
	return nil
}

// feedbackOf is what the assessors say upon whom the decision rests, in the order
// of their places.
func (p *process) feedbackOf(v *vault.Vault, works []submission.Work) (string, error) {
	var said []string
	for _, w := range works {
		row := p.work[w.Assessor]
		if len(row.Feedback) == 0 {
			continue
		}
		text, err := v.Open(boundAssessment(row.ID), row.Feedback)
		if err != nil {
			return "", err
		}
		said = append(said, string(text))
	}
	return strings.Join(said, "\n\n"), nil
}

// checkFeedback refuses feedback that is too long, and none where the decision
// needs one: an earner who is sent back is told why.
func checkFeedback(text *string, decision enum.Decision) error {
	if utf8.RuneCountInString(value(text)) > maxFeedback {
		return tooLong(maxFeedback).At("feedback")
	}
	needed := decision == enum.DecisionReturn || decision == enum.DecisionReject
	if needed && !strings.ContainsFunc(value(text), func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }) {
		return problem.New(problem.Invalid, "say why, in words: the earner reads it").
			Spanish("diga por qué, con palabras: la persona lo lee").At("feedback")
	}
	return nil
}
