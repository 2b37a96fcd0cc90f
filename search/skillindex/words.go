package skillindex

import (
	"strings"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// maxWords bounds what is read of one text.
const maxWords = 400

// readWords takes a text apart: lower case, accents folded, what stands in angle
// brackets left out (it masks a name). A language called C++ or C# is more than
// a letter, and .NET less than a sentence.
func readWords(text string) []string {
	folded := fold(text)
	var words []string
	start := -1
	flush := func(end int) {
		if start >= 0 {
			if form := trimWord(folded[start:end]); form != "" && len(words) < maxWords {
				words = append(words, form)
			}
		}
		start = -1
	}
	masked := false
	for i, r := range folded {
		switch {
		case r == '<' || r == '>':
			flush(i)
			masked = r == '<' && closesSoon(folded[i:])
		case masked:
		case unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("+#'", r):
			if start < 0 {
				start = i
			}
		default:
			flush(i)
		}
	}
	flush(len(folded))
	return words
}

// maxMask is how long a mask may be: "<ORGANIZATION>".
const maxMask = 24

func closesSoon(text string) bool {
	end := strings.IndexByte(text, '>')
	return end > 0 && end <= maxMask && !strings.ContainsAny(text[1:end], "< \n")
}

func trimWord(form string) string {
	form = strings.TrimSuffix(strings.Trim(form, "'"), "'s")
	if strings.Trim(form, "+#'") == "" {
		return ""
	}
	return strings.TrimLeft(form, "+#'")
}

// fold takes accents off, and makes small letters.
func fold(text string) string {
	text = strings.Map(straight, strings.ToLower(text))
	if isASCII(text) {
		return text
	}
	folded, _, err := transform.String(transform.Chain(norm.NFKD, runes.Remove(runes.In(unicode.Mn)), norm.NFC), text)
	if err != nil {
		return text
	}
	return folded
}

func straight(r rune) rune {
	if r == '’' || r == '‘' || r == '`' {
		return '\''
	}
	return r
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= 0x80 {
			return false
		}
	}
	return true
}
