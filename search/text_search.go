package search

import (
	"context"
	"slices"

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
		if seen[form] || stopWords[form] && (!last || len(s.words) > 0) {
			continue
		}
		seen[form] = true
		s.words = append(s.words, textWord{form: form, stem: stem(form), begun: last})
	}
}

// kinds are those that are searched.
func (q TextQuery) kinds() []string {
	if len(q.Kinds) == 0 {
		return []string{string(q.Kind)}
	}
	kinds := make([]string, len(q.Kinds))
	for i, kind := range q.Kinds {
		kinds[i] = string(kind)
	}
	return kinds
}

func (s *textSearch) eye(p textPart) (textEye, error) {
	n := p.source.count()
	eye := textEye{part: p, score: make([]int64, n), has: make([]uint32, n), grade: make([]TextGrade, n)}
	kept, err := union(p.source, fieldKind, s.query.kinds())
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

// textHit is a document that may be listed; its key lacks the id.
type textHit struct {
	key TextKey
	eye *textEye
	doc uint32
}

func (s *textSearch) result() (*TextResult, error) {
	hits := s.hits()
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
	return &TextResult{Hits: keys[:min(len(keys), s.query.First)], Total: len(hits)}, nil
}

// hits grades what was found.
func (s *textSearch) hits() []textHit {
	weight, all, misspelled := int64(0), uint32(0), false
	for i, w := range s.words {
		weight += 100 * w.idf
		all |= 1 << i
		misspelled = misspelled || w.fuzzy
	}
	var hits []textHit
	best := TextGrade(0)
	for e := range s.eyes {
		eye := &s.eyes[e]
		for doc, has := range eye.has {
			grade := max(eye.grade[doc], gradeOf(has, all, misspelled))
			if grade == 0 {
				continue
			}
			key := TextKey{Grade: grade, Length: int(eye.part.lengths[doc])}
			if weight > 0 {
				key.Score = int(eye.score[doc] * 10_000 / weight)
			}
			hits = append(hits, textHit{key, eye, uint32(doc)})
			best = max(best, grade)
		}
	}
	if best > GradeSome && len(s.words) <= shortSearch {
		hits = slices.DeleteFunc(hits, func(h textHit) bool { return h.key.Grade == GradeSome })
	}
	return hits
}

func gradeOf(has, all uint32, misspelled bool) TextGrade {
	switch {
	case has == 0:
		return 0
	case has != all:
		return GradeSome
	case misspelled:
		return GradeFuzzy
	}
	return GradeWords
}
