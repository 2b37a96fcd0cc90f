package submission_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/internal/submission"
)

func TestTheRubricDecides(t *testing.T) {
	t.Parallel()
	d := welding().For(submission.Portfolio)
	for _, c := range []struct {
		name   string
		scores map[string]string
		want   submission.Verdict
	}{
		{"nothing scored", nil, submission.Verdict{Missing: []string{"seam", "speed", "safety"}}},
		{"all met", portfolio(), submission.Verdict{Met: true}},
		{
			"above what meets",
			map[string]string{"seam": "fine", "speed": "slow", "safety": "safe"},
			submission.Verdict{Met: true},
		},
		{
			"a required one below",
			map[string]string{"seam": "poor", "speed": "fast", "safety": "safe"},
			submission.Verdict{Unmet: []string{"seam"}},
		},
		{
			"an optional one unscored",
			map[string]string{"seam": "poor", "safety": "unsafe"},
			submission.Verdict{Unmet: []string{"seam", "safety"}, Missing: []string{"speed"}},
		},
		{
			"a level of another criterion",
			map[string]string{"seam": "safe", "speed": "fast", "safety": "safe"},
			submission.Verdict{Missing: []string{"seam"}},
		},
	} {
		if diff := cmp.Diff(c.want, d.Judge(c.scores)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

func TestAnExamIsAskedForWhereTheSubmissionIsOne(t *testing.T) {
	t.Parallel()
	d := welding()
	if v := d.For(submission.Portfolio).Judge(portfolio()); !v.Met {
		t.Errorf("a portfolio: got %+v, want it met", v)
	}
	want := submission.Verdict{Missing: []string{submission.ExamKey}}
	if diff := cmp.Diff(want, d.For(submission.Exam).Judge(portfolio())); diff != "" {
		t.Errorf("an exam (-want +got):\n%s", diff)
	}
	d.Exam = nil // no valid definition
	if diff := cmp.Diff(want, d.For(submission.Exam).Judge(portfolio())); diff != "" {
		t.Errorf("an exam that nothing is said of (-want +got):\n%s", diff)
	}
	if n := len(welding().Criteria); n != 3 {
		t.Errorf("got %d criteria, want the definition as it was", n)
	}
}

func TestScoresOfNothingAreRefused(t *testing.T) {
	t.Parallel()
	d := welding().For(submission.Portfolio)
	if err := d.CheckScores(portfolio()); err != nil {
		t.Error(err)
	}
	err := d.CheckScores(map[string]string{"seam": "perfect", "smell": "good", submission.ExamKey: submission.ExamPassed})
	checkProblems(t, err, "scores.exam: the rubric has no such criterion", "scores.seam: this criterion has no such level",
		"scores.smell: the rubric has no such criterion")
	many := map[string]string{}
	for i := range 1000 {
		many[fmt.Sprint(i)] = "x"
	}
	checkProblems(t, d.CheckScores(many), "scores: more scores than a rubric has criteria")
}

func TestASkillIsShownAtTheLowestLevelOfItsCriteria(t *testing.T) {
	t.Parallel()
	d := welding()
	d.Criteria[2].Skill = "skl_safety" // whose levels say nothing of the skill's
	d.Criteria = append(d.Criteria, submission.Criterion{
		Key: "plan", Skill: "skl_plan", Levels: []submission.Level{{Key: "reads", SkillLevel: 1}, {Key: "draws", SkillLevel: 4}},
	})
	for _, c := range []struct {
		name   string
		scores map[string]string
		want   []submission.SkillLevel
	}{
		{"unscored", nil, nil},
		{"the lower of two", map[string]string{"seam": "sound", "speed": "fast", "safety": "safe"}, []submission.SkillLevel{{Skill: "skl_weld", Level: 2}}},
		{"the other is lower", map[string]string{"seam": "fine", "speed": "slow"}, []submission.SkillLevel{{Skill: "skl_weld", Level: 1}}},
		{"one shows none", map[string]string{"seam": "poor", "speed": "fast"}, nil},
		{"one is unscored", map[string]string{"seam": "fine"}, nil},
		{
			"two skills, sorted",
			map[string]string{"seam": "fine", "speed": "fast", "plan": "draws"},
			[]submission.SkillLevel{{Skill: "skl_plan", Level: 4}, {Skill: "skl_weld", Level: 3}},
		},
	} {
		if diff := cmp.Diff(c.want, d.Results(c.scores)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

func TestAnExamsScoreIsComparedToTheLastDecimal(t *testing.T) {
	t.Parallel()
	e := submission.Examination{Name: "x", PassScore: "0.3", MaxScore: "100"}
	for score, want := range map[string]string{
		"0.3": submission.ExamPassed, "0.300000": submission.ExamPassed, "0.299999": submission.ExamFailed,
		"100": submission.ExamPassed, "0": submission.ExamFailed,
	} {
		if got, err := e.Level(score); got != want || err != nil {
			t.Errorf("%s: got %s, %v, want %s", score, got, err, want)
		}
	}
	for score, want := range map[string]string{
		"100.5": "the highest score is 100", "-1": "a score is a decimal such as 72.5", "1e9": "a score is a decimal such as 72.5",
		"": "a score is a decimal such as 72.5", "1/3": "a score is a decimal such as 72.5",
	} {
		_, err := e.Level(score)
		checkProblems(t, err, want)
	}
	_, err := submission.Examination{Name: "x"}.Level("5")
	checkProblems(t, err, "this exam has no pass score: say whether it was passed")
}
