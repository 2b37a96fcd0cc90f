package issue_test

import (
	"maps"
	"testing"

	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/badge/issue"
)

// The order of a set is not signed: it must not decide what somebody reached.
func TestTheOrderOfARubricChangesNoLevel(t *testing.T) {
	t.Parallel()
	levels := [4]string{"with help", "alone", "when things go wrong", "guides others"}
	for level := 1; level <= 4; level++ {
		a := smallest()
		a.Achievement.ResultDescriptions, a.Results = issue.Competencies(
			"urn:example:a#", []issue.Competency{{Skill: achievement().Alignments[0], Level: level}}, levels)
		document := read(t, signed(t, must[map[string]any](t)(issue.Credential(a))))
		rubric := document["credentialSubject"].(map[string]any)["achievement"].(map[string]any)["resultDescription"].([]any)[0].(map[string]any)
		for turn := range 4 {
			list := rubric["rubricCriterionLevel"].([]any)
			turned := maps.Clone(rubric)
			turned["rubricCriterionLevel"] = append(list[turn:len(list):len(list)], list[:turn]...)
			document["credentialSubject"].(map[string]any)["achievement"].(map[string]any)["resultDescription"].([]any)[0] = turned
			r := verified(t, must[[]byte](t)(issue.Encode(document)), web(t), badge.Policy{})
			isValid(t, r)
			if got := r.Credential.Results[0].Level; got != level {
				t.Errorf("turned by %d: got level %d, want %d", turn, got, level)
			}
		}
	}
}
