package jsonld

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
)

// Contexts is a set of contexts that documents may name: several contents may
// be accepted for one URL. It never changes, and may be shared.
//
// The nil set accepts nothing.
type Contexts struct {
	// contents of each URL; the first is the one that counts.
	contents map[string][]content
	// inline says that a document may bring terms of its own.
	inline bool
	made   *made
}

// content is what a context says.
type content struct {
	sum  string // SHA-256 of the bytes, in hex
	body any    // the value of its @context
}

// With returns a copy of the set that accepts one more content for a URL, after
// those that it has. It is for configuration and tests: what is given here is
// trusted as the built-in contexts are.
func (c *Contexts) With(url string, text []byte) (*Contexts, error) {
	added, err := readContext(text)
	if err != nil {
		return nil, fmt.Errorf("context %s: %w", url, err)
	}
	if c == nil {
		c = newContexts(nil, false)
	}
	contents := maps.Clone(c.contents)
	if contents == nil {
		contents = map[string][]content{}
	}
	// What differs in notation only is no other content.
	if !slices.ContainsFunc(contents[url], func(known content) bool { return reflect.DeepEqual(known.body, added.body) }) {
		contents[url] = append(slices.Clone(contents[url]), added)
	}
	return newContexts(contents, c.inline), nil
}

// Accepts says whether a document may name the URL.
func (c *Contexts) Accepts(url string) bool { return c != nil && len(c.contents[url]) > 0 }

// Variants returns the sets to try for a document, the first of which is this
// one. There is more than one when a context that the document names has been
// published with several contents under one URL: a signature is good if it is
// good under one of them.
func (c *Contexts) Variants(doc map[string]any) []*Contexts {
	variants := []*Contexts{c}
	if c == nil {
		return variants
	}
	for _, url := range urls(doc) {
		for i := 1; i < len(c.contents[url]); i++ {
			variants = append(variants, c.variant(url, i))
		}
	}
	return variants
}

// variant is the set in which another content of a URL counts. It is made once,
// as what it makes of the contents is worth keeping.
func (c *Contexts) variant(url string, i int) *Contexts {
	c.made.Lock()
	defer c.made.Unlock()
	key := url + "#" + c.contents[url][i].sum
	if c.made.variants[key] == nil {
		contents := maps.Clone(c.contents)
		contents[url] = []content{c.contents[url][i]}
		c.made.variants[key] = newContexts(contents, c.inline)
	}
	return c.made.variants[key]
}

// WithInlineTypes returns a copy of the set that lets a document define terms
// in a @context of its own. It is for judging the data model of documents that
// no proof covers: an RDF signature does not cover the @context, so whoever can
// write one can give the members other names. Dataset refuses it always.
func (c *Contexts) WithInlineTypes() *Contexts {
	if c == nil {
		return newContexts(nil, true)
	}
	c.made.Lock()
	defer c.made.Unlock()
	if c.made.inline == nil {
		c.made.inline = newContexts(c.contents, true)
	}
	return c.made.inline
}

func newContexts(contents map[string][]content, inline bool) *Contexts {
	return &Contexts{contents: contents, inline: inline, made: newMade()}
}

// urls lists the context URLs that a document names: at its top, and in the
// credentials that it embeds.
func urls(doc any) []string {
	found := map[string]bool{}
	collectURLs(doc, found, 0)
	return slices.Sorted(maps.Keys(found))
}

func collectURLs(doc any, found map[string]bool, depth int) {
	if depth > maxDepth {
		return // Dataset will refuse it
	}
	switch doc := doc.(type) {
	case []any:
		for _, item := range doc {
			collectURLs(item, found, depth+1)
		}
	case map[string]any:
		for name, content := range doc {
			if name != "@context" {
				collectURLs(content, found, depth+1)
				continue
			}
			for _, entry := range list(content) {
				if url, ok := entry.(string); ok {
					found[url] = true
				}
			}
		}
	}
}

// list is a value as JSON-LD sees it: one value is a list of one.
func list(value any) []any {
	if values, ok := value.([]any); ok {
		return values
	}
	return []any{value}
}

// readContext reads a context document. Its numbers are float64: @version is
// compared with one.
func readContext(text []byte) (content, error) {
	var document map[string]any
	if err := json.Unmarshal(text, &document); err != nil {
		return content{}, err
	}
	body, found := document["@context"]
	if !found {
		return content{}, errors.New("it has no @context")
	}
	sum := sha256.Sum256(text)
	return content{hex.EncodeToString(sum[:]), body}, nil
}
