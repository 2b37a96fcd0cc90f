package skillindex

import (
	"unicode/utf8"

	"github.com/stackmatch/stackmatch/search/internal/slips"
)

// What a word counts of which only the beginning is there, and if there is a slip
// in that; and how many words a beginning with a slip may become.
const (
	begunWeight    = 0.7
	slippedWeight  = 0.5
	maxSlippedInto = 30
)

// giveBegun gives credit for the words that the last one may become.
func (s *search) giveBegun() {
	at := len(s.words) - 1
	last := s.words[at]
	into := s.forms.beginning(last)
	for _, number := range into {
		if f := &s.forms.all[number]; f.term != noTerm && !s.inFirstPart(f, last) {
			s.give(f.term, begunWeight, at)
		}
	}
	if len(into) > 0 || !spelled(last) {
		return
	}
	given := 0
	letters := lettersOf(last)
	for _, number := range s.forms.sameFirst(last) {
		f := &s.forms.all[number]
		if f.term != noTerm && given < maxSlippedInto && begins(f.text, last, letters) {
			s.give(f.term, slippedWeight, at)
			given++
		}
	}
}

// inFirstPart says whether a form stands for the second part of a compound, of which
// no more than the first is typed.
func (x *Index) inFirstPart(f *form, typed string) bool {
	parts, is := x.compounds[f.text]
	return is && parts[1] == f.term && parts[0] != noTerm && len(typed) <= len(x.stems[parts[0]])
}

// begins says whether a word begins as typed, but for a slip.
func begins(text, typed string, letters uint32) bool {
	if len(text) < len(typed)-1 {
		return false
	}
	n := utf8.RuneCountInString(typed)
	for _, length := range [3]int{n, n - 1, n + 1} {
		beginning, whole := firstRunes(text, length)
		if whole && near(lettersOf(beginning), letters, 1) && slips.Within(typed, beginning, 1) {
			return true
		}
	}
	return false
}

// firstRunes are so many letters of a text, if it has them.
func firstRunes(text string, n int) (string, bool) {
	for at := range text {
		if n == 0 {
			return text[:at], true
		}
		n--
	}
	return text, n == 0
}

// unfinished says whether the last word is not one yet: then it means nothing.
func (s *search) unfinished() bool {
	last := s.words[len(s.words)-1]
	return s.query.Begun && !s.forms.has(last) && !s.knows(last)
}
