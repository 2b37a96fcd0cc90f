package skillindex

import (
	"strings"

	"github.com/blevesearch/bleve/v2/analysis/lang/en"
	"github.com/blevesearch/bleve/v2/analysis/lang/es"
)

// sure is how much one language has to be ahead of the other.
const sure = 2

// guess tells English from Spanish by the small words and the endings; of a text
// with too little of either, as names of tools are, it doesn't know.
func guess(text string, words []string) Language {
	english, spanish := 0, 0
	if strings.ContainsAny(text, "ñÑáéíóúÁÉÍÓÚ¿¡") {
		spanish += sure
	}
	for _, w := range words {
		if stopWords[English][w] {
			english += 2
		}
		if stopWords[Spanish][w] {
			spanish += 2
		}
		switch {
		case hasEnding(w, "ing", "tion", "ly", "ship", "ness", "gy", "ment", "ics"):
			english += 2
		case hasEnding(w, "cion", "ciones", "idad", "miento", "ogia"):
			spanish += 2
		case hasEnding(w, "ar", "er", "ir", "os", "as"):
			spanish++
		}
	}
	switch {
	case spanish >= english+sure:
		return Spanish
	case english >= spanish+sure:
		return English
	}
	return UnknownLanguage
}

func hasEnding(form string, endings ...string) bool {
	for _, ending := range endings {
		if len(form) > len(ending)+2 && strings.HasSuffix(form, ending) {
			return true
		}
	}
	return false
}

// stopWords are the small words of each language.
//
//nolint:gochecknoglobals // a table
var stopWords = map[Language]map[string]bool{
	English: readStopWords(en.EnglishStopWords),
	Spanish: readStopWords(es.SpanishStopWords),
}

func readStopWords(list []byte) map[string]bool {
	all := map[string]bool{}
	for line := range strings.Lines(string(list)) {
		listed, _, _ := strings.Cut(line, "|")
		for _, w := range readWords(listed) {
			all[w] = true
		}
	}
	return all
}
