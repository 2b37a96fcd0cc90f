package skillindex

import (
	"fmt"
	"os"
	"testing"

	"github.com/stackmatch/stackmatch/search/evaluate"
)

// measure measures a tuning.
func (j judged) measure(t *testing.T, v tuning, options ...Option) *evaluate.Result {
	t.Helper()
	x := build(j.skills, v, options...)
	r, err := evaluate.Run(j.set, func(q string, limit int) ([]evaluate.Hit, error) {
		found, err := x.Search(t.Context(), Query{Text: q, Limit: limit})
		hits := make([]evaluate.Hit, len(found))
		for i, h := range found {
			hits[i] = evaluate.Hit{ID: h.ID, Score: h.Score}
		}
		return hits, err
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// step is something that is tried.
type step struct {
	name   string
	change func(*tuning)
}

// steps are what the index is made of, one on the other.
var steps = []step{
	{"words, small ones left out, long labels weighed down", func(t *tuning) { *t = tuning{length: tuned().length, qualifier: 1} }},
	{"inflections off, one spelling", func(t *tuning) { t.stems = true }},
	{"words of like letters", func(t *tuning) { t.like, t.likeWeight = tuned().like, tuned().likeWeight }},
	{"what is in brackets counts less", func(t *tuning) { t.qualifier = tuned().qualifier }},
	{"words that stand together", func(t *tuning) { t.density = tuned().density }},
	{"one word or two, short forms", func(t *tuning) { t.compounds = true }},
	{"abbreviations", func(t *tuning) { t.abbreviations = true }},
	{"misspellings of short searches", func(t *tuning) { t.spelling = tuned().spelling }},
	{"meaning of the whole", func(t *tuning) {
		t.meaning, t.precise = tuned().meaning, tuned().precise
	}},
	{"meaning of parts", func(t *tuning) { *t = tuned() }},
}

// without are the steps left out, each alone.
var without = []step{
	{"inflections", func(t *tuning) { t.stems = false }},
	{"like letters", func(t *tuning) { t.like = 0 }},
	{"standing together", func(t *tuning) { t.density = 0 }},
	{"brackets", func(t *tuning) { t.qualifier = 1 }},
	{"one word or two, short forms", func(t *tuning) { t.compounds = false }},
	{"abbreviations", func(t *tuning) { t.abbreviations = false }},
	{"misspellings", func(t *tuning) { t.spelling = false }},
	{"meaning", func(t *tuning) { t.meaning, t.part = 0, 0 }},
	{"meaning of parts", func(t *tuning) { t.part = 0 }},
	{"the first look by signs (all numbers for all labels)", func(t *tuning) { t.precise = 1 << 20 }},
}

// tries are values beside the tuned ones.
var tries = []step{
	{"length .6", func(t *tuning) { t.length = 0.6 }},
	{"length .8", func(t *tuning) { t.length = 0.8 }},
	{"density .3", func(t *tuning) { t.density = 0.3 }},
	{"density .6", func(t *tuning) { t.density = 0.6 }},
	{"meaning 4, parts 4", func(t *tuning) { t.meaning, t.part = 4, 4 }},
	{"meaning 6, parts 4", func(t *tuning) { t.meaning, t.part = 6, 4 }},
	{"meaning 5, parts 5", func(t *tuning) { t.part = 5 }},
	{"meaning 6, parts 6", func(t *tuning) { t.meaning, t.part = 6, 6 }},
	{"meaning 5, parts 5, length .8", func(t *tuning) { t.part, t.length = 5, 0.8 }},
	{"meaning 5, parts 5, density .6", func(t *tuning) { t.part, t.density = 5, 0.6 }},
	{"parts of 3 words", func(t *tuning) { t.window = 3 }},
	{"parts of 5 words", func(t *tuning) { t.window = 5 }},
	{"parts of 6 words", func(t *tuning) { t.window = 6 }},
	{"parts of searches from 5 words on", func(t *tuning) { t.sentence = 5 }},
	{"parts of searches from 10 words on", func(t *tuning) { t.sentence = 10 }},
	{"500 labels exactly", func(t *tuning) { t.precise = 500 }},
	{"like weight .9", func(t *tuning) { t.likeWeight = 0.9 }},
}

// TestQuality measures what STACKMATCH_QUALITY names, and prints a table:
// "intervals", "steps", "without", "told", "sizes", "tries" or "tuned".
func TestQuality(t *testing.T) {
	t.Parallel()
	what := os.Getenv("STACKMATCH_QUALITY")
	if what == "" {
		t.Skip("for whoever tunes: make search-quality")
	}
	sets := append(englishSets(t), spanishSets(t)...)
	if what == "intervals" {
		intervals(t, sets)
		return
	}
	if what == "told" {
		sets = sets[:3]
	}
	if what == "without" || what == "sizes" || what == "tries" || what == "tuned" {
		for i := range sets {
			sets[i] = sets[i].fewer(1 + len(sets[i].set.Queries)/200)
		}
	}
	header, rule := "| |", "|---|"
	for _, j := range sets {
		header, rule = header+" "+j.name+" |", rule+"---|"
	}
	fmt.Println(header + "\n" + rule)
	row := func(name string, each func(judged) *evaluate.Result) {
		line := "| " + name + " |"
		for _, j := range sets {
			r := each(j)
			line += fmt.Sprintf(" %.3f / %.3f |", r.NDCG10, r.Recall100)
		}
		fmt.Println(line)
	}
	tunings := func(steps []step, start func(before tuning) tuning) {
		var v tuning
		for _, s := range steps {
			v = start(v)
			s.change(&v)
			row(s.name, func(j judged) *evaluate.Result { return j.measure(t, v) })
		}
	}
	anew := func(tuning) tuning { return tuned() }
	switch what {
	case "steps":
		row("plain BM25", func(j judged) *evaluate.Result { return plain(t, j) })
		tunings(steps, func(before tuning) tuning { return before })
	case "without":
		tunings(without, anew)
	case "tries":
		tunings([]step{{"as it is", func(*tuning) {}}}, anew)
		tunings(tries, anew)
	case "told":
		for i := range sets {
			sets[i].skills = told(t, sets[i].skills)
		}
		tunings([]step{
			{"labels alone", func(t *tuning) { t.description = 0 }},
			{"labels that lean to their descriptions", func(*tuning) {}},
		}, anew)
	case "sizes":
		for _, size := range []int{256, 128, 64} {
			m, mb := smaller(t, size)
			row(fmt.Sprintf("%d numbers, %.1f MB", size, mb), func(j judged) *evaluate.Result { return j.measure(t, tuned(), WithMeanings(m)) })
		}
	case "tuned":
		tunings([]step{{"as it is", func(*tuning) {}}}, anew)
	}
}

// smaller is the table in the binary with fewer numbers for each token, of which the
// first say most, and how large it would be.
func smaller(t *testing.T, size int) (m *Meanings, mb float64) {
	t.Helper()
	whole, err := builtin()
	if err != nil {
		t.Fatal(err)
	}
	m = &Meanings{size: size, tokens: whole.tokens, scales: whole.scales}
	for i := range whole.scales {
		m.vectors = append(m.vectors, whole.vectors[i*whole.size:i*whole.size+size]...)
	}
	return m, float64(len(meaningTable)-len(whole.vectors)+len(m.vectors)) / 1e6
}

// intervals prints by how much the index differs from plain BM25.
func intervals(t *testing.T, sets []judged) {
	t.Helper()
	fmt.Println("| set | queries | plain BM25 | skill index | times | differs by (95 of 100) | better, equal, worse |\n|---|---|---|---|---|---|---|")
	for _, j := range sets {
		ours, theirs := j.measure(t, tuned()), plain(t, j)
		d := evaluate.Compare(ours, theirs)
		fmt.Printf("| %s | %d | %.3f | %.3f | %.2f | %+.3f (%+.3f to %+.3f) | %d, %d, %d |\n", j.name, len(ours.Queries),
			theirs.NDCG10, ours.NDCG10, ours.NDCG10/theirs.NDCG10, d.NDCG10, d.Low, d.High, d.Better, d.Equal, d.Worse)
	}
}

func plain(t *testing.T, j judged) *evaluate.Result {
	t.Helper()
	r, err := evaluate.Run(j.set, evaluate.BM25(j.set.Documents))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// What the skill index has to reach, of plain BM25 on the same files.
func TestSkillsAreFoundBetterThanByPlainBM25(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("a minute")
	}
	times := map[string]float64{"house": 1.35, "tech": 1.15}
	for _, j := range englishSets(t)[:2] {
		ours, theirs := j.measure(t, tuned()), plain(t, j)
		if ours.NDCG10 < times[j.name]*theirs.NDCG10 {
			t.Errorf("%s: nDCG@10 is %.3f, want %.2f times the %.3f of BM25", j.name, ours.NDCG10, times[j.name], theirs.NDCG10)
		}
		if ours.Recall100 <= 0.8 {
			t.Errorf("%s: recall@100 is %.3f, want above 0.8", j.name, ours.Recall100)
		}
	}
}
