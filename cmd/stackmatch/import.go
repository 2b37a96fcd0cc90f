package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
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
	Issuer   string            `placeholder:"ORGANIZATION" help:"Whose results a roster has: an id, or an exact name."`
	Employer string            `placeholder:"ORGANIZATION" help:"Whose postings listings become: an id, or an exact name."`
	Coach    string            `placeholder:"EMAIL-OR-ID" help:"Whose caseload it is: the account of a coach."`
	Codes    string            `placeholder:"FILE" help:"Write the codes of awards to people without an account to a new file, as CSV. Default: after the report."`

	app.Where `embed:""`
}

// Run imports, prints what became of each file and row, and makes what is new
// searchable. It fails when something could not be imported; the rest is.
func (c *importCommand) Run(ctx context.Context, s streams, log *slog.Logger) (err error) {
	codes := s.out
	if c.Codes != "" {
		// Before the import: a code that cannot be written is lost.
		file, err := os.OpenFile(c.Codes, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, file.Close()) }()
		codes = file
	}
	return c.run(ctx, s, codes, log)
}

func (c *importCommand) run(ctx context.Context, s streams, codes io.Writer, log *slog.Logger) error {
	return with(ctx, app.Config{Where: c.Where, Index: app.IndexIfFree, Log: log}, func(a *app.App) error {
		var bar func(int64)
		report, err := a.Import(ctx, c.Format, c.Paths, interop.Options{
			Release: c.Release, Language: c.Language, Columns: c.Column, Issuer: c.Issuer, Employer: c.Employer, Coach: c.Coach,
			Progress: func(done, total int64) {
				if bar == nil {
					bar = progress(s.err, total, "bytes")
				}
				bar(done)
			},
		})
		if len(report.Files) > 0 {
			err = errors.Join(err, c.print(s, codes, &report))
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

// print prints the report, and after it the codes: to a file of their own if one was
// named, else within the JSON or after the text.
func (c *importCommand) print(s streams, codes io.Writer, report *interop.Report) error {
	if !c.JSON {
		if err := report.WriteText(s.out); err != nil {
			return err
		}
	}
	if !c.JSON || c.Codes != "" {
		if err := report.WriteCodes(codes); err != nil {
			return err
		}
		report.ClaimCodes = nil
	}
	if !c.JSON {
		return nil
	}
	encoder := json.NewEncoder(s.out)
	encoder.SetIndent("", "  ")
	return encoder.Encode(report)
}

func formats() string { return strings.Join(interop.Formats(), ", ") }
