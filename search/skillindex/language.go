package skillindex

import (
	"strings"

	"github.com/blevesearch/bleve/v2/analysis/lang/en"
	"github.com/blevesearch/bleve/v2/analysis/lang/es"
)

// guess tells English from Spanish by the small words and the endings; a text
// without either is taken for English, as names of tools are.
func guess(text string, words []string) Language {
	english, spanish := 0, 0
	if strings.ContainsAny(text, "ñÑáéíóúÁÉÍÓÚ¿¡") {
		spanish += 2
	}
	for _, w := range words {
		if stopWords[English][w] {
			english += 2
		}
		if stopWords[Spanish][w] {
			spanish += 2
		}
		switch {
		case hasEnding(w, "ing", "tion", "ly", "ship", "ness", "gy", "ment"):
			english++
		case hasEnding(w, "cion", "ciones", "dad", "miento", "ar", "er", "ir", "os", "as"):
			spanish++
		}
	}
	if spanish > english {
		return Spanish
	}
	return English
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
