package search

import (
	"context"
	"math"
	"slices"
	"unicode/utf8"

	"github.com/RoaringBitmap/roaring/v2"
)

const (
	// maxTextWords bounds a search: what is past it is not read.
	maxTextWords = 32
	// shortSearch is how many words a search has of which people mean every one.
	shortSearch = 3
	// pastPrefix sorts after every continuation of a prefix.
	pastPrefix = "\xff"
)

// textSearch is one search at work.
type textSearch struct {
	query TextQuery
	parts []textPart
	whole string // the search as a name
	words []textWord
	live  int
	eyes  []textEye
}

// textWord is one word of the search.
type textWord struct {
	form, stem string
	// begun is true for the last word: it may not be typed to its end.
	begun bool
	idf   int64
	fuzzy bool
}

// textEye looks at one part: what each of its documents has of the search.
type textEye struct {
	part  textPart
	kept  *roaring.Bitmap // what kind, scope and deletions leave
	score []int64
	has   []uint32 // words, as bits
	grade []TextGrade
}

func searchTexts(ctx context.Context, parts []textPart, q TextQuery) (*TextResult, error) {
	s := &textSearch{query: q, parts: parts, whole: normal(q.Search)}
	if s.whole == "" {
		return &TextResult{}, nil
	}
	s.readWords()
	for _, p := range parts {
		eye, err := s.eye(p)
		if err != nil {
			return nil, err
		}
		s.eyes = append(s.eyes, eye)
		s.live += int(eye.kept.GetCardinality())
	}
	for i := range s.words {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := s.findWord(i); err != nil {
			return nil, err
		}
	}
	for i := range s.eyes {
		if err := s.findNames(&s.eyes[i]); err != nil {
			return nil, err
		}
	}
	return s.result()
}

// readWords leaves out stop words, unless there is nothing else: the last word may
// be the beginning of another.
func (s *textSearch) readWords() {
	forms := Forms(s.query.Search)
	forms = forms[:min(len(forms), maxTextWords)]
	seen := map[string]bool{}
	for i, form := range forms {
		last := i == len(forms)-1
		if seen[form] || stopWords[form] && !(last && len(s.words) == 0) {
			continue
		}
		seen[form] = true
		s.words = append(s.words, textWord{form: form, stem: stem(form), begun: last})
	}
}

func (s *textSearch) eye(p textPart) (textEye, error) {
	n := p.source.count()
	eye := textEye{part: p, score: make([]int64, n), has: make([]uint32, n), grade: make([]TextGrade, n)}
	kept, err := union(p.source, fieldKind, []string{string(s.query.Kind)})
	if err != nil {
		return eye, err
	}
	if kept == nil {
		kept = roaring.New()
	}
	if gone := p.source.deleted(); gone != nil {
		kept.AndNot(gone)
	}
	if len(s.query.Scopes) > 0 {
		scoped, err := union(p.source, fieldScope, s.query.Scopes)
		if err != nil {
			return eye, err
		}
		if scoped == nil {
			scoped = roaring.New()
		}
		kept.And(scoped)
	}
	eye.kept = kept
	return eye, nil
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
		having, err = s.collect(found, w.misspelt)
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

// misspelt are the documents with a word that is one slip away, or two from a
// long one. The first letter is taken as right.
func (w *textWord) misspelt(src source) ([]match, error) {
	slips := allowedSlips(w.form)
	if slips == 0 {
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
			if within(w.form, term, slips) || w.begun && len(term) > len(w.form) && within(w.form, term[:len(w.form)], slips) {
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

// findNames grades the documents whose name is the search, or starts with it. Of a
// long name the index tells only the beginning: all the words must be there too.
func (s *textSearch) findNames(eye *textEye) error {
	buf := make([]uint32, 1024)
	whole, all := labelTerm(s.whole), uint32(1)<<len(s.words)-1
	begin := s.whole[:min(len(s.whole), labelBytes)]
	for _, c := range nameClasses[:3] {
		exact := GradeAlternative
		if c.kind == LabelPreferred {
			exact = GradeExact
		}
		err := eye.part.source.terms(fieldLabel+c.suffix, begin, begin+pastPrefix, func(name string, docs *roaring.Bitmap) error {
			if name != whole && c.kind == LabelHidden {
				return nil // nobody sees what it begins
			}
			eachDoc(roaring.And(docs, eye.kept), buf, func(doc uint32) {
				if name == whole {
					eye.grade[doc] = max(eye.grade[doc], exact)
				} else if len(s.whole) <= labelBytes || eye.has[doc] == all {
					eye.grade[doc] = max(eye.grade[doc], GradePrefix)
				}
			})
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *textSearch) result() (*TextResult, error) {
	total, all, misspelt := int64(0), uint32(0), uint32(0)
	for i, w := range s.words {
		total += 100 * w.idf
		all |= 1 << i
		if w.fuzzy {
			misspelt |= 1 << i
		}
	}
	type hit struct {
		key TextKey
		eye *textEye
		doc uint32
	}
	var hits []hit
	best := TextGrade(0)
	for e := range s.eyes {
		eye := &s.eyes[e]
		for doc, has := range eye.has {
			grade := max(eye.grade[doc], gradeOf(has, all, misspelt))
			if grade == 0 {
				continue
			}
			score := 0
			if total > 0 {
				score = int(eye.score[doc] * 10_000 / total)
			}
			key := TextKey{Grade: grade, Score: score, Length: int(eye.part.lengths[doc])}
			hits = append(hits, hit{key: key, eye: eye, doc: uint32(doc)})
			best = max(best, grade)
		}
	}
	if best > GradeSome && len(s.words) <= shortSearch {
		hits = slices.DeleteFunc(hits, func(h hit) bool { return h.key.Grade == GradeSome })
	}
	res := &TextResult{Total: len(hits)}
	keys := make([]TextKey, len(hits))
	for i, h := range hits {
		id, err := h.eye.part.source.id(h.doc)
		if err != nil {
			return nil, err
		}
		keys[i] = h.key
		keys[i].ID = string(id)
	}
	if s.query.After != nil {
		keys = slices.DeleteFunc(keys, func(k TextKey) bool { return !s.query.After.Before(k) })
	}
	slices.SortFunc(keys, func(a, b TextKey) int {
		if a.Before(b) {
			return -1
		}
		return 1
	})
	res.Hits = keys[:min(len(keys), s.query.First)]
	return res, nil
}

func gradeOf(has, all, misspelt uint32) TextGrade {
	switch {
	case has == 0:
		return 0
	case has != all:
		return GradeSome
	case misspelt != 0:
		return GradeFuzzy
	}
	return GradeWords
}

// idf is the weight of a word that so many of n texts have, in thousandths.
func idf(n, having int) int64 {
	return int64(math.Round(1000 * math.Log(1+float64(n)/float64(having+1))))
}
