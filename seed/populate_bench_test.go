package seed

import (
	"testing"

	"github.com/stackmatch/stackmatch/internal/testkit"
)

// BenchmarkPopulate writes a population of 10,000; its measure is earners per
// second.
func BenchmarkPopulate(b *testing.B) {
	const n = 10_000
	for b.Loop() {
		b.StopTimer()
		s := testkit.Store(b)
		if _, err := Write(b.Context(), s.Client, Options{Now: testNow, People: -1}); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		if _, err := Populate(b.Context(), s.Client, n, 1, testNow, nil); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(n*float64(b.N)/b.Elapsed().Seconds(), "earners/s")
}
