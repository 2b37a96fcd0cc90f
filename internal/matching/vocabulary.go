package matching

import (
	"slices"
	"sync"
)

// Vocabulary numbers the distinct terms met in an index, from 0 in the order
// of meeting. A value never changes for its readers: Extend returns a longer one
// that shares the storage. Any number of goroutines may use the values.
type Vocabulary struct {
	words *words
	// n cuts off what the storage has learned since.
	n uint32
}

// words is the storage shared by all values of a vocabulary; it only grows.
type words struct {
	mu    sync.RWMutex
	ids   map[string]uint32
	terms []string
	held  []Held
	// The indexes list ids in ascending order.
	ofSkill                 map[string][]skillHolding
	ofCredential, ofVersion map[string][]uint32
}

// skillHolding is a term that holds a skill at a level.
type skillHolding struct {
	id    uint32
	level Level
}

// NewVocabulary returns an empty vocabulary.
func NewVocabulary() *Vocabulary {
	return &Vocabulary{words: &words{
		ids:          map[string]uint32{},
		ofSkill:      map[string][]skillHolding{},
		ofCredential: map[string][]uint32{},
		ofVersion:    map[string][]uint32{},
	}}
}

// Extend numbers terms, known ones and new ones, and returns their ids in the
// terms' order. An error names a term that the catalog does not know: load the
// catalog again. The terms before it are numbered by then, which harms nobody.
func (v *Vocabulary) Extend(terms []string, c *Catalog) (*Vocabulary, []uint32, error) {
	w := v.words
	w.mu.Lock()
	defer w.mu.Unlock()
	ids := make([]uint32, len(terms))
	for i, term := range terms {
		id, known := w.ids[term]
		if !known {
			h, err := c.ParseTerm(term)
			if err != nil {
				return nil, nil, err
			}
			id = w.add(term, h)
		}
		ids[i] = id
	}
	return &Vocabulary{words: w, n: uint32(len(w.terms))}, ids, nil
}

func (w *words) add(term string, h Held) uint32 {
	id := uint32(len(w.terms))
	w.ids[term] = id
	w.terms = append(w.terms, term)
	w.held = append(w.held, h)
	for _, pair := range h.Pairs {
		w.ofSkill[pair.Skill] = append(w.ofSkill[pair.Skill], skillHolding{id, pair.Level})
	}
	w.ofCredential[h.Credential] = append(w.ofCredential[h.Credential], id)
	w.ofVersion[h.Version] = append(w.ofVersion[h.Version], id)
	return id
}

// Len is the number of terms; ids are 0 to Len-1.
func (v *Vocabulary) Len() int { return int(v.n) }

// Term is the term with the given id.
func (v *Vocabulary) Term(id uint32) string {
	v.words.mu.RLock()
	defer v.words.mu.RUnlock()
	return v.words.terms[:v.n][id]
}

// Held is the holding with the given id.
func (v *Vocabulary) Held(id uint32) Held {
	v.words.mu.RLock()
	defer v.words.mu.RUnlock()
	return v.words.held[:v.n][id]
}

// OfCredential lists the ids of the holdings of a micro-credential, ascending.
// The slice is shared: don't change it.
func (v *Vocabulary) OfCredential(credential string) []uint32 {
	v.words.mu.RLock()
	defer v.words.mu.RUnlock()
	return v.cut(v.words.ofCredential[credential])
}

func (v *Vocabulary) ofVersion(version string) []uint32 {
	v.words.mu.RLock()
	defer v.words.mu.RUnlock()
	return v.cut(v.words.ofVersion[version])
}

func (v *Vocabulary) ofSkill(skill string) []skillHolding {
	v.words.mu.RLock()
	defer v.words.mu.RUnlock()
	list := v.words.ofSkill[skill]
	end := len(list)
	for end > 0 && list[end-1].id >= v.n {
		end--
	}
	return list[:end:end]
}

func (v *Vocabulary) cut(ids []uint32) []uint32 {
	end, _ := slices.BinarySearch(ids, v.n)
	return ids[:end:end]
}
