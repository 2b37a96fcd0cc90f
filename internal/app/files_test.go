package app_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stackmatch/stackmatch/internal/app"
)

func TestFilesAreOpenedInTheDataDirectory(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	with := func(f app.Files) app.Config { return app.Config{Where: app.Where{Data: dir}, Files: f, Careless: true} }
	a := open(t, with(app.Files{MaxUpload: 7, ScanCommand: "sh -c 0"}))
	if most := a.Terms().Most; most != 7<<20 {
		t.Errorf("got %d bytes", most)
	}
	if a.Blobs.Scanner == nil {
		t.Error("nothing scans")
	}
	info, err := os.Stat(filepath.Join(dir, "evidence"))
	if err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("got %v, %v", info, err)
	}
	if most := open(t, with(app.Files{})).Terms().Most; most != 100<<20 {
		t.Errorf("by default: got %d bytes", most)
	}
	for want, files := range map[string]app.Files{
		"not -1": {MaxUpload: -1}, "not 5000": {MaxUpload: 5000}, "no-such-scanner": {ScanCommand: "no-such-scanner -"},
	} {
		broken, err := app.Open(t.Context(), with(files))
		if err == nil {
			_ = broken.Close()
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v", want, err)
		}
	}
}
