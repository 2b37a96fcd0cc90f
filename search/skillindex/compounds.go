package skillindex

import (
	"slices"
	"strings"
)

// compounds are words that some write as one and others with a hyphen or apart.
type compounds map[string][2]int32

// hyphens are the numbers of the words of a text that a hyphen joins to the next.
func hyphens(text string) map[int]bool {
	if !strings.Contains(text, "-") {
		return nil
	}
	folded := Fold(cut(text, maxText))
	all := map[int]bool{}
	n, end := 0, -1
	eachWord(folded, func(form string, start int) bool {
		if end >= 0 && start == end+1 && folded[end] == '-' {
			all[n-1] = true
		}
		n, end = n+1, start+len(form)
		return n < maxWords
	})
	return all
}

// joined are words with those written as one that a hyphen takes apart.
func joined(words []string, at map[int]bool) []string {
	var out []string
	for i, w := range words {
		if i > 0 && at[i-1] {
			out[len(out)-1] += w
			continue
		}
		out = append(out, w)
	}
	return out
}

// compound takes note of the words of a label that a hyphen takes apart.
func (b *builder) compound(r *readLabel, label int32) {
	at := hyphens(r.Text)
	if len(at) == 0 {
		return
	}
	b.addName(nameOf(joined(r.words, at)), label)
	for i := range len(r.words) - 1 {
		whole := r.words[i] + r.words[i+1]
		if _, known := b.compounds[whole]; known || !at[i] || len(whole) > maxForm {
			continue
		}
		terms := [2]int32{noTerm, noTerm}
		for n, w := range r.words[i : i+2] {
			if number, known := b.vocabulary[b.remembered(w, r.Language)]; known {
				terms[n] = number
			}
		}
		b.compounds[whole] = terms
		if form := b.forms.add(whole); b.forms.all[form].term == noTerm { // so that it can be typed
			b.forms.all[form].term = terms[1]
		}
	}
}

// compoundWeight is what a word counts that is written in another way.
const compoundWeight = 0.9

// giveCompounds gives credit for what the query has as one word and a label apart,
// or the other way round.
func (s *search) giveCompounds(t text, language Language) {
	for i, w := range t.words {
		terms, known := s.compounds[w]
		if !known {
			terms, known = s.apart(w)
		}
		for _, term := range terms {
			if known && term != noTerm {
				s.give(term, compoundWeight, i)
			}
		}
	}
	at := hyphens(s.query.Text)
	for i := range len(t.words) - 1 {
		first, second := t.words[i], t.words[i+1]
		if !at[i] && (stopWords[language][first] || stopWords[language][second]) {
			continue
		}
		if number, known := s.forms.numbers[first+second]; known && s.forms.all[number].term != noTerm {
			s.give(s.forms.all[number].term, compoundWeight, i)
		}
	}
}

// leastPart is the shortest part that a word is taken apart into.
const leastPart = 3

// apart takes a word that no label has apart into two that some label has both of.
func (x *Index) apart(w string) (terms [2]int32, is bool) {
	if len(w) < 2*leastPart || x.forms.has(w) || !spelled(w) {
		return terms, false
	}
	for at := leastPart; at <= len(w)-leastPart; at++ {
		first, known := x.forms.numbers[w[:at]]
		if !known {
			continue
		}
		second, known := x.forms.numbers[w[at:]]
		if !known {
			continue
		}
		terms = [2]int32{x.forms.all[first].term, x.forms.all[second].term}
		if terms[0] != noTerm && terms[1] != noTerm && x.together(terms) {
			return terms, true
		}
	}
	return terms, false
}

// together says whether some label has both terms.
func (x *Index) together(terms [2]int32) bool {
	few, many := x.postings[terms[0]], x.postings[terms[1]]
	if len(few) > len(many) {
		few, many = many, few
	}
	for _, label := range few {
		if _, found := slices.BinarySearch(many, label); found {
			return true
		}
	}
	return false
}
