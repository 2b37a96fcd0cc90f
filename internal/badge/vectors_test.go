package badge

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/internal/badge/jsonld"
)

// testClock is the time at which the vectors were judged.
var testClock = time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)

// vectorsDir finds the shared test vectors beside the repository.
func vectorsDir(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		if dir == filepath.Dir(dir) {
			t.Fatal("no go.mod above the package")
		}
	}
	vectors := filepath.Join(dir, "..", "shared", "vectors")
	if _, err := os.Stat(vectors); err != nil {
		t.Skip("the badge vectors are not here: ../shared/vectors beside the repository")
	}
	return vectors
}

func readFile(t testing.TB, parts ...string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(parts...))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// vector is a row of the manifest.
type vector struct {
	file, format, expected, reason, proofOK, bound, group string
}

func manifest(t testing.TB, dir string) []vector {
	t.Helper()
	r := csv.NewReader(bytes.NewReader(readFile(t, dir, "MANIFEST.tsv")))
	r.Comma, r.LazyQuotes = '\t', true
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var all []vector
	for _, row := range rows[1:] {
		all = append(all, vector{row[0], row[1], row[3], row[4], row[5], row[6], row[7]})
	}
	return all
}

// content reads a vector, out of the JSON that tokens are wrapped in.
func (v vector) content(t testing.TB, dir string) []byte {
	t.Helper()
	content := readFile(t, dir, v.file)
	var wrapped struct{ Format, Token string }
	if json.Unmarshal(content, &wrapped) == nil && wrapped.Token != "" {
		return []byte(wrapped.Token)
	}
	return content
}

// network is the network of the fixtures: what the index lists, a 404 for
// everything else. Plain HTTP is for the one host whose samples need it.
type network struct {
	dir   string
	index map[string]struct {
		Status            int
		ContentType, File string
	}
	// more are documents that the fixtures lack.
	more map[string]string
}

func fixtures(t testing.TB, dir string) network {
	t.Helper()
	n := network{dir: dir, more: missingFixtures}
	if err := json.Unmarshal(readFile(t, dir, "fixtures", "index.json"), &n.index); err != nil {
		t.Fatal(err)
	}
	return n
}

// missingFixtures are the issuers that samples of 1EdTech name and the fixtures
// do not have, as short as they can be.
var missingFixtures = map[string]string{
	"http://example.org/issuer-with-allowed-origins.json": issuerWith(`"allowedOrigins": ["example.com", "example.org"]`),
	"http://example.org/issuer-with-allowed-origins-valid-starts-with.json": issuerWith(
		`"startsWith": "https://example.org/"`),
	"http://example.org/issuer-with-allowed-origins-invalid-starts-with.json": issuerWith(
		`"startsWith": "https://example.org/NOT"`),
	"http://example.org/issuer-with-allowed-origins-invalid-multiple-starts-with.json": issuerWith(
		`"startsWith": ["https://example.org/NOT", "http://example.com/ALSONOT"]`),
}

func issuerWith(verification string) string {
	return `{"@context": "https://w3id.org/openbadges/v2", "id": "http://example.org/issuer-with-allowed-origins",
		"type": "Issuer", "name": "Issuer", "email": "me@example.org", "url": "http://example.org",
		"verification": {` + verification + `}}`
}

func (n network) get(t testing.TB, url string) Document {
	t.Helper()
	if strings.HasPrefix(url, "http:") && !strings.HasPrefix(url, "http://example.org/") {
		return Document{Blocked: "plain HTTP"}
	}
	if body, found := n.more[url]; found {
		return Document{Status: 200, ContentType: "application/json", Body: []byte(body)}
	}
	entry, found := n.index[url]
	if !found {
		return Document{Status: 404}
	}
	d := Document{Status: entry.Status, ContentType: entry.ContentType}
	if entry.File != "" {
		d.Body = readFile(t, n.dir, entry.File)
	}
	return d
}

// collect fetches what a badge needs, round after round.
func (n network) collect(t testing.TB, b *Badge, docs Documents, p Policy) Documents {
	t.Helper()
	for range 8 {
		missing := b.Needs(docs, p)
		if len(missing) == 0 {
			return docs
		}
		for _, url := range missing {
			docs[url] = n.get(t, url)
		}
	}
	t.Fatalf("needs without end: %q", b.Needs(docs, p))
	return nil
}

// testContexts are the contexts of the vectors: those that are built in, and
// those with a vocabulary for everything, which the product does not accept.
var testContexts = sync.OnceValues(func() (*jsonld.Contexts, error) {
	dir, err := filepath.Abs("../../../shared/vectors/contexts")
	if err != nil {
		return nil, err
	}
	list, err := os.ReadFile(filepath.Join(dir, "index.json"))
	if err != nil {
		return nil, err
	}
	var index map[string]string
	if err := json.Unmarshal(list, &index); err != nil {
		return nil, err
	}
	known := jsonld.Builtin()
	for _, url := range slices.Sorted(maps.Keys(index)) {
		content, err := os.ReadFile(filepath.Join(dir, index[url]))
		if err != nil {
			return nil, err
		}
		if known, err = known.With(url, content); err != nil {
			return nil, err
		}
	}
	return known, nil
})

func testPolicy(t testing.TB) Policy {
	t.Helper()
	known, err := testContexts()
	if err != nil {
		t.Skip("the badge vectors are not here: ", err)
	}
	return Policy{Now: testClock, Contexts: known}
}
