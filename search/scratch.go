package search

import "sync"

// scratch is a query's buffers: a megabyte or two, so they are kept for the next.
type scratch struct {
	lanes   []byte   // of one block
	visible []uint64 // of one segment: a bit a document
	filter  []uint64 // the same, for one filter
	rows    []uint64 // of one block
	docs    []uint32
	held    []uint32
	offers  []offer
	classes classTable
}

const (
	blockWords = blockSize / 64
	docsBuffer = 2048
)

//nolint:gochecknoglobals // a pool is of use only when all queries share it
var scratches = sync.Pool{New: func() any {
	return &scratch{
		rows: make([]uint64, blockWords),
		docs: make([]uint32, docsBuffer),
	}
}}

// borrowScratch has clear lanes for so many words a document.
func borrowScratch(words int) *scratch {
	s := scratches.Get().(*scratch)
	if need := blockSize * 8 * words; len(s.lanes) < need {
		s.lanes = make([]byte, need)
	}
	return s
}

// giveBack returns buffers; their lanes are clear.
func giveBack(s *scratch) { scratches.Put(s) }

// bitsFor is a clear bit set for a segment.
func bitsFor(buf *[]uint64, docs int) []uint64 {
	n := blocksOf(docs) * blockWords
	if cap(*buf) < n {
		*buf = make([]uint64, n)
	}
	*buf = (*buf)[:n]
	clear(*buf)
	return *buf
}
