package skillindex

import (
	"cmp"
	"slices"
	"sort"
	"strings"
	"unicode"
)

// An abbreviation has so many letters.
const (
	leastAbbreviated = 2
	mostAbbreviated  = 6
)

// abbreviations are what the labels say that letters stand for, and which labels
// have which initials.
type abbreviations struct {
	meant    map[string][][]int32 // terms that letters stand for
	begin    map[int32][]meant    // by the first of these terms
	initials []initials           // sorted
}

// meant is an abbreviation and the terms that it stands for.
type meant struct {
	letters string
	terms   []int32
}

// initials are those of a label.
type initials struct {
	letters string
	label   int32
}

// maxMeant bounds what an abbreviation may stand for.
const maxMeant = 4

// define takes note that letters stand for terms.
func (a *abbreviations) define(letters string, terms []int32) {
	same := func(other []int32) bool { return slices.Equal(other, terms) }
	if len(terms) < leastAbbreviated || len(a.meant[letters]) == maxMeant || slices.ContainsFunc(a.meant[letters], same) {
		return
	}
	a.meant[letters] = append(a.meant[letters], terms)
	a.begin[terms[0]] = append(a.begin[terms[0]], meant{letters, terms})
}

// having are the labels with these initials.
func (a *abbreviations) having(letters string) []initials {
	from, _ := slices.BinarySearchFunc(a.initials, letters, func(i initials, letters string) int { return strings.Compare(i.letters, letters) })
	to := from
	for to < len(a.initials) && a.initials[to].letters == letters {
		to++
	}
	return a.initials[from:to]
}

// beginning are the labels whose initials begin with these, and go on.
func (a *abbreviations) beginning(letters string) []initials {
	from := sort.Search(len(a.initials), func(i int) bool { return a.initials[i].letters > letters })
	to := from
	for to < len(a.initials) && strings.HasPrefix(a.initials[to].letters, letters) {
		to++
	}
	return a.initials[from:to]
}

// within are the labels that have these initials somewhere, or none of too many.
func (a *abbreviations) within(letters string, most int) []initials {
	var all []initials
	last, has := "", false
	for _, i := range a.initials {
		if i.letters != last { // equal ones stand together
			last, has = i.letters, strings.Contains(i.letters, letters)
		}
		if !has {
			continue
		}
		if all = append(all, i); len(all) > most {
			return nil
		}
	}
	return all
}

func (a *abbreviations) sort() {
	slices.SortFunc(a.initials, func(x, y initials) int {
		return cmp.Or(strings.Compare(x.letters, y.letters), cmp.Compare(x.label, y.label))
	})
}

// abbreviated says whether a word is written as an abbreviation, and how it is
// compared: PLC, not of another language's letters.
func abbreviated(word string) (letters string, is bool) {
	if len(word) < leastAbbreviated || len(word) > mostAbbreviated {
		return "", false
	}
	for i := range len(word) {
		if word[i] < 'A' || word[i] > 'Z' {
			return "", false
		}
	}
	return strings.ToLower(word), true
}

// bracketed takes a label apart that ends with brackets.
func bracketed(text string) (before, within string, is bool) {
	text, is = strings.CutSuffix(strings.TrimSpace(text), ")")
	if !is {
		return "", "", false
	}
	before, within, is = strings.Cut(text, "(")
	return strings.TrimSpace(before), strings.TrimSpace(within), is && !strings.Contains(within, ")")
}

// initialsOf are the first letters of words, without the small ones.
func initialsOf(words []string, language Language) string {
	var out []byte
	for _, w := range words {
		if stopWords[language][w] && len(words) > 1 {
			continue
		}
		if len(out) > mostAbbreviated || w[0] < 'a' || w[0] > 'z' {
			return ""
		}
		out = append(out, w[0])
	}
	if len(out) < leastAbbreviated || len(out) > mostAbbreviated {
		return ""
	}
	return string(out)
}

// abbreviate reads what the labels of a skill say of abbreviations: by brackets, and
// by being two names of one skill.
func (b *builder) abbreviate(labels []readLabel) {
	for i := range labels {
		r, number := &labels[i], int32(len(b.labels)-len(labels)+i)
		if letters := initialsOf(r.words[:r.head], r.Language); letters != "" && r.Kind != Hidden {
			b.abbreviations.initials = append(b.abbreviations.initials, initials{letters, number})
		}
		if before, within, is := bracketed(r.Text); is {
			if letters, is := abbreviated(within); is {
				b.addName(letters, number)
			}
			b.explain(within, before, r.Language)
			b.explain(before, within, r.Language)
		}
		for at := range labels {
			b.explain(r.Text, labels[at].Text, labels[at].Language)
		}
	}
}

// explain takes note of an abbreviation if words at the end of a text have these
// initials.
func (b *builder) explain(abbreviation, text string, language Language) {
	letters, is := abbreviated(abbreviation)
	if !is {
		return
	}
	var forms, stems []string
	words := readWords(text)
	for _, t := range analyze(words, language, b.remembered).terms {
		forms, stems = append(forms, words[t.position]), append(stems, t.stem)
	}
	if len(forms) < len(letters) {
		return
	}
	forms, stems = forms[len(forms)-len(letters):], stems[len(stems)-len(letters):]
	terms := make([]int32, len(letters))
	for i := range terms {
		term, known := b.vocabulary[stems[i]]
		if !known || forms[i][0] != letters[i] {
			return
		}
		terms[i] = term
	}
	b.abbreviations.define(letters, terms)
}

// capitals are the words of a text that are written in capitals as an abbreviation
// is; none if all of it is in capitals.
func capitals(text string) map[string]bool {
	if !strings.ContainsFunc(text, unicode.IsLower) && strings.ContainsRune(strings.TrimSpace(text), ' ') {
		return nil
	}
	var all map[string]bool
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return !inWord(r) }) {
		if letters, is := abbreviated(word); is {
			if all == nil {
				all = map[string]bool{}
			}
			all[letters] = true
		}
	}
	return all
}
