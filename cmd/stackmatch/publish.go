package main

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/stackmatch/stackmatch/internal/app"
)

// publishCommand writes what is public as files.
type publishCommand struct {
	Dir string `arg:"" help:"Directory to write to: the root of a web host. Files of others in it are left alone."`

	app.Where  `embed:""`
	app.Badges `embed:""`
}

// Run publishes beside a server, or without one.
func (c *publishCommand) Run(ctx context.Context, s streams, log *slog.Logger) error {
	if dir := c.Directory(); c.DB == "" && !app.HasData(dir) {
		return fmt.Errorf("there is no data in %s: name a directory with --data", dir)
	}
	config := app.Config{Where: c.Where, Badges: c.Badges, AsItIs: true, Log: log}
	return with(ctx, config, func(a *app.App) error {
		done, err := a.Publish(ctx, c.Dir)
		if err != nil {
			return err
		}
		fmt.Fprintf(s.out, "%s: %d written, %d unchanged, %d removed\n", c.Dir, done.Written, done.Kept, done.Removed)
		return nil
	})
}
