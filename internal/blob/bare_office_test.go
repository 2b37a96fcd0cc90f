package blob_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"strings"
	"testing"

	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

func TestABareDocumentDoesNotSayWhoWroteIt(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	const core = "docProps/core.xml"
	wrote := `<?xml version="1.0" encoding="UTF-8"?><cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"><dc:creator>Ana Torres</dc:creator><dcterms:created>2026-11-02T09:14:55Z</dcterms:created></cp:coreProperties>`
	parts := []struct{ name, content string }{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`},
		{core, wrote},
		{"word/document.xml", "<w:document>I lift with care.</w:document>"},
	}
	var plain bytes.Buffer
	out := zip.NewWriter(&plain)
	for _, part := range parts {
		_ = world.Must(io.WriteString(world.Must(out.Create(part.name))(t), part.content))(t)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	got := s.bare(t, s.keeps(t, plain.Bytes()))
	archive := world.Must(zip.NewReader(bytes.NewReader(got), int64(len(got))))(t)
	for i, part := range parts {
		entry := world.Must(archive.File[i].Open())(t)
		content := string(world.Must(io.ReadAll(entry))(t)) // refused where its sum is another
		switch {
		case part.name == core && strings.Contains(content, "Torres"):
			t.Errorf("it says %s", content)
		case part.name == core:
			if err := xml.Unmarshal([]byte(content), &struct{}{}); err != nil {
				t.Error(err)
			}
		case content != part.content:
			t.Errorf("%s: %q", part.name, content)
		}
	}
}
