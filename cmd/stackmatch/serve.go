package main

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/stackmatch/stackmatch/internal/app"
	"github.com/stackmatch/stackmatch/seed"
)

// serveCommand serves the API.
type serveCommand struct {
	app.Config `embed:""`
}

// Run serves until it is told to stop. It prints exactly one line, once whoever
// reads it can start to ask.
func (c *serveCommand) Run(ctx context.Context, s streams, log *slog.Logger) error {
	c.Index, c.Log = app.OwnIndex, log
	return with(ctx, c.Config, func(a *app.App) error {
		if c.Demo {
			if err := writeDemo(ctx, a); err != nil {
				return err
			}
		}
		return a.Serve(ctx, func(address string) { fmt.Fprintln(s.out, "ready", address) })
	})
}

// writeDemo writes the demo where it isn't yet.
func writeDemo(ctx context.Context, a *app.App) error {
	if err := a.GuardDemo(ctx); err != nil {
		return err
	}
	if _, err := seed.Write(ctx, a.Store.Client, seed.Options{Now: a.Store.Now(), Vault: a.Credentials.Vault}); err != nil {
		return err
	}
	return a.TrustDemoIssuer(ctx)
}
