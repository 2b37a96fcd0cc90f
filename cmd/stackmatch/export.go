package main

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/stackmatch/stackmatch/internal/app"
)

// exportCommand writes what is public in other systems' formats.
type exportCommand struct {
	CTDLPathway exportPathwayCommand `cmd:"" name:"ctdl-pathway" help:"Print a pathway as JSON-LD in CTDL."`
}

// exportPathwayCommand prints a pathway.
type exportPathwayCommand struct {
	ID string `arg:"" help:"The pathway's global id."`

	app.Where  `embed:""`
	app.Badges `embed:""`
}

// Run prints beside a server, or without one.
func (c *exportPathwayCommand) Run(ctx context.Context, s streams, log *slog.Logger) error {
	if dir := c.Directory(); c.DB == "" && !app.HasData(dir) {
		return fmt.Errorf("there is no data in %s: name a directory with --data", dir)
	}
	config := app.Config{Where: c.Where, Badges: c.Badges, AsItIs: true, Log: log}
	return with(ctx, config, func(a *app.App) error {
		document, err := a.CTDLPathway(ctx, c.ID)
		if err != nil {
			return err
		}
		_, err = s.out.Write(document)
		return err
	})
}
