package jsonld

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/stackmatch/stackmatch/internal/badge/rdfc"
)

// The limits of one document. The reader of JSON has limits of its own; these
// hold for documents that did not come through it.
const (
	maxDepth   = 128
	maxValues  = 200_000
	maxMadeFor = 2_000 // active contexts made anew
)

// walker goes through one document and writes down what it says. It is the
// expansion algorithm (JSON-LD 1.1 API §5.1.2) for the part of JSON-LD that
// credentials are written in, with this difference: wherever the algorithm
// would drop something, or read two spellings as one, the document is refused.
type walker struct {
	contexts *Contexts
	path     []step
	values   int
	made     int
	graphs   int // how many graphs around: none in the credential itself
	// root is the name of the credential; again is the first other place that
	// describes it.
	root  string
	again *Error
	// endorsed is where an endorsement speaks of the credential.
	endorsed *Error
	// unsigned is the first thing that has a place in the expanded form and
	// none in RDF.
	unsigned *Error
}

// step is one token of a JSON Pointer: a name, or the index in an array.
type step struct {
	name  string
	index int
}

var pointerEscapes = strings.NewReplacer("~", "~0", "/", "~1")

func (w *walker) pointer() string {
	var text strings.Builder
	for _, s := range w.path {
		text.WriteByte('/')
		if s.name != "" || s.index < 0 {
			text.WriteString(pointerEscapes.Replace(s.name))
		} else {
			text.WriteString(strconv.Itoa(s.index))
		}
	}
	return text.String()
}

func (w *walker) fail(code Code, format string, args ...any) *Error {
	return &Error{code, w.pointer(), fmt.Sprintf(format, args...)}
}

// at does something one step further in.
func (w *walker) at(name string, index int, do func() error) error {
	if len(w.path) >= maxDepth {
		return w.fail(TooComplex, "the document is nested too deeply")
	}
	w.path = append(w.path, step{name, index})
	err := do()
	if err == nil {
		w.path = w.path[:len(w.path)-1]
	}
	return err
}

// each does something for each item of a list, or for what is no list.
func (w *walker) each(content any, do func(i int) error) error {
	items, isList := content.([]any)
	if !isList {
		return do(0)
	}
	for i := range items {
		if err := w.at("", i, func() error { return do(i) }); err != nil {
			return err
		}
	}
	return nil
}

// document reads the whole document.
func (w *walker) document(doc map[string]any) (*node, error) {
	a, err := w.open(doc)
	if err != nil {
		return nil, err
	}
	w.root = rootID(a, doc)
	root, err := w.node(a, doc)
	switch {
	case err != nil:
		return nil, err
	case !root.says():
		return nil, w.fail(UnsignedData, "the document says nothing")
	case w.again != nil:
		return nil, w.again
	case w.endorsed != nil && slices.Contains(root.types, endorsementSubject):
		return nil, w.endorsed
	}
	return root, nil
}

// rootID is the name of the credential; empty for none.
func rootID(a *active, doc map[string]any) string {
	for name, content := range doc {
		if a.vocabIRI(name) == "@id" {
			id, _ := content.(string)
			return id
		}
	}
	return ""
}

// node reads an object that is a thing, with the active context that holds in
// it but for what its types bring.
func (w *walker) node(outer *active, object map[string]any) (*node, error) {
	inner, err := w.enterTypes(outer, object)
	if err != nil {
		return nil, err
	}
	n := &node{}
	seen := map[string]string{} // the name in the document for each IRI
	for _, name := range slices.Sorted(maps.Keys(object)) {
		if name == "@context" {
			continue
		}
		err := w.at(name, -1, func() error {
			iri, err := w.name(inner, name)
			if err != nil {
				return err
			}
			if other, found := seen[iri]; found {
				return w.fail(DataModel, "%q and %q are the same", other, name)
			}
			seen[iri] = name
			return w.member(n, outer, inner, name, iri, object[name])
		})
		if err != nil {
			return nil, err
		}
	}
	w.describe(n)
	return n, nil
}

const verifiableCredential = "https://www.w3.org/2018/credentials#VerifiableCredential"

// What an endorsement says of its subject (OB 3.0 §B.1.9), which may be the
// credential that it comes with.
const (
	endorsementSubject = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#EndorsementSubject"
	endorsementComment = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#endorsementComment"
)

// endorses tells whether a node is the subject of an endorsement and nothing
// else. Its one member has no meaning for any other reader, unless the
// credential has it too.
func (n *node) endorses() bool {
	other := func(m member) bool { return m.iri != endorsementComment }
	return len(n.types) == 1 && n.types[0] == endorsementSubject && !slices.ContainsFunc(n.members, other)
}

// describe looks for another place that speaks of the credential itself. RDF
// does not know where a statement was made: without this check, validUntil
// could be moved to where nobody looks for it. What is only called by the same
// name may stay (the specification of OB 3.0 has an example of that).
func (w *walker) describe(n *node) {
	if len(w.path) == 0 || w.graphs > 0 || w.again != nil || n.id == "" || n.id != w.root {
		return
	}
	if n.endorses() {
		w.endorsed = w.fail(DataModel, "the credential and an endorsement inside of it describe each other")
		return
	}
	credential := slices.ContainsFunc(n.types, func(t string) bool {
		return strings.HasSuffix(t, "Credential") || strings.HasSuffix(t, "Presentation")
	})
	if len(n.members) > 0 || credential {
		w.again = w.fail(DataModel, "this describes the credential itself, in another place than its own")
	}
}

// name says what a member's name stands for. It must be a term: the name that
// those who read the document look for.
func (w *walker) name(a *active, name string) (string, error) {
	d, defined := a.terms[name]
	switch {
	case !defined && keyword(name):
		return w.keywordName(a, name)
	case keywordLike(name):
		return "", w.fail(UnsignedData, "names like %q are reserved, and ignored", name)
	case defined && (d == nil || d.iri == ""):
		return "", w.fail(UnsignedData, "the contexts say that %q stands for nothing", name)
	case !defined && strings.Contains(name, ":"):
		return "", w.fail(DataModel, "%q is an identifier where a plain name is expected", name)
	case !defined && a.vocab == nil:
		return "", w.fail(UnsignedData, "no context defines %q, so a signature does not cover it", name)
	}
	iri := a.vocabIRI(name)
	switch {
	case iri == "@id" || iri == "@type":
		return iri, nil
	case keyword(iri):
		return "", w.fail(DataModel, "%q stands for %s, which credentials do not use", name, iri)
	case !rdfc.ValidIRI(iri) || strings.HasPrefix(iri, "_:"):
		return "", w.fail(UnsignedData, "%q stands for %q, which is no absolute IRI", name, iri)
	case defined && d.unsupported != "":
		return "", w.fail(DataModel, "%q is defined with %s, which credentials do not use", name, d.unsupported)
	}
	if other := a.other(name, iri, false); other != "" {
		return "", w.fail(DataModel, "%q is the name of a type; the member is called %q", name, other)
	}
	return iri, nil
}

// keywordName allows @id and @type where the contexts have no name for them.
func (w *walker) keywordName(a *active, name string) (string, error) {
	switch {
	case name == "@index":
		return "", w.fail(UnsignedData, "an @index says nothing that a signature covers")
	case name != "@id" && name != "@type":
		return "", w.fail(DataModel, "credentials do not use %s here", name)
	}
	if aliases := a.spellings()[name]; len(aliases) > 0 {
		return "", w.fail(DataModel, "%s is spelled %q here", name, slices.Min(aliases))
	}
	return name, nil
}

// member reads one member of a thing. Types are looked up in the outer context,
// for it is they that bring the inner one.
func (w *walker) member(n *node, outer, inner *active, name, iri string, content any) (err error) {
	if content == nil {
		return w.fail(UnsignedData, "null says nothing, so a signature does not cover it")
	}
	switch iri {
	case "@id":
		n.id, err = w.id(inner, content)
		return err
	case "@type":
		n.types, err = w.types(outer, content)
		return err
	}
	values, err := w.property(inner, name, content)
	n.members = append(n.members, member{iri, values})
	return err
}

// id reads an identifier. It must be what it stands for: absolute, and not
// shortened.
func (w *walker) id(a *active, content any) (string, error) {
	text, ok := content.(string)
	if !ok {
		return "", w.fail(DataModel, "an identifier is a string")
	}
	iri := a.documentIRI(text)
	switch {
	case strings.HasPrefix(iri, "_:"):
		return "", w.fail(DataModel, "%q is a label, not an identifier", text)
	case !rdfc.ValidIRI(iri):
		return "", w.fail(UnsignedData, "%q is not an absolute identifier, so a signature does not cover it", text)
	case iri != text:
		return "", w.fail(DataModel, "%q is short for %q", text, iri)
	}
	return iri, nil
}

// types reads the types of a thing.
func (w *walker) types(a *active, content any) ([]string, error) {
	names := list(content)
	if len(names) == 0 {
		return nil, w.fail(UnsignedData, "an empty list of types says nothing")
	}
	types := make([]string, len(names))
	err := w.each(content, func(i int) (err error) {
		types[i], err = w.term(a, names[i], true)
		return err
	})
	return types, err
}

// term reads a value that is a term: a type, or what is coerced to @vocab.
func (w *walker) term(a *active, content any, isType bool) (string, error) {
	text, ok := content.(string)
	if !ok {
		return "", w.fail(DataModel, "a type is a string")
	}
	iri := a.vocabIRI(text)
	d, defined := a.terms[text]
	switch {
	case defined && (d == nil || d.iri == ""):
		return "", w.fail(UnsignedData, "the contexts say that %q stands for nothing", text)
	case strings.HasPrefix(iri, "_:"):
		return "", w.fail(DataModel, "%q is a label, not an identifier", text)
	case !rdfc.ValidIRI(iri):
		return "", w.fail(UnsignedData, "no context defines %q, so a signature does not cover it", text)
	case defined:
		if other := a.other(text, iri, true); isType && other != "" {
			return "", w.fail(DataModel, "%q is the name of a member; the type is called %q", text, other)
		}
	case a.vocab != nil && iri == *a.vocab+text:
	case iri != text || len(a.spellings()[iri]) > 0:
		return "", w.fail(DataModel, "%q is not how the contexts spell %q", text, iri)
	}
	return iri, nil
}
