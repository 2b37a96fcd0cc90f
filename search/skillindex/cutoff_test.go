package skillindex

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestASearchBoxShowsTheLabelThatHasTheWords(t *testing.T) {
	t.Parallel()
	x := Build([]Skill{
		{ID: "lift", Labels: []Label{{Text: "drive forklifts", Language: English}, {Text: "manejar carretillas elevadoras", Language: Spanish}}},
		{ID: "bread", Labels: []Label{{Text: "bake bread", Language: English}, {Text: "hornear pan", Language: Spanish}}},
		{ID: "pipe", Labels: []Label{{Text: "weld pipes", Language: English}, {Text: "soldar tuberías", Language: Spanish}}},
		{ID: "staff", Labels: []Label{{Text: "manage staff", Language: English}, {Text: "dirigir personal", Language: Spanish}}},
	})
	for typed, want := range map[string]string{
		"fork": "drive [fork]lifts", "forkl": "drive [forkl]ifts", "forklift": "drive [forklift]s", "forklifts": "drive [forklifts]",
		"carretill": "manejar [carretill]as elevadoras", "elevadoras": "manejar carretillas [elevadoras]", "soldar": "[soldar] tuberías",
	} {
		hits, err := x.Search(t.Context(), Query{Text: typed, Begun: true, Limit: 10})
		if err != nil || len(hits) != 1 || marked(hits[0]) != want {
			t.Errorf("%q: got %+v, want %q; %v", typed, hits, want, err)
		}
	}
}

func TestAWordThatNobodyKnowsHidesNotWhichSkillsHaveTheOthers(t *testing.T) {
	t.Parallel()
	x := Build([]Skill{
		{ID: "both", Labels: label("manage budgets of schools")},
		{ID: "one", Labels: label("manage goats")},
		{ID: "other", Labels: label("bake bread")},
	})
	if diff := cmp.Diff([]string{"both"}, found(t, x, Query{Text: "manage budgets xyzzy", Begun: true})); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestASkillWithFewOfManyWordsHasToMeanAlike(t *testing.T) {
	t.Parallel()
	x := Build([]Skill{
		{ID: "play", Labels: label("play with children")},
		{ID: "methods", Labels: label("teaching methods")},
		{ID: "aircraft", Labels: label("teach air cabin crew procedures")},
		{ID: "delivery", Labels: label("conduct spontaneous child deliveries")},
	})
	for typed, want := range map[string][]string{
		"teaching children": {"methods", "play"},
		"teach":             {"aircraft", "methods"},
	} {
		got := found(t, x, Query{Text: typed, Begun: true})
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q, -want +got:\n%s", typed, diff)
		}
	}
}

func TestASkillWithSomeOfTheWordsIsBetterThanNone(t *testing.T) {
	t.Parallel()
	x := Build([]Skill{
		{ID: "drawings", Labels: []Label{{Text: "interpretar dibujos técnicos", Language: Spanish}}},
		{ID: "orchestra", Labels: []Label{{Text: "ensayar con el director de la orquesta", Language: Spanish}}},
		{ID: "bread", Labels: []Label{{Text: "hornear pan", Language: Spanish}}},
	})
	for _, typed := range []string{"director técnico", "directora técnica", "director/a técnico/a"} {
		got := found(t, x, Query{Text: typed, Begun: true})
		slices.Sort(got)
		if diff := cmp.Diff([]string{"drawings", "orchestra"}, got); diff != "" {
			t.Errorf("%q, -want +got:\n%s", typed, diff)
		}
	}
}
