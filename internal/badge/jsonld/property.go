package jsonld

import (
	"maps"
	"slices"
	"strings"

	"github.com/stackmatch/stackmatch/internal/badge/rdfc"
)

// property reads the values of a property.
func (w *walker) property(a *active, name string, content any) ([]value, error) {
	d := a.terms[name] // nil for a term of the vocabulary
	if d == nil {
		d = &definition{}
	}
	object, isObject := content.(map[string]any)
	switch {
	case d.coercion == "@json":
		v, err := w.json(content)
		return []value{v}, err
	case d.container == "@language" && isObject:
		return w.languages(object)
	}
	items := list(content)
	values := make([]value, len(items))
	err := w.each(content, func(i int) (err error) {
		values[i], err = w.value(a, d, name, items[i])
		return err
	})
	if err == nil {
		err = w.once(values)
	}
	if err != nil {
		return nil, err
	}
	if d.container == "@list" {
		return []value{{list: values, isList: true}}, nil
	}
	return values, nil
}

// once refuses a list that describes one thing twice. RDF knows what is said of
// a thing, not in which place: whoever holds the document could part one
// description into two, and have each say half of what was signed. Credentials in
// it have proofs of their own.
func (w *walker) once(values []value) error {
	says := make(map[string]bool, len(values))
	for _, v := range values {
		if v.node == nil || v.graph || v.node.id == "" || slices.Contains(v.node.types, verifiableCredential) {
			continue
		}
		before, again := says[v.node.id]
		if again && (before || v.node.says()) {
			return w.fail(DataModel, "%q is in this list twice", v.node.id)
		}
		says[v.node.id] = before || v.node.says()
	}
	return nil
}

// value reads one value of a property.
func (w *walker) value(a *active, d *definition, name string, content any) (value, error) {
	w.values++
	if w.values > maxValues {
		return value{}, w.fail(TooComplex, "the document has too many values")
	}
	object, isObject := content.(map[string]any)
	switch {
	case content == nil:
		return value{}, w.fail(UnsignedData, "null says nothing, so a signature does not cover it")
	case d.container == "@graph":
		return w.inGraph(a, d, object)
	case !isObject:
		return w.plain(a, d, name, content)
	}
	if _, isValue := object["@value"]; isValue {
		return w.text(object)
	}
	n, err := w.object(a, d, object, false)
	return value{node: n}, err
}

func (w *walker) object(a *active, d *definition, object map[string]any, graph bool) (*node, error) {
	inner, err := w.enter(a, d, object, graph)
	if err != nil {
		return nil, err
	}
	return w.node(inner, object)
}

// inGraph reads an object whose statements are a graph of their own, as those
// of a proof. A mere reference leaves nothing in the graph.
func (w *walker) inGraph(a *active, d *definition, object map[string]any) (value, error) {
	w.graphs++
	n, err := w.object(a, d, object, true)
	if err != nil {
		return value{}, err
	}
	w.graphs--
	if !n.says() {
		return value{}, w.fail(UnsignedData, "a mere reference says nothing here, so a signature does not cover it")
	}
	return value{node: n, graph: true}, nil
}

// plain reads a string, a number or a truth value (JSON-LD 1.1 API §5.3).
func (w *walker) plain(a *active, d *definition, name string, content any) (value, error) {
	if d.scoped {
		var err error
		if a, err = w.scope(a, d, false); err != nil {
			return value{}, err
		}
		if d = a.terms[name]; d == nil {
			d = &definition{}
		}
	}
	text, isText := content.(string)
	if err := w.fits(d.coercion, content); err != nil {
		return value{}, err
	}
	switch {
	case !isText:
		return w.native(d, content)
	case d.coercion == "@id":
		iri, err := w.id(a, text)
		return value{node: &node{id: iri}}, err
	case d.coercion == "@vocab":
		iri, err := w.term(a, text, false)
		return value{node: &node{id: iri}}, err
	}
	l := &literal{native: text, text: text}
	switch {
	case d.coercion != "" && d.coercion != "@none":
		l.coerced, l.datatype = d.coercion, d.coercion
	case d.language != nil:
		l.language = *d.language
	}
	return value{literal: l}, nil
}

// fits refuses a number that is spelled as a string, and the like: to RDF they
// are the same, and to those who read the document they are not.
func (w *walker) fits(coercion string, content any) error {
	var ok bool
	switch content.(type) {
	case string:
		ok = coercion == "" || !truthType(coercion) && !numberTypes[xsdName(coercion)]
	case bool:
		ok = coercion == "" || coercion == "@none" || truthType(coercion)
	case []any:
		return w.fail(DataModel, "a list in a list is not used in credentials")
	default:
		ok = coercion == "" || coercion == "@none" || numberTypes[xsdName(coercion)]
	}
	if !ok {
		return w.fail(DataModel, "%v is not how a value of the type %s is spelled", content, coercion)
	}
	return nil
}

// text reads a value object. The one that credentials use is a text with a
// language, and perhaps a direction; whatever else it can say has a plain
// spelling, which those who read the document expect.
func (w *walker) text(object map[string]any) (value, error) {
	l := &literal{}
	for _, key := range slices.Sorted(maps.Keys(object)) {
		text, ok := object[key].(string)
		if !ok {
			return value{}, w.fail(DataModel, "%s of a text is not a string", key)
		}
		switch {
		case key == "@value":
			l.native, l.text = text, text
		case key == "@language" && validLanguage(text):
			l.language = strings.ToLower(text)
		case key == "@direction" && (text == "ltr" || text == "rtl"):
			l.direction = text
		default:
			return value{}, w.fail(DataModel, "a text does not have %s %q", key, text)
		}
	}
	if len(object) == 1 {
		return value{}, w.fail(DataModel, "a text without a language is a plain string")
	}
	if l.direction != "" && w.unsigned == nil {
		w.unsigned = w.fail(UnsignedData, "a signature over RDF does not cover the direction of a text")
	}
	return value{literal: l}, nil
}

// languages reads a map from language to texts.
func (w *walker) languages(texts map[string]any) ([]value, error) {
	var values []value
	for _, language := range slices.Sorted(maps.Keys(texts)) {
		err := w.at(language, -1, func() error {
			if !validLanguage(language) {
				return w.fail(UnsignedData, "%q is no language, so a signature does not cover the text", language)
			}
			contents := list(texts[language])
			return w.each(texts[language], func(i int) error {
				text, ok := contents[i].(string)
				if !ok {
					return w.fail(UnsignedData, "a text in a language is a string")
				}
				values = append(values, value{literal: &literal{native: text, text: text, language: strings.ToLower(language)}})
				return nil
			})
		})
		if err != nil {
			return nil, err
		}
	}
	return values, nil
}

// validLanguage holds a tag to BCP 47's lengths too, as the software does that
// most badges are signed with.
func validLanguage(tag string) bool {
	for part := range strings.SplitSeq(tag, "-") {
		if len(part) > 8 {
			return false
		}
	}
	return rdfc.ValidLanguage(tag)
}
