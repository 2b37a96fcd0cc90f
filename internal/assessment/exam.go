package assessment

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/submission"
)

// RecordExamResultsInput is the results of an exam that was taken elsewhere.
type RecordExamResultsInput struct {
	MicroCredential string
	// Issuer is who awards; by default the viewer's organization, or the only one.
	Issuer  *string
	Results []ExamResultInput
}

// ExamResultInput is one earner's result: a score where the exam has a lowest one
// that passes, and otherwise whether it was passed.
type ExamResultInput struct {
	Earner  string
	TakenOn time.Time
	// Score is a decimal.
	Score  *string
	Passed *bool
	// Scores are of the rubric's other criteria, where it has any.
	Scores []ScoreInput
	// Provider is who held the exam, Reference the number of the result with them.
	Provider, Reference *string
}

// RecordExamResults records results of the exam that a micro-credential asks for,
// as RecordObservations does. Another score of the same day that comes to the same
// level corrects the first: the earner reads it, and nothing else becomes of it.
func (s *Service) RecordExamResults(ctx context.Context, in RecordExamResultsInput) ([]*RecordedResult, error) {
	r, err := s.prepare(ctx, submission.Exam, in.MicroCredential, in.Issuer, nil)
	if err != nil {
		return nil, err
	}
	if err := checkRows(len(in.Results)); err != nil {
		return nil, err
	}
	rows, checks := make([]observation, len(in.Results)), make([]error, len(in.Results))
	for i, row := range in.Results {
		rows[i], checks[i] = s.examined(r, row)
	}
	return s.record(ctx, r, rows, checks)
}

// examined is a result as an observation of the exam's own criterion.
func (s *Service) examined(r recording, in ExamResultInput) (observation, error) {
	row := observation{earner: in.Earner, on: dayIn(in.TakenOn, time.UTC), scores: in.Scores, note: in.note()}
	errs := []error{problem.Under(s.checkDay(row.on), "takenOn")}
	for _, line := range []struct {
		path string
		text *string
	}{{"provider", in.Provider}, {"reference", in.Reference}} {
		if utf8.RuneCountInString(value(line.text)) > maxLine {
			errs = append(errs, tooLong(maxLine).At(line.path))
		}
	}
	for _, score := range in.Scores {
		if score.Criterion == submission.ExamKey {
			errs = append(errs, problem.New(problem.Invalid, "the exam's own criterion follows from its result").
				Spanish("el criterio del examen se deduce de su resultado").At("scores"))
		}
	}
	level, err := in.level(r.rules.Exam)
	if err := problem.Join(append(errs, err)...); err != nil {
		return row, err
	}
	row.scores = append(row.scores[:len(row.scores):len(row.scores)], ScoreInput{Criterion: submission.ExamKey, Level: level})
	return row, r.checkSeen(row)
}

// level is the level of the exam's criterion that the result comes to.
func (in ExamResultInput) level(exam *submission.Examination) (string, error) {
	switch {
	case (in.Score == nil) == (in.Passed == nil):
		return "", problem.New(problem.Invalid, "give a score, or whether it was passed: one of the two").
			Spanish("dé una puntuación, o diga si se aprobó: una de las dos cosas").At("score")
	case in.Score != nil:
		level, err := exam.Level(*in.Score)
		return level, problem.Under(err, "score")
	case exam.PassScore != "":
		return "", problem.New(problem.Invalid, "this exam is passed with a score of %s: give the score", exam.PassScore).
			Spanish("este examen se aprueba con %s puntos: dé la puntuación", exam.PassScore).At("passed")
	case *in.Passed:
		return submission.ExamPassed, nil
	}
	return submission.ExamFailed, nil
}

// note keeps of a result what the rubric does not.
func (in ExamResultInput) note() string {
	var said []string
	for _, one := range []*string{in.Provider, in.Reference, in.Score} {
		if text := strings.TrimSpace(value(one)); text != "" {
			said = append(said, text)
		}
	}
	return strings.Join(said, " · ")
}
