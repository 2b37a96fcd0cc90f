package blob_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stackmatch/stackmatch/internal/blob"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// archive writes a ZIP of entries, pairs of name and text.
func archive(entries ...string) []byte {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for i := 0; i < len(entries); i += 2 {
		method := zip.Deflate
		if entries[i] == "mimetype" {
			method = zip.Store
		}
		entry, _ := w.CreateHeader(&zip.FileHeader{Name: entries[i], Method: method})
		_, _ = entry.Write([]byte(entries[i+1]))
	}
	_ = w.Close()
	return out.Bytes()
}

// contentTypes is the list of an Office Open XML document's parts.
func contentTypes(types ...string) string {
	var out strings.Builder
	out.WriteString(`<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/>`)
	for _, name := range types {
		fmt.Fprintf(&out, `<Override PartName="/x" ContentType="%s"/>`, name)
	}
	return out.String() + "</Types>"
}

const (
	word     = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	sheet    = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	slides   = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
	openText = "application/vnd.oasis.opendocument.text"
)

// picture is noise that no ZIP makes smaller.
func picture() string {
	noise := rand.New(rand.NewPCG(1, 2))
	out := make([]byte, 20_000)
	for i := range out {
		out[i] = byte(noise.Uint32())
	}
	return string(out)
}

func TestAFilesBytesSayWhatItIs(t *testing.T) {
	t.Parallel()
	riff := func(kind string) string { return "RIFF\x24\x00\x00\x00" + kind }
	ftyp := func(brand string) string { return "\x00\x00\x00\x18ftyp" + brand + "\x00\x00\x02\x00" + brand + "isom" }
	for name, c := range map[string]struct{ content, want string }{
		"PDF":        {"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "application/pdf"},
		"PNG":        {"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01", "image/png"},
		"JPEG":       {"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "image/jpeg"},
		"GIF":        {"GIF89a\x01\x00\x01\x00", "image/gif"},
		"WebP":       {riff("WEBPVP8 "), "image/webp"},
		"MP4":        {ftyp("mp42"), "video/mp4"},
		"QuickTime":  {ftyp("qt  "), "video/quicktime"},
		"M4A":        {ftyp("M4A "), "audio/mp4"},
		"WebM":       {"\x1aE\xdf\xa3\x01\x00\x00\x00\x00\x00\x00\x1fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webmB\x87\x81\x02", "video/webm"},
		"MP3":        {"ID3\x03\x00\x00\x00\x00\x00\x00", "audio/mpeg"},
		"WAV":        {riff("WAVEfmt \x10\x00\x00\x00"), "audio/wav"},
		"text":       {"What I did at work.\n", "text/plain"},
		"Markdown":   {"# What I did\n\n- lifted\n", "text/plain"},
		"UTF-8 text": {"Lo que hice en el año.\n", "text/plain"},
		"CSV":        {"skill,level\nlift,3\nstack,4\n", "text/csv"},
		"Word":       {string(archive("[Content_Types].xml", contentTypes(word+".main+xml"), "word/document.xml", "<x/>")), word},
		"Word with a picture first": {string(archive("docProps/thumbnail.jpeg", picture(), "word/document.xml", "<x/>",
			"[Content_Types].xml", contentTypes("image/jpeg", word+".main+xml"))), word},
		"Excel":       {string(archive("[Content_Types].xml", contentTypes(sheet+".main+xml"), "xl/workbook.xml", "<x/>")), sheet},
		"PowerPoint":  {string(archive("[Content_Types].xml", contentTypes(slides+".main+xml"), "ppt/presentation.xml", "<x/>")), slides},
		"Writer":      {string(archive("mimetype", openText, "content.xml", "<x/>")), openText},
		"Spreadsheet": {string(archive("mimetype", "application/vnd.oasis.opendocument.spreadsheet")), "application/vnd.oasis.opendocument.spreadsheet"},
		"Impress":     {string(archive("mimetype", "application/vnd.oasis.opendocument.presentation")), "application/vnd.oasis.opendocument.presentation"},
	} {
		s := newShelf(t)
		b, err := s.Create(t.Context(), s.vault, strings.NewReader(c.content), terms())
		if err != nil || b.MediaType != c.want {
			t.Errorf("%s: got %q, %v, want %q", name, b.MediaType, err, c.want)
		}
		if _, err := s.Create(t.Context(), s.vault, strings.NewReader(c.content), blob.Terms{Most: 1 << 20, Types: []string{"image/tiff"}}); !problem.Is(err, problem.Invalid) {
			t.Errorf("%s, where only TIFF is taken: got %v", name, err)
		}
	}
}

func TestWhatMightRunIsNotTaken(t *testing.T) {
	t.Parallel()
	listed := func(n int) string {
		entries := []string{"[Content_Types].xml", contentTypes(word + ".main+xml")}
		for i := range n {
			entries = append(entries, fmt.Sprint("word/", i), "")
		}
		return string(archive(entries...))
	}
	claims := []byte(listed(1))
	binary.LittleEndian.PutUint16(claims[len(claims)-22+10:], 0xffff)
	for name, content := range map[string]string{
		"HTML":                "<!DOCTYPE html><p>hello",
		"HTML, later":         "\n\n  <html><body>",
		"SVG":                 `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`,
		"SVG in XML":          `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>`,
		"XML":                 `<?xml version="1.0"?><x/>`,
		"a Windows program":   "MZ\x90\x00\x03\x00\x00\x00\x04",
		"a Linux program":     "\x7fELF\x02\x01\x01\x00",
		"a script":            "#!/usr/bin/env python3\nimport os\n",
		"PHP":                 "<?php system($_GET['c']);",
		"an old Word file":    "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 600),
		"RTF":                 `{\rtf1\ansi hello}`,
		"gzip":                "\x1f\x8b\x08\x00\x00\x00\x00\x00",
		"7-Zip":               "7z\xbc\xaf\x27\x1c\x00\x04",
		"noise":               picture(),
		"a ZIP":               string(archive("a.txt", "hello")),
		"an empty ZIP":        string(archive()),
		"a Java archive":      string(archive("META-INF/MANIFEST.MF", "Manifest-Version: 1.0")),
		"EPUB":                string(archive("mimetype", "application/epub+zip")),
		"half a ZIP":          string(archive("[Content_Types].xml", contentTypes(word+".main+xml")))[:60],
		"Word with macros":    string(archive("[Content_Types].xml", contentTypes("application/vnd.ms-word.document.macroEnabled.main+xml"), "word/document.xml", "<x/>")),
		"macros under a name": string(archive("[Content_Types].xml", contentTypes(word+".main+xml"), "word/document.xml", "<x/>", "word/vbaProject.bin", "x")),
		"macros by their type": string(archive("[Content_Types].xml",
			contentTypes(word+".main+xml", "application/vnd.ms-office.vbaProject"), "word/x.bin", "x")),
		"Writer with macros":     string(archive("mimetype", openText, "Basic/Standard/Module1.xml", "<x/>")),
		"Writer with Python":     string(archive("mimetype", openText, "Scripts/python/x.py", "")),
		"Word twice":             string(archive("[Content_Types].xml", contentTypes(word+".main+xml"), "[content_types].XML", contentTypes(word+".main+xml"))),
		"a document of parts":    listed(10_001),
		"an archive that claims": string(claims),
		"a long list of types":   string(archive("[Content_Types].xml", strings.Repeat(" ", 2<<20)+contentTypes(word+".main+xml"))),
	} {
		s := newShelf(t)
		b, err := s.Create(t.Context(), s.vault, strings.NewReader(content), blob.Terms{Most: 4 << 20})
		if !problem.Is(err, problem.Invalid) || len(s.files(t)) > 0 {
			t.Errorf("%s: got %q, %v; left %v", name, b.MediaType, err, s.files(t))
		}
	}
	s := newShelf(t)
	if _, err := s.Create(t.Context(), s.vault, strings.NewReader("<html>"), blob.Terms{Most: 99, Types: []string{"text/html"}}); !problem.Is(err, problem.Invalid) {
		t.Errorf("HTML where a caller allows it: got %v", err)
	}
}
