package main

import (
	"context"
	"log/slog"

	"github.com/stackmatch/stackmatch/internal/app"
)

// reindexCommand builds the indexes anew.
type reindexCommand struct {
	app.Where `embed:""`
}

// Run builds the indexes beside those in use and swaps them.
func (c *reindexCommand) Run(ctx context.Context, log *slog.Logger) error {
	return with(ctx, app.Config{Where: c.Where, Index: app.OwnIndex, Log: log}, func(a *app.App) error {
		return a.Reindex(ctx)
	})
}
