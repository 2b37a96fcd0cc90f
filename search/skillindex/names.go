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
	first int32 // bytes of its first word
}

func nameOf(words []string) string { return strings.Join(words, " ") }

func (x *Index) addName(text string, label int32) {
	if text == "" {
		return
	}
	first := strings.IndexByte(text, ' ')
	if first < 0 {
		first = len(text)
	}
	x.names = append(x.names, name{text, label, int32(first)})
}

func sortNames(names []name) {
	slices.SortFunc(names, func(a, b name) int {
		return cmp.Or(strings.Compare(a.text, b.text), cmp.Compare(a.label, b.label))
	})
}

// called are the names that begin with a text.
func (x *Index) called(text string) []name {
	from, _ := slices.BinarySearchFunc(x.names, text, func(n name, text string) int { return strings.Compare(n.text, text) })
	to, _ := slices.BinarySearchFunc(x.names[from:], text, func(n name, text string) int {
		if strings.HasPrefix(n.text, text) {
			return -1
		}
		return 1 // a larger one: those that begin so stand first
	})
	return x.names[from : from+to]
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
	s.addNamed(nameOf(s.words))
	if at := hyphens(s.query.Text); s.tuning.compounds && len(at) > 0 {
		s.addNamed(nameOf(joined(s.words, at)))
	}
}

func (s *search) addNamed(asked string) {
	for _, n := range s.called(asked) {
		if len(n.text) > len(asked) && !s.query.Begun {
			return // those that are the query stand first
		}
		l := &s.labels[n.label]
		switch {
		case len(n.text) == len(asked) && l.kind == Preferred:
			s.lift(n.label, exactBonus+preferredBonus)
		case len(n.text) == len(asked):
			s.lift(n.label, exactBonus)
		case l.kind != Hidden:
			bonus := begunBonus * float32(len(asked)) / float32(len(n.text))
			if n.ends(len(asked)) {
				bonus += exactBonus / 2
			}
			s.lift(n.label, bonus)
		}
	}
}

// ends says whether a word of a name ends at a byte; it looks at the text only if
// it has to.
func (n name) ends(at int) bool {
	if at <= int(n.first) {
		return at == int(n.first)
	}
	return n.text[at] == ' '
}

func (s *search) lift(label int32, bonus float32) {
	if s.bonus[label] == 0 {
		s.lifted = append(s.lifted, label)
	}
	s.bonus[label] = max(s.bonus[label], bonus)
}
