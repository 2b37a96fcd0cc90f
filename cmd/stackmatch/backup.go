package main

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/stackmatch/stackmatch/internal/app"
)

// backupCommand copies the database.
type backupCommand struct {
	Path string `arg:"" help:"File to write; it must not exist."`

	app.Where `embed:""`
}

// Run copies the database while others go on writing. The secrets are no part of
// it: they are to be kept elsewhere.
func (c *backupCommand) Run(ctx context.Context, s streams, log *slog.Logger) error {
	if dir := c.Directory(); c.DB == "" && !app.HasData(dir) {
		return fmt.Errorf("there is no data in %s: name a directory with --data", dir)
	}
	return with(ctx, app.Config{Where: c.Where, AsItIs: true, Log: log}, func(a *app.App) error {
		if err := a.Backup(ctx, c.Path); err != nil {
			return err
		}
		fmt.Fprintln(s.out, c.Path)
		return nil
	})
}
