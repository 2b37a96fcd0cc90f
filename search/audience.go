package search

import (
	"slices"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"
)

// maxAudiences bounds the audiences remembered per segment: a quarter of a
// megabyte each for a million earners.
const maxAudiences = 32

// audience is whom one asker may list among a segment's documents, deleted ones
// included: like the segment, it never changes.
type audience struct {
	// visible is nil for nobody.
	visible *roaring.Bitmap
	// at counts the visible documents by path number plus one.
	at []uint32
}

// viewer says who asks.
type viewer struct {
	org   string
	kinds []string
}

func newViewer(org string, kinds []string) viewer {
	return viewer{org, slices.Compact(slices.Sorted(slices.Values(kinds)))}
}

// key names the audience in caches.
func (v viewer) key() string {
	return v.org + "\x00" + strings.Join(v.kinds, "\x00")
}

// terms are the audience terms that reach the viewer.
func (v viewer) terms() []string {
	terms := []string{Everyone}
	for _, k := range v.kinds {
		terms = append(terms, ForKind(k))
	}
	if v.org != "" {
		terms = append(terms, ForOrganization(v.org))
	}
	return terms
}

// audience finds whom the viewer may list, remembering the answer.
func (c *columns) audience(s source, v viewer) (*audience, error) {
	key := v.key()
	c.mu.Lock()
	known, ok := c.audiences[key]
	c.mu.Unlock()
	if ok {
		return known, nil
	}
	a, err := c.newAudience(s, v)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.audiences) >= maxAudiences {
		clear(c.audiences)
	}
	c.audiences[key] = a
	return a, nil
}

func (c *columns) newAudience(s source, v viewer) (*audience, error) {
	visible, err := union(s, fieldAudience, v.terms())
	if err != nil || visible == nil {
		return &audience{}, err
	}
	if v.org != "" {
		blocked, err := s.postings(fieldBlocked, v.org)
		if err != nil {
			return nil, err
		}
		if blocked != nil {
			visible.AndNot(blocked)
		}
	}
	a := &audience{visible: visible}
	eachDoc(visible, make([]uint32, 1024), func(doc uint32) {
		path := c.path[doc]
		for len(a.at) <= int(path) {
			a.at = append(a.at, 0)
		}
		a.at[path]++
	})
	return a, nil
}

// union is a new bitmap of the documents that hold any of a field's terms, nil
// for none.
func union(s source, field string, terms []string) (*roaring.Bitmap, error) {
	var found []*roaring.Bitmap
	for _, t := range terms {
		docs, err := s.postings(field, t)
		if err != nil {
			return nil, err
		}
		if docs != nil {
			found = append(found, docs)
		}
	}
	if len(found) == 0 {
		return nil, nil //nolint:nilnil // no bitmap is the empty set here
	}
	if len(found) == 1 {
		return found[0].Clone(), nil
	}
	return roaring.FastOr(found...), nil
}
