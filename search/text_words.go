package search

import (
	"math"
	"unicode/utf8"

	"github.com/RoaringBitmap/roaring/v2"

	"github.com/stackmatch/stackmatch/search/internal/slips"
)

// textWord is one word of the search.
type textWord struct {
	form, stem string
	// begun is true for the last word: it may not be typed to its end.
	begun bool
	idf   int64
	fuzzy bool
}

// match is documents that have a word, and how well.
type match struct {
	strength int
	docs     *roaring.Bitmap
}

// findWord adds a word's weight to the documents that have it. Frequencies are of
// live documents alone: they don't depend on how the index is laid out.
func (s *textSearch) findWord(i int) error {
	w := &s.words[i]
	found := make([][]match, len(s.eyes))
	having, err := s.collect(found, w.matches)
	if err == nil && having == 0 {
		w.fuzzy = true
		having, err = s.collect(found, w.misspelled)
	}
	if err != nil || having == 0 {
		w.idf = idf(s.live, 0)
		return err
	}
	w.idf = idf(s.live, having)
	buf := make([]uint32, 1024)
	for e := range s.eyes {
		eye := &s.eyes[e]
		best := make(map[uint32]int)
		for _, m := range found[e] {
			eachDoc(m.docs, buf, func(doc uint32) { best[doc] = max(best[doc], m.strength) })
		}
		for doc, strength := range best {
			eye.score[doc] += w.idf * int64(strength)
			eye.has[doc] |= 1 << i
		}
	}
	return nil
}

// collect looks a word up in every part and counts the documents that have it.
func (s *textSearch) collect(found [][]match, look func(source) ([]match, error)) (int, error) {
	having := 0
	for e := range s.eyes {
		all, err := look(s.eyes[e].part.source)
		if err != nil {
			return 0, err
		}
		either := roaring.New()
		found[e] = found[e][:0]
		for _, m := range all {
			docs := roaring.And(m.docs, s.eyes[e].kept)
			if !docs.IsEmpty() {
				found[e] = append(found[e], match{m.strength, docs})
				either.Or(docs)
			}
		}
		having += int(either.GetCardinality())
	}
	return having, nil
}

// matches are the documents with the word, or with one that it begins.
func (w *textWord) matches(src source) ([]match, error) {
	var all []match
	for _, c := range nameClasses {
		docs, err := src.postings(fieldWord+c.suffix, w.stem)
		if err != nil {
			return nil, err
		}
		if docs != nil {
			all = append(all, match{c.word, docs})
		}
		if !w.begun || c.prefix == 0 {
			continue
		}
		begun := roaring.New()
		err = src.terms(fieldForm+c.suffix, w.form, w.form+pastPrefix, func(_ string, docs *roaring.Bitmap) error {
			begun.Or(docs)
			return nil
		})
		if err != nil {
			return nil, err
		}
		all = append(all, match{c.prefix, begun})
	}
	return all, nil
}

// misspelled are the documents with a word that is one slip away, or two from a
// long one. The first letter is taken as right.
func (w *textWord) misspelled(src source) ([]match, error) {
	most := allowedSlips(w.form)
	if most == 0 {
		return nil, nil
	}
	_, size := utf8.DecodeRuneInString(w.form)
	first := w.form[:size]
	var all []match
	for _, c := range nameClasses {
		if c.fuzzy == 0 {
			continue
		}
		near := roaring.New()
		err := src.terms(fieldForm+c.suffix, first, first+pastPrefix, func(term string, docs *roaring.Bitmap) error {
			if slips.Within(w.form, term, most) || w.begun && len(term) > len(w.form) && slips.Within(w.form, term[:len(w.form)], most) {
				near.Or(docs)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		all = append(all, match{c.fuzzy, near})
	}
	return all, nil
}

func allowedSlips(form string) int {
	switch {
	case len(form) < 4:
		return 0
	case len(form) < 8:
		return 1
	}
	return 2
}

// idf is the weight of a word that so many of n texts have, in thousandths.
func idf(n, having int) int64 {
	return int64(math.Round(1000 * math.Log(1+float64(n)/float64(having+1))))
}
