package search

import (
	"sync"

	"github.com/RoaringBitmap/roaring/v2"
)

// blockBits is the size of a block: roaring's own, so that a posting is one
// container per block, and the lanes of a block stay in the processor's cache.
const (
	blockBits = 16
	blockSize = 1 << blockBits
	blockMask = blockSize - 1
)

// columns are what a query needs of one immutable segment beyond its postings,
// made once when the segment appears and dropped with it.
type columns struct {
	docs int
	// held, stacks: what each document holds; path: where it is, plus one.
	held   lists
	stacks lists
	path   []uint32
	// postings of the terms held, by local number; local is the place of each
	// number in postings plus one.
	postings []posting
	local    []uint32

	mu        sync.Mutex
	audiences map[string]*audience
}

// posting is a term's documents with their count up to the end of each block.
type posting struct {
	docs *roaring.Bitmap
	ends []uint32
}

func newPosting(docs *roaring.Bitmap, blocks int) posting {
	p := posting{docs: docs, ends: make([]uint32, blocks)}
	for b := range blocks {
		last := uint32(b)<<blockBits | blockMask
		p.ends[b] = uint32(docs.Rank(last))
	}
	return p
}

// registry has the names that an index's columns share.
type registry struct{ held, stacks, paths *names }

func newRegistry() registry {
	return registry{held: newNames(), stacks: newNames(), paths: newNames()}
}

func blocksOf(docs int) int { return (docs + blockMask) >> blockBits }

// newColumns reads a segment once.
func newColumns(s source, r registry) (*columns, error) {
	c := &columns{docs: s.count(), audiences: map[string]*audience{}}
	held, err := fieldTerms(s, fieldHeld, r.held)
	if err != nil {
		return nil, err
	}
	c.held = newLists(c.docs, held)
	c.addPostings(held)

	stacks, err := fieldTerms(s, fieldStack, r.stacks)
	if err != nil {
		return nil, err
	}
	c.stacks = newLists(c.docs, stacks)

	paths, err := fieldTerms(s, fieldPath, r.paths)
	if err != nil {
		return nil, err
	}
	c.path = make([]uint32, c.docs)
	buf := make([]uint32, 1024)
	for _, p := range paths {
		eachDoc(p.docs, buf, func(doc uint32) { c.path[doc] = p.number + 1 })
	}
	return c, nil
}

func (c *columns) addPostings(held []termDocs) {
	blocks := blocksOf(c.docs)
	longest := uint32(0)
	for _, t := range held {
		longest = max(longest, t.number+1)
	}
	c.local = make([]uint32, longest)
	c.postings = make([]posting, len(held))
	for i, t := range held {
		c.local[t.number] = uint32(i) + 1
		c.postings[i] = newPosting(t.docs, blocks)
	}
}

// posting is the posting of a term held, nil where the segment has none.
func (c *columns) posting(number uint32) *posting {
	if int(number) >= len(c.local) || c.local[number] == 0 {
		return nil
	}
	return &c.postings[c.local[number]-1]
}

func fieldTerms(s source, field string, n *names) ([]termDocs, error) {
	var terms []termDocs
	err := s.terms(field, "", "", func(term string, docs *roaring.Bitmap) error {
		terms = append(terms, termDocs{number: n.number(term), docs: docs})
		return nil
	})
	return terms, err
}
