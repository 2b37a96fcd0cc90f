package skillindex

import (
	"slices"
	"unicode/utf8"
)

// kin is what somebody who types a word may mean of the words that look like it.
type kin uint8

const (
	anyAlike  kin = iota // no label has the word
	oneRoot              // labels have it
	noneAlike            // it is begun: what it may become is found anyway
)

// kinOf says what of the words that look like one count.
func (s *search) kinOf(word string, position int) kin {
	switch {
	case !s.query.Begun:
		return anyAlike
	case s.has(word):
		return oneRoot
	case position == len(s.words)-1 && slices.ContainsFunc(s.forms.beginning(word), s.formHere):
		return noneAlike
	case slices.ContainsFunc(s.languages, func(l Language) bool { return s.hasStem(s.stem(word, l)) }):
		return oneRoot
	}
	return anyAlike
}

// has says whether a label that is searched has a word.
func (s *search) has(word string) bool {
	number, known := s.forms.numbers[word]
	return known && s.formHere(number)
}

func (s *search) hasStem(stem string) bool {
	term, known := s.vocabulary[stem]
	return known && s.here(term)
}

func (s *search) formHere(number int32) bool { return s.here(s.forms.all[number].term) }

// here says whether a label that is searched has a term.
func (s *search) here(term int32) bool {
	return term != noTerm && (s.wanted == nil || slices.ContainsFunc(s.postings[term], func(label int32) bool { return s.wanted[s.within[label]] }))
}

// small says whether a word is a small one in whatever language the query is.
func (s *search) small(word string) bool {
	return !slices.ContainsFunc(s.languages, func(l Language) bool { return !stopWords[l][word] })
}

// counts says whether a stem that looks like a word's counts.
func (k kin) counts(stem, like string) bool {
	return k == anyAlike || k == oneRoot && sameRoot(stem, like)
}

// endings are what stems of one root may end with, beyond what stemming takes off:
// weld and welder, programar and programación.
//
//nolint:gochecknoglobals // a table
var endings = []string{
	"", "e", "y", "i", "d", "r", "er", "or", "ar", "ir", "dor", "dur", "cion", "mient", "ment", "ant", "ent", "ist", "ian",
	"at", "ation", "ator", "acion", "ador",
}

// leastRoot is the shortest root that other endings may follow.
const leastRoot = 4

// sameRoot says whether two stems are one root with other endings.
func sameRoot(a, b string) bool {
	root := 0
	for root < min(len(a), len(b)) && a[root] == b[root] {
		root++
	}
	return utf8.RuneCountInString(a[:root]) >= leastRoot && slices.Contains(endings, a[root:]) && slices.Contains(endings, b[root:])
}
