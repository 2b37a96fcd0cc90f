package employer

import (
	"cmp"
	"slices"
	"strings"

	"github.com/stackmatch/stackmatch/internal/jobad"
	"github.com/stackmatch/stackmatch/search/skillindex"
)

const (
	// leastFit is how well a skill must fit: about six in ten such proposals are right.
	leastFit = 0.6
	// maxMeanings bounds the skills of one phrase.
	maxMeanings = 4
)

// phrase is what an ad says in one place.
type phrase struct {
	words    string
	language skillindex.Language
	tokens   []token
	// joined is that it is single words with "and" or "or" between.
	joined bool
	// listed is how many short phrases its sentence has: a list of tools has many.
	listed int
}

const (
	// listed is how many short phrases are a list.
	listed = 3
	// brief is the length of a phrase that may mean a skill by an abbreviation, or by a
	// name that is never shown.
	brief = 3
)

func newPhrase(words, language string) phrase {
	return phrase{words: words, language: skillindex.Language(language), tokens: tokens(words, skillindex.Language(language)), joined: joined.MatchString(words)}
}

// phraseOf is a phrase with what its sentence says beside it.
func phraseOf(p jobad.Phrase, ad jobad.Ad) phrase {
	out := newPhrase(p.Of(ad.Text), ad.Language)
	for _, other := range ad.Phrases {
		if other.Sentence == p.Sentence && strings.Count(other.Of(ad.Text), " ") < 2 {
			out.listed++
		}
	}
	return out
}

// meaning is a skill that a phrase may mean, and how surely: about so many of a hundred
// such meanings are right.
type meaning struct {
	skill, label string
	fit          float64
	// learned is whether an organization's answers had a say in it, and confirmed
	// whether these words, or words like them, were confirmed.
	learned, confirmed bool
	// at are the words of the phrase that it was read from; none where it is meant
	// by all of them together.
	at []int
}

// meanings are the skills that a phrase means after what was learned, the likeliest
// first.
func meanings(p phrase, hits []skillindex.Hit, learned *lessons, resembled []skillindex.Hit) []meaning {
	var all []meaning
	for _, h := range hits {
		fit, at := p.read(h)
		all = append(all, meaning{skill: h.ID, label: h.Label.Text, fit: fit, at: at})
	}
	return likeliest(learned.weigh(p, all, resembled))
}

// likeliest keeps the meanings that fit. Of several that the same words have, or some of
// the same words, it keeps the best: "SQL Server" asks for no SQL. Two frameworks may
// have one name.
func likeliest(all []meaning) []meaning {
	slices.SortStableFunc(all, func(a, b meaning) int {
		return cmp.Or(cmp.Compare(b.fit, a.fit), cmp.Compare(len(b.at), len(a.at)))
	})
	var out []meaning
	for _, m := range all {
		if m.fit < leastFit || len(out) == maxMeanings {
			break
		}
		if !slices.ContainsFunc(out, m.yields) {
			out = append(out, m)
		}
	}
	return out
}

// yields tells whether a better meaning says already what this one does.
func (m meaning) yields(better meaning) bool {
	if m.confirmed || m.fit == better.fit && strings.EqualFold(m.label, better.label) {
		return false
	}
	return !slices.ContainsFunc(m.at, func(i int) bool { return len(better.at) > 0 && !slices.Contains(better.at, i) })
}

// fit is how surely a phrase means a skill that was found by it.
func (p phrase) fit(h skillindex.Hit) float64 {
	fit, _ := p.read(h)
	return fit
}

// read is how surely a phrase means a skill that was found by it, and by which of its
// words.
func (p phrase) read(h skillindex.Hit) (fit float64, at []int) {
	label, _, _ := strings.Cut(h.Label.Text, " (")
	name := tokens(label, h.Label.Language)
	has := sharedOf(p.tokens, name)
	foreign := h.Label.Language != p.language && h.Coverage < most
	switch {
	case len(p.tokens) == 0 || has.words == 0:
		return 0, nil
	case foreign:
		return p.meant(h, has), nil
	case h.Coverage >= complete && len(name) == 1:
		return p.named(h, has), has.at
	case h.Coverage >= complete:
		whole := sharedOf(p.tokens, heavy(name))
		return p.said(h, whole, 0.9), whole.at
	case has.said == has.words:
		return p.saidBut(h, has), has.at
	}
	return p.partly(h, has), has.at
}

const (
	// complete and most are how much of a name is in the phrase.
	complete, most = 0.95, 0.6
)

// said is of a name of several words that the phrase has all of.
func (p phrase) said(h skillindex.Hit, has shared, sure float64) float64 {
	switch {
	case has.said < has.words && h.Likeness < 0.8, h.Likeness < 0.6, 2*has.said < has.words && len(p.tokens) > brief:
		return 0 // letters are alike, and nothing else is
	case has.rest == 0 && h.Likeness > 0.9 && h.Coverage >= complete:
		return 1
	case h.Likeness < 0.7:
		sure -= 0.2
	}
	switch {
	case has.spread > has.said && has.turned, has.spread > has.said+2: // "contact for our customer" is not to contact customers
		sure -= 0.4
	case has.spread > has.said+1:
		sure -= 0.25
	}
	return sure
}

// named is of a name of one word: "history" is one, and a word of many sentences.
func (p phrase) named(h skillindex.Hit, has shared) float64 {
	sure, proper := 0.0, capital(h.Label.Text)
	switch {
	case !has.same && (h.Likeness < 0.92 || len(p.tokens) > brief && has.said == 0), !proper && h.Label.Language != p.language: // "logs" are no "logging"
		return 0
	case has.rest == 0:
		sure = 1
	case h.Likeness >= 0.88, p.joined && proper:
		sure = 0.9
	case h.Likeness >= 0.78:
		sure = 0.85
	case h.Likeness >= 0.7:
		sure = 0.75
	case h.Likeness >= 0.64 && has.rest <= 2, p.joined:
		sure = 0.65
	}
	if !has.cased && p.listed < listed {
		sure -= 0.45 // "less" is no LESS, but "html, css, less" are
	}
	return max(sure, 0)
}

// saidBut is of a name of which the phrase has all but what many names have: "budgets" of "manage budgets".
func (p phrase) saidBut(h skillindex.Hit, has shared) float64 {
	switch {
	case has.words > 1 && h.Likeness >= 0.85:
		return p.said(h, has, 0.85)
	case has.words > 1 && h.Likeness >= 0.65:
		return p.said(h, has, 0.72)
	case has.words == 1 && has.rest == 0 && h.Likeness >= 0.86, has.words == 1 && has.rest == 1 && h.Likeness >= 0.88, has.words == 1 && h.Likeness >= 0.92:
		return 0.75
	}
	return 0
}

// partly is of a name of which the phrase lacks a word that matters.
func (p phrase) partly(h skillindex.Hit, has shared) float64 {
	switch {
	case has.said >= 2 && h.Likeness >= 0.9:
		return 0.75
	case has.said >= 2 && h.Likeness >= 0.88 && h.Coverage >= 0.65, has.said >= 2 && h.Likeness >= 0.8 && has.rest <= 1: // "safety regulations" of "health and safety regulations"
		return 0.65
	case has.words == 2 && len(p.tokens) <= 2 && h.Likeness >= 0.93:
		return 0.62
	}
	return 0
}

// meant is of a name in another language.
func (p phrase) meant(h skillindex.Hit, has shared) float64 {
	n := len(p.tokens)
	switch {
	case n == 1 && has.words <= 2 && h.Likeness >= 0.92, n > 4 && h.Likeness >= 0.93:
		return 0.7
	case n > 1 && n <= 4 && has.words <= n+1 && h.Likeness >= 0.9:
		return 0.8
	case n > 1 && n <= 4 && has.words <= n+1 && h.Likeness >= 0.84, n == 1 && has.words == 1 && h.Likeness >= 0.88:
		return 0.65
	}
	return 0
}
