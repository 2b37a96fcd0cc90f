package skillindex

// scratch is the memory of a search, used again by others: everything is 0 but
// while one is at work.
type scratch struct {
	// By label: scores by words and names, and what names add. Estimates are steps
	// of the score as it is guessed.
	scores, bonus   []float32
	touched, lifted []int32
	estimates       []uint16
	steps           [maxStep + 1]int32
	// By term: where it is among the credits, from 1; and letters in common.
	at      []int32
	common  []uint8
	sharing []int32
	// candidates are the labels that are looked at closely.
	candidates []scored
	credits    []credit
}

func newScratch(x *Index) *scratch {
	return &scratch{
		scores: make([]float32, len(x.labels)), bonus: make([]float32, len(x.labels)), estimates: make([]uint16, len(x.labels)),
		at: make([]int32, len(x.postings)), common: make([]uint8, len(x.postings)),
	}
}

// clear leaves it as it was found.
func (m *scratch) clear() {
	for _, l := range m.touched {
		m.scores[l] = 0
	}
	for _, l := range m.lifted {
		m.scores[l], m.bonus[l] = 0, 0
	}
	for _, c := range m.credits {
		m.at[c.term] = 0
	}
	m.touched, m.lifted, m.credits, m.candidates = m.touched[:0], m.lifted[:0], m.credits[:0], m.candidates[:0]
}
