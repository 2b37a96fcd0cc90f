package evaluate_test

import (
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/search/evaluate"
)

func TestBM25IsTheFormula(t *testing.T) {
	t.Parallel()
	rank := evaluate.BM25([]evaluate.Document{
		{ID: "one", Text: "weld the pipes"},
		{ID: "two", Text: "Weld, weld!"},
		{ID: "three", Text: "bake bread", Labels: []string{"baking"}},
	})
	// "the" is a stop word of a query, and part of a document's length; a word
	// asked twice is asked once.
	got, err := rank("Welding? WELD the weld", 10)
	if err != nil {
		t.Fatal(err)
	}
	idf, mean := math.Log(1+(3-2+0.5)/(2+0.5)), (3+2+3)/3.0
	want := []evaluate.Hit{
		{ID: "two", Score: idf * 2 * 2.2 / (2 + 1.2*(0.25+0.75*2/mean))},
		{ID: "one", Score: idf * 1 * 2.2 / (1 + 1.2*(0.25+0.75*3/mean))},
	}
	if diff := cmp.Diff(want, got, near); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// The figures that others got of these sets, by the same formula.
func TestBM25IsWhatOthersMeasured(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]float64{"skillx_house_validation": 0.391, "skillx_tech_validation": 0.520} {
		dir := filepath.Join("..", "..", "..", "shared", "data", "relevance", name)
		if _, err := os.Stat(dir); err != nil {
			t.Skip("the judged sets are not on this machine")
		}
		set, err := evaluate.Read(filepath.Join(dir, "corpus.jsonl"), filepath.Join(dir, "queries.jsonl"), filepath.Join(dir, "qrels.tsv"))
		if err != nil {
			t.Fatal(err)
		}
		got, err := evaluate.Run(set, evaluate.BM25(set.Documents))
		if err != nil {
			t.Fatal(err)
		}
		if math.Abs(got.NDCG10-want) > 0.0006 {
			t.Errorf("%s: nDCG@10 is %.4f, want %.3f", name, got.NDCG10, want)
		}
	}
}
