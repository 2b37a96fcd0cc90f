package skillindex

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stackmatch/stackmatch/search/evaluate"
)

var devSets = []string{"skillx_house_validation", "skillx_tech_validation", "skillskape_dev"}

func readDev(t *testing.T, name string) *evaluate.Set {
	dir := filepath.Join("..", "..", "..", "shared", "data", "relevance", name)
	set, err := evaluate.Read(filepath.Join(dir, "corpus.jsonl"), filepath.Join(dir, "queries.jsonl"), filepath.Join(dir, "qrels.tsv"))
	if err != nil {
		t.Skip(err)
	}
	return set
}

func skillsOf(docs []evaluate.Document) []Skill {
	var out []Skill
	for _, d := range docs {
		out = append(out, Skill{ID: d.ID, Labels: []Label{{Text: d.Text}}})
	}
	return out
}

func figures(t *testing.T, name string, sets []*evaluate.Set, tu tuning) {
	line := fmt.Sprintf("%-28s", name)
	x := build(skillsOf(sets[0].Documents), tu)
	for _, s := range sets {
		r, err := evaluate.Run(s, func(q string, limit int) ([]evaluate.Hit, error) {
			found, err := x.Search(context.Background(), Query{Text: q, Limit: limit})
			var hits []evaluate.Hit
			for _, h := range found {
				hits = append(hits, evaluate.Hit{ID: h.ID, Score: h.Score})
			}
			return hits, err
		})
		if err != nil {
			t.Fatal(err)
		}
		line += fmt.Sprintf("  %.4f %.4f", r.NDCG10, r.Recall100)
	}
	fmt.Println(line)
}

func TestExperiment(t *testing.T) {
	if os.Getenv("EXPERIMENT") == "" {
		t.Skip()
	}
	var sets []*evaluate.Set
	for _, n := range devSets {
		sets = append(sets, readDev(t, n))
	}
	for _, l := range []float64{0.2, 0.35, 0.5, 0.65} {
		figures(t, fmt.Sprint("length ", l), sets, tuning{length: l})
	}
}
