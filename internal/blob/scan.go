package blob

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"

	"github.com/stackmatch/stackmatch/internal/problem"
)

// Scanner says whether a file may be kept.
type Scanner interface {
	// Scan reads a file to its end. The detail is what the operator wants to know of a
	// file that is not clean. An error is that it could not be scanned.
	Scan(ctx context.Context, r io.Reader) (clean bool, detail string, err error)
}

// scan refuses what the scanner finds, and what it cannot look at.
func (s *Store) scan(ctx context.Context, d *draft) error {
	if s.Scanner == nil {
		return nil
	}
	file, err := d.open()
	if err != nil {
		return err
	}
	return s.Scan(ctx, file)
}

// Scan is the same for a file that is kept elsewhere. Without a scanner, every file is
// clean. It takes as long as the scanner does: call it outside of transactions.
func (s *Store) Scan(ctx context.Context, file io.Reader) error {
	if s.Scanner == nil {
		return nil
	}
	clean, detail, err := s.Scanner.Scan(ctx, file)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		s.log().ErrorContext(ctx, "scan a file", "cause", err.Error())
		return problem.New(problem.Unavailable, "files cannot be scanned for viruses at the moment: try later").
			Spanish("ahora no se pueden examinar los archivos en busca de virus: inténtelo más tarde")
	}
	if !clean {
		s.log().WarnContext(ctx, "a file was refused", "found", detail)
		return problem.New(problem.Invalid, "the virus scanner refuses this file").
			Spanish("el antivirus rechaza este archivo")
	}
	return nil
}

// Command is a scanner that runs a program with the file as its input. It exits with
// 0 for a clean file and with 1 for another; everything else is that it could not scan.
type Command struct {
	argv    []string
	timeout time.Duration
}

const (
	// scanTimeout is for a file of the largest size.
	scanTimeout = 2 * time.Minute
	// scanEnd is how long a program may take to stop.
	scanEnd = 5 * time.Second
	// maxDetail is what is remembered of what a program writes.
	maxDetail = 512
)

// NewCommand takes a command line such as "clamdscan --no-summary -". It is split at
// its spaces; no shell reads it. A timeout of 0 is two minutes.
func NewCommand(line string, timeout time.Duration) (*Command, error) {
	argv := strings.Fields(line)
	if len(argv) == 0 {
		return nil, errors.New("the command that scans files is empty")
	}
	path, err := exec.LookPath(argv[0])
	if err != nil {
		return nil, fmt.Errorf("the command that scans files: %w", err)
	}
	if timeout == 0 {
		timeout = scanTimeout
	}
	return &Command{argv: append([]string{path}, argv[1:]...), timeout: timeout}, nil
}

// Scan runs the program.
func (c *Command) Scan(ctx context.Context, r io.Reader) (clean bool, detail string, err error) {
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	out := &head{}
	program := exec.CommandContext(ctx, c.argv[0], c.argv[1:]...) //nolint:gosec // the operator's own
	program.Stdin, program.Stdout, program.Stderr = r, out, out
	program.Env, program.WaitDelay = environment(), scanEnd
	err = program.Run()
	switch failed, exited := errors.AsType[*exec.ExitError](err); {
	case err == nil:
		return true, "", nil
	case ctx.Err() != nil:
		return false, "", fmt.Errorf("it took longer than %s, or nobody waits for it: %w", c.timeout, ctx.Err())
	case exited && failed.ExitCode() == 1:
		return false, out.text(), nil
	}
	return false, "", fmt.Errorf("%w: %s", err, out.text())
}

// environment is ours without our own settings, among which are secrets.
func environment() []string {
	return slices.DeleteFunc(os.Environ(), func(entry string) bool { return strings.HasPrefix(entry, "STACKMATCH_") })
}

// head remembers the beginning of what is written to it.
type head struct{ kept bytes.Buffer }

// Write takes everything, and forgets most.
func (h *head) Write(p []byte) (int, error) {
	_, _ = h.kept.Write(p[:min(len(p), maxDetail-h.kept.Len())])
	return len(p), nil
}

// text is one line of it.
func (h *head) text() string {
	return strings.Join(strings.Fields(strings.ToValidUTF8(h.kept.String(), "")), " ")
}
