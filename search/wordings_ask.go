package search

import (
	"slices"
	"strings"
	"unicode"
)

// AskedWords is what an employer searches the catalog's texts for.
type AskedWords struct{ clauses []clause }

// clause is a word, or several that stand together, in one field or in any.
type clause struct {
	field WordingField // empty for any
	stems []string
}

// plain says whether it is one word, wherever it stands.
func (c clause) plain() bool { return c.field == "" && len(c.stems) == 1 }

func (c clause) key() string { return string(c.field) + ":" + strings.Join(c.stems, " ") }

// wordingFields are what may stand before a colon, folded.
//
//nolint:gochecknoglobals // a table
var wordingFields = map[string]WordingField{
	"name": WordingName, "nombre": WordingName,
	"criteria": WordingCriteria, "criterios": WordingCriteria,
	"skill": WordingSkill, "habilidad": WordingSkill, "competencia": WordingSkill,
}

// quotes closes what an opening quotation mark begins.
//
//nolint:gochecknoglobals // a table
var quotes = map[rune]rune{'"': '"', '“': '”', '”': '”', '„': '“', '«': '»'}

// Ask reads a search: words; phrases in quotation marks, whose words stand together;
// and name:, criteria: or skill: before a word or phrase that is to stand there. Words
// that no text has are taken for the ones that were likely meant.
func (x *Wordings) Ask(search string) AskedWords {
	var asked AskedWords
	rest := []rune(search)
	meant := map[string]string{} // by words as they were read
	for {
		rest = skipSpace(rest)
		if len(rest) == 0 {
			return asked
		}
		var field WordingField
		field, rest = cutField(rest)
		var words string
		quoted := false
		if len(rest) > 0 && quotes[rest[0]] != 0 {
			words, rest, quoted = cutQuoted(rest)
		} else {
			words, rest = cutWord(rest)
		}
		asked.add(field, x.stems(words, meant), quoted)
	}
}

func (x *Wordings) stems(words string, meant map[string]string) []string {
	var stems []string
	for _, form := range Forms(words) {
		if stopWords[form] {
			continue
		}
		if _, known := meant[form]; !known {
			meant[form] = x.meant(form)
		}
		stems = append(stems, meant[form])
	}
	return stems
}

func (a *AskedWords) add(field WordingField, stems []string, together bool) {
	if len(stems) == 0 {
		return
	}
	if !together {
		for _, one := range stems {
			a.put(clause{field, []string{one}})
		}
		return
	}
	a.put(clause{field, stems})
}

func (a *AskedWords) put(c clause) {
	if !slices.ContainsFunc(a.clauses, func(o clause) bool { return o.key() == c.key() }) {
		a.clauses = append(a.clauses, c)
	}
}

// Words are the single words that may stand anywhere, analyzed.
func (a AskedWords) Words() []string {
	var words []string
	for _, c := range a.clauses {
		if c.plain() {
			words = append(words, c.stems[0])
		}
	}
	return words
}

// Empty says whether nothing is searched for.
func (a AskedWords) Empty() bool { return len(a.clauses) == 0 }

func skipSpace(text []rune) []rune {
	for len(text) > 0 && unicode.IsSpace(text[0]) {
		text = text[1:]
	}
	return text
}

// cutField cuts a field's name and colon off; none of another word with a colon.
func cutField(text []rune) (WordingField, []rune) {
	for i, r := range text {
		if r == ':' {
			field := wordingFields[normal(string(text[:i]))]
			if field == "" || i+1 == len(text) || unicode.IsSpace(text[i+1]) {
				return "", text
			}
			return field, text[i+1:]
		}
		if !unicode.IsLetter(r) {
			break
		}
	}
	return "", text
}

// cutQuoted cuts a phrase off; a mark that nothing closes quotes nothing.
func cutQuoted(text []rune) (words string, rest []rune, quoted bool) {
	end := slices.Index(text[1:], quotes[text[0]])
	if end < 0 {
		words, rest = cutWord(text[1:])
		return words, rest, false
	}
	return string(text[1 : 1+end]), text[end+2:], true
}

func cutWord(text []rune) (word string, rest []rune) {
	end := slices.IndexFunc(text, func(r rune) bool { return unicode.IsSpace(r) || quotes[r] != 0 })
	if end < 0 {
		end = len(text)
	}
	if end == 0 && len(text) > 0 {
		return "", text // a quotation mark begins here
	}
	return string(text[:end]), text[end:]
}
