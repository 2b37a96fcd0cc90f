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
	usual      Language // of most labels
	skills     []entry
	labels     []labelEntry
	vocabulary map[string]int32
	stems      []string
	idf        []float64
	postings   [][]int32 // labels by term
	letters    *letters
	forms      forms
	names      []name // sorted
	meanings   *Meanings
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

// Option changes how an index is built.
type Option func(*Index)

// WithMeanings takes what words mean from another table than the one in the
// binary; nil keeps that one.
func WithMeanings(m *Meanings) Option { return func(x *Index) { x.meanings = m } }

// Build makes an index of skills. Of two with one id the last is kept.
func Build(skills []Skill, options ...Option) *Index { return build(skills, tuned(), options...) }

func build(skills []Skill, t tuning, options ...Option) *Index {
	x := &Index{
		tuning: t, vocabulary: map[string]int32{},
		forms: forms{counts: map[string]int{}, begin: map[rune][]string{}, terms: map[string]int32{}},
	}
	for _, o := range options {
		o(x)
	}
	x.usual = usualOf(skills)
	last := make(map[string]*Skill, len(skills))
	for i := range skills {
		last[skills[i].ID] = &skills[i]
	}
	for i := range skills {
		if last[skills[i].ID] == &skills[i] {
			x.add(&skills[i])
		}
	}
	x.weigh()
	x.mean(last)
	return x
}

// usualOf is the language that most labels are in.
func usualOf(skills []Skill) Language {
	spanish := 0
	for i := range skills {
		for _, l := range skills[i].Labels {
			switch languageOf(l.Text, readWords(l.Text), l.Language, UnknownLanguage) {
			case Spanish:
				spanish++
			case English:
				spanish--
			case UnknownLanguage:
			}
		}
	}
	if spanish > 0 {
		return Spanish
	}
	return English
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
	words := readWords(l.Text)
	l.Language = languageOf(l.Text, words, l.Language, x.usual)
	t := analyze(words, l.Language, x.tuning.stems)
	entry := labelEntry{Label: l, skill: skill}
	number := int32(len(x.labels))
	for _, w := range t.words {
		x.forms.add(w)
	}
	x.names = append(x.names, name{nameOf(t.words), number})
	headWords := len(t.words)
	if head != l.Text {
		before := readWords(head)
		headWords = len(before)
		x.names = append(x.names, name{nameOf(before), number})
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

// mean gives each label its vector: it leans to what the skill's
// descriptions mean, as a label alone is short.
func (x *Index) mean(skills map[string]*Skill) {
	if x.tuning.meaning == 0 {
		x.meanings = nil
		return
	}
	if x.meanings == nil {
		x.meanings, _ = builtin() // a test reads the table; without it words alone have to do
	}
	m := x.meanings
	if m == nil {
		return
	}
	x.vectors = make([]int8, len(x.labels)*m.size)
	for i := range x.skills {
		context := x.context(skills[x.skills[i].id])
		for _, l := range x.skills[i].labels {
			v := m.of(readWords(x.labels[l].Text))
			if v == nil {
				continue
			}
			lean(v, context, 1)
			quantize(unit(v), x.vectors[int(l)*m.size:(int(l)+1)*m.size])
		}
	}
}

// context is what a skill's descriptions mean.
func (x *Index) context(s *Skill) []float32 {
	sum := make([]float32, x.meanings.size)
	for _, d := range s.Descriptions {
		lean(sum, x.meanings.of(readWords(d.Text)), x.tuning.description/float32(len(s.Descriptions)))
	}
	return sum
}

// lean adds so much of another vector.
func lean(v, to []float32, weight float32) {
	for i := range to {
		v[i] += weight * to[i]
	}
}
