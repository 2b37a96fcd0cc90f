package skillindex

import (
	"strings"
	"unicode/utf8"

	"github.com/stackmatch/stackmatch/search/internal/slips"
)

const (
	// leastSpelled is the shortest word that is taken for a misspelled one.
	leastSpelled = 5
	// maxCorrected is the longest search that is corrected, in words: what nobody
	// knows in a sentence is likely a name.
	maxCorrected = 6
	// longSpelled is the shortest word that may have two slips.
	longSpelled = 9
)

// forms are the words of the labels as they stand, by their first letter.
type forms struct {
	counts map[string]int
	begin  map[rune][]string
	sorted []string
	terms  map[string]int32
}

func (f *forms) add(form string) {
	if f.counts[form]++; f.counts[form] > 1 {
		return
	}
	first, _ := utf8.DecodeRuneInString(form)
	f.begin[first] = append(f.begin[first], form)
}

// corrected replaces words that nobody knows by the ones that were likely meant:
// of those one slip away, or two of a long word, the one that most labels have.
// The first letter is taken as right.
func (x *Index) corrected(words []string) []string {
	if !x.tuning.spelling {
		return words
	}
	var out []string
	for i, w := range words {
		meant := x.meant(w)
		if meant == "" {
			continue
		}
		if out == nil {
			out = append(out, words...)
		}
		out[i] = meant
	}
	if out == nil {
		return words
	}
	return out
}

func (x *Index) meant(form string) string {
	if len(form) < leastSpelled || strings.ContainsAny(form, "+#'0123456789") || x.forms.counts[form] > 0 || x.knows(form) {
		return ""
	}
	most := 1
	if len(form) >= longSpelled {
		most = 2
	}
	first, _ := utf8.DecodeRuneInString(form)
	best, count := "", 0
	for n := 1; n <= most && best == ""; n++ {
		for _, known := range x.forms.begin[first] {
			if x.forms.counts[known] > count && slips.Within(form, known, n) {
				best, count = known, x.forms.counts[known]
			}
		}
	}
	return best
}

// knows says whether a word is one, if none of a label.
func (x *Index) knows(form string) bool {
	if stopWords[English][form] || stopWords[Spanish][form] {
		return true
	}
	if x.meanings == nil {
		return false
	}
	_, known := x.meanings.tokens[form]
	return known
}
