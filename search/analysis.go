package search

import (
	"strings"
	"unicode"

	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/analysis/char/asciifolding"
	"github.com/blevesearch/bleve/v2/analysis/lang/en"
	"github.com/blevesearch/bleve/v2/analysis/lang/es"
)

// Analyze turns a text, English or Spanish, into words to be compared: lower case,
// accents folded, stop words of both languages left out, inflections taken off.
// Both languages' rules are applied to every word, since nobody says which
// language a search is in: "weldings" and "welding" meet, and so do "niñas" and
// "niño". What it returns is not for people to read.
func Analyze(text string) []string {
	var words []string
	for _, form := range Forms(text) {
		if !stopWords[form] {
			words = append(words, stem(form))
		}
	}
	return words
}

// Forms are the words of a text as they stand: lower case, accents folded.
func Forms(text string) []string {
	folded := string(asciifolding.New().Filter([]byte(strings.ToLower(text))))
	var forms []string
	for _, field := range strings.FieldsFunc(folded, notInWord) {
		field = strings.TrimSuffix(strings.Trim(field, "'"), "'s")
		// A language called C++ or C# is more than a letter.
		if strings.Trim(field, "+#'") != "" {
			forms = append(forms, strings.TrimLeft(field, "+#'"))
		}
	}
	return forms
}

func notInWord(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("+#'", r)
}

// normal is a label to be compared as a whole.
func normal(label string) string { return strings.Join(Forms(label), " ") }

// stem takes English endings off, then Spanish ones. The filters hold no state.
func stem(form string) string {
	tokens := analysis.TokenStream{{Term: []byte(form)}}
	tokens = en.NewEnglishStemmerFilter().Filter(tokens)
	tokens = es.NewSpanishLightStemmerFilter().Filter(tokens)
	return string(tokens[0].Term)
}

// stopWords are both languages' lists, folded, without the Spanish ones that are
// English nouns.
//
//nolint:gochecknoglobals // a table
var stopWords = readStopWords()

func readStopWords() map[string]bool {
	all := map[string]bool{}
	for _, list := range [][]byte{en.EnglishStopWords, es.SpanishStopWords} {
		for line := range strings.Lines(string(list)) {
			word, _, _ := strings.Cut(line, "|")
			for _, form := range Forms(word) {
				all[form] = true
			}
		}
	}
	for _, noun := range []string{"sea", "son", "sin", "era"} {
		delete(all, noun)
	}
	return all
}
