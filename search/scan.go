package search

import (
	"context"
	"encoding/binary"
	"math/bits"

	"github.com/RoaringBitmap/roaring/v2"
)

// task writes one posting's credit into a lane, block by block.
type task struct {
	posting *posting
	it      roaring.ManyIntIterable
	lane    int
	credit  byte
	stack   *stackAsk // marks its parts' holders instead
}

// scan ranks all segments.
func (r *ranking) scan(ctx context.Context) error {
	for i, p := range r.view.parts {
		r.at = i
		if err := r.scanPart(ctx, p); err != nil {
			return err
		}
	}
	return nil
}

// scanPart ranks one segment: for each block of documents, the postings write credits
// into the lanes, and one loop over the lanes does the rest.
func (r *ranking) scanPart(ctx context.Context, p part) error {
	visible, err := r.visible(p)
	if err != nil {
		return err
	}
	tasks, err := r.tasks(p)
	if err != nil {
		return err
	}
	for b := range blocksOf(p.cols.docs) {
		if err := ctx.Err(); err != nil {
			return err
		}
		r.block(p, b, tasks, visible[b*blockWords:(b+1)*blockWords])
		if r.classes.full() {
			r.settle()
		}
	}
	return nil
}

// tasks are in the order of credits, so that the largest is written last.
func (r *ranking) tasks(p part) ([]task, error) {
	var tasks []task
	for i, a := range r.asks {
		if a.lasting != nil {
			docs, err := outlasting(p, a.lasting, r.query.Plan.NeededOn())
			if err != nil {
				return nil, err
			}
			found := newPosting(docs, blocksOf(p.cols.docs))
			tasks = append(tasks, task{posting: &found, lane: i, credit: fullCredit})
			continue
		}
		if a.stack != nil {
			for _, n := range a.stack.numbers {
				if found := p.cols.posting(n); found != nil {
					tasks = append(tasks, task{posting: found, stack: a.stack})
				}
			}
		}
		for _, g := range a.groups {
			for _, n := range g.numbers {
				if found := p.cols.posting(n); found != nil {
					tasks = append(tasks, task{posting: found, lane: i, credit: g.credit})
				}
			}
		}
	}
	return tasks, nil
}

// outlasting are the holders of credentials whose holdings are valid on a day.
func outlasting(p part, credentials []lasting, day string) (*roaring.Bitmap, error) {
	found := roaring.New()
	for _, c := range credentials {
		holders := roaring.New()
		for _, n := range c.numbers {
			if held := p.cols.posting(n); held != nil {
				holders.Or(held.docs)
			}
		}
		first, past := untilTerm(Until{c.credential, ""}), untilTerm(Until{c.credential, day})
		err := p.source.terms(fieldUntil, first, past, func(_ string, docs *roaring.Bitmap) error {
			holders.AndNot(docs)
			return nil
		})
		if err != nil {
			return nil, err
		}
		found.Or(holders)
	}
	return found, nil
}

func (r *ranking) block(p part, b int, tasks []task, visible []uint64) {
	stride := 8 * r.words
	for i := range tasks {
		t := &tasks[i]
		n := t.posting.ends[b]
		if b > 0 {
			n -= t.posting.ends[b-1]
		}
		if n == 0 {
			continue
		}
		if t.it == nil {
			t.it = t.posting.docs.ManyIterator()
		}
		if t.stack != nil {
			t.mark(int(n), r.work.docs)
			continue
		}
		t.write(int(n), r.work, stride)
	}
	for i := range r.asks {
		if s := r.asks[i].stack; s != nil {
			s.write(r, p, b, visible)
		}
	}
	if r.words == 1 {
		r.sweep(b, visible)
	} else {
		r.sweepWide(b, visible)
	}
	r.count(p, b, visible)
	docs := min(blockSize, p.cols.docs-b*blockSize)
	clear(r.work.lanes[:docs*stride])
}

// write puts the credit of the block's n documents into the lane.
func (t *task) write(n int, work *scratch, stride int) {
	lanes, credit := work.lanes[t.lane:], t.credit
	for n > 0 {
		docs := work.docs[:min(n, docsBuffer)]
		t.it.NextMany(docs)
		for _, doc := range docs {
			lanes[int(doc&blockMask)*stride] = credit
		}
		n -= len(docs)
	}
}

// sweep looks at every visible document of a block that has credit: one word of
// lanes each.
func (r *ranking) sweep(b int, visible []uint64) {
	lanes, rows := r.work.lanes, r.work.rows
	detail := r.facets != nil || r.relax != nil
	for i, left := range visible {
		rows[i] = 0
		for ; left != 0; left &= left - 1 {
			doc := i<<6 | bits.TrailingZeros64(left)
			w := binary.LittleEndian.Uint64(lanes[doc*8:])
			if w == 0 {
				continue
			}
			c := r.classes.find(w)
			c.count++
			if c.most >= r.floor {
				r.top.offer(r.at, b, doc, c)
			}
			if detail {
				r.note(c, i, doc)
			}
		}
	}
}

// sweepWide is sweep for more than eight requirements.
func (r *ranking) sweepWide(b int, visible []uint64) {
	lanes, rows := r.work.lanes, r.work.rows
	detail := r.facets != nil || r.relax != nil
	for i, left := range visible {
		rows[i] = 0
		for ; left != 0; left &= left - 1 {
			doc := i<<6 | bits.TrailingZeros64(left)
			var w words
			for k := range r.words {
				w[k] = binary.LittleEndian.Uint64(lanes[(doc*r.words+k)*8:])
			}
			if w == (words{}) {
				continue
			}
			c := r.classes.findWide(w)
			c.count++
			if c.most >= r.floor {
				r.top.offer(r.at, b, doc, c)
			}
			if detail {
				r.note(c, i, doc)
			}
		}
	}
}

// note remembers the documents that the counts need to look at one by one.
func (r *ranking) note(c *class, word, doc int) {
	if c.row {
		r.work.rows[word] |= 1 << (doc & 63)
	}
	if c.only >= 0 {
		r.relax.note(int(c.only), doc)
	}
}

// count adds a block to the counts that look at documents one by one.
func (r *ranking) count(p part, b int, visible []uint64) {
	if r.facets != nil {
		r.facets.add(p, b, r.work.rows)
	}
	if r.relax != nil {
		r.relax.add(p, b)
	}
	if r.steps != nil {
		r.steps.add(p, b, visible)
	}
}
