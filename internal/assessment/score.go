package assessment

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/assessment"
	"github.com/stackmatch/stackmatch/ent/db/criterionscore"
	"github.com/stackmatch/stackmatch/ent/db/savedcomment"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/internal/submission"
	"github.com/stackmatch/stackmatch/internal/vault"
)

// How much is said of evidence.
const (
	maxComment  = 4_000  // characters of a comment on a criterion
	maxFeedback = 10_000 // characters of the feedback on an attempt
	maxScores   = 100    // a rubric has fewer criteria
)

// errMoved is for what another has changed although it was held: a bug.
var errMoved = errors.New("the record is not as it was read")

// ScoreInput is the level that an assessor finds for a criterion.
type ScoreInput struct {
	// Criterion and Level are keys of the rubric.
	Criterion, Level string
	// Comment is for the earner; nil leaves what was said, an empty one takes it back.
	Comment *string
	// SavedComment is the id of a comment of the viewer's own, in place of Comment.
	SavedComment *string
}

// ScoreSubmissionInput is what an assessor has found so far.
type ScoreSubmissionInput struct {
	ID     string
	Scores []ScoreInput
	// Feedback is what the assessor is going to say; nil leaves it.
	Feedback *string
}

// Score keeps levels and comments as an assessor goes: those given replace what was
// kept for the same criterion. The claim counts as worked on.
func (s *Service) Score(ctx context.Context, in ScoreSubmissionInput) (*Submission, error) {
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
		if _, err := s.keepScores(ctx, tx, v, p, work, in.Scores); err != nil {
			return err
		}
		update := tx.Assessment.Update().Where(assessment.ID(work.ID), assessment.DecidedAtIsNil()).SetTouchedAt(s.Now())
		if in.Feedback != nil {
			update.SetFeedback(v.Seal(boundAssessment(work.ID), []byte(*in.Feedback)))
		}
		if err := update.Exec(ctx); err != nil {
			return fmt.Errorf("write assessment: %w", err)
		}
		return audit.Write(ctx, tx, s.Now(), "submission.score", enum.SubjectSubmission, p.row.ID)
	})
}

// openWork is the claim on which an assessor may still work.
func (p *process) openWork(assessor string) (*db.Assessment, error) {
	work := p.work[assessor]
	if work == nil || !toDecide(p.row.State) {
		return nil, problem.New(problem.Conflict, "you have no claim on this attempt: claim it first").
			Spanish("usted no ha tomado este intento: tómelo primero")
	}
	if work.DecidedAt != nil {
		return nil, problem.New(problem.Conflict, "you have decided this attempt already").
			Spanish("usted ya decidió este intento")
	}
	return work, nil
}

// keepScores writes scores, and gives all that the work has then, by criterion.
func (s *Service) keepScores(ctx context.Context, tx *db.Client, v *vault.Vault, p *process, work *db.Assessment, in []ScoreInput) (map[string]string, error) {
	levels, comments := map[string]string{}, map[string][]byte{}
	for _, score := range work.Edges.Scores {
		levels[score.Criterion], comments[score.Criterion] = score.Level, score.Comment
	}
	given := make(map[string]string, len(in))
	for _, score := range in {
		given[score.Criterion] = score.Level
	}
	said, unknown := savedTexts(ctx, tx, in)
	if err := problem.Join(p.definition.For(submission.Mode(p.row.Mode)).CheckScores(given), unknown); err != nil {
		return nil, err
	}
	rows := make([]*db.CriterionScore, len(in))
	for i, score := range in {
		levels[score.Criterion] = score.Level
		comment := score.Comment
		if score.SavedComment != nil {
			text := said[*score.SavedComment]
			comment = &text
		}
		if comment != nil {
			comments[score.Criterion] = sealedComment(v, work.ID, score.Criterion, *comment)
		}
		rows[i] = &db.CriterionScore{
			AssessmentID: work.ID, Criterion: score.Criterion, Level: score.Level, Comment: comments[score.Criterion],
		}
	}
	err := store.Upsert(ctx, tx, rows, criterionscore.FieldAssessmentID, criterionscore.FieldCriterion)
	if err != nil {
		return nil, fmt.Errorf("write scores: %w", err)
	}
	return maps.Clone(levels), nil
}

// savedTexts are the texts of the viewer's own comments that scores name.
func savedTexts(ctx context.Context, tx *db.Client, in []ScoreInput) (map[string]string, error) {
	var ids []string
	for _, score := range in {
		if score.SavedComment != nil {
			ids = append(ids, *score.SavedComment)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	viewer := auth.From(ctx)
	rows, err := tx.SavedComment.Query().Where(
		savedcomment.IDIn(ids...), savedcomment.AccountID(viewer.Account), savedcomment.OrganizationID(viewer.Organization()),
	).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load saved comments: %w", err)
	}
	texts := make(map[string]string, len(rows))
	for _, row := range rows {
		texts[row.ID] = row.Text
	}
	var errs []error
	for i, score := range in {
		if _, known := texts[value(score.SavedComment)]; score.SavedComment != nil && !known {
			errs = append(errs, noComment().At("scores", strconv.Itoa(i), "savedComment"))
		}
	}
	return texts, problem.Join(errs...)
}

func noComment() *problem.Problem {
	return problem.New(problem.NotFound, "you have no such comment").Spanish("usted no tiene ese comentario")
}

func boundAssessment(assessment string) string { return "feedback of " + assessment }

func boundComment(assessment, criterion string) string {
	return "comment of " + assessment + " on " + criterion
}

// sealedComment is nil for an empty one.
func sealedComment(v *vault.Vault, assessment, criterion, text string) []byte {
	if strings.TrimSpace(text) == "" {
		return nil
	}
	return v.Seal(boundComment(assessment, criterion), []byte(text))
}

// checkScoreInputs refuses what is wrong with scores whatever the rubric.
func checkScoreInputs(in []ScoreInput) error {
	if len(in) > maxScores {
		return problem.New(problem.Limit, "at most %d scores in one call", maxScores).
			Spanish("como máximo %d puntuaciones en una llamada", maxScores).At("scores")
	}
	var errs []error
	var seen []string
	for i, score := range in {
		at := []string{"scores", strconv.Itoa(i)}
		if slices.Contains(seen, score.Criterion) {
			errs = append(errs, problem.New(problem.Invalid, "this criterion is scored twice").
				Spanish("este criterio se puntúa dos veces").At(append(at, "criterion")...))
		}
		seen = append(seen, score.Criterion)
		if score.Comment != nil && score.SavedComment != nil {
			errs = append(errs, problem.New(problem.Invalid, "give a comment or a saved one: one of the two").
				Spanish("dé un comentario o uno guardado: uno de los dos").At(append(at, "savedComment")...))
		}
		if utf8.RuneCountInString(value(score.Comment)) > maxComment {
			errs = append(errs, tooLong(maxComment).At(append(at, "comment")...))
		}
	}
	return problem.Join(errs...)
}
