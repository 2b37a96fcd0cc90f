package blob_test

import (
	"bytes"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"github.com/stackmatch/stackmatch/internal/blob"
	"github.com/stackmatch/stackmatch/internal/testkit"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
	"github.com/stackmatch/stackmatch/internal/vault"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreTopFunction("github.com/blevesearch/bleve_index_api.AnalysisWorker"))
}

// shelf is a store in a directory of its own, with the vault of one earner.
type shelf struct {
	*blob.Store
	dir   string
	vault *vault.Vault
}

func newShelf(t testing.TB) *shelf {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "evidence")
	return &shelf{
		world.Must(blob.Open(dir))(t), dir,
		world.Must(vault.New([32]byte{1}, testkit.Random("files")))(t),
	}
}

// terms take everything that may be taken, up to 1 MiB.
func terms() blob.Terms { return blob.Terms{Most: 1 << 20} }

// keeps creates a file.
func (s *shelf) keeps(t testing.TB, content []byte) blob.Blob {
	t.Helper()
	return world.Must(s.Create(t.Context(), s.vault, bytes.NewReader(content), terms()))(t)
}

// reads is the content of a file.
func (s *shelf) reads(b blob.Blob) ([]byte, error) {
	file, err := s.Open(s.vault, b.ID, b.Sealed)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	return io.ReadAll(file)
}

// files are the names of all that the directory holds.
func (s *shelf) files(t testing.TB) []string {
	t.Helper()
	var names []string
	err := filepath.WalkDir(s.dir, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			names = append(names, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// content is text of a size, no two parts of which are the same.
func content(size int) []byte {
	var out bytes.Buffer
	for i := 0; out.Len() < size; i++ {
		out.WriteString(strings.Repeat("lift ", i%7) + "the fork\n")
	}
	return out.Bytes()[:size]
}

// change edits the only file of the directory.
func (s *shelf) change(t testing.TB, edit func([]byte) []byte) {
	t.Helper()
	names := s.files(t)
	if len(names) != 1 {
		t.Fatalf("got files %v", names)
	}
	kept := world.Must(os.ReadFile(names[0]))(t)
	if err := os.WriteFile(names[0], edit(kept), 0o600); err != nil {
		t.Fatal(err)
	}
}
