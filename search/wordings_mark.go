package search

import (
	"cmp"
	"slices"
	"unicode/utf8"
)

// Mark is a part of a text, in bytes.
type Mark struct{ Start, End int }

// Saying is something that the catalog says, in some languages and by some names.
type Saying struct {
	Field    WordingField
	Variants []Variant
}

// Variant is one way in which it is said.
type Variant struct{ Text, Language string }

// Marked is a variant, as a search marks it.
type Marked struct {
	Field WordingField
	Variant
	Marks []Mark
}

// Mark gives the sayings that the search asks for, each by the variant that has most
// of it: of equals one in the language, then the first. Long ones are cut to what
// stands around the first mark.
func (a AskedWords) Mark(said []Saying, language string) []Marked {
	var out []Marked
	for _, s := range said {
		best := Marked{Field: s.Field}
		for _, v := range s.Variants {
			marks := a.Marks(s.Field, v.Text)
			if n := len(marks); n > len(best.Marks) || n > 0 && n == len(best.Marks) && v.Language == language && best.Language != language {
				best.Variant, best.Marks = v, marks
			}
		}
		if len(best.Marks) > 0 {
			best.Text, best.Marks = Excerpt(best.Text, best.Marks, mostShown)
			out = append(out, best)
		}
	}
	return out
}

// mostShown is how many bytes of a text are shown around its first mark.
const mostShown = 240

// Marks are the parts of a field's text that the search asks for, in order, none
// overlapping.
func (a AskedWords) Marks(field WordingField, text string) []Mark {
	words := placed(text)
	var marks []Mark
	for _, c := range a.clauses {
		if c.field != "" && c.field != field {
			continue
		}
		for start := 0; start+len(c.stems) <= len(words); start++ {
			part := words[start : start+len(c.stems)]
			if slices.EqualFunc(part, c.stems, func(w placedWord, stem string) bool { return w.stem == stem }) {
				marks = append(marks, Mark{part[0].Start, part[len(part)-1].End})
			}
		}
	}
	slices.SortFunc(marks, func(a, b Mark) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End)) })
	apart := marks[:0]
	for _, m := range marks {
		if n := len(apart); n > 0 && m.Start < apart[n-1].End {
			apart[n-1].End = max(apart[n-1].End, m.End)
			continue
		}
		apart = append(apart, m)
	}
	return apart
}

// placedWord is an analyzed word where it stands.
type placedWord struct {
	Mark
	stem string
}

// placed analyzes a text; what counts for nothing is left out.
func placed(text string) []placedWord {
	var words []placedWord
	start := -1
	flush := func(end int) {
		if start < 0 {
			return
		}
		for _, form := range Forms(text[start:end]) {
			if !stopWords[form] {
				words = append(words, placedWord{Mark{start, end}, stem(form)})
			}
		}
		start = -1
	}
	for i, r := range text {
		switch {
		case notInWord(r) && !combining(r):
			flush(i)
		case start < 0:
			start = i
		}
	}
	flush(len(text))
	return words
}

// combining says whether a character belongs to the letter before it.
func combining(r rune) bool { return r >= 0x300 && r < 0x370 }

// Excerpt is a part of a text around its first mark, at most so many bytes where the
// mark allows it, cut between words, with the marks that are in it.
func Excerpt(text string, marks []Mark, most int) (string, []Mark) {
	if len(text) <= most || len(marks) == 0 {
		return text, marks
	}
	const before = 40
	start := cutAt(text, max(0, marks[0].Start-before), marks[0].Start)
	end := len(text)
	if start+most < end {
		end = max(lastBreak(text, start, start+most), marks[0].End)
	}
	var kept []Mark
	for _, m := range marks {
		if m.End <= end {
			kept = append(kept, Mark{m.Start - start, m.End - start})
		}
	}
	return text[start:end], kept
}

// cutAt is where the first word after a place begins, the end at the latest.
func cutAt(text string, from, end int) int {
	if from == 0 {
		return 0
	}
	for i := from; i < end; i++ {
		if text[i-1] == ' ' || text[i-1] == '\n' {
			return i
		}
	}
	return end
}

// lastBreak is where the last word before a place ends.
func lastBreak(text string, from, to int) int {
	for i := to; i > from; i-- {
		if text[i] == ' ' || text[i] == '\n' {
			return i
		}
	}
	for to > from && !utf8.RuneStart(text[to]) {
		to--
	}
	return to
}
