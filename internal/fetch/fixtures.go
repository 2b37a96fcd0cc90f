package fetch

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/stackmatch/stackmatch/internal/badge"
)

// Fixtures are answers from files, in place of the network: for tests and for
// verifying offline. URLs are checked as a Fetcher checks them; what the index
// does not have is not found.
type Fixtures struct {
	answers   map[string]fixture
	allowHTTP []string
}

// fixture is an entry of the index.
type fixture struct {
	Status      int    `json:"status"`
	ContentType string `json:"contentType"`
	File        string `json:"file"`

	body []byte
}

// DocumentationHosts are names that nobody can have (RFC 2606 §3): to serve them
// over plain HTTP lets no badge of the world pass.
func DocumentationHosts() []string { return []string{"example.com", "example.net", "example.org"} }

// OpenFixtures reads an index, a JSON object from URLs to {"status",
// "contentType", "file"}; the files are named from the parent of its folder. At the
// hosts of allowHTTP plain HTTP is answered as well; at all others it is refused.
func OpenFixtures(index string, allowHTTP ...string) (*Fixtures, error) {
	index, err := filepath.Abs(index)
	if err != nil {
		return nil, fmt.Errorf("open fixtures: %w", err)
	}
	folder := filepath.Dir(index)
	root, err := os.OpenRoot(filepath.Dir(folder))
	if err != nil {
		return nil, fmt.Errorf("open fixtures: %w", err)
	}
	defer func() { _ = root.Close() }() // everything has been read
	return ReadFixtures(root.FS(), path.Join(filepath.Base(folder), filepath.Base(index)), allowHTTP...)
}

// ReadFixtures is OpenFixtures within a file system that the files are named from.
func ReadFixtures(files fs.FS, index string, allowHTTP ...string) (*Fixtures, error) {
	text, err := fs.ReadFile(files, index)
	if err != nil {
		return nil, fmt.Errorf("read fixtures: %w", err)
	}
	var listed map[string]fixture
	if err := json.Unmarshal(text, &listed); err != nil {
		return nil, fmt.Errorf("read fixtures: %s: %w", index, err)
	}
	f := &Fixtures{answers: make(map[string]fixture, len(listed)), allowHTTP: allowHTTP}
	for address, entry := range listed {
		if entry.File != "" {
			if entry.body, err = fs.ReadFile(files, entry.File); err != nil {
				return nil, fmt.Errorf("read fixtures: %q: %w", address, err)
			}
		}
		f.answers[withoutFragment(address)] = entry
	}
	return f, nil
}

// Fetch answers from the index.
func (f *Fixtures) Fetch(_ context.Context, address string, want Want) badge.Document {
	plain := withoutFragment(address)
	if err := f.check(plain); err != nil {
		return asDocument(err)
	}
	entry, listed := f.answers[plain]
	switch {
	case !listed:
		return badge.Document{Status: http.StatusNotFound}
	case entry.Status < 300 && len(entry.body) > defaultMaxBytes:
		return asDocument(errTooLarge)
	case entry.Status < 300 && !allowed(entry.ContentType, want):
		return asDocument(errKind)
	}
	return badge.Document{Status: entry.Status, ContentType: entry.ContentType, Body: entry.body}
}

// All answers several URLs from the index.
func (f *Fixtures) All(ctx context.Context, addresses []string, want Want) map[string]badge.Document {
	return all(ctx, addresses, want, f.Fetch)
}

func (f *Fixtures) check(address string) error {
	if rest, ok := strings.CutPrefix(address, "http://"); ok && slices.Contains(f.allowHTTP, authority(address)) {
		address = "https://" + rest
	}
	_, err := locate(address)
	return err
}

func withoutFragment(address string) string {
	before, _, _ := strings.Cut(address, "#")
	return before
}
