package fetch

import (
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"github.com/stackmatch/stackmatch/internal/badge"
)

// entryBytes is about what an entry takes beside its key and its body.
const entryBytes = 512

// memory remembers answers until they are old, within bounds of number and size:
// the least recently asked for goes first.
type memory struct {
	now     func() time.Time
	mu      sync.Mutex
	entries *simplelru.LRU[string, remembered]
	bytes   int
	most    int
}

type remembered struct {
	doc     badge.Document
	expires time.Time
}

func newMemory(now func() time.Time, entries, most int) *memory {
	m := &memory{now: now, most: most}
	// It fails of a size below one only.
	m.entries, _ = simplelru.NewLRU(entries, func(key string, r remembered) { m.bytes -= weight(key, r) })
	return m
}

func (m *memory) recall(key string) (badge.Document, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	r, ok := m.entries.Get(key)
	if !ok {
		return badge.Document{}, false
	}
	if !m.now().Before(r.expires) {
		m.entries.Remove(key)
		return badge.Document{}, false
	}
	return r.doc, true
}

func (m *memory) keep(key string, doc badge.Document, lasts time.Duration) {
	if m.now == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.entries.Remove(key) // also where the new one does not last at all
	if lasts <= 0 {
		return
	}
	r := remembered{doc, m.now().Add(lasts)}
	m.entries.Add(key, r)
	m.bytes += weight(key, r)
	for m.bytes > m.most {
		m.entries.RemoveOldest()
	}
}

func weight(key string, r remembered) int { return entryBytes + len(key) + len(r.doc.Body) }
