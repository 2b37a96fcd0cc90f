package search

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// someWordings is a small catalog: versions v1 to v3, and a skill of two of them.
func someWordings() *Wordings {
	of := func(field WordingField, text string, versions ...string) Wording {
		return Wording{Field: field, Text: text, Versions: versions}
	}
	return NewWordings([]Wording{
		of(WordingName, "Pipe Welding", "v1"), of(WordingName, "Soldadura de tuberías", "v1"),
		of(WordingCriteria, "Welds steel pipes, and checks welds of pipes.", "v1"),
		of(WordingName, "Safety", "v2"), of(WordingCriteria, "Knows how pipes burst. Welding is not asked.", "v2"),
		of(WordingName, "Forklift", "v3"),
		of(WordingSkill, "weld pipes", "v1", "v3"), of(WordingSkill, "soldar tuberías", "v1", "v3"),
	})
}

func TestAnEmployersWordsAreReadWithPhrasesFieldsAndSlips(t *testing.T) {
	t.Parallel()
	x := someWordings()
	for search, want := range map[string]struct {
		words  string
		sought map[string]map[string]int
	}{
		"welding pipes":                 {"weld pipe", nil},
		"the WELDS, welding":            {"weld", nil},
		"weldng":                        {"weld", nil},
		"forklfit":                      {"forklift", nil},
		"zebra":                         {"zebr", nil},
		`"pipe welding"`:                {"", map[string]map[string]int{":pipe weld": {"v1": 1}}},
		`"weld pipes"`:                  {"", map[string]map[string]int{":weld pipe": {"v1": 2, "v3": 1}}},
		`“soldar tuberias” forklift`:    {"forklift", map[string]map[string]int{":soldar tuberi": {"v1": 1, "v3": 1}}},
		"name:welding":                  {"", map[string]map[string]int{"NAME:weld": {"v1": 1}}},
		"Criteria:pipes":                {"", map[string]map[string]int{"CRITERIA:pipe": {"v1": 2, "v2": 1}}},
		`habilidad:"weld pipes"`:        {"", map[string]map[string]int{"SKILL:weld pipe": {"v1": 1, "v3": 1}}},
		"skill:gas-welding":             {"", map[string]map[string]int{"SKILL:gas": {}, "SKILL:weld": {"v1": 1, "v3": 1}}},
		"issuer:pipes":                  {"issuer pipe", nil},
		"name: pipes":                   {"name pipe", nil},
		`"pipes burst`:                  {"pipe burst", nil},
		`"" : "the" name:"`:             {"", nil},
		"":                              {"", nil},
		strings.Repeat("pipe ", 100):    {"pipe", nil},
		`"pipes" name:pipe name:"pipe"`: {"pipe", map[string]map[string]int{"NAME:pipe": {"v1": 1}}},
	} {
		asked := x.Ask(search)
		sought := map[string]map[string]int{}
		for _, s := range x.Sought(asked) {
			sought[s.Text] = s.Counts
		}
		if want.sought == nil {
			want.sought = map[string]map[string]int{}
		}
		if diff := cmp.Diff(want.words, strings.Join(asked.Words(), " ")); diff != "" {
			t.Errorf("%q: words (-want +got):\n%s", search, diff)
		}
		if diff := cmp.Diff(want.sought, sought); diff != "" {
			t.Errorf("%q: sought (-want +got):\n%s", search, diff)
		}
	}
}

func TestWhatASearchAsksForIsMarked(t *testing.T) {
	t.Parallel()
	x := someWordings()
	for _, c := range []struct {
		search string
		field  WordingField
		text   string
		want   string
	}{
		{"welding", WordingName, "Pipe Welding, welds", "Pipe [Welding], [welds]"},
		{"tuberias", WordingSkill, "soldar tuberías", "soldar [tuberías]"},
		{`"weld pipes"`, WordingCriteria, "Weld of pipes; pipes weld", "[Weld of pipes]; pipes weld"},
		{`"weld pipes" pipes`, WordingCriteria, "weld pipes pipes", "[weld pipes] [pipes]"},
		{"name:pipes", WordingCriteria, "pipes", "pipes"},
		{"weldng", WordingName, "Welding", "[Welding]"},
		{"welding", WordingName, "", ""},
	} {
		text, marks := c.text, x.Ask(c.search).Marks(c.field, c.text)
		got, at := "", 0
		for _, m := range marks {
			got += text[at:m.Start] + "[" + text[m.Start:m.End] + "]"
			at = m.End
		}
		if got += text[at:]; got != c.want {
			t.Errorf("%s in %q: %s, want %s", c.search, c.text, got, c.want)
		}
	}
}

func TestSayingsAreMarkedByTheBestVariantAndCut(t *testing.T) {
	t.Parallel()
	x := someWordings()
	long := strings.Repeat("words before ", 30) + "the pipes of steel " + strings.Repeat("words behind ", 30)
	said := []Saying{
		{WordingName, []Variant{{"Pipes", "en"}, {"Pipes", "es"}}},
		{WordingSkill, []Variant{{"weld", "en"}, {"weld pipes", "en"}, {"tubos", "es"}}},
		{WordingCriteria, []Variant{{long, "en"}}},
		{WordingCriteria, []Variant{{"nothing", "en"}}},
	}
	got := x.Ask("welding pipes").Mark(said, "es")
	if len(got) != 3 || got[0].Language != "es" || got[1].Text != "weld pipes" || len(got[1].Marks) != 2 {
		t.Fatalf("got %+v", got)
	}
	cut := got[2]
	if m := cut.Marks[0]; len(cut.Text) > mostShown || cut.Text[m.Start:m.End] != "pipes" || strings.HasPrefix(cut.Text, "ords") {
		t.Errorf("cut to %d bytes: %q with %v", len(cut.Text), cut.Text, cut.Marks)
	}
}

func FuzzEmployersWords(f *testing.F) {
	x := someWordings()
	for _, s := range []string{`name:"pipe welding" "`, "“a” «b", "criteria:::x", "n\u0303 \xff pipes", `""""`} {
		f.Add(s, "Pipe\u0301s of n\u0303 \xff steel")
	}
	f.Fuzz(func(t *testing.T, search, text string) {
		asked := x.Ask(search)
		x.Sought(asked)
		at := 0
		for _, m := range asked.Marks(WordingName, text) {
			if m.Start < at || m.End <= m.Start || m.End > len(text) {
				t.Fatalf("mark %v after %d of %d", m, at, len(text))
			}
			at = m.End
		}
		Excerpt(text, asked.Marks(WordingName, text), 20)
	})
}
