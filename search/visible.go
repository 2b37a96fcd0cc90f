package search

import (
	"math/bits"

	"github.com/RoaringBitmap/roaring/v2"
)

// fieldID is bleve's own: each document's id.
const fieldID = "_id"

// visible are a segment's live documents that the asker may list and the filters
// let through, as a bit set.
func (r *ranking) visible(p part) ([]uint64, error) {
	set := bitsFor(&r.work.visible, p.cols.docs)
	a, err := p.cols.audience(p.source, r.viewer)
	if err != nil || a.visible == nil {
		return set, err
	}
	a.visible.WriteDenseTo(set)
	if gone := p.source.deleted(); gone != nil {
		r.drop(set, gone)
	}
	if len(r.query.Exclude) > 0 {
		docs, err := union(p.source, fieldID, r.query.Exclude)
		if err != nil {
			return nil, err
		}
		if docs != nil {
			r.drop(set, docs)
		}
	}
	if err := r.meet(p, set); err != nil {
		return nil, err
	}
	if err := r.filter(p, set); err != nil {
		return nil, err
	}
	for _, w := range set {
		r.tally.seen += bits.OnesCount64(w)
	}
	return set, nil
}

func (r *ranking) drop(set []uint64, docs *roaring.Bitmap) {
	eachDoc(docs, r.work.docs, func(doc uint32) { set[doc>>6] &^= 1 << (doc & 63) })
}

// filter keeps what every filter but the tiers lets through.
func (r *ranking) filter(p part, set []uint64) error {
	f := r.query.Filter
	if len(f.Credentials) > 0 {
		r.keep(p, set, r.holders(p))
	}
	if len(f.Stacks) > 0 {
		docs, err := union(p.source, fieldStack, f.Stacks)
		if err != nil {
			return err
		}
		r.keep(p, set, docs)
	}
	if f.Earners != nil {
		docs, err := union(p.source, fieldID, f.Earners)
		if err != nil {
			return err
		}
		r.keep(p, set, docs)
	}
	if f.Since != "" {
		docs, err := since(p.source, f.Since)
		if err != nil {
			return err
		}
		r.keep(p, set, docs)
	}
	if f.Remote != nil {
		docs, err := p.source.postings(fieldRemote, remoteTerm)
		if err != nil {
			return err
		}
		if *f.Remote {
			r.keep(p, set, docs)
		} else if docs != nil {
			r.drop(set, docs)
		}
	}
	if r.near != nil {
		r.keepNear(p, set)
	}
	return nil
}

// keep intersects a set with documents; nil are none.
func (r *ranking) keep(p part, set []uint64, docs *roaring.Bitmap) {
	if docs == nil {
		clear(set)
		return
	}
	other := bitsFor(&r.work.filter, p.cols.docs)
	docs.WriteDenseTo(other)
	for i := range set {
		set[i] &= other[i]
	}
}

// holders hold any of the micro-credentials filtered.
func (r *ranking) holders(p part) *roaring.Bitmap {
	var found []*roaring.Bitmap
	for _, c := range r.query.Filter.Credentials {
		for _, n := range r.numbers(r.vocab.OfCredential(c)) {
			if held := p.cols.posting(n); held != nil {
				found = append(found, held.docs)
			}
		}
	}
	return roaring.FastOr(found...)
}

// since are the documents whose newest award is of a month or later.
func since(s source, month string) (*roaring.Bitmap, error) {
	var found []*roaring.Bitmap
	err := s.terms(fieldMonth, month, "", func(_ string, docs *roaring.Bitmap) error {
		found = append(found, docs)
		return nil
	})
	return roaring.FastOr(found...), err
}

// keepNear keeps those whose shown place is within the ring.
func (r *ranking) keepNear(p part, set []uint64) {
	near := make([]bool, len(r.shown.ofPath))
	for path, place := range r.shown.ofPath {
		near[path] = place >= 0 && r.near[place]
	}
	for i, left := range set {
		kept := left
		for ; left != 0; left &= left - 1 {
			bit := bits.TrailingZeros64(left)
			if !near[p.cols.path[i<<6|bit]] {
				kept &^= 1 << bit
			}
		}
		set[i] = kept
	}
}
