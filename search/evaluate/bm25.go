package evaluate

import (
	_ "embed" // the stop words
	"math"
	"slices"
	"strings"
	"unicode"
)

// The usual parameters of BM25.
const (
	bm25K1 = 1.2
	bm25B  = 0.75
)

// englishStopWords is the English list of stopwords-iso 1.1.0 (MIT).
//
//go:embed stopwords_en.txt
var englishStopWords string

type posting struct {
	doc, count int
}

// bm25 ranks by plain BM25.
type bm25 struct {
	ids      []string
	lengths  []float64
	mean     float64
	postings map[string][]posting
	stop     map[string]bool
}

// BM25 is the baseline: lower-cased words, with the usual parameters. A word of
// the query counts once, unless it is a stop word; documents keep theirs. Of
// equal scores the document that stands first in the file comes first.
func BM25(documents []Document) Ranker {
	x := &bm25{postings: map[string][]posting{}, stop: map[string]bool{}}
	for _, word := range strings.Fields(englishStopWords) {
		x.stop[word] = true
	}
	total := 0
	for i, d := range documents {
		words := plainWords(d.Text + "\n" + strings.Join(d.Labels, "\n"))
		counts := map[string]int{}
		for _, word := range words {
			counts[word]++
		}
		for word, count := range counts {
			x.postings[word] = append(x.postings[word], posting{i, count})
		}
		x.ids = append(x.ids, d.ID)
		x.lengths = append(x.lengths, float64(len(words)))
		total += len(words)
	}
	x.mean = float64(total) / float64(max(1, len(documents)))
	return x.rank
}

func (x *bm25) rank(query string, limit int) ([]Hit, error) {
	scores := map[int]float64{}
	var asked []string
	for _, word := range plainWords(query) {
		if !x.stop[word] && !slices.Contains(asked, word) {
			asked = append(asked, word)
		}
	}
	n := float64(len(x.ids))
	for _, word := range asked {
		having := float64(len(x.postings[word]))
		idf := math.Log(1 + (n-having+0.5)/(having+0.5))
		for _, p := range x.postings[word] {
			f := float64(p.count)
			scores[p.doc] += idf * f * (bm25K1 + 1) / (f + bm25K1*(1-bm25B+bm25B*x.lengths[p.doc]/x.mean))
		}
	}
	docs := make([]int, 0, len(scores))
	for doc := range scores {
		docs = append(docs, doc)
	}
	slices.SortFunc(docs, func(a, b int) int {
		if scores[a] != scores[b] {
			if scores[a] > scores[b] {
				return -1
			}
			return 1
		}
		return a - b
	})
	hits := make([]Hit, min(len(docs), limit))
	for i := range hits {
		hits[i] = Hit{x.ids[docs[i]], scores[docs[i]]}
	}
	return hits, nil
}

// plainWords are the runs of letters, marks, digits and underscores, lower-cased.
func plainWords(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && r != '_'
	})
}
