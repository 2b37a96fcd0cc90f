package search

import "sync"

// names numbers the distinct strings met in an index, once and for all: the
// columns of every segment share the numbers. It only grows.
type names struct {
	mu   sync.RWMutex
	ids  map[string]uint32
	list []string
}

func newNames() *names { return &names{ids: map[string]uint32{}} }

// number is the number of a name, a new one where it was not met before.
func (n *names) number(name string) uint32 {
	n.mu.Lock()
	defer n.mu.Unlock()
	id, ok := n.ids[name]
	if !ok {
		id = uint32(len(n.list))
		n.ids[name] = id
		n.list = append(n.list, name)
	}
	return id
}

// all lists the names met so far, by number; not to be changed.
func (n *names) all() []string {
	n.mu.RLock()
	defer n.mu.RUnlock()
	return n.list[:len(n.list):len(n.list)]
}
