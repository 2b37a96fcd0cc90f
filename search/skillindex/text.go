package skillindex

// text is a text in its terms: stems, without small words.
type text struct {
	language Language
	words    []string // all of them
	terms    []term
}

// term is a stem where it stands.
type term struct {
	stem     string
	position int
}

// analyze turns the words of a source into terms; of those in an unknown language it is guessed.
func analyze(source string, words []string, language Language, stems bool) text {
	if language != English && language != Spanish {
		language = guess(source, words)
	}
	t := text{language: language, words: words}
	for i, w := range words {
		if stopWords[language][w] && len(words) > 1 {
			continue
		}
		stem := w
		if stems {
			stem = stemOf(w, language)
		}
		t.terms = append(t.terms, term{stem, i})
	}
	return t
}
