package jsonld

import (
	"maps"
	"slices"
	"strings"
)

// open gives the active context at the top of a document: what its @context
// says. Only URLs that are accepted may be in it.
func (w *walker) open(doc map[string]any) (*active, error) {
	local := doc["@context"]
	if local == nil || len(list(local)) == 0 {
		return nil, &Error{ContextMissing, "/@context", "the document names no context"}
	}
	var a *active
	err := w.at("@context", -1, func() (err error) {
		a, err = w.enterContext(newActive(nil, nil, nil), local, w.contexts.inline)
		return err
	})
	return a, err
}

// enterContext processes the @context of a document, or of a credential in it.
func (w *walker) enterContext(on *active, local any, inline bool) (*active, error) {
	key := madeKey{on: on}
	own := false
	entries := list(local)
	err := w.each(local, func(i int) error {
		url, isURL := entries[i].(string)
		_, isMap := entries[i].(map[string]any)
		switch {
		case isMap && inline:
			own = true
		case !isURL:
			return w.fail(ContextNotAllowed, "a context in the document itself is not accepted")
		case !w.contexts.Accepts(url):
			return w.fail(ContextNotAllowed, "the context %q is not accepted", url)
		}
		key.urls += url + "\n"
		return nil
	})
	switch {
	case err != nil:
		return nil, err
	case own:
		return w.apply(on, local, false)
	case len(on.terms) == 0:
		key.on = nil // the one at the top is new each time, and says nothing
	}
	return w.contexts.made.get(key, func() (*active, error) { return w.apply(on, local, false) })
}

// apply processes a local context. Few of those that a document asks for have
// not been made before.
func (w *walker) apply(on *active, local any, override bool) (*active, error) {
	w.made++
	if w.made > maxMadeFor {
		return nil, w.fail(TooComplex, "the document combines too many contexts")
	}
	p := processor{contexts: w.contexts, override: override}
	a, err := p.apply(on, local)
	if err != nil {
		return nil, w.fail(DataModel, "the contexts do not go together: %v", err)
	}
	return a, nil
}

// scope gives the active context in the scope of a term (JSON-LD 1.1 §4.1.8):
// the value of a property, or a thing of a type.
func (w *walker) scope(on *active, d *definition, isType bool) (*active, error) {
	return w.contexts.made.get(madeKey{on: on, term: d, typ: isType}, func() (*active, error) {
		a, err := w.apply(on, d.local, !isType)
		if err != nil || !isType {
			return a, err
		}
		previous := on
		if on.previous != nil {
			previous = on.previous
		}
		return newActive(a.terms, a.vocab, previous), nil
	})
}

// enter gives the active context of an object that is the value of a property
// (nil for none): without what the types around it brought, with what the
// property brings, and with the object's own.
func (w *walker) enter(a *active, property *definition, object map[string]any, graph bool) (*active, error) {
	if a.previous != nil && !refers(a, object) {
		a = a.previous
	}
	var err error
	if property != nil && property.scoped {
		if a, err = w.scope(a, property, false); err != nil {
			return nil, err
		}
	}
	local, found := object["@context"]
	if !found {
		return a, nil
	}
	err = w.at("@context", -1, func() error {
		if !graph && !credential(object) || len(list(local)) == 0 {
			return w.fail(ContextNotAllowed, "only a credential has contexts of its own")
		}
		a, err = w.enterContext(a, local, false)
		return err
	})
	return a, err
}

// refers says whether an object has nothing but an identifier.
func refers(a *active, object map[string]any) bool {
	if len(object) != 1 {
		return false
	}
	for name := range object {
		return a.vocabIRI(name) == "@id"
	}
	return false
}

// credential says whether an object says that it is a credential.
func credential(object map[string]any) bool {
	return slices.ContainsFunc(list(object["type"]), func(t any) bool {
		return t == "VerifiableCredential" || t == "VerifiablePresentation"
	})
}

// enterTypes adds what an object's types bring, in the order of their names.
func (w *walker) enterTypes(outer *active, object map[string]any) (*active, error) {
	var types []string
	for _, name := range slices.Sorted(maps.Keys(object)) {
		if outer.vocabIRI(name) != "@type" {
			continue
		}
		for _, t := range list(object[name]) {
			if text, ok := t.(string); ok {
				types = append(types, text)
			}
		}
	}
	inner := outer
	slices.SortFunc(types, strings.Compare)
	for _, t := range types {
		if d := outer.terms[t]; d != nil && d.scoped {
			var err error
			if inner, err = w.scope(inner, d, true); err != nil {
				return nil, err
			}
		}
	}
	return inner, nil
}
