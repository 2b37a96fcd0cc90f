package search

import (
	"sync"
	"sync/atomic"

	index "github.com/blevesearch/bleve_index_api"
)

// view is a snapshot of an index with all its columns: what queries read. It is
// published whole, so no query waits for columns to be made.
type view struct {
	reader index.IndexReader
	parts  []part
	tree   *placeTree
	// stackNames names the numbers of stacks.
	stackNames []string
	// refs counts the readers; the reader closes with the last.
	refs atomic.Int64

	mu    sync.Mutex
	shown map[string]*shownPlaces
}

// part is one segment.
type part struct {
	source source
	cols   *columns
}

func (v *view) release() error {
	if v.refs.Add(-1) > 0 {
		return nil
	}
	return v.reader.Close()
}

// docs counts the documents, deleted ones left out.
func (v *view) docs() int {
	n := 0
	for _, p := range v.parts {
		n += p.source.count()
		if d := p.source.deleted(); d != nil {
			n -= int(d.GetCardinality())
		}
	}
	return n
}

// shownTo decides what rows show to a viewer, remembering the answer.
func (v *view) shownTo(who viewer) (*shownPlaces, error) {
	key := who.key()
	v.mu.Lock()
	known, ok := v.shown[key]
	v.mu.Unlock()
	if ok {
		return known, nil
	}
	counts := make([]uint32, len(v.tree.ofPath)+1)
	for _, p := range v.parts {
		a, err := p.cols.audience(p.source, who)
		if err != nil {
			return nil, err
		}
		for path, n := range a.at {
			counts[path] += n
		}
		gone := p.source.deleted()
		if gone == nil || a.visible == nil {
			continue
		}
		eachDoc(gone, make([]uint32, 256), func(doc uint32) {
			if a.visible.Contains(doc) {
				counts[p.cols.path[doc]]--
			}
		})
	}
	shown := v.tree.shown(counts)
	v.mu.Lock()
	defer v.mu.Unlock()
	if len(v.shown) >= maxAudiences {
		clear(v.shown)
	}
	v.shown[key] = &shown
	return &shown, nil
}
