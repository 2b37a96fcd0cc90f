package employer

import (
	"cmp"
	"math"
	"slices"

	"github.com/stackmatch/stackmatch/internal/jobad"
	"github.com/stackmatch/stackmatch/search/skillindex"
)

const (
	// surely is how much of a skill's name a phrase must have in words, and alike how
	// much it must mean.
	surely, alike = 0.66, 0.65
	// leastFit is how well a skill must fit.
	leastFit = 0.6
	// nearly is how much less than the best a second skill of a phrase may fit.
	nearly = 0.8
	// maxMeanings bounds the skills of one phrase.
	maxMeanings = 4
)

// phrase is what an ad says in one place.
type phrase struct {
	words    string
	language skillindex.Language
}

func phraseOf(p jobad.Phrase, ad jobad.Ad) phrase {
	return phrase{p.Of(ad.Text), skillindex.Language(ad.Language)}
}

// meaning is a skill that a phrase may mean, and how surely: up to 1, in hundredths.
type meaning struct {
	skill, label string
	fit          float64
	// learned is whether an organization's answers had a say in it, and confirmed
	// whether the very words were confirmed.
	learned, confirmed bool
}

// meanings are the skills that a phrase means after what was learned, the likeliest
// first.
func meanings(p phrase, hits []skillindex.Hit, learned *lessons, resembled []skillindex.Hit) []meaning {
	var all []meaning
	for _, h := range hits {
		all = append(all, meaning{skill: h.ID, label: h.Label.Text, fit: p.fit(h)})
	}
	return likeliest(learned.weigh(p, all, resembled))
}

// likeliest keeps the meanings that fit, and nearly as well as the best.
func likeliest(all []meaning) []meaning {
	all = slices.DeleteFunc(all, func(m meaning) bool { return m.fit < leastFit })
	slices.SortStableFunc(all, func(a, b meaning) int { return cmp.Compare(b.fit, a.fit) })
	if len(all) > 0 {
		best := all[0].fit
		all = slices.DeleteFunc(all, func(m meaning) bool { return m.fit < nearly*best })
	}
	return all[:min(len(all), maxMeanings)]
}

// fit is how surely a phrase means a skill that was found by it.
func (p phrase) fit(h skillindex.Hit) float64 {
	if h.Coverage < surely || h.Likeness < alike {
		return 0
	}
	return math.Round(60*h.Coverage+40*h.Likeness) / 100
}
