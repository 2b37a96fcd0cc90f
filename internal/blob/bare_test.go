package blob_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"strings"
	"testing"

	"github.com/stackmatch/stackmatch/internal/blob"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// sideways is an Exif that says who and where, and that the picture lies on its side,
// in the byte order of Intel's.
const sideways = "Exif\x00\x00II*\x00\x08\x00\x00\x00\x02\x00" +
	"\x12\x01\x03\x00\x01\x00\x00\x00\x06\x00\x00\x00" + "\x3b\x01\x02\x00\x0b\x00\x00\x00\x40\x00\x00\x00" +
	"\x00\x00\x00\x00Ana Torres\x00GPS 32.08 N 81.09 W, 2026:11:02 09:14:55"

func segment(kind byte, said string) []byte {
	return append(binary.BigEndian.AppendUint16([]byte{0xff, kind}, uint16(len(said)+2)), said...)
}

func chunk(kind, said string) []byte {
	out := append(binary.BigEndian.AppendUint32(nil, uint32(len(said))), kind+said...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[4:]))
}

// bare is what is read of a picture without what it tells.
func (s *shelf) bare(t *testing.T, b blob.Blob) []byte {
	t.Helper()
	file := world.Must(s.Open(s.vault, b.ID, b.Sealed))(t)
	defer func() { _ = file.Close() }()
	file.Bare(b.MediaType)
	return world.Must(io.ReadAll(file))(t)
}

func TestABarePhotographTellsNothingButWhatItShows(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	var plain bytes.Buffer
	if err := jpeg.Encode(&plain, image.NewGray(image.Rect(0, 0, 40, 30)), nil); err != nil {
		t.Fatal(err)
	}
	photo := append(append(append([]byte{0xff, 0xd8}, segment(0xe1, sideways)...), segment(0xfe, "by Ana Torres")...), plain.Bytes()[2:]...)
	b := s.keeps(t, photo)
	got := s.bare(t, b)
	if len(got) != len(photo) || bytes.Contains(got, []byte("Torres")) || bytes.Contains(got, []byte("GPS")) {
		t.Errorf("it tells %q", got[:200])
	}
	if up := "Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06"; !bytes.Contains(got, []byte(up)) {
		t.Errorf("which side is up is lost: %q", got[:60])
	}
	if shown := world.Must(jpeg.Decode(bytes.NewReader(got)))(t); shown.Bounds().Dx() != 40 {
		t.Errorf("it shows %v", shown.Bounds())
	}
	if kept := world.Must(s.reads(b))(t); !bytes.Equal(kept, photo) {
		t.Error("what is kept is changed")
	}
}

func TestABarePictureTellsNothingButWhatItShows(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	var plain bytes.Buffer
	if err := png.Encode(&plain, image.NewGray(image.Rect(0, 0, 40, 30))); err != nil {
		t.Fatal(err)
	}
	const start = 8 + 25 // the signature and the header
	picture := append([]byte(nil), plain.Bytes()[:start]...)
	for _, kind := range []string{"tEXt", "iTXt", "zTXt", "eXIf"} {
		picture = append(picture, chunk(kind, "Author\x00Ana Torres")...)
	}
	picture = append(picture, plain.Bytes()[start:]...)
	got := s.bare(t, s.keeps(t, picture))
	if len(got) != len(picture) || bytes.Contains(got, []byte("Torres")) {
		t.Errorf("it tells %q", got)
	}
	if shown := world.Must(png.Decode(bytes.NewReader(got)))(t); shown.Bounds().Dx() != 40 {
		t.Errorf("it shows %v", shown.Bounds())
	}
}

func FuzzBare(f *testing.F) {
	f.Add("\xff\xd8" + string(segment(0xe1, sideways)) + "\xff\xda")
	f.Add("\x89PNG\r\n\x1a\n" + string(chunk("tEXt", "x")))
	f.Add("\xff\xd8\xff\xe1\xff\xff" + strings.Repeat("\xff", 40))
	f.Add("\x89PNG\r\n\x1a\n\xff\xff\xff\xfftEXt")
	f.Add("PK\x01\x02" + strings.Repeat("\x00", 24) + "\x08\x00" + strings.Repeat("\x00", 16) + "meta.xml" + "PK\x05\x06" + strings.Repeat("\x01", 18))
	f.Fuzz(func(t *testing.T, content string) {
		for _, mediaType := range []string{"image/jpeg", "image/png", blob.Types()[len(blob.Types())-1]} {
			file := &blob.File{SectionReader: io.NewSectionReader(strings.NewReader(content), 0, int64(len(content)))}
			file.Bare(mediaType)
			if got := world.Must(io.ReadAll(file))(t); len(got) != len(content) {
				t.Fatalf("%d bytes, want %d", len(got), len(content))
			}
		}
	})
}
