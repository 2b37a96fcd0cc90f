package jobad

import (
	"regexp"
	"slices"
	"unicode"
	"unicode/utf8"
)

// clause is a part of a sentence: all of it, and without the words around what it
// asks for.
type clause struct{ whole, words Span }

// clauses are the parts of a sentence that may ask for something, without its
// conditions.
func (in *lexicon) clauses(sentence string, apart []Condition) []clause {
	var out []clause
	start := 0
	for _, c := range append(slices.Clone(apart), Condition{Span: Span{len(sentence), len(sentence)}}) {
		if c.Start > start {
			out = in.split(out, sentence, Span{start, c.Start})
		}
		start = max(start, c.End)
	}
	return out
}

// split adds the clauses of a part of a sentence.
func (in *lexicon) split(out []clause, sentence string, part Span) []clause {
	at := part.Start
	for _, joint := range append(in.joints.FindAllStringIndex(part.Of(sentence), -1), []int{part.End - part.Start, 0}) {
		whole := Span{at, part.Start + joint[0]}
		if words, ok := in.asks(sentence, whole); ok {
			out = append(out, clause{whole, words})
		}
		at = part.Start + joint[1]
	}
	return out
}

// told is the first of conditions with what it is about, up to the next: "2 years of
// welding experience". What it is about is a phrase, too.
func (in *lexicon) told(sentence string, conditions []Condition) Span {
	s := conditions[0].Span
	end := len(sentence)
	if len(conditions) > 1 {
		end = conditions[1].Start
	}
	if joint := in.joints.FindStringIndex(sentence[s.End:end]); joint != nil {
		end = s.End + joint[0]
	}
	if end-s.Start <= maxTold {
		s.End = end
	}
	return trimmed(sentence, s)
}

// maxTold is the length, in bytes, up to which a condition has what it is about.
const maxTold = 120

// maxClause is the length of a clause, in bytes, past which it is none.
const maxClause = 400

// asks finds what a clause asks for, if anything is left of it.
func (in *lexicon) asks(sentence string, s Span) (Span, bool) {
	s = trimmed(sentence, s)
	s.Start += len(in.filler.FindString(s.Of(sentence)))
	if at := in.trailing.FindStringIndex(s.Of(sentence)); at != nil {
		s.End = s.Start + at[0]
	}
	s = trimmed(sentence, s)
	return s, s.Start < s.End && s.End-s.Start <= maxClause && says(s.Of(sentence))
}

// mask stands for what was taken out of an ad: "#URL_86fd…#", "<ORGANIZATION>".
var mask = regexp.MustCompile(`#[A-Z]+_[0-9a-f]+#|<[A-Z_]+>|https?://\S+|\S+@\S+\.\S+`)

// says tells whether anything is left besides numbers, signs and masks. A single
// letter says something only where it is upper-case: "R", "C".
func says(part string) bool {
	part = mask.ReplaceAllString(part, " ")
	letters := 0
	for _, r := range part {
		if unicode.IsLetter(r) {
			letters++
		}
	}
	first, _ := utf8.DecodeRuneInString(part)
	return letters > 1 || letters == 1 && unicode.IsUpper(first)
}
