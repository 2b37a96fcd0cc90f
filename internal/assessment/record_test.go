package assessment_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db/auditentry"
	entaward "github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/assessment"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/submission"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// enrolled is a new earner who means to earn what is assessed.
func (p *panel) enrolled(t testing.TB) string {
	t.Helper()
	earner := p.Earner(t)
	world.Must(p.Assessments.Enroll(p.Self(t, earner), assessment.EnrollInput{MicroCredential: p.of.ID}))(t)
	return earner
}

func (p *panel) seen(results ...assessment.ObservationInput) assessment.RecordObservationsInput {
	return assessment.RecordObservationsInput{
		MicroCredential: p.of.ID, ObservedOn: p.Clock.Now().AddDate(0, 0, -3), Results: results,
	}
}

func does(earner, safe, tidy string) assessment.ObservationInput {
	return assessment.ObservationInput{Earner: earner, Scores: scores(safe, tidy)}
}

// outcomes shows what came of rows: "CREATED ACCEPTED", "FAILED NOT_FOUND results.1.earner".
func outcomes(results []*assessment.RecordedResult) []string {
	out := make([]string, len(results))
	for i, r := range results {
		out[i] = string(r.Outcome)
		if r.Submission != nil {
			out[i] += " " + string(r.Submission.Row.State)
		}
		if r.Award != nil {
			out[i] += " awarded"
		}
		for _, p := range r.Problems {
			out[i] += fmt.Sprintf(" %s %s", p.Kind, strings.Join(p.Path, "."))
		}
	}
	return out
}

func TestAChecklistIsRecordedRowByRow(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	ana, ben, self, apart := p.enrolled(t), p.enrolled(t), p.enrolled(t), p.enrolled(t)
	as := alsoEarner(p.rita, self)
	if err := p.Assessments.DeclareConflict(p.manager, conflictOf(auth.From(as).Account, apart)); err != nil {
		t.Fatal(err)
	}
	in := p.seen(
		does(ana, "yes", "no"), does(ben, "no", "yes"), does(p.Earner(t), "yes", "yes"), does("ern_none", "yes", "yes"),
		assessment.ObservationInput{Earner: p.enrolled(t), Scores: scores("yes", "no")[:1]}, does(p.enrolled(t), "great", "no"),
		does(self, "yes", "yes"), does(apart, "yes", "yes"),
	)
	got := outcomes(world.Must(p.Assessments.RecordObservations(as, in))(t))
	want := []string{
		"CREATED ACCEPTED awarded", "CREATED RETURNED", "FAILED NOT_FOUND results.2.earner", "FAILED NOT_FOUND results.3.earner",
		"FAILED INVALID results.4.scores", "FAILED INVALID results.5.scores.safe",
		"FAILED CONFLICT results.6.earner", "FAILED CONFLICT results.7.earner",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatal(diff)
	}
	made := world.Must(p.DB().Award.Query().Where(entaward.EarnerID(ana)).Only(p.Ctx))(t)
	if day := time.Date(2026, 2, 27, 0, 0, 0, 0, time.UTC); !made.EarnedAt.Equal(day) {
		t.Errorf("earned at %s, want %s", made.EarnedAt, day)
	}
	again := outcomes(world.Must(p.Assessments.RecordObservations(as, in))(t))
	if diff := cmp.Diff([]string{"UNCHANGED ACCEPTED awarded", "UNCHANGED RETURNED"}, again[:2]); diff != "" {
		t.Errorf("once more: %s", diff)
	}
	in.ObservedOn, in.Results = p.Clock.Now(), []assessment.ObservationInput{does(ben, "yes", "yes")}
	later := world.Must(p.Assessments.RecordObservations(as, in))(t)
	if diff := cmp.Diff([]string{"CREATED ACCEPTED awarded"}, outcomes(later)); diff != "" {
		t.Errorf("seen again: %s", diff)
	}
	if of := later[0].Submission; of.Row.Attempt != 2 || of.ID != of.Row.ID || *of.KnownObserver() != auth.From(as).Account {
		t.Errorf("seen again as %v", of.Row)
	}
	if n := world.Must(p.DB().Award.Query().Count(p.Ctx))(t); n != 2 {
		t.Errorf("%d awards, want 2", n)
	}
}

func TestTheSameChecklistTwiceAtOnceAwardsOnce(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	in := p.seen(does(p.enrolled(t), "yes", "yes"), does(p.enrolled(t), "yes", "no"), does(p.enrolled(t), "no", "no"))
	var wait sync.WaitGroup
	got, errs := make([][]string, 3), make([]error, 3)
	for i := range got {
		wait.Go(func() {
			results, err := p.Assessments.RecordObservations(p.rita, in)
			got[i], errs[i] = outcomes(results), err
		})
	}
	wait.Wait()
	created := 0
	for i, rows := range got {
		if errs[i] != nil {
			t.Fatal(errs[i])
		}
		for _, row := range rows {
			if strings.HasPrefix(row, "CREATED") {
				created++
			}
		}
	}
	awards := world.Must(p.DB().Award.Query().Count(p.Ctx))(t)
	attempts := world.Must(p.DB().SubmissionAttempt.Query().Count(p.Ctx))(t)
	if created != 3 || awards != 2 || attempts != 3 {
		t.Errorf("%d created, %d awards, %d attempts: %v", created, awards, attempts, got)
	}
}

func TestWhoDoesNotAssessItRecordsNothingOfIt(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	in := p.seen(does(p.enrolled(t), "yes", "yes"))
	late, many, twice := in, in, in
	late.ObservedOn = p.Clock.Now().AddDate(0, 0, 2)
	many.Results = slices.Repeat(in.Results, 201)
	twice.Results = slices.Repeat(in.Results, 2)
	other := in
	other.Cohort = world.Ptr("coh_none")
	for name, tt := range map[string]struct {
		as   world.Viewer
		in   assessment.RecordObservationsInput
		want []string
	}{
		"another organization":    {p.stranger, in, []string{"NOT_FOUND microCredential"}},
		"another, for its issuer": {p.stranger, func() assessment.RecordObservationsInput { i := in; i.Issuer = &p.college.ID; return i }(), []string{"NOT_FOUND microCredential"}},
		"a coach":                 {p.Member(t, auth.Coach, p.college), in, []string{"FORBIDDEN"}},
		"the earner":              {p.Self(t, in.Results[0].Earner), in, []string{"FORBIDDEN"}},
		"nobody":                  {t.Context(), in, []string{"UNAUTHENTICATED"}},
		"the system":              {p.Ctx, in, []string{"FORBIDDEN"}},
		"of tomorrow":             {p.rita, late, []string{"INVALID observedOn"}},
		"too many":                {p.rita, many, append(slices.Repeat([]string{}, 0), "INVALID results")},
		"none":                    {p.rita, p.seen(), []string{"INVALID results"}},
		"somebody twice":          {p.rita, twice, []string{"INVALID results.1.earner"}},
		"a cohort of nobody's":    {p.rita, other, []string{"NOT_FOUND cohort"}},
	} {
		results, err := p.Assessments.RecordObservations(tt.as, tt.in)
		got := world.Problems(t, err)
		if name == "too many" { // each repetition is named as well
			got = got[:1]
		}
		if diff := cmp.Diff(tt.want, got); diff != "" || results != nil {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if n := world.Must(p.DB().Submission.Query().Count(p.Ctx))(t); n != 0 {
		t.Errorf("%d submissions are kept", n)
	}
}

func TestAnOpenPortfolioIsNotOverwrittenByAChecklist(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	ana, row := p.submits(t, "I drove.")
	got := outcomes(world.Must(p.Assessments.RecordObservations(p.rita, p.seen(does(ana, "yes", "yes"))))(t))
	if diff := cmp.Diff([]string{"FAILED CONFLICT results.0.earner"}, got); diff != "" {
		t.Error(diff)
	}
	if kept := p.row(t, row.ID); kept.State != enum.SubmissionSubmitted {
		t.Errorf("it stands as %s", kept.State)
	}
}

// examined asks for an exam, and one criterion beside it.
func examined(d *submission.Definition) {
	d.Modes = []submission.Mode{submission.Exam}
	d.Criteria = d.Criteria[:1]
	d.Exam = &submission.Examination{Name: "Theory", PassScore: "70", MaxScore: "100"}
}

func TestAnExamIsPassedByItsScore(t *testing.T) {
	t.Parallel()
	p := newPanel(t, examined)
	result := func(score, safe string) assessment.ExamResultInput {
		return assessment.ExamResultInput{
			Earner: p.enrolled(t), TakenOn: p.Clock.Now().AddDate(0, 0, -1), Score: &score,
			Provider: world.Ptr("Testers"), Scores: []assessment.ScoreInput{{Criterion: "safe", Level: safe}},
		}
	}
	passed, failed, unsafe := result("70.0", "yes"), result("69.999999", "yes"), result("99", "no")
	said, high, both, own, future := result("1", "yes"), result("101", "yes"), result("80", "yes"), result("80", "yes"), result("80", "yes")
	said.Score, said.Passed = nil, world.Ptr(true)
	both.Passed = world.Ptr(true)
	own.Scores = append(own.Scores, assessment.ScoreInput{Criterion: "exam", Level: "passed"})
	future.TakenOn = p.Clock.Now().AddDate(0, 0, 1)
	retaken := failed
	retaken.TakenOn, retaken.Score = p.Clock.Now(), world.Ptr("88")
	in := assessment.RecordExamResultsInput{MicroCredential: p.of.ID, Results: []assessment.ExamResultInput{
		passed, failed, unsafe, said, high, both, own, future, retaken,
	}}
	got := outcomes(world.Must(p.Assessments.RecordExamResults(p.rita, in))(t))
	want := []string{
		"CREATED ACCEPTED awarded", "CREATED RETURNED", "CREATED RETURNED", "FAILED INVALID results.3.passed",
		"FAILED INVALID results.4.score", "FAILED INVALID results.5.score", "FAILED INVALID results.6.scores",
		"FAILED INVALID results.7.takenOn", "CREATED ACCEPTED awarded",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatal(diff)
	}
	again := outcomes(world.Must(p.Assessments.RecordExamResults(p.rita, in))(t))
	if diff := cmp.Diff("UNCHANGED ACCEPTED awarded UNCHANGED ACCEPTED awarded UNCHANGED RETURNED UNCHANGED ACCEPTED awarded",
		strings.Join([]string{again[0], again[1], again[2], again[8]}, " ")); diff != "" {
		t.Errorf("once more: %s", diff)
	}
	if _, err := p.Assessments.RecordObservations(p.rita, p.seen(does(passed.Earner, "yes", "yes"))); !problem.Is(err, problem.Conflict) {
		t.Errorf("a checklist for an exam: %v, want a conflict", err)
	}
}

// feedback is what an earner reads of the attempts of a submission.
func (p *panel) feedback(t testing.TB, earner, submission string) []string {
	t.Helper()
	var said []string
	for _, a := range world.Must(p.Assessments.AttemptsBySubmission(p.Self(t, earner), []string{submission}))(t)[submission] {
		said = append(said, a.Feedback)
	}
	return said
}

func TestACorrectedScoreIsReadAndAwardsNothingAnew(t *testing.T) {
	t.Parallel()
	p := newPanel(t, examined)
	ana := p.enrolled(t)
	record := func(score string) *assessment.RecordedResult {
		return world.Must(p.Assessments.RecordExamResults(p.rita, assessment.RecordExamResultsInput{
			MicroCredential: p.of.ID, Results: []assessment.ExamResultInput{{
				Earner: ana, TakenOn: p.Clock.Now().AddDate(0, 0, -1), Score: &score, Provider: world.Ptr("Testers"),
				Scores: []assessment.ScoreInput{{Criterion: "safe", Level: "yes"}},
			}},
		}))(t)[0]
	}
	first := record("78")
	for _, tt := range []struct {
		score string
		want  enum.RowOutcome
	}{{"87", enum.RowCreated}, {"87", enum.RowUnchanged}} {
		again := record(tt.score)
		if again.Outcome != tt.want || again.Submission.ID != first.Submission.ID || again.Award.ID != first.Award.ID {
			t.Errorf("%s: %s of %s, awarded %s, want %s", tt.score, again.Outcome, again.Submission.ID, again.Award.ID, tt.want)
		}
	}
	if diff := cmp.Diff([]string{"Testers · 87"}, p.feedback(t, ana, first.Submission.ID)); diff != "" {
		t.Error(diff)
	}
	steps := p.DB().AuditEntry.Query().Where(auditentry.Subject(first.Submission.ID), auditentry.Action("submission.record")).CountX(p.Ctx)
	if awards := p.DB().Award.Query().CountX(p.Ctx); steps != 2 || awards != 1 {
		t.Errorf("%d results in the trail and %d awards, want 2 and 1", steps, awards)
	}
}

func TestWhatWasWatchedIsNotSubmittedByItsEarner(t *testing.T) {
	t.Parallel()
	p := newPanel(t)
	ana := p.enrolled(t)
	seen := world.Must(p.Assessments.RecordObservations(p.rita, p.seen(does(ana, "no", "no"))))(t)[0].Submission.Row
	said := "I drove after all."
	_, err := p.Assessments.Submit(p.Self(t, ana), assessment.SubmitInput{
		Submission: &seen.ID, Items: []assessment.EvidenceItem{{Part: "overview", Text: &said}},
	})
	if diff := cmp.Diff([]string{"CONFLICT submission"}, world.Problems(t, err)); diff != "" || p.row(t, seen.ID).State != enum.SubmissionReturned {
		t.Errorf("%s: %s", p.row(t, seen.ID).State, diff)
	}
}
