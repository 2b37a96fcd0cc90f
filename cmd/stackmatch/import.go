package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"github.com/stackmatch/stackmatch/internal/app"
	"github.com/stackmatch/stackmatch/internal/interop"
)

// importCommand imports files.
type importCommand struct {
	Format string   `arg:"" help:"Format: ${formats}."`
	Paths  []string `arg:"" name:"path" help:"Directories, files and zip archives."`

	Release  string            `placeholder:"NAME" help:"Release of the source, where its folders don't name it."`
	Language string            `placeholder:"TAG" help:"Language of files whose names carry none, such as en."`
	Column   map[string]string `placeholder:"THEIRS=OURS" help:"Names of columns in files of other tools."`
	JSON     bool              `help:"Print the report as JSON."`

	app.Where `embed:""`
}

// Run imports, prints what became of each file and row, and makes what is new
// searchable. It fails when something could not be imported; the rest is.
func (c *importCommand) Run(ctx context.Context, s streams, log *slog.Logger) error {
	return with(ctx, app.Config{Where: c.Where, Index: app.IndexIfFree, Log: log}, func(a *app.App) error {
		var bar func(int64)
		report, err := a.Import(ctx, c.Format, c.Paths, interop.Options{
			Release: c.Release, Language: c.Language, Columns: c.Column,
			Progress: func(done, total int64) {
				if bar == nil {
					bar = progress(s.err, total, "bytes")
				}
				bar(done)
			},
		})
		if len(report.Files) > 0 {
			err = errors.Join(err, c.print(s, &report))
		}
		if err != nil {
			return err
		}
		if _, err := a.CatchUp(ctx); err != nil {
			return err
		}
		if !report.OK() {
			fmt.Fprintln(s.err, "stackmatch: some of it was not imported: the report says what")
			return errSilent
		}
		return nil
	})
}

func (c *importCommand) print(s streams, report *interop.Report) error {
	if !c.JSON {
		return report.WriteText(s.out)
	}
	encoder := json.NewEncoder(s.out)
	encoder.SetIndent("", "  ")
	return encoder.Encode(report)
}

func formats() string { return strings.Join(interop.Formats(), ", ") }
