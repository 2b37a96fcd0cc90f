package blob

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"io"
	"slices"
)

// maxSegments is how many parts of a picture are looked at: cameras write a few.
const maxSegments = 1_000

// Bare has a picture or an office document tell nothing but what it shows: not where,
// when, by whom and with what it was made. Which side is up stays. Its size stays too,
// so that one can go to any place in it. Other types, and what is not of its type after
// all, are left as they are.
func (f *File) Bare(mediaType string) {
	var hidden []patch
	switch mediaType {
	case "image/jpeg":
		hidden = jpegPatches(f.SectionReader)
	case "image/png":
		hidden = pngPatches(f.SectionReader)
	default:
		if slices.Contains(officeTypes, mediaType) {
			hidden = officePatches(f.SectionReader)
		}
	}
	if len(hidden) > 0 {
		f.SectionReader = io.NewSectionReader(patched{f.SectionReader, hidden}, 0, f.Size())
	}
}

// patch is a stretch that reads as its head, and zeros after that.
type patch struct {
	at, size int64
	head     []byte
}

type patched struct {
	from    io.ReaderAt
	patches []patch
}

// ReadAt reads what is below, patched.
func (r patched) ReadAt(p []byte, off int64) (int, error) {
	n, err := r.from.ReadAt(p, off)
	for _, one := range r.patches {
		for i := max(one.at, off); i < min(one.at+one.size, off+int64(n)); i++ {
			p[i-off] = 0
			if in := i - one.at; in < int64(len(one.head)) {
				p[i-off] = one.head[in]
			}
		}
	}
	return n, err
}

// jpegPatches hide what programs say, and comments, up to where the picture begins.
// Colors (APP2) and how they are coded (APP0, APP14) stay.
func jpegPatches(from *io.SectionReader) (hidden []patch) {
	at := int64(2)
	for range maxSegments {
		var head [4]byte
		if _, err := from.ReadAt(head[:], at); err != nil || head[0] != 0xff {
			return hidden
		}
		kind, size := head[1], int64(binary.BigEndian.Uint16(head[2:]))-2
		switch {
		case kind == 0xff:
			at++ // filling
			continue
		case kind == 0xda || kind == 0xd9 || size < 0:
			return hidden
		case kind == 0xfe || kind == 0xe1 || kind > 0xe2 && kind <= 0xef && kind != 0xee:
			hidden = append(hidden, patch{at + 4, size, upright(from, at+4, size)})
		}
		at += 4 + size
	}
	return hidden
}

// upright is the Exif of a segment with nothing but which side is up; nil where it
// does not say so.
func upright(from io.ReaderAt, at, size int64) []byte {
	segment := make([]byte, size)
	tiff, is := segment, false
	if _, err := from.ReadAt(segment, at); err == nil {
		tiff, is = bytes.CutPrefix(segment, []byte("Exif\x00\x00"))
	}
	if !is || len(tiff) < 26 {
		return nil
	}
	var order binary.ByteOrder = binary.BigEndian
	if tiff[0] == 'I' {
		order = binary.LittleEndian
	}
	first := int64(order.Uint32(tiff[4:]))
	if first+2 > int64(len(tiff)) {
		return nil
	}
	end := min(int64(len(tiff)), first+2+12*int64(order.Uint16(tiff[first:])))
	for i := first + 2; i+12 <= end; i += 12 {
		if order.Uint16(tiff[i:]) == 0x0112 {
			const entry = "Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00"
			return append([]byte(entry), byte(order.Uint16(tiff[i+8:])), 0, 0, 0, 0, 0, 0)
		}
	}
	return nil
}

// pngPatches turn the chunks that tell something into ones that nobody reads.
func pngPatches(from *io.SectionReader) (hidden []patch) {
	at := int64(8)
	for range maxSegments {
		var head [8]byte
		if _, err := from.ReadAt(head[:], at); err != nil {
			return hidden
		}
		size := int64(binary.BigEndian.Uint32(head[:]))
		if at+12+size > from.Size() {
			return hidden
		}
		switch string(head[4:]) {
		case "tEXt", "zTXt", "iTXt", "eXIf", "tIME":
			const unread = "spAc" // of no public meaning, and not needed to show the picture
			sum := crc32.NewIEEE()
			_, _ = io.WriteString(sum, unread)
			_, _ = io.CopyN(sum, zeros{}, size)
			hidden = append(hidden, patch{at + 4, 4 + size, []byte(unread)}, patch{at + 8 + size, 4, sum.Sum(nil)})
		}
		at += 12 + size
	}
	return hidden
}

// zeros never end.
type zeros struct{}

// Read fills p with zeros.
func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}
