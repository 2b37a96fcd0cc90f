package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"text/tabwriter"

	"github.com/stackmatch/stackmatch/search/evaluate"
	"github.com/stackmatch/stackmatch/search/skillindex"
)

// evaluateCommand measures how well the skill index finds what people judged to
// be right. It needs no data directory.
type evaluateCommand struct {
	Corpus   string `required:"" type:"existingfile" placeholder:"F.jsonl" help:"What is to be found: a line {\"id\", \"text\"} each, with \"labels\" where it has other names."`
	Queries  string `required:"" type:"existingfile" placeholder:"F.jsonl" help:"What is looked for: a line {\"id\", \"text\"} each."`
	Qrels    string `required:"" type:"existingfile" placeholder:"F.tsv" help:"What was judged: lines of query, 0, document and grade, with tabs or spaces between. What is not there is no answer."`
	Baseline string `enum:",bm25" default:"" placeholder:"bm25" help:"Compare with a plain BM25 of the same files."`
	RunFile  string `name:"run" type:"path" placeholder:"OUT.tsv" help:"Write what was found, as trec_eval reads it."`
	Meanings string `type:"existingfile" placeholder:"FILE" help:"Table of what words mean, made by tools/skillvectors. Default: the one in the binary."`
	JSON     bool   `help:"Print JSON."`
}

// evaluation is what evaluate --json prints.
type evaluation struct {
	evaluate.Metrics
	Queries    int                  `json:"queries"`
	Documents  int                  `json:"documents"`
	Baseline   *evaluate.Metrics    `json:"baseline,omitempty"`
	Difference *evaluate.Difference `json:"difference,omitempty"`
	PerQuery   []evaluatedQuery     `json:"perQuery"`
}

// evaluatedQuery is a query's nDCG@10.
type evaluatedQuery struct {
	ID         string   `json:"id"`
	NDCG10     float64  `json:"ndcg10"`
	Baseline   *float64 `json:"baseline,omitempty"`
	Difference *float64 `json:"difference,omitempty"`
}

// Run prints the figures.
func (c *evaluateCommand) Run(ctx context.Context, s streams) error {
	if slices.Contains([]string{c.Corpus, c.Queries, c.Qrels}, c.RunFile) {
		return errors.New("--run names a file that is read: name another one")
	}
	e, err := c.evaluate(ctx)
	if err != nil {
		return err
	}
	if c.JSON {
		return json.NewEncoder(s.out).Encode(e)
	}
	return e.print(s.out)
}

func (c *evaluateCommand) evaluate(ctx context.Context) (*evaluation, error) {
	set, err := evaluate.Read(c.Corpus, c.Queries, c.Qrels)
	if err != nil {
		return nil, err
	}
	meanings, err := skillindex.OpenMeanings(c.Meanings)
	if err != nil {
		return nil, err
	}
	ours, err := evaluate.Run(set, skillRanker(ctx, set.Documents, meanings))
	if err != nil {
		return nil, err
	}
	if err := c.writeRun(ours); err != nil {
		return nil, err
	}
	e := &evaluation{Metrics: ours.Metrics, Queries: len(ours.Queries), Documents: len(set.Documents)}
	for i, q := range ours.Queries {
		e.PerQuery = append(e.PerQuery, evaluatedQuery{ID: q.ID, NDCG10: ours.PerQuery[i].NDCG10})
	}
	if c.Baseline == "" {
		return e, nil
	}
	theirs, err := evaluate.Run(set, evaluate.BM25(set.Documents))
	if err != nil {
		return nil, err
	}
	e.compare(ours, theirs)
	return e, nil
}

// skillRanker ranks by the product's own index: each document is a skill, its
// text the preferred label, its labels the alternative ones, in any language.
func skillRanker(ctx context.Context, documents []evaluate.Document, meanings *skillindex.Meanings) evaluate.Ranker {
	skills := make([]skillindex.Skill, len(documents))
	for i, d := range documents {
		skills[i] = skillindex.Skill{ID: d.ID, Labels: []skillindex.Label{{Text: d.Text}}}
		for _, label := range d.Labels {
			skills[i].Labels = append(skills[i].Labels, skillindex.Label{Text: label, Kind: skillindex.Alternative})
		}
	}
	index := skillindex.Build(skills, skillindex.WithMeanings(meanings))
	return func(query string, limit int) ([]evaluate.Hit, error) {
		found, err := index.Search(ctx, skillindex.Query{Text: query, Limit: limit})
		if err != nil {
			return nil, err
		}
		hits := make([]evaluate.Hit, len(found))
		for i, hit := range found {
			hits[i] = evaluate.Hit{ID: hit.ID, Score: hit.Score}
		}
		return hits, nil
	}
}

// compare adds what the baseline has.
func (e *evaluation) compare(ours, theirs *evaluate.Result) {
	d := evaluate.Compare(ours, theirs)
	e.Baseline, e.Difference = &theirs.Metrics, &d
	for i := range e.PerQuery {
		q, base := &e.PerQuery[i], theirs.PerQuery[i].NDCG10
		by := q.NDCG10 - base
		q.Baseline, q.Difference = &base, &by
	}
}

func (c *evaluateCommand) writeRun(r *evaluate.Result) (err error) {
	if c.RunFile == "" {
		return nil
	}
	f, err := os.Create(c.RunFile)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return evaluate.WriteRun(f, r, "stackmatch")
}

// shownQueries is how many queries are shown of those that got better, and worse.
const shownQueries = 5

func (e *evaluation) print(out io.Writer) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "\tnDCG@10\tMAP\tMRR@10\trecall@100\t")
	row := func(name string, m evaluate.Metrics) {
		fmt.Fprintf(table, "%s\t%.4f\t%.4f\t%.4f\t%.4f\t\n", name, m.NDCG10, m.MAP, m.MRR10, m.Recall100)
	}
	row("skill index", e.Metrics)
	if e.Baseline != nil {
		row("bm25", *e.Baseline)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(out, "%d queries, %d documents\n", e.Queries, e.Documents)
	if d := e.Difference; d != nil {
		fmt.Fprintf(out, "nDCG@10 differs by %+.4f (95 of 100: %+.4f to %+.4f): %d queries better, %d equal, %d worse\n",
			d.NDCG10, d.Low, d.High, d.Better, d.Equal, d.Worse)
		e.printQueries(out)
	}
	return nil
}

// printQueries shows the queries that differ most.
func (e *evaluation) printQueries(out io.Writer) {
	sorted := slices.Clone(e.PerQuery)
	slices.SortStableFunc(sorted, func(a, b evaluatedQuery) int { return cmp.Compare(*b.Difference, *a.Difference) })
	for i, q := range sorted {
		if *q.Difference != 0 && (i < shownQueries || i >= len(sorted)-shownQueries) {
			fmt.Fprintf(out, "  %s %+.4f (%.4f, bm25 %.4f)\n", q.ID, *q.Difference, q.NDCG10, *q.Baseline)
		}
	}
}
