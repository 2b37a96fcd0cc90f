package skillindex

import (
	"maps"
	"math"
	"slices"
	"strings"
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
	letters    *letters
	forms      forms
	names      []name // sorted
	meanings   *meanings
	vectors    []int8 // of labels
}

type entry struct {
	id        string
	framework string
	labels    []int32
}

type labelEntry struct {
	Label
	skill int32
	terms []int32
	head  int     // how many of them come before a qualifier
	norm  float64 // smaller for a longer one
}

// Build makes an index of skills. Of two with one id the last is kept.
func Build(skills []Skill) *Index { return build(skills, tuned()) }

func build(skills []Skill, t tuning) *Index {
	x := &Index{
		tuning: t, vocabulary: map[string]int32{},
		forms: forms{counts: map[string]int{}, begin: map[rune][]string{}, terms: map[string]int32{}},
	}
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
	x.mean()
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
	head := headOf(l.Text)
	t := analyze(l.Text, readWords(l.Text), l.Language, x.tuning.stems)
	l.Language = t.language
	entry := labelEntry{Label: l, skill: skill}
	number := int32(len(x.labels))
	for _, w := range t.words {
		x.forms.add(w)
	}
	x.names = append(x.names, name{nameOf(t.words), number})
	headWords := len(t.words)
	if head != l.Text {
		words := readWords(head)
		headWords = len(words)
		x.names = append(x.names, name{nameOf(words), number})
	}
	for _, w := range t.terms {
		term := x.term(w.stem)
		x.forms.terms[t.words[w.position]] = term
		if slices.Contains(entry.terms, term) {
			continue
		}
		entry.terms = append(entry.terms, term)
		if w.position < headWords {
			entry.head = len(entry.terms)
		}
		x.postings[term] = append(x.postings[term], number)
	}
	x.labels = append(x.labels, entry)
}

// headOf is a label without the qualifier that tells it from another of the same
// name: Java of "Java (computer programming)".
func headOf(label string) string {
	head, _, found := strings.Cut(label, "(")
	if head = strings.TrimSpace(head); found && head != "" && strings.HasSuffix(strings.TrimSpace(label), ")") {
		return head
	}
	return label
}

// term is the number of a stem.
func (x *Index) term(stem string) int32 {
	number, known := x.vocabulary[stem]
	if !known {
		number = int32(len(x.postings))
		x.vocabulary[stem] = number
		x.stems = append(x.stems, stem)
		x.postings = append(x.postings, nil)
	}
	return number
}

func (x *Index) weigh() {
	n := float64(len(x.labels))
	x.letters = newLetters(x.stems)
	x.forms.sorted = slices.Sorted(maps.Keys(x.forms.counts))
	sortNames(x.names)
	x.idf = make([]float64, len(x.postings))
	for i, p := range x.postings {
		having := float64(len(p))
		x.idf[i] = math.Log(1 + (n-having+0.5)/(having+0.5))
	}
	for i := range x.labels {
		weight := 0.0
		for at, t := range x.labels[i].terms {
			if at < x.labels[i].head {
				weight += x.idf[t]
			} else {
				weight += x.idf[t] * x.tuning.qualifier
			}
		}
		x.labels[i].norm = math.Pow(max(weight, 1), -x.tuning.length)
	}
}

// mean gives each label its vector.
func (x *Index) mean() {
	if x.tuning.meaning == 0 {
		return
	}
	m, err := builtin()
	if err != nil {
		return
	}
	x.meanings = m
	x.vectors = make([]int8, len(x.labels)*m.size)
	for l := range x.labels {
		if v := m.of(readWords(x.labels[l].Text)); v != nil {
			quantize(v, x.vectors[l*m.size:(l+1)*m.size])
		}
	}
}
