package skillindex

// credit is how well a query has a term, and where.
type credit struct {
	term      int32
	weight    float64
	positions []int
}

// credits are a query's, by term.
type credits struct {
	all []credit
	at  map[int32]int
}

func (c *credits) give(term int32, weight float64, position int) {
	i, known := c.at[term]
	if !known {
		i = len(c.all)
		c.at[term] = i
		c.all = append(c.all, credit{term: term})
	}
	c.all[i].weight = max(c.all[i].weight, weight)
	c.all[i].positions = append(c.all[i].positions, position)
}

// addWords scores each label by the words that it shares with a query: rare ones
// weigh more, and a label of which little was said weighs less. Words of a label
// that stand far apart in the query are likely about other things.
func (s *search) addWords() {
	language := languageOf(s.query.Text, s.words, s.query.Language, s.usual)
	s.credits = s.credit(analyze(s.words, language, s.tuning.stems))
	if s.query.Begun {
		s.giveBegun(s.credits, s.words)
	}
	s.scores = make([]float64, len(s.labels))
	shared := make([]uint8, len(s.labels))
	for _, c := range s.credits.all {
		weight := s.idf[c.term] * c.weight
		for _, l := range s.postings[c.term] {
			s.scores[l] += weight
			shared[l] = min(shared[l], 254) + 1
		}
	}
	for l, n := range shared {
		if n == 0 {
			continue
		}
		e := &s.labels[l]
		s.scores[l] *= e.norm
		if n > 1 && s.tuning.density > 0 {
			s.scores[l] *= 1 - s.tuning.density*(1-s.credits.density(e))
		}
	}
}

// coverage is how much of a label's weight the query has.
func (s *search) coverage(label int32) float64 {
	has, all := 0.0, 0.0
	for at, t := range s.labels[label].terms {
		weight := s.idf[t]
		if at >= s.labels[label].head {
			weight *= s.tuning.qualifier
		}
		all += weight
		if i, found := s.credits.at[t]; found {
			has += weight * s.credits.all[i].weight
		}
	}
	if all == 0 {
		return 0
	}
	return has / all
}

// credit finds the index's terms that a query has, as they stand or alike: a
// misspelled word, a compound, another ending.
func (x *Index) credit(q text) *credits {
	c := &credits{at: map[int32]int{}}
	for _, t := range q.terms {
		number, known := x.vocabulary[t.stem]
		if known {
			c.give(number, 1, t.position)
		}
		if x.tuning.like == 0 {
			continue
		}
		x.letters.like(t.stem, x.tuning.like, func(like int32, likeness float64) {
			if like != number || !known {
				c.give(like, likeness*likeness*x.tuning.likeWeight, t.position)
			}
		})
	}
	return c
}

// density is how close together the query has a label's terms: 1 side by side.
func (c *credits) density(e *labelEntry) float64 {
	var buffer [16][]int
	lists := buffer[:0]
	for _, t := range e.terms {
		if i, found := c.at[t]; found {
			lists = append(lists, c.all[i].positions)
		}
	}
	if len(lists) < 2 {
		return 1
	}
	best := maxWords
	for _, start := range lists[0] {
		low, high := start, start
		for _, list := range lists[1:] {
			near := nearest(list, start)
			low, high = min(low, near), max(high, near)
		}
		best = min(best, high-low+1)
	}
	return float64(len(lists)) / float64(max(best, len(lists)))
}

func nearest(positions []int, to int) int {
	near := positions[0]
	for _, p := range positions[1:] {
		if max(p-to, to-p) < max(near-to, to-near) {
			near = p
		}
	}
	return near
}
