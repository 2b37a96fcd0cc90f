package main

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/stackmatch/stackmatch/internal/app"
	"github.com/stackmatch/stackmatch/seed"
)

// seedCommand writes the demo's data.
type seedCommand struct {
	Population int    `placeholder:"N" help:"Let the invented population grow to N earners, at most a million. Default: the demo's own ${demo_people}."`
	Seed       uint64 `placeholder:"S" default:"${demo_seed}" help:"Which population: the same one for the same seed (${default})."`

	app.Where `embed:""`
}

// manyChanges is when building an index anew is quicker than following.
const manyChanges = 20_000

// Run writes the demo, where it isn't yet, and the population. It goes on where it
// was broken off.
func (c *seedCommand) Run(ctx context.Context, s streams, log *slog.Logger) error {
	c.Demo = true
	n := max(c.Population, seed.DemoPeople)
	return with(ctx, app.Config{Where: c.Where, Index: app.IndexIfFree, Log: log}, func(a *app.App) error {
		if err := a.GuardDemo(ctx); err != nil {
			return err
		}
		bar := progress(s.err, int64(n), "earners")
		grown, err := seed.Populate(ctx, a.Store.Client, n, c.Seed, a.Store.Now(), func(there int) { bar(int64(there)) })
		if err != nil {
			return err
		}
		fmt.Fprintf(s.out, "%d earners of the population: %d were there, %d written, with %d awards\n",
			grown.Existing+grown.Written, grown.Existing, grown.Written, grown.Awards)
		if grown.Written > manyChanges {
			return a.Reindex(ctx)
		}
		_, err = a.CatchUp(ctx)
		return err
	})
}
