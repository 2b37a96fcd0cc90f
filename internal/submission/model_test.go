package submission_test

import (
	"fmt"
	"maps"
	"slices"

	"github.com/stackmatch/stackmatch/internal/submission"
)

// The model is small: everything that can happen in it does.
const modelAttempts = 2

var modelAssessors = []string{"ana", "ben", "cho"}

// model is one definition, of which every path is walked.
type model struct {
	mode                          submission.Mode
	required, optional, assessors int
}

func models() []model {
	var all []model
	for required := range 3 {
		for optional := range 2 {
			for _, assessors := range []int{1, 2} {
				if required+optional > 0 {
					all = append(all, model{submission.Portfolio, required, optional, assessors})
				}
			}
		}
	}
	return append(all,
		model{submission.Prior, 1, 0, 2}, model{submission.Observed, 1, 1, 2},
		model{submission.Exam, 0, 0, 1}, model{submission.Exam, 1, 1, 2})
}

func (m model) name() string {
	return fmt.Sprintf("%s, %d required, %d optional, %d assessors", m.mode, m.required, m.optional, m.assessors)
}

func (m model) definition() submission.Definition {
	d := submission.Definition{Modes: []submission.Mode{m.mode}, Assessors: m.assessors}
	for i := range m.required + m.optional {
		d.Criteria = append(d.Criteria, submission.Criterion{
			Key: fmt.Sprintf("c%d", i+1), Title: submission.Text{"en": "C"}, Required: i < m.required, Meets: 2,
			Levels: []submission.Level{
				{Key: "no", Title: submission.Text{"en": "No"}}, {Key: "yes", Title: submission.Text{"en": "Yes"}},
			},
		})
	}
	if m.mode == submission.Exam {
		d.Exam = &submission.Examination{Name: "Forklift"}
	}
	return d
}

// lines are the criteria as the test knows them: whether each is required, and its
// two levels.
func (m model) lines() map[string]line {
	all := map[string]line{}
	for i := range m.required + m.optional {
		all[fmt.Sprintf("c%d", i+1)] = line{i < m.required, "no", "yes"}
	}
	if m.mode == submission.Exam {
		all["exam"] = line{true, "failed", "passed"}
	}
	return all
}

type line struct {
	required bool
	low, met string
}

// acceptable says by itself, and not by the rubric's own code, whether scores let
// evidence be accepted.
func acceptable(lines map[string]line, scores map[string]string) bool {
	for key, l := range lines {
		if scores[key] != l.met && (l.required || scores[key] != l.low) {
			return false
		}
	}
	return true
}

// scores are all that an assessor can give: each criterion unscored or at one of
// its levels, and some that make no sense.
func (m model) scores() []map[string]string {
	all := []map[string]string{{}}
	lines := m.lines()
	for _, key := range slices.Sorted(maps.Keys(lines)) {
		for _, scores := range slices.Clone(all) {
			for _, level := range []string{lines[key].low, lines[key].met} {
				more := maps.Clone(scores)
				more[key] = level
				all = append(all, more)
			}
		}
	}
	return append(all, map[string]string{"nothing": "yes"}, map[string]string{"c1": "perfect"})
}

func (m model) events() []submission.Event {
	events := []submission.Event{{Step: submission.Submit}, {Step: submission.Withdraw}, {Step: submission.Award}, {Step: "EAT"}}
	for _, who := range append([]string{""}, modelAssessors...) {
		events = append(events, submission.Event{Step: submission.Claim, Assessor: who},
			submission.Event{Step: submission.Release, Assessor: who})
		events = append(events, submission.Event{Step: submission.Decide, Assessor: who},
			submission.Event{Step: submission.Decide, Assessor: who, Decision: "PRAISE"})
		for _, decision := range submission.Decisions() {
			for _, scores := range m.scores() {
				events = append(events, submission.Event{Step: submission.Decide, Assessor: who, Decision: decision, Scores: scores})
			}
		}
	}
	return events
}
