package skillindex

import (
	"math"
	"strings"
	"sync"
)

// Index finds skills. It never changes, so any number of searches may run.
type Index struct {
	tuning        tuning
	usual         Language // of most labels
	skills        []entry
	frameworks    map[string]int32
	labels        []labelEntry
	within        []int32 // numbers of frameworks, by label
	vocabulary    map[string]int32
	stems         []string
	idf           []float32
	postings      [][]int32 // labels by term
	letters       *letters
	forms         forms
	names         []name // sorted
	compounds     compounds
	abbreviations abbreviations
	meanings      *Meanings
	vectors       []int8   // of labels
	signs         []uint64 // of labels
	turn          *turn
	likely        []float32 // by how many signs differ
	scratches     sync.Pool
}

type entry struct {
	id        string
	framework int32
	labels    []int32
}

type labelEntry struct {
	text     string
	language Language
	terms    []int32
	skill    int32
	norm     float32 // smaller for a longer one
	head     uint16  // how many of the terms come before a qualifier
	kind     LabelKind
}

func (l *labelEntry) label() Label { return Label{l.text, l.language, l.kind} }

// Option changes how an index is built.
type Option func(*Index)

// WithMeanings takes what words mean from another table than the one in the
// binary; nil keeps that one.
func WithMeanings(m *Meanings) Option { return func(x *Index) { x.meanings = m } }

// Build makes an index of skills. Of two with one id the last is kept.
func Build(skills []Skill, options ...Option) *Index { return build(skills, tuned(), options...) }

func build(skills []Skill, t tuning, options ...Option) *Index {
	x := &Index{
		tuning: t, vocabulary: map[string]int32{}, frameworks: map[string]int32{},
		compounds: compounds{}, abbreviations: abbreviations{meant: map[string][][]int32{}, begin: map[int32][]meant{}},
		forms: forms{numbers: map[string]int32{}, begin: map[rune][]int32{}},
	}
	for _, o := range options {
		o(x)
	}
	last := make(map[string]*Skill, len(skills))
	for i := range skills {
		last[skills[i].ID] = &skills[i]
	}
	kept := make([]*Skill, 0, len(last))
	for i := range skills {
		if last[skills[i].ID] == &skills[i] {
			kept = append(kept, &skills[i])
		}
	}
	b := newBuilder(x, kept)
	for i, s := range kept {
		b.add(s, b.read[i])
	}
	x.weigh()
	x.mean(kept, b.read)
	x.scratches.New = func() any { return newScratch(x) }
	return x
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
	x.forms.sort()
	x.abbreviations.sort()
	sortNames(x.names)
	x.idf = make([]float32, len(x.postings))
	for i, p := range x.postings {
		having := float64(len(p))
		x.idf[i] = float32(math.Log(1 + (n-having+0.5)/(having+0.5)))
	}
	for i := range x.labels {
		weight := 0.0
		for at := range x.labels[i].terms {
			weight += x.weight(&x.labels[i], at)
		}
		x.labels[i].norm = float32(math.Pow(max(weight, 1), -x.tuning.length))
	}
}

// weight is what a term counts in a label.
func (x *Index) weight(l *labelEntry, at int) float64 {
	weight := float64(x.idf[l.terms[at]])
	if at >= int(l.head) {
		weight *= x.tuning.qualifier
	}
	return weight
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
