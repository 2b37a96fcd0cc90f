package skillindex

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestASearchBoxFindsNoLookalikesOfWordsThatLabelsHave(t *testing.T) {
	t.Parallel()
	x := Build([]Skill{
		{ID: "lift", Framework: "a", Labels: []Label{{Text: "drive a forklift"}, {Text: "manejar carretillas", Language: Spanish}}},
		{ID: "road", Framework: "a", Labels: []Label{{Text: "pave highways"}, {Text: "asfaltar carreteras", Language: Spanish}}},
		{ID: "shape", Framework: "a", Labels: []Label{{Text: "cut out nails"}, {Text: "dar forma a uñas", Language: Spanish}}},
		{ID: "weld", Framework: "b", Labels: label("weld pipes")},
		{ID: "welder", Framework: "b", Labels: label("supervise a welder")},
		{ID: "well", Framework: "b", Labels: label("dig wells")},
	})
	for typed, want := range map[string][]string{
		"carretilla": {"lift"},
		"fork":       {"lift"},
		"forklfit":   {"lift"},
		"carreterra": {"road"},
		"welding":    {"weld", "welder"},
	} {
		got := found(t, x, Query{Text: typed, Begun: true})
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q, -want +got:\n%s", typed, diff)
		}
	}
	if got := found(t, x, Query{Text: "carretilla"}); len(got) < 2 {
		t.Errorf("a sentence finds look-alikes too: %v", got)
	}
	if got := found(t, x, Query{Text: "carretilla", Begun: true, Frameworks: []string{"b"}}); len(got) != 0 {
		t.Errorf("in a framework that has nothing alike: %v", got)
	}
}

func TestAWordOfAnotherFrameworkIsMisspelledHere(t *testing.T) {
	t.Parallel()
	x := Build([]Skill{
		{ID: "color", Framework: "here", Labels: label("coloration")},
		{ID: "other", Framework: "there", Labels: label("colorings")},
	})
	if diff := cmp.Diff([]string{"color"}, found(t, x, Query{Text: "colorings", Begun: true, Frameworks: []string{"here"}})); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestAWordThatMayBeOfEitherLanguageIsReadInBoth(t *testing.T) {
	t.Parallel()
	english := []Skill{
		{ID: "car", Labels: []Label{{Text: "paint a car", Language: English}}},
		{ID: "bread", Labels: []Label{{Text: "bake bread", Language: English}}},
		{ID: "boat", Labels: []Label{{Text: "row a boat", Language: English}}},
	}
	spanish := []Skill{
		{ID: "house", Labels: []Label{{Text: "limpiar la casa", Language: Spanish}}},
		{ID: "rice", Labels: []Label{{Text: "cocinar arroz", Language: Spanish}}},
		{ID: "children", Labels: []Label{{Text: "cuidar bebés", Language: Spanish}}},
	}
	for name, x := range map[string]*Index{
		"mostly English": Build(append(english[:3:3], spanish[:2]...)),
		"mostly Spanish": Build(append(english[:2:2], spanish...)),
	} {
		for _, q := range []Query{{Text: "cars"}, {Text: "casas"}, {Text: "cars", Language: English}, {Text: "casas", Language: Spanish}} {
			q.Begun, q.Limit = true, 1
			hits, err := x.Search(t.Context(), q)
			want := map[string]string{"cars": "paint a [car]", "casas": "limpiar la [casa]"}[q.Text]
			if err != nil || len(hits) != 1 || marked(hits[0]) != want {
				t.Errorf("%s, %q: got %+v, want %q; %v", name, q.Text, hits, want, err)
			}
		}
	}
}

func TestInitialsOfPartsOfLabelsAreFoundInASearchBox(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		typed  string
		labels []string
		want   []string
	}{
		{"QA", []string{"quality assurance methodologies", "bake bread", "repair quaint attics"}, []string{"quality assurance methodologies"}},
		{"qa", []string{"quality assurance methodologies", "bake bread"}, []string{"quality assurance methodologies"}},
		{"QA", []string{"plan quality assurance", "bake bread"}, []string{"plan quality assurance"}},
		{"QA", []string{"quality assurance methodologies", "QA", "bake bread"}, []string{"QA"}},
		{"QA", []string{"quality assurance", "quality assurance methodologies"}, []string{"quality assurance", "quality assurance methodologies"}},
		{"BQX", []string{"bake quick xylitol", "boil quinces, xigua and mint"}, []string{"bake quick xylitol"}},
		{"Q", []string{"answer quizzes"}, []string{"answer quizzes"}},
	} {
		var skills []Skill
		for _, text := range tt.labels {
			skills = append(skills, Skill{ID: text, Labels: label(text)})
		}
		if diff := cmp.Diff(tt.want, found(t, Build(skills), Query{Text: tt.typed, Begun: true})); diff != "" {
			t.Errorf("%q among %q, -want +got:\n%s", tt.typed, tt.labels, diff)
		}
	}
}

func TestTheSecondPartOfACompoundIsFoundOnceItIsTyped(t *testing.T) {
	t.Parallel()
	x := Build([]Skill{
		{ID: "air", Labels: label("air-cleaning systems")},
		{ID: "clean", Labels: label("clean equipment")},
		{ID: "bread", Labels: label("bake bread")},
	})
	for typed, want := range map[string][]string{"ai": {"air"}, "air": {"air"}, "aircl": {"clean", "air"}} {
		got := found(t, x, Query{Text: typed, Begun: true})
		slices.Sort(got)
		slices.Sort(want)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q, -want +got:\n%s", typed, diff)
		}
	}
}
