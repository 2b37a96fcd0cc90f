package evaluate_test

import (
	"bytes"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/search/evaluate"
)

const (
	goodCorpus  = `{"id": "s1", "text": "weld pipes", "labels": ["pipe welding"]}` + "\n" + `{"id": "s2", "text": "bake bread"}` + "\n"
	goodQueries = `{"id": "q1", "text": "welds"}` + "\n\n" + `{"id": "q7", "text": "bakes"}` + "\n"
	goodQrels   = "q1\t0\ts1\t1\nq7 0 s2 2\n"
)

// read writes a set's files and reads them.
func read(t *testing.T, corpus, queries, qrels string) (*evaluate.Set, error) {
	t.Helper()
	dir := t.TempDir()
	names := [3]string{"corpus.jsonl", "queries.jsonl", "qrels.tsv"}
	for i, content := range []string{corpus, queries, qrels} {
		names[i] = filepath.Join(dir, names[i])
		if err := os.WriteFile(names[i], []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return evaluate.Read(names[0], names[1], names[2])
}

func TestSetsAreReadAsTheyStand(t *testing.T) {
	t.Parallel()
	got, err := read(t, "\ufeff"+strings.ReplaceAll(goodCorpus, "\n", "\r\n"), strings.TrimSpace(goodQueries), goodQrels+"q9 0 s1 1\n")
	if err != nil {
		t.Fatal(err)
	}
	want := &evaluate.Set{
		Documents: []evaluate.Document{{ID: "s1", Text: "weld pipes", Labels: []string{"pipe welding"}}, {ID: "s2", Text: "bake bread"}},
		Queries:   []evaluate.Query{{ID: "q1", Text: "welds"}, {ID: "q7", Text: "bakes"}},
		Grades:    map[string]map[string]int{"q1": {"s1": 1}, "q7": {"s2": 2}, "q9": {"s1": 1}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if judged := got.Judged(); len(judged) != 2 {
		t.Errorf("%d queries have an answer, want 2: %v", len(judged), judged)
	}
}

func TestBadFilesSayWhereAndWhatWouldBeRight(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ corpus, queries, qrels, want string }{
		"no JSON":          {goodCorpus + "s3 bend pipes\n", goodQueries, goodQrels, `corpus.jsonl:3: want an object such as`},
		"no id":            {`{"text": "x"}`, goodQueries, goodQrels, `corpus.jsonl:1: id ""`},
		"an id of no sort": {`{"id": ["s1"], "text": "x"}`, goodQueries, goodQrels, `corpus.jsonl:1: want an object such as`},
		"an id twice":      {goodCorpus + goodCorpus, goodQueries, goodQrels, `corpus.jsonl:3: id "s1" came before`},
		"no text":          {`{"id": "s1", "text": " "}`, goodQueries, goodQrels, `corpus.jsonl:1: text is empty`},
		"a query twice":    {goodCorpus, goodQueries + goodQueries, goodQrels, `queries.jsonl:4: id "q1" came before`},
		"three fields":     {goodCorpus, goodQueries, "q1 s1 1\n", `qrels.tsv:1: 3 fields: want 4`},
		"a header":         {goodCorpus, goodQueries, "query 0 document grade\n", `qrels.tsv:1: grade "grade"`},
		"two grades":       {goodCorpus, goodQueries, goodQrels + "q1 0 s1 2\n", `qrels.tsv:3: query "q1", document "s1" was judged 1 before`},
		"other ids":        {goodCorpus, goodQueries, "17 0 s1 1\n", `are the ids those of that file`},
		"an empty file":    {goodCorpus, goodQueries, "", `qrels.tsv:1: the file is empty`},
		"a line too long":  {goodCorpus + `{"id": "s3", "text": "` + strings.Repeat("x", 1<<20) + `"}`, goodQueries, goodQrels, `corpus.jsonl:3: want lines of at most`},
		"Latin-1":          {goodCorpus, "{\"id\": \"q1\", \"text\": \"a\xf1o\"}", goodQrels, `queries.jsonl:1: want UTF-8`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := read(t, c.corpus, c.queries, c.qrels)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want what contains %q", err, c.want)
			}
		})
	}
}

func TestIdsMayBeNumbers(t *testing.T) {
	t.Parallel()
	got, err := read(t, `{"id": 12345678901234567890, "text": "weld pipes"}`, `{"id": 7, "text": "welds"}`, "7 0 12345678901234567890 1\n")
	if err != nil {
		t.Fatal(err)
	}
	if got.Documents[0].ID != "12345678901234567890" || len(got.Judged()) != 1 {
		t.Errorf("got %+v", got)
	}
}

func TestARunKeepsItsOrderWhenItIsSortedByScore(t *testing.T) {
	t.Parallel()
	r := &evaluate.Result{
		Queries: []evaluate.Query{{ID: "q1"}},
		Hits:    [][]evaluate.Hit{{{ID: "b", Score: 2}, {ID: "a", Score: 2}, {ID: "c", Score: 1}}},
	}
	var out bytes.Buffer
	if err := evaluate.WriteRun(&out, r, "ours"); err != nil {
		t.Fatal(err)
	}
	want := "q1\tQ0\tb\t1\t2.000000\tours\nq1\tQ0\ta\t2\t1.999999\tours\nq1\tQ0\tc\t3\t1.000000\tours\n"
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestADifferenceIsTheSameInEveryRun(t *testing.T) {
	t.Parallel()
	ours, theirs := &evaluate.Result{}, &evaluate.Result{}
	for i := range 40 {
		ours.PerQuery = append(ours.PerQuery, evaluate.Metrics{NDCG10: float64(i%4) / 4})
		theirs.PerQuery = append(theirs.PerQuery, evaluate.Metrics{NDCG10: 0.25})
	}
	got := evaluate.Compare(ours, theirs)
	if diff := cmp.Diff(got, evaluate.Compare(ours, theirs)); diff != "" {
		t.Errorf("twice the same:\n%s", diff)
	}
	if got.Better != 20 || got.Equal != 10 || got.Worse != 10 {
		t.Errorf("better, equal, worse: %+v, want 20, 10, 10", got)
	}
	// The mean is 0.125 and its standard error 0.28/√40 = 0.044.
	if math.Abs(got.NDCG10-0.125) > 1e-9 || got.Low < 0.02 || got.Low > 0.05 || got.High < 0.19 || got.High > 0.23 {
		t.Errorf("difference: %+v", got)
	}
}
