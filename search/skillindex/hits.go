package skillindex

// rank scores the candidates: each by the words that it shares with the query and
// how alike it means, and the best also by how alike some part of the query means.
func (s *search) rank() {
	t := s.tuning
	for i := range s.candidates {
		c := &s.candidates[i]
		likeness := 0.0
		if len(s.parts) > 0 {
			likeness = max(0, dot(s.parts[0].vector, s.vector(c.index)))
		}
		c.score = s.shared(c.index) + s.added(c.index, likeness) + t.meaning*likeness
	}
	heapify(s.candidates)
	if t.part == 0 || len(s.parts) == 0 {
		return
	}
	rest := s.candidates
	for range t.rerank {
		if len(rest) == 0 {
			break
		}
		rest = pop(rest)
	}
	// The best stand behind the others now.
	for i := len(rest); i < len(s.candidates); i++ {
		s.candidates[i].score += t.part * s.likeness(s.candidates[i].index)
	}
	heapify(s.candidates)
}

// added is what a label's names add.
func (s *search) added(label int32, likeness float64) float64 {
	bonus := float64(s.bonus[label])
	if _, initialed := s.initialed[label]; initialed && bonus <= aloneBonus {
		bonus *= s.standsFor(label, likeness)
	}
	return bonus
}

// shared is what the words count that a label shares with the query.
func (s *search) shared(label int32) float64 {
	words := s.scores[label]
	if words == 0 {
		return 0
	}
	l := &s.labels[label]
	if s.bonus[label] > 0 { // then the score has more in it
		words = 0
		for _, t := range l.terms {
			if c := s.credit(t); c != nil {
				words += s.idf[t] * c.weight
			}
		}
		words *= l.norm
	}
	if s.tuning.density == 0 {
		return float64(words)
	}
	return float64(words) * (1 - s.tuning.density*(1-s.density(l)))
}

// likeness is how alike a label and some part of the query mean, from 0 to 1.
func (s *search) likeness(label int32) float64 {
	best := 0.0
	for _, p := range s.parts {
		best = max(best, dot(p.vector, s.vector(label)))
	}
	return min(best, 1) // whole numbers stand for the vectors: they may be a little too long
}

// hits are the skills with the best labels.
func (s *search) hits() []Hit {
	var hits []Hit
	box := newBox(s)
	seen := map[int32]bool{}
	for rest := s.candidates; len(rest) > 0 && rest[0].score > 0 && len(seen) < box.considered; rest = pop(rest) {
		best := rest[0]
		l := &s.labels[best.index]
		if seen[l.skill] {
			continue
		}
		seen[l.skill] = true
		shown := box.look(best)
		hits = append(hits, Hit{
			ID: s.skills[l.skill].id, Score: best.score, Label: s.shown(&s.labels[shown]),
			Coverage: s.coverage(shown), Likeness: s.likeness(shown),
		})
	}
	hits = box.fitting(hits)
	for i := range hits {
		hits[i].Marks = s.marks(hits[i].Label)
	}
	return hits
}

// shown is the label that was found; in place of a hidden one the preferred one.
func (x *Index) shown(found *labelEntry) Label {
	if found.kind != Hidden {
		return found.label()
	}
	for _, l := range x.skills[found.skill].labels {
		if x.labels[l].kind == Preferred {
			return x.labels[l].label()
		}
	}
	return Label{}
}
