package search

import (
	"fmt"
	"math"
	"math/bits"
	"strconv"

	"github.com/RoaringBitmap/roaring/v2"
)

// Asks is what an earner asks of work, as coarse as an employer could find it out
// by asking for many kinds of it. Zero members ask for nothing.
type Asks struct {
	// Pay is the least an hour, in cents.
	Pay int
	// Shifts are those that they can work.
	Shifts []string
	// Least and Most are hours a week.
	Least, Most int
	// TravelKm is how far the work may be, from the place that a row shows.
	TravelKm int
}

// Offer is what work offers. The zero value says nothing of it.
type Offer struct {
	// Pay is what it pays an hour, in cents; 0, which meets no floor, where it does
	// not say.
	Pay int
	// Shifts are those in which it is done; work that names none is done in any.
	Shifts []string
	// Least and Most are hours a week; 0 where it does not say: then any are met.
	Least, Most float64
	// At is where the work is; from nowhere, everywhere is too far.
	At *Point
	// Remote work is near to those who take it.
	Remote bool
	// Staff keeps only those whom the asker shows its internal postings.
	Staff bool
}

// Point is somewhere on Earth.
type Point struct{ Lat, Lon float64 }

// terms adds what is asked, in words that sort as the numbers do.
func (a Asks) terms(terms map[string][]string) {
	terms[fieldShift] = a.Shifts
	for field, n := range map[string]int{fieldPay: a.Pay, fieldLeast: a.Least, fieldMost: a.Most, fieldTravel: a.TravelKm} {
		if n > 0 {
			terms[field] = []string{numberTerm(n)}
		}
	}
}

func numberTerm(n int) string { return fmt.Sprintf("%07d", n) }

// meet drops whoever asks for more than is offered.
func (r *ranking) meet(p part, set []uint64) error {
	o := &r.query.Offer
	if o.Staff {
		staff, err := p.source.postings(fieldStaff, r.viewer.org)
		if err != nil {
			return err
		}
		r.keep(p, set, staff)
	}
	unmet, err := o.unmet(p.source)
	if err != nil {
		return err
	}
	if len(unmet) > 0 {
		r.without(p, set, roaring.FastOr(unmet...))
	}
	return r.dropFar(p, set)
}

// unmet are the documents that ask for more than is offered, whatever they ask of
// the way there.
func (o *Offer) unmet(s source) ([]*roaring.Bitmap, error) {
	var found []*roaring.Bitmap
	add := func(_ string, docs *roaring.Bitmap) error {
		found = append(found, docs)
		return nil
	}
	if err := s.terms(fieldPay, numberTerm(o.Pay+1), "", add); err != nil {
		return nil, err
	}
	if o.Most > 0 {
		if err := s.terms(fieldLeast, numberTerm(int(math.Floor(o.Most))+1), "", add); err != nil {
			return nil, err
		}
	}
	if o.Least > 0 {
		if err := s.terms(fieldMost, "", numberTerm(int(math.Ceil(o.Least))), add); err != nil {
			return nil, err
		}
	}
	if len(o.Shifts) == 0 {
		return found, nil
	}
	others, err := o.otherShifts(s)
	if others != nil {
		found = append(found, others)
	}
	return found, err
}

// otherShifts are those who can work some shifts, and none of the work's.
func (o *Offer) otherShifts(s source) (*roaring.Bitmap, error) {
	var choosy []*roaring.Bitmap
	err := s.terms(fieldShift, "", "", func(_ string, docs *roaring.Bitmap) error {
		choosy = append(choosy, docs)
		return nil
	})
	if err != nil || len(choosy) == 0 {
		return nil, err
	}
	fits, err := union(s, fieldShift, o.Shifts)
	if err != nil {
		return nil, err
	}
	others := roaring.FastOr(choosy...)
	if fits != nil {
		others.AndNot(fits)
	}
	return others, nil
}

// without takes documents out of a set.
func (r *ranking) without(p part, set []uint64, docs *roaring.Bitmap) {
	other := bitsFor(&r.work.filter, p.cols.docs)
	docs.WriteDenseTo(other)
	for i := range set {
		set[i] &^= other[i]
	}
}

// dropFar drops those from whose shown place the work is too far. The true place
// would tell more than the row does.
func (r *ranking) dropFar(p part, set []uint64) error {
	o := &r.query.Offer
	var remote *roaring.Bitmap
	if o.Remote {
		var err error
		if remote, err = p.source.postings(fieldRemote, remoteTerm); err != nil {
			return err
		}
	}
	return p.source.terms(fieldTravel, "", "", func(term string, docs *roaring.Bitmap) error {
		km, err := strconv.Atoi(term)
		if err != nil {
			return fmt.Errorf("read how far somebody travels: %w", err)
		}
		near := r.nearWork(float64(km))
		asks := bitsFor(&r.work.filter, p.cols.docs)
		if remote != nil {
			docs = roaring.AndNot(docs, remote)
		}
		docs.WriteDenseTo(asks)
		for i := range set {
			for left := set[i] & asks[i]; left != 0; left &= left - 1 {
				bit := bits.TrailingZeros64(left)
				if !near[p.cols.path[i<<6|bit]] {
					set[i] &^= 1 << bit
				}
			}
		}
		return nil
	})
}

// nearWork says, for each path number plus one, whether the place that its rows
// show is within km of the work.
func (r *ranking) nearWork(km float64) []bool {
	near := make([]bool, len(r.shown.ofPath))
	if r.query.Offer.At == nil {
		return near
	}
	if r.km == nil {
		r.km = r.where.distances(r.shown.places, *r.query.Offer.At)
	}
	for path, place := range r.shown.ofPath {
		near[path] = place >= 0 && r.km[place] <= km
	}
	return near
}
