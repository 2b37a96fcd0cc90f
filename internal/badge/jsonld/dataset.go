package jsonld

import "github.com/stackmatch/stackmatch/internal/badge/rdfc"

// Expand gives a document in expanded form (JSON-LD 1.1 API §5.1). The error is
// an *Error: what is returned without one has everything of the document in it.
func (c *Contexts) Expand(doc map[string]any) (any, error) {
	_, root, err := c.walk(doc)
	if err != nil {
		return nil, err
	}
	return []any{root.expanded()}, nil
}

// Dataset gives the quads that a document stands for. The error is an *Error:
// what is returned without one has everything of the document in it, so that
// a signature over the quads is one over the document.
//
// What is not covered, as RDF cannot say it: the order of an array (but for
// those that a context calls lists), how often an array has a value, that an
// array is empty, and whether a single value is in an array.
func (c *Contexts) Dataset(doc map[string]any) ([]rdfc.Quad, error) {
	if c != nil && c.inline {
		c = newContexts(c.contents, false)
	}
	w, root, err := c.walk(doc)
	if err != nil {
		return nil, err
	}
	if w.unsigned != nil {
		return nil, w.unsigned
	}
	var d deserializer
	d.node(root, rdfc.Term{})
	return d.quads, nil
}

func (c *Contexts) walk(doc map[string]any) (*walker, *node, error) {
	if c == nil {
		c = newContexts(nil, false)
	}
	w := &walker{contexts: c}
	root, err := w.document(doc)
	return w, root, err
}
