package catalog_test

import (
	"bytes"
	"errors"
	"testing"

	"github.com/stackmatch/stackmatch/internal/catalog"
)

func TestOriginalIsKeptOnceByteForByte(t *testing.T) {
	t.Parallel()
	k := newSkillKit(t)
	content := []byte("a,b\r\n\x00\xff")
	in := catalog.OriginalInput{
		FileName: "skills_en.csv", MediaType: "text/csv", SHA256: "beef",
		Read: func() ([]byte, error) { return content, nil },
	}
	if err := k.importer.KeepOriginal(k.ctx, in); err != nil {
		t.Fatal(err)
	}
	in.FileName = "copy.csv"
	in.Read = func() ([]byte, error) { return nil, errors.New("read again") }
	if err := k.importer.KeepOriginal(k.ctx, in); err != nil {
		t.Fatal(err)
	}
	got := k.db.ImportOriginal.Query().OnlyX(k.ctx)
	if !bytes.Equal(got.Content, content) || got.FileName != "skills_en.csv" {
		t.Errorf("kept %q as %s", got.Content, got.FileName)
	}
}
