package evaluate

import (
	"bufio"
	"fmt"
	"io"
)

// leastStep keeps the scores of a run apart: trec_eval orders by score, and
// would order equal ones by id.
const leastStep = 1e-6

// WriteRun writes the hits as trec_eval reads them: query, Q0, document, rank,
// score and the name of the ranking.
func WriteRun(w io.Writer, r *Result, name string) error {
	out := bufio.NewWriter(w)
	for i, q := range r.Queries {
		last := 0.0
		for rank, hit := range r.Hits[i] {
			score := hit.Score
			if rank > 0 {
				score = min(score, last-leastStep)
			}
			last = score
			if _, err := fmt.Fprintf(out, "%s\tQ0\t%s\t%d\t%.6f\t%s\n", q.ID, hit.ID, rank+1, score, name); err != nil {
				return err
			}
		}
	}
	return out.Flush()
}
