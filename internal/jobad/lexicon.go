package jobad

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// lexicon is how ads of a language say what they say.
type lexicon struct {
	headings []heading
	// must and nice are words for how much something is wanted.
	must, nice *regexp.Regexp
	// levels are words for proficiency, the highest first.
	levels []levelWords
	// years matches "3 to 5 years"; its first two groups are numbers.
	years *regexp.Regexp
	// claimed says that a law asks for it.
	claimed *regexp.Regexp
	// patterns are those of conditions.
	patterns []pattern
	// joints are where a sentence is taken apart.
	joints *regexp.Regexp
	// filler are words before what is asked for: "experience with"; trailing ones
	// after it: "is a plus".
	filler, trailing *regexp.Regexp
	// talk is that of employers about themselves.
	talk talk
	// small are the commonest words, by which the language is guessed.
	small map[string]bool
	// numbers are written out.
	numbers map[string]string
}

type levelWords struct {
	level   int
	pattern *regexp.Regexp
}

// words is the lexicon of a language, nil where there is none.
func words(language string) *lexicon {
	primary, _, _ := strings.Cut(language, "-")
	return lexicons()[strings.ToLower(primary)]
}

var lexicons = sync.OnceValue(func() map[string]*lexicon {
	return map[string]*lexicon{"en": english(), "es": spanish()}
})

// guess is the language that most of a text's small words are of.
func guess(text string) string {
	counts := map[string]int{}
	for i, word := range strings.Fields(strings.ToLower(text)) {
		for language, in := range lexicons() {
			if in.small[word] {
				counts[language]++
			}
		}
		if strings.ContainsAny(word, "áéíóúñ¿¡") {
			counts["es"]++
		}
		if i > 2000 {
			break
		}
	}
	if counts["es"] > counts["en"] {
		return "es"
	}
	return "en"
}

// whole matches any of some patterns as whole words, in any case.
func whole(patterns ...string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)(?:^|[^\pL\pN])(?:` + strings.Join(patterns, "|") + `)(?:$|[^\pL\pN])`)
}

// cues are what a sentence says of what it asks for, each with where it says so.
type cues struct {
	section    Importance
	importance []cue
	level      []cue
	years      []cue
}

type cue struct {
	Span
	value float64
}

func (in *lexicon) cues(sentence string, of section) cues {
	said := cues{section: of.importance}
	said.importance = append(said.importance, found(in.nice, sentence, float64(NiceToHave))...)
	for _, must := range found(in.must, sentence, float64(Must)) {
		if !slices.ContainsFunc(said.importance, func(c cue) bool { return c.overlaps(must.Span) }) {
			said.importance = append(said.importance, must)
		}
	}
	for _, l := range in.levels {
		said.level = append(said.level, found(l.pattern, sentence, float64(l.level))...)
	}
	for _, at := range in.years.FindAllStringSubmatchIndex(sentence, maxFound) {
		if inExperience(sentence) {
			said.years = append(said.years, cue{Span{at[0], at[1]}, in.number(sentence[at[2]:at[3]])})
		}
	}
	for _, list := range [][]cue{said.importance, said.level, said.years} {
		slices.SortFunc(list, func(a, b cue) int { return cmp.Compare(a.Start, b.Start) })
	}
	return said
}

func found(pattern *regexp.Regexp, sentence string, value float64) []cue {
	var out []cue
	for _, at := range pattern.FindAllStringIndex(sentence, maxFound) {
		out = append(out, cue{Span{at[0], at[1]}, value})
	}
	return out
}

// opener is how far into a sentence a word may stand that governs all of it.
const opener = 24

// within is what a list of cues says of a part of the sentence: by a word in the
// part itself, else by one at the sentence's beginning.
func within(list []cue, part Span) (value float64, ok bool) {
	for _, c := range list {
		if c.overlaps(part) {
			return c.value, true
		}
	}
	if len(list) > 0 && list[0].Start < opener && list[0].Start < part.Start {
		return list[0].value, true
	}
	return 0, false
}

// importanceOf is how much a part of the sentence is wanted: by a word in it or at the
// sentence's beginning, else by the next one after it, which then is said of a list.
func (c cues) importanceOf(part Span) Importance {
	value, ok := within(c.importance, part)
	if !ok {
		at := slices.IndexFunc(c.importance, func(one cue) bool { return one.Start >= part.End })
		if at < 0 {
			return c.section
		}
		value = c.importance[at].value
	}
	return Importance(value)
}

// levelOf is the highest of those said of a part of the sentence.
func (c cues) levelOf(part Span) int {
	value, _ := within(c.level, part)
	for _, one := range c.level {
		if one.overlaps(part) {
			value = max(value, one.value)
		}
	}
	return int(value)
}

// yearsOf are those said last before a part of the sentence, or in it, or after it.
func (c cues) yearsOf(part Span) float64 {
	if len(c.years) == 0 {
		return 0
	}
	value := c.years[0].value
	for _, one := range c.years {
		if one.Start <= part.Start {
			value = one.value
		}
	}
	return value
}
