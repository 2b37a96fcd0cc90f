package submission

import (
	"math/big"
	"regexp"

	"github.com/stackmatch/stackmatch/internal/problem"
)

// Examination is the test of a version that is assessed by one.
type Examination struct {
	Name string `json:"name"`
	// PassScore is the lowest score that passes, a decimal; where it is empty, an
	// observer says whether the exam was passed.
	PassScore string `json:"passScore,omitempty"`
	// MaxScore is the highest score there is, a decimal; optional.
	MaxScore string `json:"maxScore,omitempty"`
}

var decimal = regexp.MustCompile(`^\d{1,9}(\.\d{1,6})?$`)

// Level gives the level of the criterion ExamKey that a score reaches: passed
// from the pass score on, to the last decimal.
func (e Examination) Level(score string) (string, error) {
	reached, ok := parseScore(score)
	if !ok {
		return "", problem.New(problem.Invalid, "a score is a decimal such as 72.5").
			Spanish("una puntuación es un decimal como 72.5")
	}
	pass, ok := parseScore(e.PassScore)
	if !ok {
		return "", problem.New(problem.Invalid, "this exam has no pass score: say whether it was passed").
			Spanish("este examen no tiene puntuación mínima: diga si se aprobó")
	}
	if highest, ok := parseScore(e.MaxScore); ok && reached.Cmp(highest) > 0 {
		return "", problem.New(problem.Invalid, "the highest score is %s", e.MaxScore).
			Spanish("la puntuación máxima es %s", e.MaxScore)
	}
	if reached.Cmp(pass) < 0 {
		return ExamFailed, nil
	}
	return ExamPassed, nil
}

func parseScore(s string) (*big.Rat, bool) {
	if !decimal.MatchString(s) {
		return nil, false
	}
	return new(big.Rat).SetString(s)
}
