package search

import (
	"fmt"
	"testing"
)

// BenchmarkAsks ranks 100,000 earners of whom nobody, or every other one, asks
// something of work.
func BenchmarkAsks(b *testing.B) {
	for _, asking := range []bool{false, true} {
		w := newWorld(b, 700)
		for range 100_000 {
			if p := w.newPerson(); !asking {
				p.asks = Asks{}
			}
		}
		e := w.build(b, b.TempDir(), readBitmaps)
		var queries []Query
		for range 20 {
			q := w.query(b)
			q.Exclude, q.Filter, q.First, q.Want = nil, Filter{}, 20, Want{}
			q.Offer = w.offer()
			q.Offer.Staff = false
			queries = append(queries, q)
		}
		b.Run(fmt.Sprintf("asking=%t", asking), func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				if _, err := e.Candidates(b.Context(), queries[i%len(queries)]); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
