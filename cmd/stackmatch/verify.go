package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/badge/jsonld"
	"github.com/stackmatch/stackmatch/internal/fetch"
)

// verifyCommand verifies badges in files. It needs no data directory.
type verifyCommand struct {
	Files []string `arg:"" name:"file" help:"Badges: JSON, tokens, PNG, SVG; - is standard input."`

	At        time.Time `placeholder:"TIME" help:"As of when, such as 2026-11-21T00:00:00Z. Default: now."`
	Recipient []string  `placeholder:"EMAIL-OR-DID" help:"Whom the badges should belong to. Default: anybody."`
	Fixtures  string    `type:"existingfile" placeholder:"INDEX.json" help:"Answer from files instead of the network: a JSON object from URLs to status, contentType and file, named from the parent of the index's folder."`
	Contexts  string    `type:"existingdir" placeholder:"DIR" help:"Accept further JSON-LD contexts: DIR has them, and index.json from URLs to files."`
	JSON      bool      `help:"Print one JSON object per file."`
}

// The exit codes of verify besides 0, all valid.
const (
	exitInvalid       = 1
	exitIndeterminate = 2
)

// maxBadgeFile bounds what is read of a file: a badge and its picture are smaller.
const maxBadgeFile = 32 << 20

// Run prints what was found out about each file, and says by its exit code
// whether all are valid.
func (c *verifyCommand) Run(ctx context.Context, s streams, log *slog.Logger) error {
	source, err := c.source(log)
	if err != nil {
		return err
	}
	policy, err := c.policy()
	if err != nil {
		return err
	}
	verdicts := map[badge.Verdict]bool{}
	var failed error
	for _, name := range c.Files {
		content, err := readBadge(name)
		if err != nil {
			failed = errors.Join(failed, err)
			continue
		}
		report := fetch.Verify(ctx, source, badge.Parse(content), badge.Documents{}, fetch.Want{}, policy)
		verdicts[report.Verdict] = true
		if err := c.print(s.out, name, report); err != nil {
			return err
		}
	}
	switch {
	case failed != nil:
		return failed
	case verdicts[badge.Invalid]:
		return exitCode(exitInvalid)
	case verdicts[badge.Indeterminate]:
		return exitCode(exitIndeterminate)
	}
	return nil
}

func (c *verifyCommand) source(log *slog.Logger) (fetch.Source, error) {
	if c.Fixtures == "" {
		return fetch.New(fetch.Config{Now: time.Now, UserAgent: "stackmatch/" + version(), Log: log}), nil
	}
	return fetch.OpenFixtures(c.Fixtures, fetch.DocumentationHosts()...)
}

func (c *verifyCommand) policy() (badge.Policy, error) {
	p := badge.Policy{Now: c.At, Contexts: jsonld.Builtin()}
	if c.At.IsZero() {
		p.Now = time.Now()
	}
	if len(c.Recipient) > 0 {
		p.Recipient = &badge.Recipient{}
	}
	for _, who := range c.Recipient {
		if strings.HasPrefix(who, "did:") {
			p.Recipient.DIDs = append(p.Recipient.DIDs, who)
		} else {
			p.Recipient.Emails = append(p.Recipient.Emails, who)
		}
	}
	if c.Contexts == "" {
		return p, nil
	}
	var err error
	p.Contexts, err = contextsOf(p.Contexts, c.Contexts)
	return p, err
}

// contextsOf adds the contexts that a directory's index.json names. One whose
// content is built in already stays as it is.
func contextsOf(known *jsonld.Contexts, dir string) (*jsonld.Contexts, error) {
	text, err := os.ReadFile(filepath.Join(dir, "index.json"))
	if err != nil {
		return nil, fmt.Errorf("read contexts: %w", err)
	}
	var files map[string]string
	if err := json.Unmarshal(text, &files); err != nil {
		return nil, fmt.Errorf("read contexts: %s: %w", filepath.Join(dir, "index.json"), err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("read contexts: %w", err)
	}
	defer root.Close()
	for url, name := range files {
		content, err := root.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("read context %s: %w", url, err)
		}
		if known, err = known.With(url, content); err != nil {
			return nil, fmt.Errorf("context %s: %w", url, err)
		}
	}
	return known, nil
}

// readBadge reads a file, and takes a token out of the wrapping that keeps such
// text in JSON: {"format": …, "token": …}.
func readBadge(name string) ([]byte, error) {
	from := io.ReadCloser(os.Stdin)
	if name != "-" {
		var err error
		if from, err = os.Open(name); err != nil {
			return nil, err
		}
		defer from.Close()
	}
	content, err := io.ReadAll(io.LimitReader(from, maxBadgeFile+1))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	var wrapped struct {
		Format string `json:"format"`
		Token  string `json:"token"`
	}
	if json.Unmarshal(content, &wrapped) == nil && wrapped.Format != "" && wrapped.Token != "" {
		return []byte(wrapped.Token), nil
	}
	return content, nil
}

// verified is a line of verify --json.
type verified struct {
	File      string          `json:"file"`
	Verdict   badge.Verdict   `json:"verdict"`
	Format    badge.Format    `json:"format"`
	Container badge.Container `json:"container"`
	Checks    []verifiedCheck `json:"checks"`
	Parts     []verifiedPart  `json:"parts,omitempty"`
}

type verifiedCheck struct {
	Name    badge.CheckName `json:"name"`
	Outcome badge.Outcome   `json:"outcome"`
	Reason  badge.Reason    `json:"reason,omitempty"`
	Detail  string          `json:"detail"`
}

type verifiedPart struct {
	Path    string          `json:"path"`
	Kind    badge.PartKind  `json:"kind"`
	Verdict badge.Verdict   `json:"verdict"`
	Checks  []verifiedCheck `json:"checks"`
}

func (c *verifyCommand) print(w io.Writer, name string, r badge.Report) error {
	if c.JSON {
		line := verified{File: name, Verdict: r.Verdict, Format: r.Format, Container: r.Container, Checks: checksOf(r)}
		for _, part := range r.Parts {
			line.Parts = append(line.Parts, verifiedPart{part.Path, part.Kind, part.Report.Verdict, checksOf(part.Report)})
		}
		encoder := json.NewEncoder(w)
		encoder.SetEscapeHTML(false)
		return encoder.Encode(line)
	}
	var why []string
	for _, check := range r.Deciding() {
		why = append(why, fmt.Sprintf("%s %s: %s", check.Name, check.Reason, check.Detail))
	}
	_, err := fmt.Fprintln(w, strings.TrimSpace(fmt.Sprintf("%s: %s %s %s", name, r.Verdict, r.Format, strings.Join(why, "; "))))
	return err
}

func checksOf(r badge.Report) []verifiedCheck {
	checks := make([]verifiedCheck, len(r.Checks))
	for i, check := range r.Checks {
		checks[i] = verifiedCheck{check.Name, check.Outcome, check.Reason, check.Detail}
	}
	return checks
}
