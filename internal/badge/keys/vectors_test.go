package keys_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// vectors is the folder of the test vectors, which is beside the repository and
// not in it.
func vectors(t *testing.T) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err != nil {
			continue
		}
		vectors := filepath.Join(dir, "..", "shared", "vectors")
		if _, err := os.Stat(vectors); err != nil {
			t.Skip("../shared/vectors is not there: the vectors are optional test data")
		}
		return vectors
	}
	t.Fatal("no go.mod above")
	return ""
}

// readJSON decodes a file into v.
func readJSON(t *testing.T, path string, v any) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, v); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
}
