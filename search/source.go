package search

import (
	"fmt"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// source is one immutable part of an index, with documents numbered from 0.
type source interface {
	// count is the number of documents, deleted ones included.
	count() int
	// deleted are the documents that no longer count; nil for none.
	deleted() *roaring.Bitmap
	// terms visits a field's terms in order, with their documents.
	terms(field, from, before string, visit func(term string, docs *roaring.Bitmap) error) error
	// postings are a term's documents, deleted ones included; nil for none. They
	// may alias the index's mapped memory: never change them, and forget them
	// when the reader closes.
	postings(field, term string) (*roaring.Bitmap, error)
	// id is a document's id; only valid until the next call.
	id(doc uint32) ([]byte, error)
	// internal is the reader's own id of a document.
	internal(doc uint32) index.IndexInternalID
}

// segmentSource reads a segment of a scorch index.
type segmentSource struct {
	segment *scorch.SegmentSnapshot
	offset  uint64 // of its documents in the snapshot
	// plain takes the public path alone, without looking for bitmaps.
	plain bool
}

var _ source = segmentSource{}

func (s segmentSource) count() int               { return int(s.segment.Segment().Count()) }
func (s segmentSource) deleted() *roaring.Bitmap { return s.segment.Deleted() }

func (s segmentSource) id(doc uint32) ([]byte, error) {
	id, err := s.segment.DocID(uint64(doc))
	if err == nil && id == nil {
		err = fmt.Errorf("document %d of segment %d is missing", doc, s.segment.Id())
	}
	return id, err
}

func (s segmentSource) internal(doc uint32) index.IndexInternalID {
	return index.NewIndexInternalID(nil, s.offset+uint64(doc))
}

func (s segmentSource) terms(field, from, before string, visit func(string, *roaring.Bitmap) error) error {
	dict, err := s.segment.Segment().Dictionary(field)
	if err != nil {
		return err
	}
	var start, end []byte
	if from != "" {
		start = []byte(from)
	}
	if before != "" {
		end = []byte(before)
	}
	it := dict.AutomatonIterator(nil, start, end)
	for {
		entry, err := it.Next()
		if err != nil {
			return err
		}
		if entry == nil {
			return nil
		}
		docs, err := s.bitmap(dict, entry.Term)
		if err != nil {
			return err
		}
		if err := visit(entry.Term, docs); err != nil {
			return err
		}
	}
}

func (s segmentSource) postings(field, term string) (*roaring.Bitmap, error) {
	dict, err := s.segment.Segment().Dictionary(field)
	if err != nil {
		return nil, err
	}
	return s.bitmap(dict, term)
}

// bitmap is a posting's own bitmap where the segment has one, else one filled
// from its iterator.
func (s segmentSource) bitmap(dict segment.TermDictionary, term string) (*roaring.Bitmap, error) {
	list, err := dict.PostingsList([]byte(term), nil, nil)
	if err != nil {
		return nil, err
	}
	it := list.Iterator(false, false, false, nil)
	if fast, ok := it.(segment.OptimizablePostingsIterator); ok && !s.plain {
		if docs := fast.ActualBitmap(); docs != nil {
			return docs, nil
		}
	}
	var docs *roaring.Bitmap
	for {
		p, err := it.Next()
		if err != nil {
			return nil, err
		}
		if p == nil {
			return docs, nil
		}
		if docs == nil {
			docs = roaring.New()
		}
		docs.Add(uint32(p.Number()))
	}
}
