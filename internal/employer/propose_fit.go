package employer

import (
	"slices"

	"github.com/stackmatch/stackmatch/search"
	"github.com/stackmatch/stackmatch/search/skillindex"
)

const (
	// surely is the share of a label's words that a phrase must have.
	surely = 0.66
	// nearly is how much less than the best a second skill of a phrase may fit.
	nearly = 0.8
	// maxMeanings bounds the skills of one phrase.
	maxMeanings = 4
)

// meaning is a skill that a phrase may mean, and how well its name fits, up to 1.
type meaning struct {
	skill, label string
	fit          float64
}

// meanings keeps the skills whose names a phrase has, the best first.
func meanings(phrase string, hits []skillindex.Hit) []meaning {
	words := search.Analyze(phrase)
	var out []meaning
	for _, h := range hits {
		if fit := fits(words, search.Analyze(h.Label.Text)); fit > 0 {
			out = append(out, meaning{h.ID, h.Label.Text, fit})
		}
	}
	slices.SortStableFunc(out, func(a, b meaning) int {
		switch {
		case a.fit > b.fit:
			return -1
		case a.fit < b.fit:
			return 1
		}
		return 0
	})
	out = slices.DeleteFunc(out, func(m meaning) bool { return m.fit < nearly*out[0].fit })
	return out[:min(len(out), maxMeanings)]
}

// fits is how much of a label's words a phrase has, and a little of how much of the
// phrase they are; 0 where it is too little.
func fits(phrase, label []string) float64 {
	if len(label) == 0 || len(phrase) == 0 {
		return 0
	}
	shared := 0
	for _, word := range label {
		if slices.Contains(phrase, word) {
			shared++
		}
	}
	of := float64(shared) / float64(len(label))
	if of < surely {
		return 0
	}
	return 0.75*of + 0.25*min(1, float64(shared)/float64(len(phrase)))
}
