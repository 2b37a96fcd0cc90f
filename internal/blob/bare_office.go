package blob

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"io"
)

// properties are the entries of office documents that say who wrote them, with what
// stands there instead.
var properties = map[string]string{
	"docProps/core.xml":   `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>`,
	"docProps/app.xml":    `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>`,
	"docProps/custom.xml": `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>`,
	"meta.xml":            `<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"/>`,
}

// The lengths of what describes an entry in an archive's list, and before the entry.
const (
	listedSize = 46
	beforeSize = 30
)

// officePatches put empty properties in the place of a document's own, as long as those
// are compressed: nothing else moves.
func officePatches(from *io.SectionReader) (hidden []patch) {
	tail := make([]byte, min(from.Size(), zipEnd+zipComment))
	_, err := from.ReadAt(tail, from.Size()-int64(len(tail)))
	end := bytes.LastIndex(tail[:max(len(tail)-zipEnd+4, 0)], []byte("PK\x05\x06"))
	if end < 0 || err != nil && err != io.EOF { // as io.ReaderAt says
		return nil
	}
	at, seen := int64(binary.LittleEndian.Uint32(tail[end+16:])), map[string]bool{}
	for range min(binary.LittleEndian.Uint16(tail[end+10:]), maxEntries) {
		listed := make([]byte, listedSize+len("docProps/custom.xml"))
		n, _ := from.ReadAt(listed, at)
		if n < listedSize || !bytes.HasPrefix(listed, []byte("PK\x01\x02")) {
			return hidden
		}
		named, extra, comment := listed[28:], listed[30:], listed[32:]
		length := int(binary.LittleEndian.Uint16(named))
		name := string(listed[listedSize:min(n, listedSize+length)])
		if empty, is := properties[name]; is && !seen[name] {
			seen[name] = true // a document has each once
			hidden = append(hidden, emptied(from, at, listed, empty)...)
		}
		at += int64(listedSize+length) + int64(binary.LittleEndian.Uint16(extra)) + int64(binary.LittleEndian.Uint16(comment))
	}
	return hidden
}

// emptied has an entry, which is listed at a place, hold something else: stored as it
// is, with spaces up to its length.
func emptied(from io.ReaderAt, at int64, listed []byte, empty string) []patch {
	size, start := int64(binary.LittleEndian.Uint32(listed[20:])), int64(binary.LittleEndian.Uint32(listed[42:]))
	var before [beforeSize]byte
	if _, err := from.ReadAt(before[:], start); err != nil || size < int64(len(empty)) || size > maxEntry {
		return nil
	}
	content := append([]byte(empty), bytes.Repeat([]byte(" "), int(size)-len(empty))...)
	flags := binary.LittleEndian.Uint16(listed[8:]) &^ 8 // its lengths stand before it, not after
	// Flags, method, time, date, sum, length, and length: in this order in both places.
	said := binary.LittleEndian.AppendUint16(nil, flags)
	said = append(said, 0, 0, 0, 0, 0x21, 0)
	said = binary.LittleEndian.AppendUint32(said, crc32.ChecksumIEEE(content))
	said = binary.LittleEndian.AppendUint32(said, uint32(size)) // at most maxEntry
	said = binary.LittleEndian.AppendUint32(said, uint32(size)) // at most maxEntry
	data := start + beforeSize + int64(binary.LittleEndian.Uint16(before[26:])) + int64(binary.LittleEndian.Uint16(before[28:]))
	return []patch{{at + 8, int64(len(said)), said}, {start + 6, int64(len(said)), said}, {data, size, content}}
}
