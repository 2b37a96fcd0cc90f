package evaluate

import (
	"fmt"
	"math/rand/v2"
	"slices"
)

// Result is a ranking's, of all queries.
type Result struct {
	Metrics
	// Queries are those that have an answer: the metrics are their means.
	Queries  []Query
	PerQuery []Metrics
	Hits     [][]Hit
}

// Run ranks the documents for each query that has an answer, and measures it.
func Run(s *Set, rank Ranker) (*Result, error) {
	r := &Result{Queries: s.Judged()}
	for _, q := range r.Queries {
		hits, err := rank(q.Text, Depth)
		if err != nil {
			return nil, fmt.Errorf("query %s: %w", q.ID, err)
		}
		r.Hits = append(r.Hits, hits)
		r.PerQuery = append(r.PerQuery, Measure(hits, s.Grades[q.ID]))
	}
	r.Metrics = Mean(r.PerQuery)
	return r, nil
}

// Difference is by how much one ranking is better than another at nDCG@10, with
// the bounds between which it is 95 times of 100.
type Difference struct {
	NDCG10 float64 `json:"ndcg10"`
	Low    float64 `json:"low"`
	High   float64 `json:"high"`
	// Better, Equal and Worse count queries.
	Better int `json:"better"`
	Equal  int `json:"equal"`
	Worse  int `json:"worse"`
}

const (
	bootstraps    = 10_000
	bootstrapSeed = 7
	tail          = 0.025
)

// Compare compares two results on the same queries, by drawing queries anew many
// times. It draws the same ones each time.
func Compare(ours, theirs *Result) Difference {
	n := len(ours.PerQuery)
	if n == 0 {
		return Difference{}
	}
	var d Difference
	each := make([]float64, n)
	for i := range each {
		each[i] = ours.PerQuery[i].NDCG10 - theirs.PerQuery[i].NDCG10
		d.NDCG10 += each[i] / float64(n)
		switch {
		case each[i] > 0:
			d.Better++
		case each[i] < 0:
			d.Worse++
		default:
			d.Equal++
		}
	}
	//nolint:gosec // the same draw in every run is what makes figures comparable
	draw := rand.New(rand.NewPCG(bootstrapSeed, bootstrapSeed))
	means := make([]float64, bootstraps)
	for b := range means {
		for range n {
			means[b] += each[draw.IntN(n)] / float64(n)
		}
	}
	slices.Sort(means)
	d.Low = means[int(tail*bootstraps)]
	d.High = means[int((1-tail)*bootstraps)-1]
	return d
}
