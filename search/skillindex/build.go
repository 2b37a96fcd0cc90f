package skillindex

import (
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

// builder is an index that is being made.
type builder struct {
	*Index
	read    [][]readLabel // by skill
	stemmed map[Language]map[string]string
}

// readLabel is a label in words.
type readLabel struct {
	Label
	words []string
	head  int // of these, how many come before a qualifier
}

func newBuilder(x *Index, skills []*Skill) *builder {
	b := &builder{Index: x, read: make([][]readLabel, len(skills)), stemmed: map[Language]map[string]string{English: {}, Spanish: {}}}
	atOnce(len(skills), atATime, func(i int) { b.read[i] = readLabels(skills[i]) })
	spanish := 0
	for _, labels := range b.read {
		for i := range labels {
			switch l := &labels[i]; l.Language {
			case Spanish:
				spanish++
			case English:
				spanish--
			case UnknownLanguage:
			}
		}
	}
	x.usual = English
	if spanish > 0 {
		x.usual = Spanish
	}
	return b
}

// atATime is how many skills are taken at a time while an index is built: each costs little.
const atATime = 64

// atOnce calls do for each number below n, on as many cores as there are, each of
// which takes some at a time.
func atOnce(n, some int, do func(i int)) {
	var next atomic.Int64
	work := func() {
		for {
			start := int(next.Add(int64(some))) - some
			if start >= n {
				return
			}
			for i := start; i < min(start+some, n); i++ {
				do(i)
			}
		}
	}
	var group sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), (n+some-1)/some) - 1 {
		group.Go(work)
	}
	work()
	group.Wait()
}

// maxLabels bounds what is read of one skill.
const maxLabels = 1000

// readLabels reads a skill's labels, each text once; their languages are said or
// guessed.
func readLabels(s *Skill) []readLabel {
	labels := make([]readLabel, 0, len(s.Labels))
	for _, l := range s.Labels {
		same := func(o readLabel) bool { return o.Text == l.Text }
		if l.Text == "" || len(labels) == maxLabels || slices.ContainsFunc(labels, same) {
			continue
		}
		words := readWords(l.Text)
		l.Language = languageOf(cut(l.Text, maxText), words, l.Language, UnknownLanguage)
		r := readLabel{Label: l, words: words, head: len(words)}
		if head := headOf(l.Text); len(head) != len(l.Text) {
			r.head = min(len(readWords(head)), len(words))
		}
		labels = append(labels, r)
	}
	return labels
}

func (b *builder) add(s *Skill, labels []readLabel) {
	framework, known := b.frameworks[s.Framework]
	if !known {
		framework = int32(len(b.frameworks))
		b.frameworks[s.Framework] = framework
	}
	e := entry{id: s.ID, framework: framework, labels: make([]int32, len(labels))}
	for i := range labels {
		e.labels[i] = int32(len(b.labels))
		b.within = append(b.within, framework)
		b.addLabel(&labels[i])
	}
	if b.tuning.abbreviations {
		b.abbreviate(labels)
	}
	b.skills = append(b.skills, e)
}

func (b *builder) addLabel(r *readLabel) {
	if r.Language == UnknownLanguage {
		r.Language = b.usual
	}
	number := int32(len(b.labels))
	l := labelEntry{text: r.Text, language: r.Language, kind: r.Kind, skill: int32(len(b.skills))}
	whole := nameOf(r.words)
	if whole == r.Text {
		whole = r.Text // one copy is enough
	}
	b.addName(whole, number)
	if r.head < len(r.words) {
		b.addName(nameOf(r.words[:r.head]), number)
	}
	forms := make([]int32, len(r.words))
	for i, w := range r.words {
		forms[i] = b.forms.add(w)
	}
	l.terms = make([]int32, 0, len(r.words))
	words := r.words
	if b.tuning.compounds {
		words = spelledOut(words, r.Language)
	}
	for _, w := range analyze(words, r.Language, b.remembered).terms {
		term := b.term(w.stem)
		b.forms.all[forms[w.position]].term = term
		if slices.Contains(l.terms, term) {
			continue
		}
		l.terms = append(l.terms, term)
		if w.position < r.head {
			l.head = uint16(len(l.terms))
		}
		b.postings[term] = append(b.postings[term], number)
	}
	b.labels = append(b.labels, l)
	if b.tuning.compounds {
		b.compound(r, number)
	}
}

// remembered is a word's stem, worked out once.
func (b *builder) remembered(form string, language Language) string {
	if !b.tuning.stems {
		return form
	}
	stem, known := b.stemmed[language][form]
	if !known {
		stem = Stem(form, language)
		b.stemmed[language][form] = stem
	}
	return stem
}
