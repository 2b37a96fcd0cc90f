package search

import (
	"cmp"
	"slices"
	"unicode/utf8"

	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/search/internal/slips"
)

// WordingField is a part of what the catalog says of a micro-credential.
type WordingField string

// The fields. Criteria are what it takes, what it is about and what its holder can do.
const (
	WordingName     WordingField = "NAME"
	WordingCriteria WordingField = "CRITERIA"
	WordingSkill    WordingField = "SKILL"
)

// Wording is a text of the catalog.
type Wording struct {
	Field WordingField
	Text  string
	// Versions are the versions of micro-credentials that it is about.
	Versions []string
}

// Wordings finds words and phrases in the catalog's texts. It never changes, so any
// number of searches may run. Nil has no texts.
type Wordings struct {
	texts []wording
	// terms numbers the analyzed words, having lists the texts with each.
	terms  map[string]int32
	having [][]int32
	// forms are the words as they stand, by their first letter, to tell which one a
	// misspelled one is meant to be.
	forms map[rune][]wordForm
}

type wording struct {
	field    WordingField
	terms    []int32
	versions []string
}

// wordForm is a word as it stands, and how many texts have it.
type wordForm struct {
	form   string
	length int // in characters
	term   int32
	in     int
}

// NewWordings reads the catalog's texts.
func NewWordings(texts []Wording) *Wordings {
	x := &Wordings{terms: map[string]int32{}, forms: map[rune][]wordForm{}}
	forms := map[string]*wordForm{}
	for _, t := range texts {
		entry := wording{field: t.Field, versions: t.Versions}
		for _, form := range Forms(t.Text) {
			if stopWords[form] {
				continue
			}
			term := x.term(stem(form))
			entry.terms = append(entry.terms, term)
			if forms[form] == nil {
				forms[form] = &wordForm{form: form, length: utf8.RuneCountInString(form), term: term}
			}
			forms[form].in++
			if list := x.having[term]; len(list) == 0 || list[len(list)-1] != int32(len(x.texts)) {
				x.having[term] = append(list, int32(len(x.texts)))
			}
		}
		x.texts = append(x.texts, entry)
	}
	for _, f := range forms {
		first, _ := utf8.DecodeRuneInString(f.form)
		x.forms[first] = append(x.forms[first], *f)
	}
	for _, list := range x.forms {
		slices.SortFunc(list, func(a, b wordForm) int { return cmp.Or(cmp.Compare(b.in, a.in), cmp.Compare(a.form, b.form)) })
	}
	return x
}

func (x *Wordings) term(stem string) int32 {
	number, known := x.terms[stem]
	if !known {
		number = int32(len(x.having))
		x.terms[stem] = number
		x.having = append(x.having, nil)
	}
	return number
}

// meant is a word's stem; of one that no text has, that of the word that was likely
// meant: the one fewest slips away, of these the one that most texts have. The first
// letter is taken as right.
func (x *Wordings) meant(form string) string {
	own := stem(form)
	if x == nil {
		return own
	}
	if _, known := x.terms[own]; known {
		return own
	}
	first, _ := utf8.DecodeRuneInString(form)
	length := utf8.RuneCountInString(form)
	for n := 1; n <= allowedSlips(form); n++ {
		for _, f := range x.forms[first] {
			if max(length-f.length, f.length-length) <= n && slips.Within(form, f.form, n) {
				return stem(f.form)
			}
		}
	}
	return own
}

// Sought counts, for each phrase and each word in one field that a search asks for,
// how often the texts of each version have it.
func (x *Wordings) Sought(asked AskedWords) []matching.Sought {
	var out []matching.Sought
	for _, c := range asked.clauses {
		if c.plain() {
			continue
		}
		counts := map[string]int{}
		if x != nil {
			x.count(c, counts)
		}
		out = append(out, matching.Sought{Text: c.key(), Counts: counts})
	}
	return out
}

func (x *Wordings) count(c clause, counts map[string]int) {
	terms := make([]int32, len(c.stems))
	for i, stem := range c.stems {
		term, known := x.terms[stem]
		if !known {
			return
		}
		terms[i] = term
	}
	for _, at := range x.having[terms[0]] {
		t := &x.texts[at]
		if c.field != "" && c.field != t.field {
			continue
		}
		n := 0
		for start := 0; start+len(terms) <= len(t.terms); start++ {
			if slices.Equal(t.terms[start:start+len(terms)], terms) {
				n++
			}
		}
		if n == 0 {
			continue
		}
		for _, version := range t.versions {
			counts[version] += n
		}
	}
}
