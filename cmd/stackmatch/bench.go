package main

import (
	"context"
	"encoding/json"
	"fmt"
	"text/tabwriter"

	"github.com/stackmatch/stackmatch/search/bench"
)

// benchCommand measures the ranking.
type benchCommand struct {
	Earners int    `default:"20543" placeholder:"N" help:"Earners to measure with (${default})."`
	Seed    uint64 `default:"1" placeholder:"S" help:"Which population: the same one for the same seed (${default})."`
	JSON    bool   `help:"Print JSON."`
}

// Run measures in a temporary directory. It fails when an answer differs from
// brute force.
func (c *benchCommand) Run(ctx context.Context, s streams) error {
	report, err := bench.Run(ctx, bench.Options{
		Earners: c.Earners, Seed: c.Seed,
		Progress: func(doing string) { fmt.Fprintln(s.err, doing) },
	})
	if err != nil {
		return err
	}
	if c.JSON {
		if err := json.NewEncoder(s.out).Encode(report); err != nil {
			return err
		}
	} else if err := printBench(s, report); err != nil {
		return err
	}
	for _, kind := range report.Kinds {
		if kind.Differs > 0 {
			return fmt.Errorf("%s: %d of %d answers differ from brute force", kind.Kind, kind.Differs, kind.Checked)
		}
	}
	return nil
}

func printBench(s streams, r *bench.Report) error {
	table := tabwriter.NewWriter(s.out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "query\tdiffers\tours p50 ms\tp99\tCPU\tstock p50 ms\tp99\tCPU\tlimit p50 ms\tp99\tCPU\t")
	for _, k := range r.Kinds {
		fmt.Fprintf(table, "%s\t%d of %d\t", k.Kind, k.Differs, k.Checked)
		for _, t := range []bench.Timing{k.Ours, k.Stock, k.Limit} {
			fmt.Fprintf(table, "%.2f\t%.2f\t%.2f\t", t.P50, t.P99, t.CPU)
		}
		fmt.Fprintln(table)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	const mega = 1e6
	_, err := fmt.Fprintf(s.out, "%d earners: %.0f bytes of index each, %.0f indexed per second of CPU, opened in %.2f s, %.0f MB resident\n",
		r.Earners, r.IndexBytesPerEarner, r.RebuildPerCPUSecond, r.OpenSeconds, float64(r.RSSBytes)/mega)
	return err
}
