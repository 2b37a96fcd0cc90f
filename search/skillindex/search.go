package skillindex

import (
	"context"
	"slices"
)

// maxLimit bounds what one search may ask for.
const maxLimit = 1000

// Search finds skills, best first: by the words that they share with the query,
// and by what both mean.
func (x *Index) Search(ctx context.Context, q Query) ([]Hit, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	words := readWords(q.Text)
	if len(words) == 0 {
		return nil, nil
	}
	if !q.Begun {
		words = x.corrected(words)
	}
	scores := x.lexicalScores(analyze(q.Text, words, q.Language, x.tuning.stems), q.Begun)
	x.addMeaning(scores, words)
	x.addNames(scores, words, q.Begun)
	return x.hits(scores, q), nil
}

// addMeaning adds to each label's score how alike it means, and to those of the
// best how alike some part of the query means: a sentence names several skills.
func (x *Index) addMeaning(scores []float64, words []string) {
	t, m := x.tuning, x.meanings
	if t.meaning == 0 || m == nil {
		return
	}
	whole := m.quantized(words)
	if whole == nil {
		return
	}
	coarse := whole[:min(t.coarse, m.size)]
	for l := range x.labels {
		if likeness := dot(coarse, x.vectors[l*m.size:]); likeness > 0 {
			scores[l] += t.meaning * likeness
		}
	}
	for _, s := range top(scores, t.precise) {
		at := int(s.index) * m.size
		rest := dot(whole[len(coarse):], x.vectors[at+len(coarse):at+m.size])
		scores[s.index] += t.meaning * rest
	}
	if t.part == 0 {
		return
	}
	parts := [][]int8{whole}
	for start := 0; len(words) > t.window && start < len(words); start += max(1, t.window/2) {
		if part := m.quantized(words[start:min(start+t.window, len(words))]); part != nil {
			parts = append(parts, part)
		}
	}
	for _, s := range top(scores, t.rerank) {
		at := int(s.index) * m.size
		best := 0.0
		for _, part := range parts {
			best = max(best, dot(part, x.vectors[at:at+m.size]))
		}
		scores[s.index] += t.part * best
	}
}

// hits are the skills with the best labels.
func (x *Index) hits(scores []float64, q Query) []Hit {
	best := make([]float64, len(x.skills))
	by := make([]int32, len(x.skills))
	for l, s := range scores {
		skill := x.labels[l].skill
		if s > best[skill] && (len(q.Frameworks) == 0 || slices.Contains(q.Frameworks, x.skills[skill].framework)) {
			best[skill], by[skill] = s, int32(l)
		}
	}
	found := top(best, min(q.Limit, maxLimit))
	hits := make([]Hit, len(found))
	for i, s := range found {
		hits[i] = Hit{ID: x.skills[s.index].id, Score: s.score, Label: x.shown(s.index, by[s.index])}
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
