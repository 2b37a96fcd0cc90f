package skillindex

import (
	"context"
	"slices"
)

// maxLimit bounds what one search may ask for.
const maxLimit = 1000

// search is one search at work.
type search struct {
	*Index
	query   Query
	words   []string
	credits *credits
	// scores are by label; those of labels that the query leaves out stay 0.
	scores []float64
	// parts are the meanings of the query: of the whole, then of its parts.
	parts [][]int8
}

// Search finds skills, best first: by the words that they share with the query,
// and by what both mean.
func (x *Index) Search(ctx context.Context, q Query) ([]Hit, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s := &search{Index: x, query: q, words: readWords(q.Text)}
	if len(s.words) == 0 {
		return nil, nil
	}
	if !q.Begun && len(s.words) <= maxCorrected {
		s.words = x.corrected(s.words)
	}
	s.addWords()
	s.leaveOut()
	s.addMeaning()
	s.addNames()
	s.leaveOut()
	return s.hits(), nil
}

// leaveOut takes the labels of other frameworks out.
func (s *search) leaveOut() {
	if len(s.query.Frameworks) == 0 {
		return
	}
	for l := range s.labels {
		if !slices.Contains(s.query.Frameworks, s.skills[s.labels[l].skill].framework) {
			s.scores[l] = 0
		}
	}
}

// readMeaning reads what the query means: a sentence names several skills.
func (s *search) readMeaning() {
	add := func(words []string) {
		if part := s.meanings.quantized(words); part != nil {
			s.parts = append(s.parts, part)
		}
	}
	add(s.words)
	window := s.tuning.window
	for start := 0; len(s.parts) > 0 && len(s.words) > window && start < len(s.words); start += max(1, window/2) {
		add(s.words[start:min(start+window, len(s.words))])
	}
}

// addMeaning adds to each label's score how alike it means, and to those of the
// best how alike some part of the query means.
func (s *search) addMeaning() {
	t, m := s.tuning, s.meanings
	if t.meaning == 0 || m == nil {
		return
	}
	if s.readMeaning(); len(s.parts) == 0 {
		return
	}
	whole := s.parts[0]
	coarse := whole[:min(t.coarse, m.size)]
	for l := range s.labels {
		if likeness := dot(coarse, s.vectors[l*m.size:]); likeness > 0 {
			s.scores[l] += t.meaning * likeness
		}
	}
	s.leaveOut()
	for _, best := range top(s.scores, t.precise) {
		s.scores[best.index] += t.meaning * dot(whole[len(coarse):], s.vector(best.index)[len(coarse):])
	}
	if t.part == 0 {
		return
	}
	for _, best := range top(s.scores, t.rerank) {
		s.scores[best.index] += t.part * s.likeness(best.index)
	}
}

// vector is what a label means.
func (x *Index) vector(label int32) []int8 {
	return x.vectors[int(label)*x.meanings.size : (int(label)+1)*x.meanings.size]
}

// likeness is how alike a label and some part of the query mean, from 0 to 1.
func (s *search) likeness(label int32) float64 {
	best := 0.0
	for _, part := range s.parts {
		best = max(best, dot(part, s.vector(label)))
	}
	return min(best, 1) // whole numbers stand for the vectors: they may be a little too long
}

// hits are the skills with the best labels.
func (s *search) hits() []Hit {
	best := make([]float64, len(s.skills))
	by := make([]int32, len(s.skills))
	for l, score := range s.scores {
		if skill := s.labels[l].skill; score > best[skill] {
			best[skill], by[skill] = score, int32(l)
		}
	}
	limit := min(s.query.Limit, maxLimit)
	found := top(best, max(limit, s.considered(limit)))
	hits := make([]Hit, len(found))
	for i, f := range found {
		label := s.shown(f.index, by[f.index])
		hits[i] = Hit{
			ID: s.skills[f.index].id, Score: f.score, Label: label,
			Coverage: s.coverage(by[f.index]), Likeness: s.likeness(by[f.index]),
		}
	}
	hits = s.cutOff(hits, found, by)
	for i := range hits {
		hits[i].Marks = s.marks(hits[i].Label)
	}
	return hits
}

// shown is the label that was found; in place of a hidden one the preferred one.
func (x *Index) shown(skill, label int32) Label {
	if x.labels[label].Kind != Hidden {
		return x.labels[label].Label
	}
	for _, l := range x.skills[skill].labels {
		if x.labels[l].Kind == Preferred {
			return x.labels[l].Label
		}
	}
	return Label{}
}
