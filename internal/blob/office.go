package blob

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
)

// officeTypes are those of office documents without macros: of Office Open XML
// (ECMA-376) and of OpenDocument (ISO/IEC 26300).
var officeTypes = []string{
	openXML + "wordprocessingml.document", openXML + "spreadsheetml.sheet", openXML + "presentationml.presentation",
	openDocument + "text", openDocument + "spreadsheet", openDocument + "presentation",
}

const (
	openXML      = "application/vnd.openxmlformats-officedocument."
	openDocument = "application/vnd.oasis.opendocument."
)

// What is looked at of a ZIP archive: its end, its list of entries, one entry.
const (
	maxEntries = 10_000
	maxListed  = 4 << 20
	maxEntry   = 1 << 20
	zipEnd     = 22 // bytes of the record at the end, before its comment
	zipComment = 1<<16 - 1
)

// officeType is the type of an office document; typeZip for every other archive, and
// for documents with macros.
func officeType(file io.ReaderAt, size int64) string {
	if !fewEntries(file, size) {
		return typeZip
	}
	archive, err := zip.NewReader(&bounded{file, maxListed + maxEntry}, size)
	if err != nil {
		return typeZip
	}
	if slices.ContainsFunc(archive.File, isMacro) {
		return typeZip
	}
	found := ""
	if described := entry(archive, "[Content_Types].xml"); described != nil {
		found = openXMLType(content(described))
	} else if described := entry(archive, "mimetype"); described != nil {
		found = string(content(described))
	}
	if slices.Contains(officeTypes, found) {
		return found
	}
	return typeZip
}

// fewEntries says whether an archive is as small as documents are. Package zip would
// make room for as many entries as the record at its end claims.
func fewEntries(file io.ReaderAt, size int64) bool {
	tail := make([]byte, min(size, zipEnd+zipComment))
	if _, err := file.ReadAt(tail, size-int64(len(tail))); err != nil && !errors.Is(err, io.EOF) {
		return false
	}
	if len(tail) < zipEnd {
		return false
	}
	at := bytes.LastIndex(tail[:len(tail)-zipEnd+4], []byte("PK\x05\x06"))
	return at >= 0 && binary.LittleEndian.Uint16(tail[at+10:]) <= maxEntries
}

// isMacro says whether an entry holds a program.
func isMacro(entry *zip.File) bool {
	name := strings.ToLower(entry.Name)
	return strings.Contains(name, "vbaproject") || strings.Contains(name, "vbadata") ||
		strings.HasPrefix(name, "basic/") || strings.HasPrefix(name, "scripts/")
}

// entry is the one of a name; nil where there is none, or several.
func entry(archive *zip.Reader, name string) *zip.File {
	var found *zip.File
	for _, file := range archive.File {
		if !strings.EqualFold(file.Name, name) {
			continue
		}
		if found != nil {
			return nil
		}
		found = file
	}
	return found
}

// content is an entry's, nil where it is none that a document has.
func content(entry *zip.File) []byte {
	if entry.UncompressedSize64 > maxEntry {
		return nil
	}
	reader, err := entry.Open()
	if err != nil {
		return nil
	}
	defer func() { _ = reader.Close() }()
	text, err := io.ReadAll(io.LimitReader(reader, maxEntry)) // it may be longer than it says
	if err != nil {
		return nil
	}
	return text
}

// openXMLType is the type of the document whose parts are described.
func openXMLType(described []byte) string {
	var types struct {
		Parts []struct {
			ContentType string `xml:"ContentType,attr"`
		} `xml:",any"`
	}
	if err := xml.Unmarshal(described, &types); err != nil {
		return ""
	}
	found := ""
	for _, part := range types.Parts {
		name := strings.ToLower(part.ContentType)
		if strings.Contains(name, "macro") || strings.Contains(name, "vbaproject") {
			return ""
		}
		if main, ok := strings.CutSuffix(name, ".main+xml"); ok && slices.Contains(officeTypes, main) {
			found = main
		}
	}
	return found
}

// bounded fails once so much was read.
type bounded struct {
	io.ReaderAt
	left int64
}

// ReadAt reads as long as it may.
func (b *bounded) ReadAt(p []byte, at int64) (int, error) {
	n, err := b.ReaderAt.ReadAt(p, at)
	if b.left -= int64(n); b.left < 0 {
		return 0, errors.New("more is listed than documents have")
	}
	return n, err
}
