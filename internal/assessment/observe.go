package assessment

import (
	"context"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/submission"
)

// RecordObservationsInput is an instructor's checklist for a whole group.
type RecordObservationsInput struct {
	MicroCredential string
	// Issuer is who awards; by default the viewer's organization, or the only one.
	Issuer *string
	// Cohort is whose members they are; nil for anybody whom the organization reaches.
	Cohort *string
	// ObservedOn is the day on which all of it was seen.
	ObservedOn time.Time
	Results    []ObservationInput
}

// ObservationInput is what was seen of one earner.
type ObservationInput struct {
	Earner string
	// Scores are of every criterion.
	Scores []ScoreInput
	// Note is for the earner.
	Note *string
}

// RecordObservations records what the viewer saw earners do: each row is an attempt,
// decided at once by the rubric. Who meets all that is required has the award, as of
// that day; the others can be seen again. The viewer is named as the observer.
func (s *Service) RecordObservations(ctx context.Context, in RecordObservationsInput) ([]*RecordedResult, error) {
	r, err := s.prepare(ctx, submission.Observed, in.MicroCredential, in.Issuer, in.Cohort)
	if err != nil {
		return nil, err
	}
	on := dayIn(in.ObservedOn, time.UTC)
	if err := problem.Join(checkRows(len(in.Results)), in.checkOnce(), problem.Under(s.checkDay(on), "observedOn")); err != nil {
		return nil, err
	}
	rows, checks := make([]observation, len(in.Results)), make([]error, len(in.Results))
	for i, row := range in.Results {
		rows[i] = observation{earner: row.Earner, on: on, scores: row.Scores, note: value(row.Note)}
		checks[i] = r.checkSeen(rows[i])
		if utf8.RuneCountInString(rows[i].note) > maxComment {
			checks[i] = problem.Join(checks[i], tooLong(maxComment).At("note"))
		}
	}
	return s.record(ctx, r, rows, checks)
}

// checkOnce refuses who is given twice: of one day there is one checklist.
func (in RecordObservationsInput) checkOnce() error {
	seen := map[string]bool{}
	var errs []error
	for i, row := range in.Results {
		if seen[row.Earner] {
			errs = append(errs, problem.New(problem.Invalid, "this person is given already").
				Spanish("esta persona ya se ha dado").At("results", strconv.Itoa(i), "earner"))
		}
		seen[row.Earner] = true
	}
	return problem.Join(errs...)
}
