// Package rdfc owns RDF quads: reading N-Quads, and writing the canonical
// form of RDF Dataset Canonicalization (RDFC-1.0), over which Data Integrity
// proofs are signed.
//
// It is ours, and not a library's, because a graph of a few kilobytes can keep
// the algorithm busy for ever, and whoever sends a badge chooses the graph:
// every step that can multiply is charged to a budget, and the work stops with
// ErrTooComplex when that is spent. It refuses terms that cannot be written
// without ambiguity (an IRI with a quote or a space in it would let one graph
// be written like another), so equal text always means equal graphs.
package rdfc

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"
)

// Errors, to be told apart with errors.Is.
var (
	// ErrTooComplex says that the work limit was reached.
	ErrTooComplex = errors.New("the graph takes too much work to canonicalize")
	// ErrMalformed says that the text is not N-Quads, or that a term cannot
	// be written as N-Quads.
	ErrMalformed = errors.New("malformed RDF")
)

// Datatypes that N-Quads treats in a way of their own.
const (
	xsdString     = "http://www.w3.org/2001/XMLSchema#string"
	rdfLangString = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
)

// Kind says what a term is.
type Kind uint8

// The kinds of terms. None is the name of the default graph.
const (
	None Kind = iota
	IRI
	Blank
	Literal
)

// Term is an IRI, a blank node or a literal. Terms are equal when they are ==.
type Term struct {
	Kind Kind
	// Value is the IRI, the label of the blank node (without "_:"), or the
	// literal's text.
	Value string
	// Datatype of a literal; empty is xsd:string, or rdf:langString for one
	// with a language.
	Datatype string
	// Language of a literal, a BCP 47 tag; empty for none.
	Language string
}

// NewIRI returns an IRI.
func NewIRI(iri string) Term { return Term{Kind: IRI, Value: iri} }

// NewBlank returns a blank node with a label that has no "_:".
func NewBlank(label string) Term { return Term{Kind: Blank, Value: label} }

// NewLiteral returns a literal. An empty datatype is xsd:string.
func NewLiteral(text, datatype string) Term {
	if datatype == xsdString {
		datatype = ""
	}
	return Term{Kind: Literal, Value: text, Datatype: datatype}
}

// NewText returns a literal with a language.
func NewText(text, language string) Term {
	return Term{Kind: Literal, Value: text, Language: language}
}

// Quad is a statement. Graph is the zero Term in the default graph.
type Quad struct{ Subject, Predicate, Object, Graph Term }

var languagePattern = regexp.MustCompile(`^[a-zA-Z]+(-[a-zA-Z0-9]+)*$`)

// ValidLanguage says whether N-Quads can hold the language tag.
func ValidLanguage(tag string) bool { return languagePattern.MatchString(tag) }

// ValidIRI says whether N-Quads can hold the IRI: absolute, and free of the
// characters that end or escape it (N-Quads, IRIREF).
func ValidIRI(iri string) bool {
	return utf8.ValidString(iri) && absolute(iri) && !strings.ContainsFunc(iri, forbiddenInIRI)
}

func forbiddenInIRI(r rune) bool {
	return r <= ' ' || strings.ContainsRune("<>\"{}|^`\\", r)
}

// absolute says whether the IRI begins with a scheme (RFC 3986 §3.1).
func absolute(iri string) bool {
	scheme, _, found := strings.Cut(iri, ":")
	if !found || scheme == "" || !letter(scheme[0]) {
		return false
	}
	for i := range len(scheme) {
		c := scheme[i]
		if !letter(c) && !digit(c) && c != '+' && c != '-' && c != '.' {
			return false
		}
	}
	return true
}

func letter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

func digit(c byte) bool { return '0' <= c && c <= '9' }

// check says what is wrong with a quad, if anything.
func (q Quad) check() error {
	switch {
	case q.Subject.Kind != IRI && q.Subject.Kind != Blank:
		return fmt.Errorf("%w: a subject is an IRI or a blank node", ErrMalformed)
	case q.Predicate.Kind != IRI:
		return fmt.Errorf("%w: a predicate is an IRI", ErrMalformed)
	case q.Object.Kind == None:
		return fmt.Errorf("%w: a statement has an object", ErrMalformed)
	case q.Graph.Kind == Literal:
		return fmt.Errorf("%w: a graph is named by an IRI or a blank node", ErrMalformed)
	}
	for _, t := range [...]Term{q.Subject, q.Predicate, q.Object, q.Graph} {
		if err := t.check(); err != nil {
			return err
		}
	}
	return nil
}

func (t Term) check() error {
	switch t.Kind {
	case None:
		if t != (Term{}) {
			return fmt.Errorf("%w: a term of no kind has a value", ErrMalformed)
		}
	case IRI:
		if !ValidIRI(t.Value) {
			return fmt.Errorf("%w: not an absolute IRI: %q", ErrMalformed, t.Value)
		}
	case Blank:
		if t.Value == "" {
			return fmt.Errorf("%w: a blank node without a label", ErrMalformed)
		}
	case Literal:
		return t.checkLiteral()
	default:
		return fmt.Errorf("%w: a term of an unknown kind", ErrMalformed)
	}
	return nil
}

func (t Term) checkLiteral() error {
	switch {
	case !utf8.ValidString(t.Value):
		return fmt.Errorf("%w: a literal is not valid UTF-8", ErrMalformed)
	case t.Language != "" && !ValidLanguage(t.Language):
		return fmt.Errorf("%w: not a language tag: %q", ErrMalformed, t.Language)
	case t.Language != "" && t.Datatype != "" && t.Datatype != rdfLangString:
		return fmt.Errorf("%w: a literal with a language has no other datatype", ErrMalformed)
	case t.Language == "" && t.Datatype == rdfLangString:
		return fmt.Errorf("%w: rdf:langString without a language", ErrMalformed)
	case t.Datatype != "" && !ValidIRI(t.Datatype):
		return fmt.Errorf("%w: not an absolute IRI: %q", ErrMalformed, t.Datatype)
	}
	return nil
}
