package search

import (
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
	index "github.com/blevesearch/bleve_index_api"
)

// memorySource is a few documents that are in no index.
type memorySource struct {
	ids    []string
	fields map[string]memoryField
}

// memoryField is a field's dictionary.
type memoryField struct {
	sorted []string
	docs   map[string]*roaring.Bitmap
}

var _ source = (*memorySource)(nil)

func newMemorySource(documents []Document) *memorySource {
	s := &memorySource{fields: map[string]memoryField{}}
	for i := range documents {
		s.ids = append(s.ids, documents[i].Earner)
		s.add(uint32(i), fieldID, documents[i].Earner)
		for field, terms := range documents[i].terms() {
			for _, term := range terms {
				s.add(uint32(i), field, term)
			}
		}
	}
	for name, f := range s.fields {
		slices.Sort(f.sorted)
		s.fields[name] = f
	}
	return s
}

func (s *memorySource) add(doc uint32, field, term string) {
	f, known := s.fields[field]
	if !known {
		f.docs = map[string]*roaring.Bitmap{}
	}
	if f.docs[term] == nil {
		f.docs[term] = roaring.New()
		f.sorted = append(f.sorted, term)
	}
	f.docs[term].Add(doc)
	s.fields[field] = f
}

func (s *memorySource) count() int                    { return len(s.ids) }
func (s *memorySource) deleted() *roaring.Bitmap      { return nil }
func (s *memorySource) id(doc uint32) ([]byte, error) { return []byte(s.ids[doc]), nil }

// internal is past any reader's own ids.
func (s *memorySource) internal(doc uint32) index.IndexInternalID {
	return index.NewIndexInternalID(nil, 1<<63|uint64(doc))
}

func (s *memorySource) terms(field, from, before string, visit func(string, *roaring.Bitmap) error) error {
	f := s.fields[field]
	for _, term := range f.sorted {
		if term < from || before != "" && term >= before {
			continue
		}
		if err := visit(term, f.docs[term]); err != nil {
			return err
		}
	}
	return nil
}

func (s *memorySource) postings(field, term string) (*roaring.Bitmap, error) {
	return s.fields[field].docs[term], nil
}

// lackingSource is a source of which more documents no longer count.
type lackingSource struct {
	source
	gone *roaring.Bitmap
}

func (s lackingSource) deleted() *roaring.Bitmap { return s.gone }

// lacking leaves out the documents of earners.
func lacking(s source, earners []string) (source, error) {
	gone, err := union(s, fieldID, earners)
	if err != nil || gone == nil {
		return s, err
	}
	if already := s.deleted(); already != nil {
		gone.Or(already)
	}
	return lackingSource{s, gone}, nil
}
