package bench

import (
	"context"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/stackmatch/stackmatch/search"
)

const (
	warmups = 4
	// stockEvery spares the slow one: a quarter of the queries.
	stockEvery = 4
)

// stopwatch gathers the times of one way to answer.
type stopwatch struct {
	took []time.Duration
	cpu  float64
}

func (s *stopwatch) run(f func() error) error {
	before := cpuSeconds()
	took, err := timed(f)
	s.took = append(s.took, took)
	s.cpu += cpuSeconds() - before
	return err
}

// timed measures wall time.
func timed(f func() error) (time.Duration, error) {
	started := time.Now() //nolint:forbidigo // a bench measures the clock itself
	err := f()
	return time.Since(started), err //nolint:forbidigo // as above
}

func (s *stopwatch) timing() Timing {
	slices.Sort(s.took)
	at := func(share float64) float64 {
		i := min(int(share*float64(len(s.took))), len(s.took)-1)
		return float64(s.took[i].Microseconds()) / 1e3
	}
	return Timing{P50: at(0.5), P99: at(0.99), CPU: 1e3 * s.cpu / float64(len(s.took))}
}

// measureKind asks every way the same queries in turn, so that all meet the
// same neighbors on the machine.
func measureKind(ctx context.Context, kind kind, p *population, index *search.Earners, scan *scan, o Options) (*Kind, error) {
	k := &Kind{Kind: kind.name}
	var ours, stock, limit stopwatch
	for i := range o.Queries + warmups {
		q, err := kind.query(p, o.Seed, i)
		if err != nil {
			return nil, err
		}
		if i == warmups {
			ours, stock, limit = stopwatch{}, stopwatch{}, stopwatch{}
			k.Matched = 0
		}
		var got, scanned *search.Result
		if err := ours.run(func() error { got, err = index.Candidates(ctx, q); return err }); err != nil {
			return nil, err
		}
		if err := limit.run(func() error { scanned = scan.answer(q); return nil }); err != nil {
			return nil, err
		}
		if i%stockEvery == 0 {
			if err := stock.run(func() error { _, err := index.StockCandidates(ctx, q); return err }); err != nil {
				return nil, err
			}
		}
		k.Matched += float64(got.Tiers[1]+got.Tiers[2]+got.Tiers[3]) / float64(p.count) / float64(o.Queries)
		if i < o.Checked {
			o.Progress(kind.name + ": checking an answer")
			k.Checked++
			if !same(got, p.brute(q)) {
				k.Differs++
			}
		} else if !same(got, scanned) {
			k.Differs++
		}
	}
	k.Ours, k.Stock, k.Limit = ours.timing(), stock.timing(), limit.timing()
	return k, nil
}

// same compares answers; nil and empty lists are the same.
func same(a, b *search.Result) bool {
	return slices.Equal(a.Hits, b.Hits) && a.Total == b.Total && a.Tiers == b.Tiers &&
		slices.Equal(a.Facets.Credentials, b.Facets.Credentials) && slices.Equal(a.Facets.Stacks, b.Facets.Stacks) &&
		slices.Equal(a.Facets.Places, b.Facets.Places) &&
		(len(a.Relaxations) == 0 && len(b.Relaxations) == 0 || reflect.DeepEqual(a.Relaxations, b.Relaxations)) &&
		slices.Equal(a.Steps, b.Steps)
}

// residentBytes is what is resident now, or at most was where only that is told.
func residentBytes() int64 {
	statm, err := os.ReadFile("/proc/self/statm")
	if fields := strings.Fields(string(statm)); err == nil && len(fields) > 1 {
		if pages, err := strconv.ParseInt(fields[1], 10, 64); err == nil {
			return pages * int64(os.Getpagesize())
		}
	}
	return peakBytes()
}
