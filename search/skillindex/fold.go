package skillindex

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold takes accents off, and makes small letters: what is compared is folded.
func Fold(text string) string {
	if isASCII(text) {
		return strings.ToLower(strings.ReplaceAll(text, "`", "'"))
	}
	var out strings.Builder
	out.Grow(len(text))
	for _, r := range text {
		foldRune(r, &out)
	}
	return out.String()
}

// foldRune folds a letter; of an accent by itself nothing is left.
func foldRune(r rune, out *strings.Builder) {
	switch {
	case r == '’' || r == '‘' || r == '`':
		out.WriteByte('\'')
	case r < utf8.RuneSelf:
		out.WriteByte(byte(unicode.ToLower(r)))
	case r < plainLetters:
		out.WriteString(folded[r])
	default:
		out.WriteString(decomposed(r))
	}
}

func decomposed(r rune) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, strings.ToLower(norm.NFKD.String(string(unicode.ToLower(r)))))
}

// plainLetters are those of the languages here, and some more.
const plainLetters = 0x250

// folded has the letters that are met most.
//
//nolint:gochecknoglobals // a table
var folded = func() (all [plainLetters]string) {
	for r := range rune(plainLetters) {
		all[r] = decomposed(r)
	}
	return all
}()

// foldPlaces is a folded text, and for each byte of it where in the text begins
// and ends what it stands for; an accent belongs to the letter before it.
func foldPlaces(text string) (folded string, places []Mark) {
	var out strings.Builder
	for i, r := range text {
		_, width := utf8.DecodeRuneInString(text[i:])
		foldRune(r, &out)
		if out.Len() == len(places) && len(places) > 0 && unicode.Is(unicode.Mn, r) {
			last := places[len(places)-1]
			for at := len(places) - 1; at >= 0 && places[at] == last; at-- {
				places[at].End = i + width
			}
		}
		for len(places) < out.Len() {
			places = append(places, Mark{i, i + width})
		}
	}
	return out.String(), places
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
