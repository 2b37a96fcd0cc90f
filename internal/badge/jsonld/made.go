package jsonld

import "sync"

// made keeps the active contexts that were made, for a context takes longer to
// process than a document. It has a limit, as documents choose what is made.
type made struct {
	sync.Mutex
	actives  map[madeKey]*active
	variants map[string]*Contexts
	inline   *Contexts
}

// madeKey says what an active context was made of: the URLs at the top of a
// document, or the context of a term on top of another active context.
type madeKey struct {
	urls string
	on   *active
	term *definition
	typ  bool // the term is a type
}

const maxMade = 1_000

func newMade() *made {
	return &made{actives: map[madeKey]*active{}, variants: map[string]*Contexts{}}
}

// get returns what was made for the key, or makes it.
func (m *made) get(key madeKey, build func() (*active, error)) (*active, error) {
	m.Lock()
	defer m.Unlock()
	if a, known := m.actives[key]; known {
		return a, nil
	}
	a, err := build()
	if err != nil {
		return nil, err
	}
	if len(m.actives) >= maxMade {
		clear(m.actives)
	}
	m.actives[key] = a
	return a, nil
}
