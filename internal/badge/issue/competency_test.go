package issue_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/internal/badge/issue"
)

func TestLevelsBecomeResultsThatReachedARubric(t *testing.T) {
	t.Parallel()
	skill := func(name string) issue.Alignment {
		return issue.Alignment{Name: name, URL: "https://skills.example.org/" + name}
	}
	descriptions, results := issue.Competencies("urn:example:a#", []issue.Competency{
		{Skill: skill("one"), Level: 3}, {Skill: skill("none"), Level: 0}, {Skill: skill("two"), Level: 1},
	}, [4]string{"with help", "alone", "when things go wrong", "guides others"})
	a := smallest()
	a.Achievement.ResultDescriptions, a.Results = descriptions, results
	golden(t, "credential-levels.json", signed(t, must[map[string]any](t)(issue.Credential(a))))
	want := []issue.Result{
		{Description: "urn:example:a#competency-1", AchievedLevel: "urn:example:a#competency-1-level-3"},
		{Description: "urn:example:a#competency-2", AchievedLevel: "urn:example:a#competency-2-level-1"},
	}
	if diff := cmp.Diff(want, results); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
