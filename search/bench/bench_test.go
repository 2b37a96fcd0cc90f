package bench

import (
	"encoding/json"
	"os"
	"strconv"
	"testing"
)

// TestEveryWayFindsTheSame runs a small bench: no answer may differ. With
// STACKMATCH_BENCH_EARNERS set it runs a large one and prints the report.
func TestEveryWayFindsTheSame(t *testing.T) {
	t.Parallel()
	o := Options{Earners: 3000, Seed: 1, Queries: 6, Checked: 10}
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
