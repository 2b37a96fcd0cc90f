package fetch_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/fetch"
)

const fixtureIndex = `{
	"https://issuer.example/did.json": {"status": 200, "contentType": "application/did+json", "file": "fixtures/did.json"},
	"https://issuer.example/badge.png": {"status": 200, "contentType": "image/png", "file": "fixtures/badge.png"},
	"https://issuer.example/page": {"status": 200, "contentType": "text/html", "file": "fixtures/badge.png"},
	"https://issuer.example/gone": {"status": 410, "contentType": "application/json", "file": "fixtures/did.json"},
	"https://issuer.example/missing": {"status": 404},
	"http://issuer.example/did.json": {"status": 200, "contentType": "application/did+json", "file": "fixtures/did.json"},
	"http://example.org/key.json": {"status": 200, "contentType": "application/json", "file": "fixtures/did.json"},
	"http://10.0.0.1/key.json": {"status": 200, "contentType": "application/json", "file": "fixtures/did.json"},
	"https://10.0.0.1/key.json": {"status": 200, "contentType": "application/json", "file": "fixtures/did.json"}
}`

func TestFixturesAnswerBehindTheSameChecks(t *testing.T) {
	t.Parallel()
	f, err := fetch.ReadFixtures(fstest.MapFS{
		"fixtures/index.json": {Data: []byte(fixtureIndex)},
		"fixtures/did.json":   {Data: []byte(document)},
		"fixtures/badge.png":  {Data: []byte("\x89PNG")},
	}, "fixtures/index.json", append(fetch.DocumentationHosts(), "10.0.0.1")...)
	if err != nil {
		t.Fatal(err)
	}
	notFound := badge.Document{Status: 404}
	tests := []struct {
		name, url string
		want      badge.Document
	}{
		{"listed", "https://issuer.example/did.json", badge.Document{Status: 200, ContentType: "application/did+json", Body: []byte(document)}},
		{"with a fragment", "https://issuer.example/did.json#key-1", badge.Document{Status: 200, ContentType: "application/did+json", Body: []byte(document)}},
		{"not listed", "https://issuer.example/other", notFound},
		{"listed as missing", "https://issuer.example/missing", notFound},
		{"gone", "https://issuer.example/gone", badge.Document{Status: 410, ContentType: "application/json", Body: []byte(document)}},
		{"another kind", "https://issuer.example/page", badge.Document{Err: "it sent another kind of content"}},
		{"an image for a document", "https://issuer.example/badge.png", badge.Document{Err: "it sent another kind of content"}},
		{"plain http", "http://issuer.example/did.json", badge.Document{Blocked: "it is not https"}},
		{"plain http that is allowed", "http://example.org/key.json", badge.Document{Status: 200, ContentType: "application/json", Body: []byte(document)}},
		{"plain http that is allowed, not listed", "http://example.org/other.json", notFound},
		{"listed at a private address", "https://10.0.0.1/key.json", badge.Document{Blocked: "its host is at no public address"}},
		{"allowed at a private address", "http://10.0.0.1/key.json", badge.Document{Blocked: "its host is at no public address"}},
		{"this machine", "https://localhost:8080/.well-known/did.json", badge.Document{Blocked: "its host is not on the public internet"}},
		{"an odd form", "https://2130706433/", badge.Document{Blocked: "its host is written in an odd way"}},
	}
	addresses, want := []string{}, map[string]badge.Document{}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, f.Fetch(t.Context(), tt.url, fetch.Want{})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
		addresses, want[tt.url] = append(addresses, tt.url), tt.want
	}
	if diff := cmp.Diff(want, f.All(t.Context(), addresses, fetch.Want{})); diff != "" {
		t.Errorf("all (-want +got):\n%s", diff)
	}
	if got := f.Fetch(t.Context(), "https://issuer.example/badge.png", fetch.Want{Images: true}); string(got.Body) != "\x89PNG" {
		t.Errorf("image: got %+v", got)
	}
}

func TestFixturesThatDoNotReadAreAnError(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, index, want string }{
		{"no JSON", "{", "index.json"},
		{"a file that is not there", `{"https://a.example/": {"status": 200, "file": "fixtures/none"}}`, "a.example"},
		{"a file outside", `{"https://a.example/": {"status": 200, "file": "../outside"}}`, "a.example"},
		{"a file from the root", `{"https://a.example/": {"status": 200, "file": "/etc/passwd"}}`, "a.example"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			write(t, filepath.Join(dir, "outside"), "{}")
			index := filepath.Join(dir, "vectors", "fixtures", "index.json")
			write(t, index, tt.index)
			if _, err := fetch.OpenFixtures(index); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want an error about %q", err, tt.want)
			}
		})
	}
	if _, err := fetch.OpenFixtures(filepath.Join(t.TempDir(), "fixtures", "index.json")); err == nil {
		t.Error("an index that is not there: no error")
	}
}

func TestFixturesAreReadFromTheParentOfTheirFolder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "fixtures", "did.json"), document)
	write(t, filepath.Join(dir, "fixtures", "index.json"), `{"https://issuer.example/": {"status": 200, "contentType": "application/json", "file": "fixtures/did.json"}}`)
	f, err := fetch.OpenFixtures(filepath.Join(dir, "fixtures", "index.json"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(served, f.Fetch(t.Context(), "https://issuer.example/", fetch.Want{})); diff != "" {
		t.Errorf("document (-want +got):\n%s", diff)
	}
}

func TestTheVectorsFixturesAreServed(t *testing.T) {
	t.Parallel()
	index := filepath.Join("..", "..", "..", "shared", "vectors", "fixtures", "index.json")
	if _, err := os.Stat(index); err != nil {
		t.Skipf("no test vectors beside the repository: %v", err)
	}
	f, err := fetch.OpenFixtures(index, fetch.DocumentationHosts()...)
	if err != nil {
		t.Fatal(err)
	}
	for address, want := range map[string]int{
		"https://issuer.example.edu/.well-known/did.json": 200,
		"https://badges.example.edu/assertions/3":         410,
		"https://badges.example.edu/assertions/5":         404,
		"https://issuer.example.edu/status/unknown":       404,
		"http://example.org/key1.json":                    200,
	} {
		if got := f.Fetch(t.Context(), address, fetch.Want{}); got.Status != want || got.Blocked+got.Err != "" {
			t.Errorf("%s: got %+v, want status %d", address, got, want)
		}
	}
	for _, address := range []string{"http://badges.example.edu/assertions/9", "https://localhost:8080/.well-known/did.json"} {
		if got := f.Fetch(t.Context(), address, fetch.Want{}); got.Blocked == "" {
			t.Errorf("%s: got %+v, want it blocked", address, got)
		}
	}
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
