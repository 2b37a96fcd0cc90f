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
func analyze(words []string, language Language, stem func(form string, language Language) string) text {
	t := text{words: words}
	for i, w := range words {
		if len(words) == 1 || !stopWords[language][w] {
			t.terms = append(t.terms, term{stem(w, language), i})
		}
	}
	return t
}

// stem is a word's stem, if the index has stems.
func (x *Index) stem(form string, language Language) string {
	if !x.tuning.stems {
		return form
	}
	return Stem(form, language)
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
