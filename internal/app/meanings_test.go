package app_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stackmatch/stackmatch/internal/app"
)

func TestATableOfMeaningsThatIsNoneIsSaidAtTheStart(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "notes.txt")
	if err := os.WriteFile(path, []byte("not a table"), 0o600); err != nil {
		t.Fatal(err)
	}
	opened, err := app.Open(t.Context(), app.Config{Where: app.Where{Data: t.TempDir()}, Meanings: path})
	if err == nil {
		t.Fatal("it started", opened.Close())
	}
	if got := err.Error(); !strings.Contains(got, path) || !strings.Contains(got, "table of meanings") {
		t.Errorf("got %q, want the file and what is wrong with it", got)
	}
}

func TestATableOfMeaningsTakesTheBuiltInOnesPlace(t *testing.T) {
	t.Parallel()
	opened, err := app.Open(t.Context(), app.Config{
		Where: app.Where{Data: t.TempDir()}, Meanings: filepath.Join("..", "..", "search", "skillindex", "meaning.bin"),
	})
	if err != nil {
		t.Fatal(err)
	}
	if opened.Catalog.Meanings == nil {
		t.Error("the table is not used")
	}
	if err := opened.Close(); err != nil {
		t.Error(err)
	}
}
