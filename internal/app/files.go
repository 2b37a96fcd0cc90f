package app

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/internal/blob"
)

// The largest upload, in MiB: by default, and at most.
const (
	defaultMaxUpload = 100
	maxMaxUpload     = 4096
)

// most is how many bytes a file that is uploaded may have.
func (f Files) most() int64 {
	if f.MaxUpload == 0 {
		return defaultMaxUpload << 20
	}
	return int64(f.MaxUpload) << 20
}

// Terms are those of files that people upload, of all kinds that are taken.
func (a *App) Terms() blob.Terms { return blob.Terms{Most: a.config.Files.most()} }

// openFiles opens the files that people uploaded, and finds the scanner.
func (a *App) openFiles(context.Context) error {
	if n := a.config.Files.MaxUpload; n < 0 || n > maxMaxUpload {
		return fmt.Errorf("the largest upload is 1 to %d MiB, not %d", maxMaxUpload, n)
	}
	var err error
	if a.Blobs, err = blob.Open(a.path(evidenceDir)); err != nil {
		return err
	}
	a.Blobs.Log = a.config.Log
	if line := a.config.Files.ScanCommand; line != "" {
		scanner, err := blob.NewCommand(line, 0)
		if err != nil {
			return err
		}
		a.Blobs.Scanner = scanner
	}
	return nil
}
