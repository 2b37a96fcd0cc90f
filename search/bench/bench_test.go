package bench

import (
	"encoding/json"
	"os"
	"strconv"
	"testing"

	"github.com/stackmatch/stackmatch/search"
)

// TestEveryWayFindsTheSame runs a small bench: no answer may differ. With
// STACKMATCH_BENCH_EARNERS set it runs a large one and prints the report.
func TestEveryWayFindsTheSame(t *testing.T) {
	t.Parallel()
	o := Options{Earners: 1500, Seed: 1, Queries: 4, Checked: 6}
	if n, err := strconv.Atoi(os.Getenv("STACKMATCH_BENCH_EARNERS")); err == nil {
		o = Options{Earners: n, Seed: 1, Progress: func(what string) { t.Log(what) }}
	}
	report, err := Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range report.Kinds {
		if k.Differs != 0 {
			t.Errorf("%s: %d of %d answers differ", k.Kind, k.Differs, k.Checked)
		}
	}
	text, err := json.MarshalIndent(report, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%s", text)
}

// BenchmarkRanking is for profiles: one kind of queries after the other, ours and
// the limit, at STACKMATCH_BENCH_EARNERS.
func BenchmarkRanking(b *testing.B) {
	n, err := strconv.Atoi(os.Getenv("STACKMATCH_BENCH_EARNERS"))
	if err != nil {
		n = 20_000
	}
	p, err := newPopulation(n, 1)
	if err != nil {
		b.Fatal(err)
	}
	report := &Report{}
	index, err := report.build(b.Context(), p, b.TempDir(), Options{Earners: n, Progress: func(string) {}})
	if err != nil {
		b.Fatal(err)
	}
	scan := newScan(p)
	for _, kind := range kinds {
		ask := func(b *testing.B, answer func(search.Query) error) {
			i := 0
			for b.Loop() {
				q, err := kind.query(p, 1, i%40)
				if err == nil {
					err = answer(q)
				}
				if err != nil {
					b.Fatal(err)
				}
				i++
			}
		}
		b.Run(kind.name+"/ours", func(b *testing.B) {
			ask(b, func(q search.Query) error { _, err := index.Candidates(b.Context(), q); return err })
		})
		b.Run(kind.name+"/limit", func(b *testing.B) {
			ask(b, func(q search.Query) error { scan.answer(q); return nil })
		})
	}
	if err := index.Close(); err != nil {
		b.Fatal(err)
	}
}
