package skillindex

import (
	"math/bits"
	"strings"

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
	if !spelled(form) || x.forms.has(form) || x.knows(form) {
		return ""
	}
	alike := x.forms.sameFirst(form)
	letters := lettersOf(form)
	for n := 1; n <= mostSlips(form); n++ {
		for _, number := range alike {
			f := &x.forms.all[number]
			if near(letters, f.letters, n) && slips.Within(form, f.text, n) {
				return f.text
			}
		}
	}
	return ""
}

// near says whether two words may be so many slips apart, by their letters: each
// slip changes two at most.
func near(a, b uint32, slips int) bool { return bits.OnesCount32(a^b) <= 2*slips }

// spelled says whether a word is one that people spell: no name of a tool.
func spelled(form string) bool {
	return len(form) >= leastSpelled && !strings.ContainsAny(form, "+#'0123456789")
}

func mostSlips(form string) int {
	if len(form) >= longSpelled {
		return 2
	}
	return 1
}

// knows says whether a word is one, if none of a label.
func (x *Index) knows(form string) bool {
	if stopWords[English][form] || stopWords[Spanish][form] {
		return true
	}
	return x.meanings != nil && x.meanings.has(form)
}
