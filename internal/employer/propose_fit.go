package employer

import (
	"cmp"
	"math"
	"slices"

	"github.com/stackmatch/stackmatch/search/skillindex"
)

const (
	// surely is how much of a skill's name a phrase must have in words, and alike how
	// much it must mean.
	surely, alike = 0.66, 0.65
	// nearly is how much less than the best a second skill of a phrase may fit.
	nearly = 0.8
	// maxMeanings bounds the skills of one phrase.
	maxMeanings = 4
)

// meaning is a skill that a phrase may mean, and how well its name fits: up to 1, in hundredths.
type meaning struct {
	skill, label string
	fit          float64
}

// meanings keeps the skills whose names a phrase has, the best first.
func meanings(hits []skillindex.Hit) []meaning {
	var out []meaning
	for _, h := range hits {
		if h.Coverage >= surely && h.Likeness >= alike {
			out = append(out, meaning{h.ID, h.Label.Text, math.Round(60*h.Coverage+40*h.Likeness) / 100})
		}
	}
	slices.SortStableFunc(out, func(a, b meaning) int { return cmp.Compare(b.fit, a.fit) })
	out = slices.DeleteFunc(out, func(m meaning) bool { return m.fit < nearly*out[0].fit })
	return out[:min(len(out), maxMeanings)]
}
