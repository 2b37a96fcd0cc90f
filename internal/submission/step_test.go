package submission_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/submission"
)

func TestAcceptingPastAnUnmetCriterionNamesIt(t *testing.T) {
	t.Parallel()
	d := welding()
	s := apply(t, submission.Submission{Mode: submission.Portfolio}, d, submission.Event{Step: submission.Submit}, claim("ana"))
	_, err := s.Apply(decide("ana", submission.Accept, map[string]string{"seam": "poor", "safety": "safe"}), d)
	checkProblems(t, err, "scores: evidence is accepted when every criterion is scored and every required one met; look at: seam, speed")
	if !problem.Is(err, problem.Conflict) {
		t.Errorf("got %v, want a conflict", err)
	}
}

func TestTwoThatAgreeStandAndTheLowerLevelsCount(t *testing.T) {
	t.Parallel()
	d := welding()
	finer := portfolio()
	finer["seam"], finer["speed"] = "fine", "slow"
	s := apply(t, submission.Submission{Mode: submission.Portfolio}, d, submission.Event{Step: submission.Submit},
		claim("ana"), claim("ben"), decide("ben", submission.Accept, finer))
	if s.State != submission.Claimed || s.Scores(d) != nil {
		t.Errorf("got %s with %v before both have decided, want CLAIMED with nothing", s.State, s.Scores(d))
	}
	s = apply(t, s, d, decide("ana", submission.Accept, portfolio()))
	if s.State != submission.Accepted {
		t.Errorf("got %s, want ACCEPTED", s.State)
	}
	want := map[string]string{"seam": "sound", "speed": "slow", "safety": "safe"}
	if diff := cmp.Diff(want, s.Scores(d)); diff != "" {
		t.Errorf("scores (-want +got):\n%s", diff)
	}
}

func TestARefereeDecidesBetweenTwoAndOnTheirOwnScores(t *testing.T) {
	t.Parallel()
	d := welding()
	s := apply(t, submission.Submission{Mode: submission.Prior}, with(d, submission.Prior), submission.Event{Step: submission.Submit},
		claim("ana"), decide("ana", submission.Accept, portfolio()), claim("ben"), decide("ben", submission.Return, nil))
	if s.State != submission.Submitted || s.Places() != 1 {
		t.Fatalf("got %s with %d places, want SUBMITTED with one for the referee", s.State, s.Places())
	}
	s = apply(t, s, d, claim("cho"))
	if _, err := s.Apply(decide("cho", submission.Accept, map[string]string{"seam": "fine"}), d); !problem.Is(err, problem.Conflict) {
		t.Errorf("a referee accepts on the others' scores: got %v, want a conflict", err)
	}
	finer := portfolio()
	finer["seam"] = "fine"
	s = apply(t, s, d, decide("cho", submission.Accept, finer))
	if diff := cmp.Diff(finer, s.Scores(d)); s.State != submission.Accepted || diff != "" {
		t.Errorf("got %s, scores (-want +got):\n%s", s.State, diff)
	}
}

func with(d submission.Definition, modes ...submission.Mode) submission.Definition {
	d.Modes = append(d.Modes[:len(d.Modes):len(d.Modes)], modes...)
	return d
}

// What was stored is not believed: an acceptance that was never earned, however it
// came to be there, is not awarded and settles nothing.
func TestAnAcceptanceThatTheRubricDoesNotBearOutIsWorthNothing(t *testing.T) {
	t.Parallel()
	d := welding()
	poor := submission.Work{Assessor: "ana", Decision: submission.Accept, Scores: map[string]string{"seam": "poor"}}
	stored := submission.Submission{
		State: submission.Accepted, Mode: submission.Portfolio, Attempt: 1, Needed: 1, Work: []submission.Work{poor},
	}
	if _, err := stored.Apply(submission.Event{Step: submission.Award}, d); !problem.Is(err, problem.Conflict) {
		t.Errorf("award: got %v, want a conflict", err)
	}
	stored.State, stored.Needed = submission.Claimed, 2
	stored.Work = append(stored.Work, submission.Work{Assessor: "ben"})
	if _, err := stored.Apply(decide("ben", submission.Accept, portfolio()), d); !problem.Is(err, problem.Conflict) {
		t.Errorf("the second of two: got %v, want a conflict", err)
	}
	stored = submission.Submission{State: submission.Accepted, Mode: submission.Portfolio, Attempt: 1, Needed: 1}
	if _, err := stored.Apply(submission.Event{Step: submission.Award}, d); !problem.Is(err, problem.Conflict) {
		t.Errorf("award without work: got %v, want a conflict", err)
	}
}

// recorded is what an observer does at once: submit, claim and decide.
func recorded(mode submission.Mode, d submission.Definition, scores map[string]string) (s submission.Submission, err error) {
	s.Mode = mode
	for _, e := range []submission.Event{{Step: submission.Submit}, claim("obi"), decide("obi", submission.Accept, scores)} {
		if s, err = s.Apply(e, d); err != nil {
			return s, err
		}
	}
	return s, nil
}

func TestWhatIsObservedIsAcceptedUnderTheSameRules(t *testing.T) {
	t.Parallel()
	d := with(welding(), submission.Observed)
	got, err := recorded(submission.Observed, d, portfolio())
	if err != nil {
		t.Fatal(err)
	}
	want := submission.Submission{
		State: submission.Accepted, Mode: submission.Observed, Attempt: 1, Needed: 1,
		Work: []submission.Work{{Assessor: "obi", Decision: submission.Accept, Scores: portfolio()}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("recorded (-want +got):\n%s", diff)
	}
	for _, c := range []struct {
		mode   submission.Mode
		scores map[string]string
		want   problem.Kind
	}{
		{submission.Exam, portfolio(), problem.Conflict}, // the exam itself is not scored
		{submission.Observed, nil, problem.Conflict},     // nothing is
		{"HEARSAY", portfolio(), problem.Invalid},
	} {
		if _, err := recorded(c.mode, d, c.scores); !problem.Is(err, c.want) {
			t.Errorf("%s with %v: got %v, want %s", c.mode, c.scores, err, c.want)
		}
	}
}

func TestAnExamIsPassedLikeAnyOtherRequiredCriterion(t *testing.T) {
	t.Parallel()
	d := welding()
	scores := portfolio()
	for score, want := range map[string]submission.State{"72.49": "", "72.5": submission.Accepted} {
		level, err := d.Exam.Level(score)
		if err != nil {
			t.Fatal(err)
		}
		scores[submission.ExamKey] = level
		s, err := recorded(submission.Exam, d, scores)
		if got := s.State; want == submission.Accepted && (err != nil || got != want) {
			t.Errorf("%s: got %s, %v, want %s", score, got, err, want)
		}
		if want == "" && !problem.Is(err, problem.Conflict) {
			t.Errorf("%s: got %v, want a conflict", score, err)
		}
	}
}

func TestADraftSubmittedInAModeThatIsNotOfferedIsRefused(t *testing.T) {
	t.Parallel()
	_, err := submission.Submission{Mode: submission.Prior}.Apply(submission.Event{Step: submission.Submit}, welding())
	checkProblems(t, err, "mode: this is not assessed in that way")
}

// Attempts count on where an earlier submission was rejected.
func TestAnAttemptHasItsNumberFromTheDraft(t *testing.T) {
	t.Parallel()
	d := welding()
	s := submission.Submission{Mode: submission.Portfolio, Attempt: 3}
	s = apply(t, s, d, submission.Event{Step: submission.Submit})
	if s.Attempt != 3 {
		t.Errorf("got attempt %d, want 3", s.Attempt)
	}
	s = apply(t, s, d, claim("ana"), claim("ben"), decide("ana", submission.Return, nil), decide("ben", submission.Return, nil))
	if s.State != submission.Returned || s.Attempt != 3 {
		t.Errorf("got %s, attempt %d, want RETURNED, 3", s.State, s.Attempt)
	}
	s = apply(t, s, d, submission.Event{Step: submission.Submit}, claim("ana"))
	if s.Attempt != 4 || len(s.Work) != 1 {
		t.Errorf("got attempt %d with %d claims, want 4 with 1", s.Attempt, len(s.Work))
	}
}

func TestAReleasedClaimIsAsThoughItHadNeverBeen(t *testing.T) {
	t.Parallel()
	d := welding()
	before := apply(t, submission.Submission{Mode: submission.Portfolio}, d, submission.Event{Step: submission.Submit}, claim("ben"))
	after := apply(t, before, d, claim("ana"), submission.Event{Step: submission.Release, Assessor: "ana"})
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("(-before +after):\n%s", diff)
	}
}
