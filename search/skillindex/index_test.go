package skillindex

import (
	"bytes"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func label(text string) []Label { return []Label{{Text: text}} }

// found are the ids of a search's hits.
func found(t *testing.T, x *Index, q Query) []string {
	t.Helper()
	if q.Limit == 0 {
		q.Limit = 10
	}
	hits, err := x.Search(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	ids := []string{}
	for _, h := range hits {
		ids = append(ids, h.ID)
	}
	return ids
}

// shop is a small framework.
var shop = sync.OnceValue(func() *Index {
	return Build([]Skill{
		{ID: "weld", Framework: "crafts", Labels: []Label{{Text: "weld pipes"}, {Text: "soldar tuberías", Language: Spanish}, {Text: "wled pipe", Kind: Hidden}}},
		{ID: "bake", Framework: "kitchen", Labels: label("bake bread")},
		{ID: "budget", Framework: "office", Labels: []Label{{Text: "manage budgets"}, {Text: "financial planning", Kind: Alternative}}},
		{ID: "staff", Framework: "office", Labels: label("manage staff")},
		{ID: "c++", Framework: "code", Labels: label("C++")},
		{ID: "c#", Framework: "code", Labels: label("C#")},
		{ID: "java", Framework: "code", Labels: label("Java (computer programming)")},
		{ID: "javascript", Framework: "code", Labels: label("JavaScript")},
		{ID: "fullstack", Framework: "code", Labels: label("full-stack web development")},
		{ID: "color", Framework: "crafts", Labels: label("organise colour samples")},
		{ID: "director", Framework: "stage", Labels: []Label{{Text: "directora técnica", Language: Spanish}}},
	})
})

func TestTheRightSkillComesFirst(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]string{
		"welding of pipes":                        "weld",
		"Soldadura de tuberias":                   "weld",
		"You baked breads for years.":             "bake",
		"budgeting":                               "budget",
		"planning finances":                       "budget",
		"C++":                                     "c++",
		"Knowledge of C# is required":             "c#",
		"java":                                    "java",
		"Javascript, HTML":                        "javascript",
		"fullstack developer":                     "fullstack",
		"you organize color samples":              "color",
		"director técnico":                        "director",
		"maneja presupuestos":                     "budget",
		"mangae budgest":                          "budget",
		"<ORGANIZATION> needs somebody who welds": "weld",
	} {
		t.Run(query, func(t *testing.T) {
			t.Parallel()
			if got := found(t, shop(), Query{Text: query}); len(got) == 0 || got[0] != want {
				t.Errorf("got %v, want %q first", got, want)
			}
		})
	}
}

func TestOnlySkillsOfTheFrameworksAreFound(t *testing.T) {
	t.Parallel()
	got := found(t, shop(), Query{Text: "manage", Frameworks: []string{"office"}})
	slices.Sort(got)
	if diff := cmp.Diff([]string{"budget", "staff"}, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if got := found(t, shop(), Query{Text: "manage", Frameworks: []string{"none"}}); len(got) != 0 {
		t.Errorf("of a framework that is not there: %v", got)
	}
}

func TestAHiddenLabelFindsAndDoesNotShow(t *testing.T) {
	t.Parallel()
	hits, err := shop().Search(t.Context(), Query{Text: "wled pipe", Limit: 1})
	if err != nil {
		t.Fatal(err)
	}
	if len(hits) != 1 || hits[0].ID != "weld" || hits[0].Label.Text != "weld pipes" {
		t.Errorf("got %+v, want weld by its preferred label", hits)
	}
}

func TestNothingIsFoundForNothing(t *testing.T) {
	t.Parallel()
	for _, query := range []string{"", " \n", "…!?", "<ORGANIZATION>", "日本"} {
		if got := found(t, shop(), Query{Text: query}); len(got) != 0 {
			t.Errorf("%q: %v", query, got)
		}
	}
	if got := found(t, Build(nil), Query{Text: "weld"}); len(got) != 0 {
		t.Errorf("in an empty index: %v", got)
	}
}

func TestASearchBoxFindsWhileOneTypes(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"w": "weld", "wel": "weld", "weld pi": "weld", "solda": "weld", "financial pl": "budget",
		"tuberais": "weld", "javascrpi": "javascript", "mangae bud": "budget", "mangae budegts": "budget", "tecnci": "director", "full-s": "fullstack", "fullst": "fullstack",
		"man": "staff", "java": "java", "javas": "javascript", "full st": "fullstack", "bread": "bake",
	} {
		if got := found(t, shop(), Query{Text: typed, Begun: true}); len(got) == 0 || got[0] != want {
			t.Errorf("%q: got %v, want %q first", typed, got, want)
		}
	}
}

func TestTheSkillThatIsCalledSoComesFirst(t *testing.T) {
	t.Parallel()
	x := Build([]Skill{
		{ID: "other", Labels: []Label{{Text: "machine learning"}, {Text: "ML", Kind: Alternative}}},
		{ID: "so", Labels: label("ML")},
		{ID: "longer", Labels: label("ML ML operations")},
	})
	if diff := cmp.Diff([]string{"so", "other"}, found(t, x, Query{Text: "ml"})[:2]); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestAHitSaysHowMuchOfItWasSaid(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]struct{ all, little bool }{
		"They manage budgets.":    {all: true},
		"a competitive salary":    {little: true},
		"gestiona un presupuesto": {},
	} {
		hits, err := shop().Search(t.Context(), Query{Text: query, Limit: 1})
		if err != nil || len(hits) != 1 {
			t.Fatal(hits, err)
		}
		h := hits[0]
		if h.Coverage < 0 || h.Coverage > 1 || h.Likeness < 0 || h.Likeness > 1.01 {
			t.Errorf("%q: out of bounds: %+v", query, h)
		}
		if want.all && (h.Coverage < 0.99 || h.Likeness < 0.8) {
			t.Errorf("%q: all of it was said: %+v", query, h)
		}
		if want.little && (h.Coverage > 0.1 || h.Likeness > 0.5) {
			t.Errorf("%q: little of it was said: %+v", query, h)
		}
	}
}

func TestASmallFrameworkIsSearchedAsThoroughlyAsALargeOne(t *testing.T) {
	t.Parallel()
	var skills []Skill
	for i := range 3000 {
		skills = append(skills, Skill{ID: strconv.Itoa(i), Framework: "large", Labels: label("manage budgets " + strconv.Itoa(i))})
	}
	alone := []Skill{{ID: "a", Framework: "small", Labels: label("plan finances")}, {ID: "b", Framework: "small", Labels: label("bake bread")}}
	q := Query{Text: "you manage the budgets of our six departments and offices", Frameworks: []string{"small"}, Limit: 5}
	among, err := Build(append(skills, alone...)).Search(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	by, err := Build(alone).Search(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	if len(among) == 0 || len(by) == 0 || among[0].ID != "a" || math.Abs(among[0].Likeness-by[0].Likeness) > 1e-9 {
		t.Errorf("among others %+v, alone %+v", among, by)
	}
}

func TestALimitHolds(t *testing.T) {
	t.Parallel()
	all := found(t, shop(), Query{Text: "manage web budgets and bake bread", Limit: 100})
	two := found(t, shop(), Query{Text: "manage web budgets and bake bread", Limit: 2})
	if diff := cmp.Diff(all[:2], two); diff != "" {
		t.Errorf("the first two, -want +got:\n%s", diff)
	}
	if got, err := shop().Search(t.Context(), Query{Text: "bread", Limit: -1}); err != nil || len(got) != 0 {
		t.Errorf("a limit below 0: %v, %v", got, err)
	}
}

func TestTwoSearchesAtOnceFindTheSame(t *testing.T) {
	t.Parallel()
	want := found(t, shop(), Query{Text: "manage web staff"})
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			if diff := cmp.Diff(want, found(t, shop(), Query{Text: "manage web staff"})); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
	group.Wait()
}

func TestWordsAreReadAsTheyAreMeant(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"C++, C# and .NET":              "c++ c# and net",
		"the child's TOYS":              "the child toys",
		"Operación «niños»":             "operacion ninos",
		"ask <ORGANIZATION> for it":     "ask for it",
		"a < b and c > d":               "a b and c d",
		"don’t":                         "don't",
		"e-mail/web":                    "e mail web",
		strings.Repeat("word ", 10_000): strings.TrimSpace(strings.Repeat("word ", maxWords)),
	} {
		if got := strings.Join(readWords(text), " "); got != want {
			t.Errorf("%.30q: got %.60q, want %.60q", text, got, want)
		}
	}
}

func TestTheLanguageOfATextIsGuessed(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Language{
		"gestionar los presupuestos": Spanish,
		"manage the budgets":         English,
		"soldar tuberías":            Spanish,
		"Python":                     UnknownLanguage,
		"atención al cliente":        Spanish,
	} {
		if got := guess(text, readWords(text)); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func TestATableThatIsCutOffIsRefused(t *testing.T) {
	t.Parallel()
	if _, err := ReadMeanings(bytes.NewReader(meaningTable)); err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{0, 3, 12, 13, 20, len(meaningTable) / 2, len(meaningTable) - 1} {
		if _, err := ReadMeanings(bytes.NewReader(meaningTable[:n])); err == nil {
			t.Errorf("%d bytes of it were read", n)
		}
	}
}

func FuzzSearch(f *testing.F) {
	f.Add("welding <b>pipes</b> & C++", "weld", true)
	f.Add("\xff\xfe ñ ́ 'ss '+#", "ss", false)
	f.Add("ﬁne ﬃ ſ İstanbul", "f", true)
	f.Fuzz(func(t *testing.T, text, query string, begun bool) {
		mine := Build([]Skill{{ID: "x", Labels: label(text)}})
		for _, x := range []*Index{shop(), mine} {
			for _, q := range []string{text, query} {
				hits, err := x.Search(t.Context(), Query{Text: q, Begun: begun, Limit: 5})
				if err != nil || len(hits) > 5 {
					t.Fatal(hits, err)
				}
				for _, h := range hits {
					if bad := badMarks(h); bad != "" {
						t.Fatalf("%q in %q: marks %v %s", q, h.Label.Text, h.Marks, bad)
					}
				}
			}
		}
	})
}
