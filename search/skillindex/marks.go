package skillindex

import "strings"

// leastMarked is how well the query has to have a word that is marked; maxMarked
// is how much of a label is looked at, in bytes.
const (
	leastMarked = 0.3
	maxMarked   = 1 << 12
)

// marks are the parts of a label's text that the query has in words: of a word
// whose beginning was typed, what was typed of it.
func (s *search) marks(l Label) []Mark {
	folded, places := foldPlaces(cut(l.Text, maxMarked))
	var forms []string
	var starts []int
	eachWord(folded, func(form string, start int) bool {
		forms, starts = append(forms, form), append(starts, start)
		return len(forms) < maxWords
	})
	var marks []Mark
	for _, t := range analyze(forms, l.Language, s.stem).terms {
		length := s.marked(forms[t.position], t.stem)
		if length == 0 {
			continue
		}
		start := starts[t.position]
		marks = addMark(marks, Mark{places[start].Start, places[start+length-1].End})
	}
	return marks
}

// marked is how much of a word is marked, in bytes.
func (s *search) marked(form, stem string) int {
	if last := s.words[len(s.words)-1]; s.query.Begun && strings.HasPrefix(form, last) {
		return len(last)
	}
	term, known := s.vocabulary[stem]
	if !known {
		return 0
	}
	if c := s.credit(term); c != nil && c.weight >= leastMarked {
		return len(form)
	}
	return 0
}

// addMark adds what stands behind the others; a letter that is two of them folded
// may be in the last one already.
func addMark(marks []Mark, m Mark) []Mark {
	if n := len(marks); n > 0 {
		m.Start = max(m.Start, marks[n-1].End)
	}
	if m.End <= m.Start {
		return marks
	}
	return append(marks, m)
}
