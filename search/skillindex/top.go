package skillindex

import (
	"cmp"
	"container/heap"
	"slices"
)

// scored is something with a score.
type scored struct {
	index int32
	score float64
}

// before lists the higher score first; of equals what was added first.
func (s scored) before(o scored) bool {
	if s.score != o.score {
		return s.score > o.score
	}
	return s.index < o.index
}

// worstFirst is a heap.
type worstFirst []scored

func (h worstFirst) Len() int           { return len(h) }
func (h worstFirst) Less(i, j int) bool { return h[j].before(h[i]) }
func (h worstFirst) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *worstFirst) Push(x any)        { *h = append(*h, x.(scored)) }

// Pop takes the last off.
func (h *worstFirst) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}

// top are the n highest scores above 0, best first.
func top(scores []float64, n int) []scored {
	var h worstFirst
	for i, score := range scores {
		s := scored{int32(i), score}
		switch {
		case score <= 0:
		case len(h) < n:
			heap.Push(&h, s)
		case n > 0 && s.before(h[0]):
			h[0] = s
			heap.Fix(&h, 0)
		}
	}
	slices.SortFunc(h, func(a, b scored) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.index, b.index))
	})
	return h
}
