package jsonld

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/stackmatch/stackmatch/internal/badge/rdfc"
)

// active is an active context (JSON-LD 1.1 API §4.1): what the terms mean at
// some place of a document. It never changes once it is made.
type active struct {
	terms map[string]*definition
	// vocab goes before terms that have no definition; nil for none.
	vocab *string
	// previous is what holds again in the next object, after a context that a
	// type brought (it does not propagate).
	previous *active
	// spellings lists the terms of each IRI.
	spellings func() map[string][]string
}

// definition is what a term means (JSON-LD 1.1 API §4.2).
type definition struct {
	// iri is the IRI or the keyword that the term stands for; empty when the
	// context says that it stands for nothing.
	iri string
	// coercion is the type of plain values: an IRI, @id, @vocab, @json, @none,
	// or empty.
	coercion string
	// container is @set, @list, @language or @graph, or empty.
	container string
	language  *string
	scoped    bool // local holds
	local     any  // the context of the term's own
	protected bool
	prefix    bool
	// unsupported names what of the definition is not worked with here: a
	// document that uses the term is refused.
	unsupported string
}

func newActive(terms map[string]*definition, vocab *string, previous *active) *active {
	a := &active{terms: terms, vocab: vocab, previous: previous}
	a.spellings = sync.OnceValue(func() map[string][]string {
		spellings := make(map[string][]string, len(terms))
		for term, d := range terms {
			if d != nil && d.iri != "" {
				spellings[d.iri] = append(spellings[d.iri], term)
			}
		}
		return spellings
	})
	return a
}

// vocabIRI is what a string stands for where terms are allowed: as a member's
// name, a type, or a value that is coerced to @vocab. It is empty for nothing.
func (a *active) vocabIRI(text string) string {
	switch {
	case keyword(text):
		return text
	case keywordLike(text):
		return ""
	}
	if d, defined := a.terms[text]; defined {
		if d == nil {
			return ""
		}
		return d.iri
	}
	if iri, compact := a.compactIRI(text); compact {
		return iri
	}
	if a.vocab != nil {
		return *a.vocab + text
	}
	return text
}

// documentIRI is what a string stands for where an identifier is expected. A
// relative one stays so, for there is nothing that it is relative to.
func (a *active) documentIRI(text string) string {
	if keyword(text) || keywordLike(text) {
		return ""
	}
	if iri, compact := a.compactIRI(text); compact {
		return iri
	}
	return text
}

// compactIRI is the IRI of a prefix and a suffix, or the IRI that the text is.
func (a *active) compactIRI(text string) (string, bool) {
	prefix, suffix, found := strings.Cut(text, ":")
	if !found || prefix == "" {
		return "", false
	}
	if prefix == "_" || strings.HasPrefix(suffix, "//") {
		return text, true
	}
	if d := a.terms[prefix]; d != nil && d.iri != "" && d.prefix {
		return d.iri + suffix, true
	}
	return text, absolute(text)
}

// absolute says whether the text has the form of an IRI with a scheme.
func absolute(text string) bool {
	scheme, _, found := strings.Cut(text, ":")
	return found && rdfc.ValidIRI(scheme+":")
}

// other is another term for the same IRI whose first letter is of the other
// case, or empty. OB 3.0 has pairs of them: the property criteria and the class
// Criteria are one IRI.
func (a *active) other(term, iri string, upper bool) string {
	if startsUpper(term) == upper {
		return ""
	}
	for _, spelling := range a.spellings()[iri] {
		if startsUpper(spelling) == upper {
			return spelling
		}
	}
	return ""
}

func startsUpper(term string) bool {
	first, _ := utf8.DecodeRuneInString(term)
	return unicode.IsUpper(first)
}

// keywords of JSON-LD 1.1.
var keywords = map[string]bool{
	"@base": true, "@container": true, "@context": true, "@direction": true, "@graph": true, "@id": true,
	"@import": true, "@included": true, "@index": true, "@json": true, "@language": true, "@list": true,
	"@nest": true, "@none": true, "@prefix": true, "@propagate": true, "@protected": true, "@reverse": true,
	"@set": true, "@type": true, "@value": true, "@version": true, "@vocab": true,
}

func keyword(text string) bool { return keywords[text] }

// keywordLike says whether JSON-LD keeps the text for keywords to come, and
// drops it until then.
func keywordLike(text string) bool {
	if len(text) < 2 || text[0] != '@' {
		return false
	}
	for i := 1; i < len(text); i++ {
		if c := text[i] | 0x20; c < 'a' || c > 'z' {
			return false
		}
	}
	return true
}
