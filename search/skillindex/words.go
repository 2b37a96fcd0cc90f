package skillindex

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// What is read of one text at most: words, bytes, and bytes of a word.
const (
	maxWords = 400
	maxText  = 1 << 16
	maxForm  = 96
)

// readWords takes a text apart: lower case, accents folded, what stands in angle
// brackets left out (it masks a name). A language called C++ or C# is more than
// a letter, and .NET less than a sentence.
func readWords(text string) []string {
	var words []string
	eachWord(Fold(cut(text, maxText)), func(form string, _ int) bool {
		words = append(words, form)
		return len(words) < maxWords
	})
	return words
}

// eachWord calls use for the words of a folded text, each with where it stands,
// until it says no.
func eachWord(folded string, use func(form string, start int) bool) {
	folded = bothGenders(folded)
	start, skipped, more := -1, 0, true
	flush := func(end int) {
		if start >= 0 && more {
			if form, before := trimWord(folded[start:end]); form != "" {
				more = use(form, start+before)
				skipped = end + otherEndings(form, folded[end:])
			}
		}
		start = -1
	}
	masked := false
	for i, r := range folded {
		switch {
		case !more:
			return
		case i < skipped:
		case r == '<' || r == '>':
			flush(i)
			masked = r == '<' && closesSoon(folded[i:])
		case masked:
		case inWord(r):
			if start < 0 {
				start = i
			}
		default:
			flush(i)
		}
	}
	flush(len(folded))
}

func inWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '+' || r == '#' || r == '\''
}

// maxMask is how long a mask may be: "<ORGANIZATION>".
const maxMask = 24

func closesSoon(text string) bool {
	end := strings.IndexByte(text[:min(len(text), maxMask+1)], '>')
	return end > 0 && end <= maxMask && !strings.ContainsAny(text[1:end], "< \n")
}

// trimWord takes off what is no part of a word, and tells how much of it stood
// before.
func trimWord(form string) (trimmed string, before int) {
	form = strings.TrimSuffix(strings.TrimRight(form, "'"), "'s")
	trimmed = strings.TrimLeft(form, "+#'")
	trimmed = trimmed[elided(trimmed):]
	return cut(trimmed, maxForm), len(form) - len(trimmed)
}

// elided is how long the article or preposition is that a word begins with: l'hora.
func elided(form string) int {
	at := strings.IndexByte(form, '\'')
	if at < 1 || len(form) < at+4 || !strings.ContainsRune("aeiouh", rune(form[at+1])) {
		return 0
	}
	if before := form[:at]; before == "qu" || len(before) == 1 && strings.ContainsRune("cdjlmnst", rune(before[0])) {
		return at + 1
	}
	return 0
}

// cut keeps so many bytes of a text, or a little less: no part of a letter.
func cut(text string, most int) string {
	if len(text) <= most {
		return text
	}
	for most > 0 && !utf8.RuneStart(text[most]) {
		most--
	}
	return text[:most]
}
