package server

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
)

const (
	// spoolOver is the size from which on a file is on the disk.
	spoolOver = 64 << 10
	// readRate is how many bytes of them an operation reads in a second, at least.
	readRate = 1 << 20
	// spoolName begins the names of such files.
	spoolName = "upload-"
)

// errSpool is a failure of ours in keeping what a client sends.
var errSpool = errors.New("spool a file")

// spool holds the files of one request.
type spool struct {
	dir   string
	files []*os.File
	size  int64  // of all of them
	done  func() // when they are gone; nil is nothing
}

// take reads a file to its end.
func (s *spool) take(from io.Reader) (io.ReaderAt, int64, error) {
	head, err := io.ReadAll(io.LimitReader(from, spoolOver+1))
	if err != nil {
		return nil, 0, err
	}
	if len(head) <= spoolOver {
		return bytes.NewReader(head), int64(len(head)), nil
	}
	file, err := os.CreateTemp(s.dir, spoolName) // 0600
	if err != nil {
		return nil, 0, fmt.Errorf("%w: %w", errSpool, err)
	}
	s.files = append(s.files, file)
	// Where the system lets an open file have no name, a kill leaves none. Elsewhere
	// drop removes it.
	_ = os.Remove(file.Name())
	veiled, err := newVeil(file)
	if err != nil {
		return nil, 0, fmt.Errorf("%w: %w", errSpool, err)
	}
	size, err := io.Copy(&ours{veiled}, io.MultiReader(bytes.NewReader(head), from))
	if err != nil {
		return nil, 0, err
	}
	s.size += size
	return veiled, size, nil
}

// time is how much longer an operation may take for what there is to read: it is
// encrypted, and may be scanned.
func (s *spool) time() time.Duration {
	return time.Duration(s.size/readRate) * time.Second
}

// drop removes the files.
func (s *spool) drop() {
	for _, file := range s.files {
		_ = file.Close()
		_ = os.Remove(file.Name()) // it may be gone already
	}
	s.files = nil
	if s.done != nil {
		s.done()
	}
}

// ours has what fails in writing be told from what fails in reading.
type ours struct{ to io.Writer }

// Write writes.
func (o *ours) Write(p []byte) (int, error) {
	n, err := o.to.Write(p)
	if err != nil {
		err = fmt.Errorf("%w: %w", errSpool, err)
	}
	return n, err
}

// sweepUploads makes the directory of uploads, and removes what a server that was
// killed left in it.
func sweepUploads(dir string) error {
	if dir == "" {
		return nil
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("directory of uploads: %w", err)
	}
	left, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("directory of uploads: %w", err)
	}
	for _, file := range left {
		if !strings.HasPrefix(file.Name(), spoolName) {
			continue
		}
		if err := os.Remove(filepath.Join(dir, file.Name())); err != nil {
			return fmt.Errorf("directory of uploads: %w", err)
		}
	}
	return nil
}
