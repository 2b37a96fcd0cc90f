package search

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// Texts is the index of texts: it finds them by their words.
type Texts struct {
	shelf shelf

	mu   sync.RWMutex
	live *generation
	at   Position

	lengthsMu sync.Mutex
	lengths   map[segment.Segment][]uint8
}

// OpenTexts opens the index in a directory, which may be empty or missing.
func OpenTexts(dir string) (*Texts, error) {
	x := &Texts{shelf: shelf{dir: dir, kind: kind{textSchema, earnerMapping}}, lengths: map[segment.Segment][]uint8{}}
	g, at, err := x.shelf.open()
	if errors.Is(err, errUnusable) {
		return x, nil
	}
	if err != nil {
		return nil, fmt.Errorf("open text index: %w", err)
	}
	x.live, x.at = g, at
	return x, nil
}

// Position is how far the index has read the feed; false when there is no index.
func (x *Texts) Position() (Position, bool) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.at, x.live != nil
}

// Apply replaces texts and deletes others, and remembers the position, in one commit.
func (x *Texts) Apply(ctx context.Context, texts []Text, deleted []string, at Position) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.live == nil {
		return ErrNotReady
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	batch := x.live.index.NewBatch()
	for i := range texts {
		if err := batch.IndexAdvanced(bleveDocument(texts[i].ID, texts[i].terms())); err != nil {
			return err
		}
	}
	for _, id := range deleted {
		batch.Delete(id)
	}
	if err := x.live.write(batch, &at); err != nil {
		return err
	}
	x.at = at
	return nil
}

// Rebuild builds an index of all that pages yields, beside the live one, and
// swaps them. A page is nil at the end.
func (x *Texts) Rebuild(ctx context.Context, pages func(context.Context) ([]Text, error), at Position) error {
	g, err := x.shelf.build()
	if err != nil {
		return fmt.Errorf("rebuild text index: %w", err)
	}
	if err := fill(ctx, g, pages, func(t *Text) (string, map[string][]string) { return t.ID, t.terms() }); err != nil {
		return errors.Join(fmt.Errorf("rebuild text index: %w", err), x.shelf.abandon(g))
	}
	whole, err := x.shelf.finish(ctx, g, at)
	if err != nil {
		return fmt.Errorf("rebuild text index: %w", err)
	}
	x.mu.Lock()
	old := x.live
	x.live, x.at = whole, at
	x.mu.Unlock()
	if old == nil {
		return nil
	}
	return x.shelf.retire(old)
}

// Close closes the index.
func (x *Texts) Close() error {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.live == nil {
		return nil
	}
	live := x.live
	x.live = nil
	return live.close()
}

// Search finds texts by their words, best first: those called just so, those whose
// name starts so, those with all of the words, those with all but a misspelling,
// those with some of them. The last are left out when a short search has better hits.
func (x *Texts) Search(ctx context.Context, q TextQuery) (_ *TextResult, err error) {
	x.mu.RLock()
	live := x.live
	if live == nil {
		x.mu.RUnlock()
		return nil, ErrNotReady
	}
	s, err := live.scorch()
	if err != nil {
		x.mu.RUnlock()
		return nil, err
	}
	reader, err := s.Reader()
	x.mu.RUnlock()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, reader.Close()) }()
	snapshot, ok := reader.(*scorch.IndexSnapshot)
	if !ok {
		return nil, fmt.Errorf("text index reads as a %T", reader)
	}
	parts, err := x.parts(snapshot)
	if err != nil {
		return nil, err
	}
	return searchTexts(ctx, parts, q)
}

// textPart is a segment with the length of each text's shortest name.
type textPart struct {
	source  source
	lengths []uint8
}

func (x *Texts) parts(snapshot *scorch.IndexSnapshot) ([]textPart, error) {
	x.lengthsMu.Lock()
	defer x.lengthsMu.Unlock()
	kept := map[segment.Segment][]uint8{}
	var parts []textPart
	for _, seg := range snapshot.Segments() {
		s := segmentSource{segment: seg}
		lengths, known := x.lengths[seg.Segment()]
		if !known {
			var err error
			if lengths, err = readLengths(s); err != nil {
				return nil, err
			}
		}
		kept[seg.Segment()] = lengths
		parts = append(parts, textPart{s, lengths})
	}
	x.lengths = kept
	return parts, nil
}

func readLengths(s source) ([]uint8, error) {
	lengths := make([]uint8, s.count())
	buf := make([]uint32, 1024)
	err := s.terms(fieldLength, "", "", func(term string, docs *roaring.Bitmap) error {
		n, err := strconv.ParseUint(term, 10, 8)
		if err != nil {
			return fmt.Errorf("length of a name: %w", err)
		}
		eachDoc(docs, buf, func(doc uint32) { lengths[doc] = uint8(n) })
		return nil
	})
	return lengths, err
}
