package seed

import (
	"context"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/earner"
	"github.com/stackmatch/stackmatch/internal/auth/system"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// MaxPopulation is how many earners one population may have.
const MaxPopulation = 1_000_000

// batchSize is how many earners are written in one transaction: enough that an
// index's pages are written once for many of them.
const batchSize = 5_000

// Growth says by how much a population grew.
type Growth struct {
	// Demo is what was written before: the catalog that the population is over.
	Demo Report
	// Existing is how many of the population were there already, Written how many
	// are new.
	Existing, Written int
	// Awards is how many awards the new ones hold.
	Awards int
}

// Populate grows the population of a seed to n earners, over the demo's catalog,
// which is written before if it is not there (with nobody but those written by
// hand). Those who are there already are left alone: what was broken off goes on
// where it stopped, and a larger population begins with the smaller one. Progress,
// if any, is told after each batch how many of n are there.
//
// Dates are relative to now, which is by default the present: the same seed on
// another day is the same people, with all that happened to them that much later.
func Populate(ctx context.Context, client *db.Client, n int, seed uint64, now time.Time, progress func(there int)) (Growth, error) {
	var g Growth
	if n < 0 || n > MaxPopulation {
		return g, problem.New(problem.Invalid, "a population has at most %d earners, not %d", MaxPopulation, n).
			Spanish("una población tiene como máximo %d personas, no %d", MaxPopulation, n)
	}
	o := Options{Now: now, People: -1}.defaults()
	var err error
	if g.Demo, err = Write(ctx, client, o); err != nil {
		return g, err
	}
	if g.Existing, err = existing(ctx, client, seed); err != nil {
		return g, fmt.Errorf("look for the population: %w", err)
	}
	if err := g.grow(system.Context(ctx), client, n, seed, o.Now, progress); err != nil {
		return g, fmt.Errorf("write the population, from %d on: %w", g.Existing+g.Written, err)
	}
	return g, nil
}

func (g *Growth) grow(ctx context.Context, client *db.Client, n int, seed uint64, now time.Time, progress func(int)) error {
	c, err := Load()
	if err != nil {
		return err
	}
	w := newWriter(c, client, now)
	if err := w.find(ctx); err != nil {
		return err
	}
	drawn := newWorld(c, now)
	for from := g.Existing; from < n; from = g.Existing + g.Written {
		to := min(n, from+batchSize)
		var people crowd
		for i := from; i < to; i++ {
			w.addStranger(&people, drawn, seed, i)
		}
		// One transaction, so that whoever is there is there with all they have.
		err := store.InTx(ctx, client, func(ctx context.Context, tx *db.Client) error {
			return w.in(tx).write(ctx, people, populationKey(seed, from))
		})
		if err != nil {
			return err
		}
		g.Written += to - from
		g.Awards += len(people.awards)
		if progress != nil {
			progress(to)
		}
	}
	return nil
}

func populationKey(seed uint64, from int) string { return fmt.Sprintf("population/%d/%d", seed, from) }

// in is the writer with its writing services in a transaction. The catalog is
// read as it was before.
func (w *writer) in(tx *db.Client) *writer {
	inside := newWriter(w.Catalog, tx, w.now)
	inside.credentials.Catalog = w.catalog
	return inside
}

// existing counts those of a population who are there. They are always the first
// ones, so the end is searched for.
func existing(ctx context.Context, client *db.Client, seed uint64) (int, error) {
	low, high := 0, MaxPopulation // low are there, high+1 are not
	for low < high {
		middle := (low + high + 1) / 2
		there, err := client.Earner.Query().Where(earner.ID(stranger(id.Earner, seed, middle-1, 0))).Exist(ctx)
		if err != nil {
			return 0, err
		}
		if there {
			low = middle
		} else {
			high = middle - 1
		}
	}
	return low, nil
}
