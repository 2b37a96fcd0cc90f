package skillindex

import (
	"cmp"
	"slices"
	"strings"
)

// name is a whole label as it is compared.
type name struct {
	text  string
	label int32
}

func nameOf(words []string) string { return strings.Join(words, " ") }

func sortNames(names []name) {
	slices.SortFunc(names, func(a, b name) int {
		return cmp.Or(strings.Compare(a.text, b.text), cmp.Compare(a.label, b.label))
	})
}

// What it counts to be called just so: more than all words and meanings together,
// and a preferred label more than others.
const (
	exactBonus     = 100
	preferredBonus = 10
	begunBonus     = 40
)

// addNames lifts the labels that are the query, and, of a query that is being
// typed, those that begin with it: the more of a label is there, the more.
func (s *search) addNames() {
	asked := nameOf(s.words)
	at, _ := slices.BinarySearchFunc(s.names, asked, func(n name, asked string) int { return strings.Compare(n.text, asked) })
	for _, n := range s.names[at:] {
		switch {
		case n.text == asked:
			s.scores[n.label] += exactBonus
			if s.labels[n.label].Kind == Preferred {
				s.scores[n.label] += preferredBonus
			}
		case !strings.HasPrefix(n.text, asked):
			return
		case s.query.Begun && s.labels[n.label].Kind != Hidden && n.text[len(asked)] == ' ':
			s.scores[n.label] += exactBonus / 2
			fallthrough
		case s.query.Begun && s.labels[n.label].Kind != Hidden:
			s.scores[n.label] += begunBonus * float64(len(asked)) / float64(len(n.text))
		}
	}
}

// begunWeight is what a word counts of which only the beginning is there.
const begunWeight = 0.7

// giveBegun gives credit for the words that the last one may become.
func (x *Index) giveBegun(c *credits, words []string) {
	last := words[len(words)-1]
	at, _ := slices.BinarySearchFunc(x.forms.sorted, last, strings.Compare)
	for _, form := range x.forms.sorted[at:] {
		if !strings.HasPrefix(form, last) {
			return
		}
		if term, known := x.forms.terms[form]; known {
			c.give(term, begunWeight, len(words)-1)
		}
	}
}
