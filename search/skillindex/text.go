package skillindex

// text is a text in its terms: stems, without small words.
type text struct {
	words []string // all of them
	terms []term
}

// term is a stem where it stands.
type term struct {
	stem     string
	position int
}

// analyze turns words of a language into terms.
func analyze(words []string, language Language, stems bool) text {
	t := text{words: words}
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

// languageOf is what is said of a text, else what is guessed, else the usual.
func languageOf(source string, words []string, said, usual Language) Language {
	if said == English || said == Spanish {
		return said
	}
	if guessed := guess(source, words); guessed != UnknownLanguage {
		return guessed
	}
	return usual
}
