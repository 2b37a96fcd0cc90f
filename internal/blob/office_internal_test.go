package blob

import (
	"archive/zip"
	"bytes"
	"slices"
	"strings"
	"testing"
)

// FuzzOffice: whatever an archive holds, it is told what it is.
func FuzzOffice(f *testing.F) {
	for name, text := range map[string]string{
		"[Content_Types].xml": `<Types><Override PartName="/x" ContentType="` + officeTypes[0] + `.main+xml"/></Types>`,
		"mimetype":            officeTypes[3], "a.txt": "hello",
	} {
		var out bytes.Buffer
		w := zip.NewWriter(&out)
		entry, _ := w.Create(name)
		_, _ = entry.Write([]byte(text))
		_ = w.Close()
		f.Add(out.Bytes())
	}
	f.Add([]byte("PK\x05\x06" + strings.Repeat("\x00", 18)))
	f.Fuzz(func(t *testing.T, content []byte) {
		got := officeType(bytes.NewReader(content), int64(len(content)))
		if got != typeZip && !slices.Contains(officeTypes, got) {
			t.Errorf("got %q", got)
		}
	})
}
