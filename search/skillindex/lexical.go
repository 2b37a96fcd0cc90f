package skillindex

// credit is how well a query has a term, and where.
type credit struct {
	term      int32
	weight    float32
	positions []int
}

// give gives credit for a term.
func (s *search) give(term int32, weight float32, position int) {
	i := s.at[term] - 1
	if i < 0 {
		i = int32(len(s.credits))
		s.at[term] = i + 1
		// A search that gave these credits up has left their room.
		if int(i) < cap(s.credits) {
			s.credits = s.credits[:i+1]
			s.credits[i] = credit{term: term, positions: s.credits[i].positions[:0]}
		} else {
			s.credits = append(s.credits, credit{term: term})
		}
	}
	c := &s.credits[i]
	c.weight = max(c.weight, weight)
	c.positions = append(c.positions, position)
}

// credit is what the query has of a term: nothing, or how well and where.
func (s *search) credit(term int32) *credit {
	if i := s.at[term]; i > 0 {
		return &s.credits[i-1]
	}
	return nil
}

// giveWords finds the index's terms that a query has, as they stand or alike: a
// misspelled word, a compound, another ending.
func (s *search) giveWords() {
	for _, language := range s.languages {
		s.giveIn(language)
	}
	if s.query.Begun {
		s.giveBegun()
	}
}

// giveIn reads the query as text of a language.
func (s *search) giveIn(language Language) {
	all := s.words
	if s.tuning.compounds {
		all = spelledOut(all, language)
	}
	read := analyze(all, language, s.stem)
	for _, t := range read.terms {
		number, known := s.vocabulary[t.stem]
		if known {
			s.give(number, 1, t.position)
		}
		if first := s.languages[0]; s.tuning.like == 0 || language != first && s.stem(all[t.position], first) == t.stem {
			continue
		}
		kin := s.kinOf(all[t.position], t.position)
		s.letters.like(t.stem, s.tuning.like, s.scratch, func(like int32, likeness float64) {
			if (like != number || !known) && kin.counts(t.stem, s.stems[like]) {
				s.give(like, float32(likeness*likeness*s.tuning.likeWeight), t.position)
			}
		})
	}
	if s.tuning.compounds {
		s.giveCompounds(read, language)
	}
	if s.tuning.abbreviations {
		s.giveAbbreviations(read)
	}
}

// addWords scores each label by the words that it shares with a query: rare ones
// weigh more, and a label of which little was said weighs less.
func (s *search) addWords() {
	for i := range s.credits {
		c := &s.credits[i]
		weight := s.idf[c.term] * c.weight
		for _, l := range s.postings[c.term] {
			if s.scores[l] == 0 {
				s.touched = append(s.touched, l)
			}
			s.scores[l] += weight
		}
	}
	for _, l := range s.touched {
		s.scores[l] *= s.labels[l].norm
	}
}

// density is how close together the query has a label's terms: 1 side by side.
// Words of a label that stand far apart in the query are likely about other things.
func (s *search) density(l *labelEntry) float64 {
	var buffer [16][]int
	lists := buffer[:0]
	for _, t := range l.terms {
		if c := s.credit(t); c != nil {
			lists = append(lists, c.positions)
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

// coverage is how much of a label's weight the query has.
func (s *search) coverage(label int32) float64 {
	has, all := 0.0, 0.0
	l := &s.labels[label]
	for at, t := range l.terms {
		weight := s.weight(l, at)
		all += weight
		if c := s.credit(t); c != nil {
			has += weight * float64(c.weight)
		}
	}
	if all == 0 {
		return 0
	}
	return has / all
}
