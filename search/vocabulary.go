package search

import (
	"sync"

	"github.com/stackmatch/stackmatch/internal/matching"
)

// unknownTerm stands for a term that the catalog does not know: it is kept in
// the index and gives nothing until a catalog knows it.
const unknownTerm = ^uint32(0)

// vocabulary translates between an index's own numbers for the terms held and a
// catalog's vocabulary. It is immutable.
type vocabulary struct {
	*matching.Vocabulary
	catalog *matching.Catalog
	met     int // terms looked up so far
	// number is the index's number of each vocabulary id; id the other way round.
	// Both are nil while they are the same, as they are unless the catalog is
	// behind the index.
	number []uint32
	id     []uint32

	once     sync.Once
	byNumber credentials
}

// credentials are the micro-credentials of an index's numbers: the place of each in
// names, plus one; 0 for what is none that the catalog knows.
type credentials struct {
	of    []uint32
	names []string
}

// credentials is made when first asked for.
func (v *vocabulary) credentials() *credentials {
	v.once.Do(func() {
		c := &v.byNumber
		c.of = make([]uint32, v.met)
		known := map[string]uint32{}
		for id := range uint32(v.Len()) {
			credential := v.Held(id).Credential
			if v.catalog.IsKept(credential) {
				continue // a stack, which is counted among the stacks
			}
			at, ok := known[credential]
			if !ok {
				c.names = append(c.names, credential)
				at = uint32(len(c.names))
				known[credential] = at
			}
			c.of[v.numberOf(id)] = at
		}
	})
	return &v.byNumber
}

// vocabularies keeps those of the catalogs last used.
type vocabularies struct {
	mu   sync.Mutex
	last []*vocabulary
}

// keptVocabularies is two for a catalog that changes while queries run, and one
// to spare.
const keptVocabularies = 3

// of is the vocabulary of a catalog over all the terms met.
func (vs *vocabularies) of(c *matching.Catalog, terms []string) (*vocabulary, error) {
	vs.mu.Lock()
	defer vs.mu.Unlock()
	at := -1
	for i, v := range vs.last {
		if v.catalog == c {
			at = i
		}
	}
	v := &vocabulary{Vocabulary: matching.NewVocabulary(), catalog: c}
	if at >= 0 {
		v = vs.last[at]
	}
	if v.met < len(terms) {
		longer, err := v.extend(terms)
		if err != nil {
			return nil, err
		}
		v = longer
	}
	if at >= 0 {
		vs.last[at] = v
		return v, nil
	}
	vs.last = append([]*vocabulary{v}, vs.last[:min(len(vs.last), keptVocabularies-1)]...)
	return v, nil
}

// extend looks up the terms past those already met.
func (v *vocabulary) extend(terms []string) (*vocabulary, error) {
	next := &vocabulary{catalog: v.catalog, met: len(terms)}
	var known []string
	unknown := map[int]bool{}
	for i, term := range terms[v.met:] {
		if _, err := v.catalog.ParseTerm(term); err != nil {
			unknown[v.met+i] = true
			continue
		}
		known = append(known, term)
	}
	longer, ids, err := v.Extend(known, v.catalog)
	if err != nil {
		return nil, err
	}
	next.Vocabulary = longer
	if v.id == nil && len(unknown) == 0 {
		return next, nil
	}
	next.translate(v, ids, unknown)
	return next, nil
}

func (v *vocabulary) translate(before *vocabulary, ids []uint32, unknown map[int]bool) {
	v.id = make([]uint32, v.met)
	for i := range before.met {
		v.id[i] = uint32(i)
		if before.id != nil {
			v.id[i] = before.id[i]
		}
	}
	next := 0
	for i := before.met; i < v.met; i++ {
		if unknown[i] {
			v.id[i] = unknownTerm
			continue
		}
		v.id[i] = ids[next]
		next++
	}
	v.number = make([]uint32, v.Len())
	for number, id := range v.id {
		if id != unknownTerm {
			v.number[id] = uint32(number)
		}
	}
}

// numberOf is the index's number of a vocabulary id.
func (v *vocabulary) numberOf(id uint32) uint32 {
	if v.number == nil {
		return id
	}
	return v.number[id]
}

// idsOf turns the index's numbers into vocabulary ids, in place, leaving out
// what the catalog does not know.
func (v *vocabulary) idsOf(numbers []uint32) []uint32 {
	if v.id == nil {
		return numbers
	}
	known := numbers[:0]
	for _, n := range numbers {
		if id := v.id[n]; id != unknownTerm {
			known = append(known, id)
		}
	}
	return known
}
