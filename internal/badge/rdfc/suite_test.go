package rdfc_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/internal/badge/rdfc"
)

// vector is a test of the W3C as the vectors wrap it.
type vector struct {
	Name          string `json:"name"`
	HashAlgorithm string `json:"hashAlgorithm"`
	Input         string `json:"input"`
	Expected      string `json:"expected"`
}

func TestVectorsOfTheW3CAreCanonicalized(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join(vectors(t), "rdfc10", "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no vectors: %v", err)
	}
	for _, file := range files {
		var v vector
		readJSON(t, file, &v)
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			got, err := rdfc.Canonicalize(parse(t, v.Input), rdfc.Options{Hash: hash(v.HashAlgorithm)})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(v.Expected, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", v.Name, diff)
			}
		})
	}
	t.Logf("%d vectors of RDFC-1.0", len(files))
}

// TestSuiteOfTheW3CPasses runs the whole suite where a checkout of it is:
// STACKMATCH_RDFC_SUITE names the folder of its manifest.jsonld.
func TestSuiteOfTheW3CPasses(t *testing.T) {
	t.Parallel()
	folder := os.Getenv("STACKMATCH_RDFC_SUITE")
	if folder == "" {
		t.Skip("STACKMATCH_RDFC_SUITE does not name the folder of the W3C's suite")
	}
	var manifest struct {
		Entries []entry `json:"entries"`
	}
	readJSON(t, filepath.Join(folder, "manifest.jsonld"), &manifest)
	var passed atomic.Int32
	t.Cleanup(func() { t.Logf("%d of %d RDFC-1.0 tests passed", passed.Load(), len(manifest.Entries)) })
	for _, e := range manifest.Entries {
		t.Run(strings.TrimPrefix(e.ID, "#"), func(t *testing.T) {
			t.Parallel()
			e.run(t, folder)
			if !t.Failed() {
				passed.Add(1)
			}
		})
	}
}

// entry is a test in the suite's manifest.
type entry struct {
	ID            string `json:"id"`
	Type          string `json:"type"`
	HashAlgorithm string `json:"hashAlgorithm"`
	Action        string `json:"action"`
	Result        string `json:"result"`
}

func (e entry) run(t *testing.T, folder string) {
	t.Helper()
	input := parse(t, readText(t, filepath.Join(folder, e.Action)))
	got, err := rdfc.Label(input, rdfc.Options{Hash: hash(e.HashAlgorithm)})
	if e.Type == "rdfc:RDFC10NegativeEvalTest" {
		if !errors.Is(err, rdfc.ErrTooComplex) {
			t.Errorf("got %v, want %v", err, rdfc.ErrTooComplex)
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	if e.Type == "rdfc:RDFC10MapTest" {
		want := map[string]string{}
		readJSON(t, filepath.Join(folder, e.Result), &want)
		if diff := cmp.Diff(want, got.Issued); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		return
	}
	if diff := cmp.Diff(readText(t, filepath.Join(folder, e.Result)), got.NQuads); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func hash(name string) rdfc.Hash {
	if name == "SHA384" {
		return rdfc.SHA384
	}
	return rdfc.SHA256
}

func parse(t testing.TB, nquads string) []rdfc.Quad {
	t.Helper()
	quads, err := rdfc.Parse(nquads)
	if err != nil {
		t.Fatal(err)
	}
	return quads
}

// vectors finds the test vectors, which lie beside the repository.
func vectors(t testing.TB) string {
	t.Helper()
	folder := filepath.Join("..", "..", "..", "..", "shared", "vectors")
	if _, err := os.Stat(folder); err != nil {
		t.Skipf("the vectors are not there: %v", err)
	}
	return folder
}

func readText(t testing.TB, file string) string {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func readJSON(t testing.TB, file string, into any) {
	t.Helper()
	if err := json.Unmarshal([]byte(readText(t, file)), into); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
}
