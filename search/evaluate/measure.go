package evaluate

import (
	"math"
	"slices"
)

// The depths that are measured.
const (
	shallow = 10
	deep    = 100
	// Depth is how many hits of a query are asked for: average precision looks at
	// all of them.
	Depth = 1000
)

// Metrics say how good a ranking is, from 0 to 1; of several queries, their mean.
type Metrics struct {
	// NDCG10 is the discounted cumulative gain of the first ten, of what it could
	// at most be; a grade is its gain, as in trec_eval.
	NDCG10 float64 `json:"ndcg10"`
	// MAP is the average precision, of a thousand hits.
	MAP float64 `json:"map"`
	// MRR10 is one divided by the rank of the first answer, if it is among ten.
	MRR10 float64 `json:"mrr10"`
	// Recall100 is the share of the answers that are among the first hundred.
	Recall100 float64 `json:"recall100"`
}

// Measure measures one query's ranking. A document that is listed twice counts
// where it comes first.
func Measure(hits []Hit, grades map[string]int) Metrics {
	ideal := idealGain(grades)
	relevant := 0
	for _, grade := range grades {
		if grade > 0 {
			relevant++
		}
	}
	if relevant == 0 {
		return Metrics{}
	}
	var m Metrics
	found, seen, rank := 0, map[string]bool{}, 0
	for _, hit := range hits {
		if seen[hit.ID] {
			continue
		}
		seen[hit.ID] = true
		rank++
		grade := grades[hit.ID]
		if grade <= 0 {
			continue
		}
		found++
		m.MAP += float64(found) / float64(rank)
		if rank <= deep {
			m.Recall100++
		}
		if rank <= shallow {
			m.NDCG10 += float64(grade) / math.Log2(float64(rank+1))
			m.MRR10 = max(m.MRR10, 1/float64(rank))
		}
	}
	m.NDCG10 /= ideal
	m.MAP /= float64(relevant)
	m.Recall100 /= float64(relevant)
	return m
}

// idealGain is the gain of ten hits in the best order.
func idealGain(grades map[string]int) float64 {
	var best []int
	for _, grade := range grades {
		best = append(best, max(grade, 0))
	}
	slices.SortFunc(best, func(a, b int) int { return b - a })
	sum := 0.0
	for i, grade := range best[:min(len(best), shallow)] {
		sum += float64(grade) / math.Log2(float64(i+2))
	}
	return sum
}

// Mean is the mean of the metrics of queries.
func Mean(all []Metrics) Metrics {
	var m Metrics
	for _, one := range all {
		m.NDCG10 += one.NDCG10
		m.MAP += one.MAP
		m.MRR10 += one.MRR10
		m.Recall100 += one.Recall100
	}
	n := math.Max(1, float64(len(all)))
	return Metrics{m.NDCG10 / n, m.MAP / n, m.MRR10 / n, m.Recall100 / n}
}
