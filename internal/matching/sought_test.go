package matching

import (
	"testing"

	"github.com/stackmatch/stackmatch/internal/taxonomy"
)

func TestWhatASearchSeeksWeighsAsAWordOfAsManyVersions(t *testing.T) {
	t.Parallel()
	pairs := []Pair{{Skill: "weld"}}
	versions := []Version{
		{ID: "a1", Credential: "a", Pairs: pairs, Words: map[string]int{"pipe": 2}},
		{ID: "b1", Credential: "b", Pairs: pairs, Words: map[string]int{"pipe": 1}},
		{ID: "c1", Credential: "c", Pairs: pairs, Words: map[string]int{"gas": 1}},
	}
	catalog, err := NewCatalog(versions, nil, taxonomy.New(nil))
	if err != nil {
		t.Fatal(err)
	}
	points := func(words []string, sought []Sought, version string) (points, possible int64) {
		t.Helper()
		plan, err := Compile(Posting{
			ID:           "p",
			Requirements: []Requirement{{ID: "r", Skill: "weld", Importance: Required, Weight: 10}},
			Words:        words, Sought: sought,
		}, catalog)
		if err != nil {
			t.Fatal(err)
		}
		award := Award{ID: "w", Held: Held{Version: version, Credential: version[:1], Pairs: pairs}, Status: Active, Verified: true}
		for _, c := range plan.Explain([]Award{award}, award.EarnedAt).Contributions {
			if c.Part == PartText {
				points, possible = c.Points, c.Possible
			}
		}
		return points, possible
	}
	phrase := []Sought{{Text: ":pipe weld", Counts: map[string]int{"a1": 2, "b1": 1, "gone": 9}}}
	for _, version := range []string{"a1", "b1", "c1"} {
		byWord, _ := points([]string{"pipe"}, nil, version)
		byPhrase, possible := points(nil, phrase, version)
		if byWord != byPhrase || (byPhrase > 0) != (version != "c1") || possible == 0 {
			t.Errorf("%s: %d by a word, %d by a phrase that stands as often, of %d", version, byWord, byPhrase, possible)
		}
	}
	one, _ := points([]string{"pipe"}, nil, "a1")
	both, _ := points([]string{"pipe"}, phrase, "a1")
	if both <= one {
		t.Errorf("word and phrase give %d, the word alone %d", both, one)
	}
	if _, possible := points(nil, []Sought{{Text: ":zebra"}}, "a1"); possible != 0 {
		t.Errorf("what no text has leaves %d possible points, want the part to drop out", possible)
	}
}

func TestVersionsWithoutWordsMakeNoWordRarer(t *testing.T) {
	t.Parallel()
	pairs := []Pair{{Skill: "weld"}}
	versions := []Version{
		{ID: "a1", Credential: "a", Pairs: pairs, Words: map[string]int{"pipe": 2}},
		{ID: "b1", Credential: "b", Pairs: pairs, Words: map[string]int{"gas": 1}},
	}
	points := func(versions []Version) int64 {
		catalog, err := NewCatalog(versions, nil, taxonomy.New(nil))
		if err != nil {
			t.Fatal(err)
		}
		plan, err := Compile(Posting{
			ID: "p", Requirements: []Requirement{{ID: "r", Skill: "weld", Importance: Required, Weight: 10}},
			Words: []string{"pipe"}, Sought: []Sought{{Text: "NAME:pipe", Counts: map[string]int{"a1": 1, "u1": 5, "u2": 5, "u3": 5}}},
		}, catalog)
		if err != nil {
			t.Fatal(err)
		}
		award := Award{ID: "w", Held: Held{Version: "a1", Credential: "a", Pairs: pairs}, Status: Active, Verified: true}
		for _, c := range plan.Explain([]Award{award}, award.EarnedAt).Contributions {
			if c.Part == PartText {
				return c.Points
			}
		}
		return 0
	}
	listed := points(versions)
	for _, unlisted := range []string{"u1", "u2", "u3"} {
		versions = append(versions, Version{ID: unlisted, Credential: unlisted, Pairs: pairs})
		if got := points(versions); got != listed || got == 0 {
			t.Errorf("%d points, %d with versions that are not listed: they tell how many there are", listed, got)
		}
	}
}
