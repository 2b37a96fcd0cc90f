package jsonld

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/stackmatch/stackmatch/internal/badge/rdfc"
)

// processor makes an active context from another and a local one (JSON-LD 1.1
// API §4.1.2), as far as the contexts of credentials need. What it does not
// know it refuses: a context that cannot be understood wholly is not used.
type processor struct {
	contexts *Contexts
	// override allows protected terms to be defined anew, as the context of a
	// property may.
	override bool
	loading  []string // URLs being read, to stop at circles
}

var (
	errProtected = errors.New("a protected term is defined anew")
	errCircle    = errors.New("a context includes itself")
)

// apply processes a local context: a URL, a map of terms, null, or a list.
func (p *processor) apply(a *active, local any) (*active, error) {
	for _, entry := range list(local) {
		var err error
		switch entry := entry.(type) {
		case nil:
			a, err = p.clear(a)
		case string:
			a, err = p.load(a, entry)
		case map[string]any:
			a, err = p.define(a, entry)
		default:
			err = fmt.Errorf("a context is a URL or an object, not %T", entry)
		}
		if err != nil {
			return nil, err
		}
	}
	return a, nil
}

// clear is the null context.
func (p *processor) clear(a *active) (*active, error) {
	if !p.override {
		for _, d := range a.terms {
			if d != nil && d.protected {
				return nil, errProtected
			}
		}
	}
	return newActive(nil, nil, nil), nil
}

func (p *processor) load(a *active, url string) (*active, error) {
	if slices.Contains(p.loading, url) {
		return nil, errCircle
	}
	contents := p.contexts.contents[url]
	if len(contents) == 0 {
		return nil, fmt.Errorf("the context %q is not accepted", url)
	}
	p.loading = append(p.loading, url)
	a, err := p.apply(a, contents[0].body)
	p.loading = p.loading[:len(p.loading)-1]
	return a, err
}

// define adds the terms of a map.
func (p *processor) define(a *active, local map[string]any) (*active, error) {
	d := &definer{local: local, terms: maps.Clone(a.terms), vocab: a.vocab, override: p.override, state: map[string]bool{}}
	if d.terms == nil {
		d.terms = map[string]*definition{}
	}
	for key, value := range local {
		if err := d.setting(key, value); err != nil {
			return nil, err
		}
	}
	for _, term := range slices.Sorted(maps.Keys(local)) {
		if !keyword(term) || term == "@type" {
			if err := d.term(term); err != nil {
				return nil, fmt.Errorf("term %q: %w", term, err)
			}
		}
	}
	return newActive(d.terms, d.vocab, a.previous), nil
}

// definer works on one local context (JSON-LD 1.1 API §4.2.2).
type definer struct {
	local     map[string]any
	terms     map[string]*definition
	vocab     *string
	protected bool
	override  bool
	state     map[string]bool // true for terms that are defined, false for those being defined
}

// setting reads the entries of a context that are not terms.
func (d *definer) setting(key string, value any) error {
	var ok bool
	switch key {
	case "@version":
		ok = value == 1.1
	case "@protected":
		d.protected, ok = value.(bool)
	case "@vocab":
		var vocab string
		if vocab, ok = value.(string); ok {
			d.vocab, ok = &vocab, rdfc.ValidIRI(vocab)
		} else if value == nil {
			d.vocab, ok = nil, true
		}
	default:
		ok = !keyword(key) || key == "@type"
	}
	if !ok {
		return fmt.Errorf("%s with the value %v is not supported", key, value)
	}
	return nil
}

// term defines a term, and those that it depends on before it.
func (d *definer) term(term string) error {
	if done, begun := d.state[term]; done {
		return nil
	} else if begun {
		return errCircle
	}
	d.state[term] = false
	defer func() { d.state[term] = true }()
	if keywordLike(term) && term != "@type" {
		return nil // JSON-LD 1.1 API §4.2.2, 5: ignored, and so are its uses
	}
	before := d.terms[term]
	delete(d.terms, term)
	made, err := d.definition(term, d.local[term])
	if err != nil {
		return err
	}
	if before != nil && before.protected && !d.override {
		if made == nil || !before.same(made) {
			return errProtected
		}
		made = before
	}
	d.terms[term] = made
	return nil
}

// same compares definitions, whether protected or not.
func (d *definition) same(other *definition) bool {
	a, b := *d, *other
	a.protected, b.protected = false, false
	return reflect.DeepEqual(a, b)
}

// definition reads what a context says of a term. It is nil for a term that is
// to stand for nothing.
func (d *definer) definition(term string, value any) (*definition, error) {
	entry, isMap := value.(map[string]any)
	simple := false
	switch value := value.(type) {
	case nil:
		return nil, nil // a null definition is one: the term stands for nothing
	case string:
		entry, simple = map[string]any{"@id": value}, true
	default:
		if !isMap {
			return nil, fmt.Errorf("a definition is not %T", value)
		}
	}
	if id, found := entry["@id"]; found && id == nil {
		return nil, nil
	}
	made := &definition{protected: d.protected}
	for _, key := range slices.Sorted(maps.Keys(entry)) {
		if err := d.entry(made, key, entry[key]); err != nil {
			return nil, err
		}
	}
	if _, coerced := entry["@type"]; coerced {
		made.language = nil
	}
	iri, err := d.mapping(term, entry)
	if err != nil {
		return nil, err
	}
	made.iri = iri
	if _, said := entry["@prefix"]; !said {
		made.prefix = simple && !strings.ContainsAny(term, ":/") && strings.ContainsAny(iri[len(iri)-1:], ":/?#[]@")
	}
	return made, nil
}

// mapping is the IRI that a term stands for.
func (d *definer) mapping(term string, entry map[string]any) (string, error) {
	id, given := entry["@id"].(string)
	if reverse, ok := entry["@reverse"].(string); ok {
		id, given = reverse, true
	}
	iri := ""
	switch {
	case term == "@type":
		return "@type", nil
	case given && id != term:
		var err error
		if iri, err = d.iri(id); err != nil {
			return "", err
		}
	case strings.Index(term, ":") > 0:
		var err error
		if iri, err = d.compact(term, true); err != nil {
			return "", err
		}
	case d.vocab != nil:
		iri = *d.vocab + term
	}
	if iri == "@context" || !keyword(iri) && !absolute(iri) {
		return "", fmt.Errorf("it stands for %q, which is no IRI", iri)
	}
	return iri, nil
}

// iri expands a string of the context, after the terms that it depends on.
func (d *definer) iri(text string) (string, error) {
	if keyword(text) || keywordLike(text) {
		return text, nil
	}
	if _, here := d.local[text]; here {
		if err := d.term(text); err != nil {
			return "", err
		}
	}
	if def, defined := d.terms[text]; defined {
		if def == nil {
			return "", nil
		}
		return def.iri, nil
	}
	if strings.Index(text, ":") > 0 {
		return d.compact(text, false)
	}
	if d.vocab != nil {
		return *d.vocab + text, nil
	}
	return text, nil
}

// compact expands a prefix and a suffix. Only where a term is defined may any
// term be the prefix; elsewhere it must be made for that.
func (d *definer) compact(text string, anyTerm bool) (string, error) {
	prefix, suffix, _ := strings.Cut(text, ":")
	if prefix == "_" || strings.HasPrefix(suffix, "//") {
		return text, nil
	}
	if _, here := d.local[prefix]; here {
		if err := d.term(prefix); err != nil {
			return "", err
		}
	}
	if def := d.terms[prefix]; def != nil && def.iri != "" && (def.prefix || anyTerm) {
		return def.iri + suffix, nil
	}
	return text, nil
}
