package search

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/mapping"
)

// ErrNotReady means that there is no usable index yet: it must be built first.
var ErrNotReady = errors.New("the search index is not built yet")

// Earners is the index of earners: it ranks them.
type Earners struct {
	shelf  shelf
	places func() []Place
	// reading is how segments are read; tests take the slower ways.
	reading reading

	mu   sync.RWMutex
	live *earnerIndex
}

// OpenEarners opens the index in a directory, which may be empty or missing.
// places lists where places are; it is asked when an index is opened and when an
// earner's place was not met before.
func OpenEarners(dir string, places func() []Place) (*Earners, error) {
	return openEarners(dir, places, readBitmaps)
}

func openEarners(dir string, places func() []Place, how reading) (*Earners, error) {
	e := &Earners{places: places, reading: how, shelf: shelf{dir: dir, kind: kind{earnerSchema, earnerMapping}}}
	g, at, err := e.shelf.open()
	if errors.Is(err, errUnusable) {
		return e, nil
	}
	if err != nil {
		return nil, fmt.Errorf("open earner index: %w", err)
	}
	e.live, err = newEarnerIndex(g, at, e.places, e.reading)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("read earner index: %w", err), g.close())
	}
	return e, nil
}

// earnerMapping maps nothing by itself: documents come with their fields.
func earnerMapping() mapping.IndexMapping {
	m := bleve.NewIndexMapping()
	m.DefaultMapping = bleve.NewDocumentDisabledMapping()
	m.StoreDynamic, m.IndexDynamic, m.DocValuesDynamic = false, false, false
	return m
}

// Position is how far the index has read the feed; false when there is no index.
func (e *Earners) Position() (Position, bool) {
	live, err := e.index()
	if err != nil {
		return Position{}, false
	}
	return live.position(), true
}

// Len counts the earners in the index.
func (e *Earners) Len() int {
	live, err := e.index()
	if err != nil {
		return 0
	}
	v, err := live.acquire()
	if err != nil {
		return 0
	}
	defer v.release() //nolint:errcheck // a reader that only counted
	return v.docs()
}

func (e *Earners) index() (*earnerIndex, error) {
	e.mu.RLock()
	defer e.mu.RUnlock()
	if e.live == nil {
		return nil, ErrNotReady
	}
	return e.live, nil
}

// Apply replaces earners' documents and deletes others, and remembers the
// position, all in one commit. Queries see it when Apply returns.
func (e *Earners) Apply(ctx context.Context, documents []Document, deleted []string, at Position) error {
	live, err := e.index()
	if err != nil {
		return err
	}
	return live.apply(ctx, documents, deleted, at)
}

// Refresh lets queries read the segments as they were merged since.
func (e *Earners) Refresh() error {
	live, err := e.index()
	if err != nil {
		return err
	}
	return live.refresh()
}

// Close closes the index. Queries that run end first.
func (e *Earners) Close() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.live == nil {
		return nil
	}
	live := e.live
	e.live = nil
	return errors.Join(live.close(), live.gen.close())
}

// Rebuild builds an index of all that pages yields, beside the live one, and
// swaps them. A page is nil at the end.
func (e *Earners) Rebuild(ctx context.Context, pages func(context.Context) ([]Document, error), at Position) error {
	g, err := e.shelf.build()
	if err != nil {
		return fmt.Errorf("rebuild earner index: %w", err)
	}
	if err := fill(ctx, g, pages, earnerEntry); err != nil {
		return errors.Join(fmt.Errorf("rebuild earner index: %w", err), e.shelf.abandon(g))
	}
	whole, err := e.shelf.finish(ctx, g, at)
	if err != nil {
		return fmt.Errorf("rebuild earner index: %w", err)
	}
	next, err := newEarnerIndex(whole, at, e.places, e.reading)
	if err != nil {
		return errors.Join(fmt.Errorf("rebuild earner index: %w", err), whole.close())
	}
	return e.swap(next)
}

func (e *Earners) swap(next *earnerIndex) error {
	e.mu.Lock()
	old := e.live
	e.live = next
	e.mu.Unlock()
	if old == nil {
		return nil
	}
	return errors.Join(old.close(), e.shelf.retire(old.gen))
}

func earnerEntry(d *Document) (string, map[string][]string) { return d.Earner, d.terms() }

// fill writes pages of documents, a batch each.
func fill[D any](ctx context.Context, g *generation, pages func(context.Context) ([]D, error), entry func(*D) (string, map[string][]string)) error {
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		page, err := pages(ctx)
		if err != nil {
			return err
		}
		if len(page) == 0 {
			return nil
		}
		batch := g.index.NewBatch()
		for i := range page {
			id, terms := entry(&page[i])
			if err := batch.IndexAdvanced(bleveDocument(id, terms)); err != nil {
				return err
			}
		}
		if err := g.write(batch, nil); err != nil {
			return err
		}
	}
}
