package skillindex

// text is a text in its terms: stems, without small words.
type text struct {
	language Language
	terms    []term
}

// term is a stem where it stands.
type term struct {
	stem     string
	form     string
	position int
	segment  int
}

// analyze turns a text into terms; of one in an unknown language it is guessed.
func analyze(s string, language Language) text {
	words := readWords(s)
	if language != English && language != Spanish {
		language = guess(s, words)
	}
	t := text{language: language}
	for i, w := range words {
		if stopWords[language][w.form] && len(words) > 1 {
			continue
		}
		t.terms = append(t.terms, term{stemOf(w.form, language), w.form, i, w.segment})
	}
	return t
}
