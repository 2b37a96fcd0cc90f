package skillindex

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// hostile are texts that nobody writes.
var hostile = map[string]string{
	"a long word":        strings.Repeat("a", 100_000),
	"no letters":         "…!? ()[]{} 🤷 \t\n",
	"right to left":      "\u202eإدارة المشاريع \u200f שלום",
	"emoji":              "👩‍🚀 astronaut 🚀🚀🚀",
	"zero bytes":         "weld\x00pipes\x00",
	"not text":           "\xff\xfe\xfd weld \xc3",
	"accents alone":      strings.Repeat("\u0301", 5000) + "weld",
	"accents upon one":   "e" + strings.Repeat("\u0301", 5000),
	"grows when folded":  strings.Repeat("\ufdfa", 5000),
	"many words":         strings.Repeat("weld ", 50_000),
	"different words":    manyDifferent(20_000),
	"hyphens":            strings.Repeat("a-", 50_000),
	"brackets":           strings.Repeat("(", 50_000) + strings.Repeat(")", 50_000),
	"open masks":         strings.Repeat("<", 100_000),
	"endings":            "tecnico" + strings.Repeat("/a", 50_000),
	"signs of genders":   strings.Repeat("a@", 50_000),
	"apostrophes":        strings.Repeat("l'a'", 30_000),
	"capitals":           strings.Repeat("ABC ", 30_000) + "x",
	"a bracketed letter": "A B C (ABC)",
}

func manyDifferent(n int) string {
	var out strings.Builder
	for i := range n {
		for x := i; ; x /= 26 {
			out.WriteByte(byte('a' + x%26))
			if x < 26 {
				break
			}
		}
		out.WriteByte(' ')
	}
	return out.String()
}

func TestHostileLabelsAndSearchesAreBounded(t *testing.T) {
	t.Parallel()
	skills := []Skill{{ID: "weld", Labels: label("weld pipes")}}
	for name, text := range hostile {
		skills = append(skills, Skill{ID: name, Labels: label(text), Descriptions: []Description{{Text: text}}})
	}
	x := Build(skills)
	for name, text := range hostile {
		for _, q := range []Query{{Text: text, Limit: 5}, {Text: text, Begun: true, Limit: 5}, {Text: strings.Repeat(text, 1+(1<<20)/len(text)), Limit: 1 << 40}} {
			hits, err := x.Search(t.Context(), q)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			for _, h := range hits {
				if bad := badMarks(h); bad != "" {
					t.Errorf("%s finds %s: marks %v %s", name, h.ID, h.Marks, bad)
				}
			}
		}
	}
	if got := found(t, x, Query{Text: "weld pipes"}); got[0] != "weld" {
		t.Errorf("among hostile labels: %v", got)
	}
}

func TestASkillOfManyLabelsIsBounded(t *testing.T) {
	t.Parallel()
	s := Skill{ID: "many"}
	for i := range 3 * maxLabels {
		s.Labels = append(s.Labels, Label{Text: strings.Repeat("x", 1+i), Kind: Alternative})
	}
	x := Build([]Skill{s, {ID: "none"}, {}})
	if len(x.labels) != maxLabels {
		t.Errorf("%d labels, want %d", len(x.labels), maxLabels)
	}
}

func FuzzReadWords(f *testing.F) {
	for _, text := range hostile {
		f.Add(cut(text, 200))
	}
	f.Fuzz(func(t *testing.T, text string) {
		words := readWords(text)
		if len(words) > maxWords {
			t.Fatalf("%d words", len(words))
		}
		for _, w := range words {
			if w == "" || len(w) > maxForm || utf8.ValidString(text) && !utf8.ValidString(w) {
				t.Fatalf("%q has the word %q", text, w)
			}
		}
		folded, places := foldPlaces(text)
		if folded != Fold(text) || len(places) != len(folded) {
			t.Fatalf("%q: folded in two ways: %q, %q", text, folded, Fold(text))
		}
	})
}
