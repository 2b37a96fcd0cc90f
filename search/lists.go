package search

import (
	"math"

	"github.com/RoaringBitmap/roaring/v2"
)

// lists are the numbers that each document of a segment holds in one field: the
// postings, turned over.
type lists struct {
	// starts has one entry more than there are documents.
	starts []uint32
	// The numbers are in one of the two: most indexes meet fewer than 65,536.
	short []uint16
	long  []uint32
}

// termDocs is one term's number and documents.
type termDocs struct {
	number uint32
	docs   *roaring.Bitmap
}

// newLists turns postings over; a document's numbers come in the order of terms.
func newLists(count int, terms []termDocs) lists {
	l := lists{starts: make([]uint32, count+1)}
	wide := false
	buf := make([]uint32, 1024)
	for _, t := range terms {
		wide = wide || t.number > math.MaxUint16
		eachDoc(t.docs, buf, func(doc uint32) { l.starts[doc+1]++ })
	}
	for i := range count {
		l.starts[i+1] += l.starts[i]
	}
	next := make([]uint32, count)
	copy(next, l.starts)
	if wide {
		l.long = make([]uint32, l.starts[count])
	} else {
		l.short = make([]uint16, l.starts[count])
	}
	for _, t := range terms {
		eachDoc(t.docs, buf, func(doc uint32) {
			if wide {
				l.long[next[doc]] = t.number
			} else {
				l.short[next[doc]] = uint16(t.number)
			}
			next[doc]++
		})
	}
	return l
}

func eachDoc(docs *roaring.Bitmap, buf []uint32, visit func(uint32)) {
	it := docs.ManyIterator()
	for n := it.NextMany(buf); n > 0; n = it.NextMany(buf) {
		for _, doc := range buf[:n] {
			visit(doc)
		}
	}
}

// read appends a document's numbers.
func (l *lists) read(doc uint32, into []uint32) []uint32 {
	from, to := l.starts[doc], l.starts[doc+1]
	if l.long != nil {
		return append(into, l.long[from:to]...)
	}
	for _, n := range l.short[from:to] {
		into = append(into, uint32(n))
	}
	return into
}

// any says whether a document holds a number that is marked.
func (l *lists) any(doc uint32, marked []bool) bool {
	from, to := l.starts[doc], l.starts[doc+1]
	if l.long != nil {
		for _, n := range l.long[from:to] {
			if int(n) < len(marked) && marked[n] {
				return true
			}
		}
		return false
	}
	for _, n := range l.short[from:to] {
		if int(n) < len(marked) && marked[n] {
			return true
		}
	}
	return false
}
