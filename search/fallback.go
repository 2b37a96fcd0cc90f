package search

import (
	"context"

	"github.com/RoaringBitmap/roaring/v2"
	index "github.com/blevesearch/bleve_index_api"
)

// readerSource reads any bleve index by its public interface alone, as one part.
// It is the slow way: it numbers every document when it is made.
type readerSource struct {
	reader index.IndexReader
	ids    []string
	own    []index.IndexInternalID
	number map[string]uint32 // by the reader's own id
}

var _ source = (*readerSource)(nil)

func newReaderSource(reader index.IndexReader) (_ *readerSource, err error) {
	s := &readerSource{reader: reader, number: map[string]uint32{}}
	all, err := reader.DocIDReaderAll()
	if err != nil {
		return nil, err
	}
	defer func() { err = firstError(err, all.Close()) }()
	for {
		internal, err := all.Next()
		if err != nil {
			return nil, err
		}
		if internal == nil {
			return s, nil
		}
		id, err := reader.ExternalID(internal)
		if err != nil {
			return nil, err
		}
		s.number[string(internal)] = uint32(len(s.ids))
		s.ids = append(s.ids, id)
		s.own = append(s.own, append(index.IndexInternalID(nil), internal...))
	}
}

func (s *readerSource) count() int                    { return len(s.ids) }
func (s *readerSource) deleted() *roaring.Bitmap      { return nil }
func (s *readerSource) id(doc uint32) ([]byte, error) { return []byte(s.ids[doc]), nil }

func (s *readerSource) internal(doc uint32) index.IndexInternalID { return s.own[doc] }

func (s *readerSource) terms(field, from, before string, visit func(string, *roaring.Bitmap) error) (err error) {
	dict, err := s.reader.FieldDict(field)
	if err != nil {
		return err
	}
	defer func() { err = firstError(err, dict.Close()) }()
	for {
		entry, err := dict.Next()
		if err != nil || entry == nil {
			return err
		}
		if entry.Term < from || before != "" && entry.Term >= before {
			continue
		}
		docs, err := s.postings(field, entry.Term)
		if err != nil {
			return err
		}
		if docs == nil {
			continue // only deleted documents held it
		}
		if err := visit(entry.Term, docs); err != nil {
			return err
		}
	}
}

func (s *readerSource) postings(field, term string) (docs *roaring.Bitmap, err error) {
	ctx := context.Background() // bleve's, for its own counters
	list, err := s.reader.TermFieldReader(ctx, []byte(term), field, false, false, false)
	if err != nil {
		return nil, err
	}
	defer func() { err = firstError(err, list.Close()) }()
	for {
		hit, err := list.Next(nil)
		if err != nil || hit == nil {
			return docs, err
		}
		if docs == nil {
			docs = roaring.New()
		}
		docs.Add(s.number[string(hit.ID)])
	}
}

func firstError(a, b error) error {
	if a != nil {
		return a
	}
	return b
}
