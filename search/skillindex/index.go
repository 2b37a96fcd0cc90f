package skillindex

import (
	"context"
	"math"
	"slices"
)

// Index finds skills. It never changes, so any number of searches may run.
type Index struct {
	tuning     tuning
	skills     []entry
	labels     []labelEntry
	vocabulary map[string]int32
	stems      []string
	idf        []float64
	postings   [][]int32 // labels by term
}

type entry struct {
	id        string
	framework string
	labels    []int32
}

type labelEntry struct {
	Label
	skill  int32
	terms  []int32
	weight float64 // of all its terms
}

// Build makes an index of skills. Of two with one id the last is kept.
func Build(skills []Skill) *Index { return build(skills, tuned()) }

func build(skills []Skill, t tuning) *Index {
	x := &Index{tuning: t, vocabulary: map[string]int32{}}
	at := map[string]int{}
	for i := range skills {
		at[skills[i].ID] = i
	}
	for i := range skills {
		if at[skills[i].ID] == i {
			x.add(&skills[i])
		}
	}
	x.weigh()
	return x
}

func (x *Index) add(s *Skill) {
	e := entry{id: s.ID, framework: s.Framework}
	seen := map[string]bool{}
	for _, l := range s.Labels {
		if l.Text == "" || seen[l.Text] {
			continue
		}
		seen[l.Text] = true
		e.labels = append(e.labels, int32(len(x.labels)))
		x.addLabel(int32(len(x.skills)), l)
	}
	x.skills = append(x.skills, e)
}

func (x *Index) addLabel(skill int32, l Label) {
	t := analyze(l.Text, l.Language)
	l.Language = t.language
	entry := labelEntry{Label: l, skill: skill}
	for _, w := range t.terms {
		number, known := x.vocabulary[w.stem]
		if !known {
			number = int32(len(x.postings))
			x.vocabulary[w.stem] = number
			x.stems = append(x.stems, w.stem)
			x.postings = append(x.postings, nil)
		}
		if !slices.Contains(entry.terms, number) {
			entry.terms = append(entry.terms, number)
			x.postings[number] = append(x.postings[number], int32(len(x.labels)))
		}
	}
	x.labels = append(x.labels, entry)
}

func (x *Index) weigh() {
	n := float64(len(x.labels))
	x.idf = make([]float64, len(x.postings))
	for i, p := range x.postings {
		having := float64(len(p))
		x.idf[i] = math.Log(1 + (n-having+0.5)/(having+0.5))
	}
	for i := range x.labels {
		for _, t := range x.labels[i].terms {
			x.labels[i].weight += x.idf[t]
		}
	}
}

// Search finds skills, best first.
func (x *Index) Search(ctx context.Context, q Query) ([]Hit, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	scores := x.lexical(analyze(q.Text, q.Language))
	best := make([]float64, len(x.skills))
	by := make([]int32, len(x.skills))
	for l, s := range scores {
		skill := x.labels[l].skill
		if s > best[skill] {
			best[skill], by[skill] = s, int32(l)
		}
	}
	var found []int32
	for i, s := range best {
		if s > 0 && (len(q.Frameworks) == 0 || slices.Contains(q.Frameworks, x.skills[i].framework)) {
			found = append(found, int32(i))
		}
	}
	slices.SortFunc(found, func(a, b int32) int {
		switch {
		case best[a] > best[b]:
			return -1
		case best[a] < best[b]:
			return 1
		}
		return int(a - b)
	})
	hits := make([]Hit, min(len(found), q.Limit))
	for i := range hits {
		hits[i] = Hit{x.skills[found[i]].id, best[found[i]], x.labels[by[found[i]]].Label}
	}
	return hits, nil
}

// lexical scores each label by the terms that it shares with a query.
func (x *Index) lexical(q text) []float64 {
	scores := make([]float64, len(x.labels))
	seen := map[int32]bool{}
	for _, t := range q.terms {
		number, known := x.vocabulary[t.stem]
		if !known || seen[number] {
			continue
		}
		seen[number] = true
		for _, l := range x.postings[number] {
			scores[l] += x.idf[number]
		}
	}
	for l := range scores {
		if scores[l] > 0 {
			scores[l] /= math.Pow(x.labels[l].weight, x.tuning.length)
		}
	}
	return scores
}
