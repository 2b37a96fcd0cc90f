package search

import (
	"context"
	"errors"
	"sync"

	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// reading is how the parts of an index are read. All ways find the same.
type reading int

const (
	// readBitmaps takes the postings' own bitmaps, segment by segment.
	readBitmaps reading = iota
	// readIterators walks the postings instead: what readBitmaps does for a
	// segment that has no bitmaps.
	readIterators
	// readPublic asks nothing of the index but bleve's public interface: what an
	// index that is not scorch gets.
	readPublic
)

// earnerIndex is a live generation with what queries read of it.
type earnerIndex struct {
	gen          *generation
	places       *centroids
	reading      reading
	registry     registry
	vocabularies vocabularies

	// write orders batches and refreshes; it guards at, columns and tree.
	write   sync.Mutex
	at      Position
	columns map[segment.Segment]*columns
	tree    *placeTree

	mu   sync.RWMutex
	view *view // nil once closed
}

func newEarnerIndex(g *generation, at Position, places func() []Place, how reading) (*earnerIndex, error) {
	x := &earnerIndex{
		gen: g, at: at, places: newCentroids(places), reading: how,
		registry: newRegistry(), columns: map[segment.Segment]*columns{}, tree: newPlaceTree(nil),
	}
	return x, x.refresh()
}

func (x *earnerIndex) position() Position {
	x.write.Lock()
	defer x.write.Unlock()
	return x.at
}

func (x *earnerIndex) apply(ctx context.Context, documents []Document, deleted []string, at Position) error {
	x.write.Lock()
	defer x.write.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	batch := x.gen.index.NewBatch()
	for i := range documents {
		id, terms := earnerEntry(&documents[i])
		if err := batch.IndexAdvanced(bleveDocument(id, terms)); err != nil {
			return err
		}
	}
	for _, id := range deleted {
		batch.Delete(id)
	}
	if err := x.gen.write(batch, &at); err != nil {
		return err
	}
	x.at = at
	return x.refreshLocked()
}

// refresh publishes the index as it stands.
func (x *earnerIndex) refresh() error {
	x.write.Lock()
	defer x.write.Unlock()
	return x.refreshLocked()
}

func (x *earnerIndex) refreshLocked() error {
	s, err := x.gen.scorch()
	if err != nil {
		return err
	}
	reader, err := s.Reader()
	if err != nil {
		return err
	}
	if x.published(reader) {
		return reader.Close()
	}
	next, err := x.read(reader)
	if err != nil {
		return errors.Join(err, reader.Close())
	}
	return x.publish(next)
}

// read makes the view of a reader. It holds write.
func (x *earnerIndex) read(reader index.IndexReader) (*view, error) {
	next := &view{reader: reader, shown: map[string]*shownPlaces{}}
	next.refs.Store(1)
	var err error
	if next.parts, err = x.parts(reader); err != nil {
		return nil, err
	}
	if paths := x.registry.paths.all(); len(paths) != len(x.tree.ofPath) {
		x.tree = newPlaceTree(paths)
		x.places.learn(x.tree)
	}
	next.tree = x.tree
	next.stackNames = x.registry.stacks.all()
	return next, nil
}

// viewOf is the published view when it is the reader's, else one made for the
// reader: bleve may come with a snapshot of its own.
func (x *earnerIndex) viewOf(reader index.IndexReader) (*view, error) {
	x.mu.RLock()
	v := x.view
	x.mu.RUnlock()
	if v != nil && v.reader == reader {
		return v, nil
	}
	x.write.Lock()
	defer x.write.Unlock()
	kept := x.columns
	defer func() { x.columns = kept }()
	return x.read(reader)
}

func (x *earnerIndex) published(reader index.IndexReader) bool {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.view != nil && x.view.reader == reader
}

func (x *earnerIndex) publish(next *view) error {
	x.mu.Lock()
	old := x.view
	x.view = next
	x.mu.Unlock()
	if old == nil {
		return nil
	}
	return old.release()
}

// parts makes the columns of segments not met before and forgets those gone.
func (x *earnerIndex) parts(reader index.IndexReader) ([]part, error) {
	snapshot, ok := reader.(*scorch.IndexSnapshot)
	if !ok || x.reading == readPublic {
		s, err := newReaderSource(reader)
		if err != nil {
			return nil, err
		}
		cols, err := newColumns(s, x.registry)
		return []part{{s, cols}}, err
	}
	var parts []part
	offset := uint64(0)
	kept := map[segment.Segment]*columns{}
	for _, seg := range snapshot.Segments() {
		s := segmentSource{segment: seg, offset: offset, plain: x.reading == readIterators}
		offset += seg.Segment().Count()
		cols, known := x.columns[seg.Segment()]
		if !known {
			var err error
			if cols, err = newColumns(s, x.registry); err != nil {
				return nil, err
			}
		}
		kept[seg.Segment()] = cols
		parts = append(parts, part{s, cols})
	}
	x.columns = kept
	return parts, nil
}

// acquire borrows the published view; release it.
func (x *earnerIndex) acquire() (*view, error) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	if x.view == nil {
		return nil, ErrNotReady
	}
	x.view.refs.Add(1)
	return x.view, nil
}

// close lets go of the view. The generation is its owner's to close.
func (x *earnerIndex) close() error { return x.publish(nil) }
