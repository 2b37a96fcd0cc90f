package skillindex

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// manySkills are invented: seven labels each, of words that have a meaning, some
// far more frequent than others.
func manySkills(n int) []Skill {
	m, _ := builtin()
	var words []string
	for token := range m.tokens {
		if len(token) > 3 && !strings.HasPrefix(token, pieceMark) && strings.Trim(token, "abcdefghijklmnopqrstuvwxyz") == "" {
			words = append(words, token)
		}
	}
	slices.Sort(words)
	draw := rand.New(rand.NewPCG(1, 2))
	draw.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
	frequent := rand.NewZipf(draw, 1.1, 20, uint64(len(words)-1))
	skills := make([]Skill, n)
	for i := range skills {
		skills[i] = Skill{ID: fmt.Sprint(i), Framework: fmt.Sprint(i % 5)}
		for j := range 7 {
			var text []string
			for range 1 + draw.IntN(5) {
				text = append(text, words[frequent.Uint64()])
			}
			language := []Language{English, Spanish}[j%2]
			skills[i].Labels = append(skills[i].Labels, Label{Text: strings.Join(text, " "), Language: language, Kind: LabelKind(min(j/2, 1))})
		}
	}
	return skills
}

// typed are beginnings of labels, one in five with a slip.
func typed(skills []Skill, n int) []string {
	draw := rand.New(rand.NewPCG(3, 4))
	var all []string
	for len(all) < n {
		text := skills[draw.IntN(len(skills))].Labels[draw.IntN(7)].Text
		text = text[:1+draw.IntN(len(text))]
		if at := draw.IntN(len(text)); len(text) > 4 && at > 0 && draw.IntN(5) == 0 {
			switch draw.IntN(3) {
			case 0:
				text = text[:at] + text[at+1:]
			case 1:
				text = text[:at] + "e" + text[at:]
			case 2:
				text = text[:at] + "a" + text[at+1:]
			}
		}
		all = append(all, text)
	}
	return all
}

// timed reports how long searches take, on one core.
func timed(b *testing.B, x *Index, queries []Query) {
	b.Helper()
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	var took []time.Duration
	i := 0
	for b.Loop() {
		start := busy()
		if _, err := x.Search(b.Context(), queries[i%len(queries)]); err != nil {
			b.Fatal(err)
		}
		took = append(took, busy()-start)
		i++
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
}

// BenchmarkTyping types into a search box over 60,000 skills of seven labels.
func BenchmarkTyping(b *testing.B) {
	skills := manySkills(60_000)
	before := heapMB()
	start := time.Now()
	x := Build(skills)
	built := time.Since(start)
	held := heapMB() - before
	var queries []Query
	for _, text := range typed(skills, 2000) {
		queries = append(queries, Query{Text: text, Begun: true, Limit: 20})
	}
	timed(b, x, queries)
	b.ReportMetric(built.Seconds(), "build-s")
	b.ReportMetric(held, "MB")
	runtime.KeepAlive(skills)
}

func heapMB() float64 {
	runtime.GC()
	var s runtime.MemStats
	runtime.ReadMemStats(&s)
	return float64(s.HeapAlloc) / (1 << 20)
}

// BenchmarkPhrases asks ESCO's skills in two languages for phrases of
// advertisements, of three to twelve words.
func BenchmarkPhrases(b *testing.B) {
	x := Build(bothLanguages(b))
	var queries []Query
	for _, j := range englishSets(b) {
		for _, q := range j.set.Queries {
			if n := len(strings.Fields(q.Text)); n >= 3 && n <= 12 {
				queries = append(queries, Query{Text: q.Text, Limit: 10})
			}
		}
	}
	timed(b, x, queries)
}
