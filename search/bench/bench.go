// Package bench measures the ranking of package search against what it could at
// most be: a scan of the same data in memory. It makes its own population, so it
// needs no database, and it checks what it measures against brute force.
package bench

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/stackmatch/stackmatch/search"
)

// Options says what to measure.
type Options struct {
	Earners int
	Seed    uint64
	// Queries per kind; 0 means 40.
	Queries int
	// Checked is how many queries per kind brute force answers too; 0 means 4.
	Checked int
	// Progress is told what is being done; it may be nil.
	Progress func(string)
}

// Report is what was measured, in one process.
type Report struct {
	Earners             int     `json:"earners"`
	Kinds               []Kind  `json:"kinds"`
	IndexBytesPerEarner float64 `json:"index_bytes_per_earner"`
	RebuildPerCPUSecond float64 `json:"rebuild_per_cpu_s"`
	OpenSeconds         float64 `json:"open_s"`
	RSSBytes            int64   `json:"rss_bytes"`
}

// Kind is one kind of queries.
type Kind struct {
	Kind string `json:"kind"`
	// Differs counts the checked answers that are not brute force's.
	Differs int `json:"differs"`
	Checked int `json:"checked"`
	// Matched is the mean share of earners that match.
	Matched float64 `json:"matched"`
	Ours    Timing  `json:"ours"`
	// Stock is bleve's own scoring of the same terms.
	Stock Timing `json:"stock"`
	// Limit is a scan of the same data in memory.
	Limit Timing `json:"limit"`
}

// Timing is in milliseconds a query.
type Timing struct {
	P50 float64 `json:"p50_ms"`
	P99 float64 `json:"p99_ms"`
	CPU float64 `json:"cpu_ms"`
}

// Run measures. It keeps its index in a temporary directory and removes it.
func Run(ctx context.Context, o Options) (_ *Report, err error) {
	if o.Queries == 0 {
		o.Queries = 40
	}
	if o.Checked == 0 {
		o.Checked = 4
	}
	if o.Progress == nil {
		o.Progress = func(string) {}
	}
	dir, err := os.MkdirTemp("", "stackmatch-bench-")
	if err != nil {
		return nil, err
	}
	defer func() {
		if removed := os.RemoveAll(dir); err == nil {
			err = removed
		}
	}()
	o.Progress(fmt.Sprintf("making %d earners", o.Earners))
	p, err := newPopulation(o.Earners, o.Seed)
	if err != nil {
		return nil, err
	}
	r := &Report{Earners: o.Earners}
	index, err := r.build(ctx, p, dir, o)
	if err != nil {
		return nil, err
	}
	defer func() {
		if closed := index.Close(); err == nil {
			err = closed
		}
	}()
	scan := newScan(p)
	for _, kind := range kinds {
		o.Progress(kind.name)
		k, err := measureKind(ctx, kind, p, index, scan, o)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", kind.name, err)
		}
		r.Kinds = append(r.Kinds, *k)
	}
	r.RSSBytes = residentBytes()
	return r, nil
}

// build builds the index, and opens it again as a starting process would.
func (r *Report) build(ctx context.Context, p *population, dir string, o Options) (*search.Earners, error) {
	o.Progress("building the index")
	first, err := search.OpenEarners(dir, p.listPlaces)
	if err != nil {
		return nil, err
	}
	before := cpuSeconds()
	if err := first.Rebuild(ctx, p.pages(), search.Position{Epoch: "bench"}); err != nil {
		return nil, err
	}
	r.RebuildPerCPUSecond = float64(o.Earners) / (cpuSeconds() - before)
	if err := first.Close(); err != nil {
		return nil, err
	}
	size, err := dirBytes(dir)
	if err != nil {
		return nil, err
	}
	r.IndexBytesPerEarner = float64(size) / float64(o.Earners)
	var index *search.Earners
	took, err := timed(func() error {
		index, err = search.OpenEarners(dir, p.listPlaces)
		return err
	})
	r.OpenSeconds = took.Seconds()
	return index, err
}

func dirBytes(dir string) (int64, error) {
	total := int64(0)
	err := filepath.WalkDir(dir, func(_ string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		total += info.Size()
		return nil
	})
	return total, err
}
