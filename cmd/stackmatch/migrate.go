package main

import (
	"context"
	"log/slog"

	"github.com/stackmatch/stackmatch/internal/app"
)

// migrateCommand brings the database up to date.
type migrateCommand struct {
	app.Where `embed:""`
}

// Run opens the database, which migrates it.
func (c *migrateCommand) Run(ctx context.Context, log *slog.Logger) error {
	return with(ctx, app.Config{Where: c.Where, Log: log}, func(*app.App) error { return nil })
}
