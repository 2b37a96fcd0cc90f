package search

import (
	"math"
	"math/bits"

	"github.com/stackmatch/stackmatch/internal/matching"
)

const fullCredit = 100

// maxWords is how many lane words a document has: eight requirements in each.
const maxWords = (matching.MaxRequirements + 7) / 8

// words are a document's credits, a byte for each requirement: its lanes.
type words [maxWords]uint64

// class is all documents of equal credits. There are thousands of times fewer
// classes than documents, so what depends on credits alone is worked out once each.
type class struct {
	words words
	count uint32
	// unmet is the bit mask of the requirements of less than full credit.
	unmet uint32
	// least and most are the ranks between which extras can put a document; most
	// is 0 where no document of the class can be a hit.
	least, most rank
	// only is the single must that is unmet, when somebody asked; else -1.
	only int8
	tier matching.Tier
	// row is true when the documents are rows, sure when they come after the
	// last row seen whatever their extras.
	row, sure bool
}

// rank orders by tier, then points: a larger one comes first.
type rank int64

const tierShift = 40 // points stay far below

func newRank(t matching.Tier, points int64) rank { return rank(t)<<tierShift | rank(points) }

func (r rank) tier() matching.Tier { return matching.Tier(r >> tierShift) }
func (r rank) points() int64       { return int64(r) & (1<<tierShift - 1) }

// anyRank is below every row's.
const anyRank = rank(1)

// classTable finds the class of lanes.
type classTable struct {
	slots   []uint32 // a class's place in list plus one; 0 is free
	list    []class
	shift   uint
	wide    bool
	onBirth func(*class)
}

const (
	firstSlots = 1 << 12
	// maxClasses is when the table is emptied: past it, it would no longer fit
	// the processor's cache.
	maxClasses = 1 << 15
)

func (t *classTable) reset(wide bool, onBirth func(*class)) {
	if t.slots == nil {
		t.slots = make([]uint32, firstSlots)
	}
	clear(t.slots)
	t.list = t.list[:0]
	t.shift = uint(64 - bits.TrailingZeros(uint(len(t.slots))))
	t.wide, t.onBirth = wide, onBirth
}

// spread multiplies the entropy of the low bytes into the high bits.
const spread = 0x9E3779B97F4A7C15

// find is the class of one word of lanes.
func (t *classTable) find(w uint64) *class {
	at := (w * spread) >> t.shift
	for {
		slot := t.slots[at]
		if slot == 0 {
			return t.add(words{w})
		}
		if c := &t.list[slot-1]; c.words[0] == w {
			return c
		}
		at = (at + 1) & uint64(len(t.slots)-1)
	}
}

// findWide is the class of several words.
func (t *classTable) findWide(w words) *class {
	at := t.hash(w)
	for {
		slot := t.slots[at]
		if slot == 0 {
			return t.add(w)
		}
		if c := &t.list[slot-1]; c.words == w {
			return c
		}
		at = (at + 1) & uint64(len(t.slots)-1)
	}
}

func (t *classTable) hash(w words) uint64 {
	h := w[0] * spread
	if t.wide {
		for _, more := range w[1:] {
			h = (bits.RotateLeft64(h, 29) ^ more) * spread
		}
	}
	return h >> t.shift
}

func (t *classTable) add(w words) *class {
	if 2*len(t.list) >= len(t.slots) {
		t.grow()
	}
	t.list = append(t.list, class{words: w})
	c := &t.list[len(t.list)-1]
	t.place(w, uint32(len(t.list)))
	t.onBirth(c)
	return c
}

func (t *classTable) place(w words, slot uint32) {
	at := t.hash(w)
	for t.slots[at] != 0 {
		at = (at + 1) & uint64(len(t.slots)-1)
	}
	t.slots[at] = slot
}

func (t *classTable) grow() {
	t.slots = make([]uint32, 2*len(t.slots))
	t.shift--
	for i := range t.list {
		t.place(t.list[i].words, uint32(i+1))
	}
}

func (t *classTable) full() bool { return len(t.list) >= maxClasses }

// credit is the byte of requirement r.
func (w *words) credit(r int) matching.Credit {
	return matching.Credit(w[r/8] >> (8 * (r % 8)) & math.MaxUint8)
}
