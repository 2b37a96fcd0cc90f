package catalog_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"slices"
	"testing"

	"github.com/stackmatch/stackmatch/internal/catalog"
)

// painted is a picture of a size, red on the left and see-through on the right.
func painted(width, height int) *image.NRGBA {
	out := image.NewNRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width / 2 {
			out.SetNRGBA(x, y, color.NRGBA{200, 0, 0, 255})
		}
	}
	return out
}

func encoded(t *testing.T, picture image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// withChunk adds a chunk to a PNG after its header.
func withChunk(file []byte, kind string, content []byte) []byte {
	chunk := binary.BigEndian.AppendUint32(nil, uint32(len(content)))
	chunk = append(append(chunk, kind...), content...)
	chunk = binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(chunk[4:]))
	const header = 8 + 25
	return slices.Concat(file[:header], chunk, file[header:])
}

func TestAPictureIsDrawnAnewWithoutWhatElseIsInTheFile(t *testing.T) {
	t.Parallel()
	s := newStudio(t)
	file := withChunk(encoded(t, painted(1_000, 500)), "tEXt", []byte("Author\x00Somebody"))
	added := must(s.Catalog.AddPicture(s.ana, file))(t)
	if added.Width != 512 || added.Height != 256 {
		t.Errorf("got %d by %d", added.Width, added.Height)
	}
	if bytes.Contains(added.Content, []byte("Somebody")) {
		t.Error("what was written into the file is kept")
	}
	drawn := must(png.Decode(bytes.NewReader(added.Content)))(t)
	if got := color.NRGBAModel.Convert(drawn.At(10, 10)); got != (color.NRGBA{200, 0, 0, 255}) {
		t.Errorf("the left is %v", got)
	}
	if _, _, _, a := drawn.At(500, 10).RGBA(); a != 0 {
		t.Error("the right can be seen")
	}
	if again := must(s.Catalog.AddPicture(s.ben, file))(t); again.ID != added.ID {
		t.Error("the same picture was kept twice")
	}
	if theirs := must(s.Catalog.AddPicture(s.stranger, file))(t); theirs.ID == added.ID {
		t.Error("two organizations share a picture")
	}
	var photo bytes.Buffer
	if err := jpeg.Encode(&photo, painted(64, 64), nil); err != nil {
		t.Fatal(err)
	}
	must(s.Catalog.AddPicture(s.ana, photo.Bytes()))(t)
}

func TestWhatIsNoSmallPictureIsRefusedBeforeItIsDrawn(t *testing.T) {
	t.Parallel()
	s := newStudio(t)
	bomb := encoded(t, painted(32, 32))
	binary.BigEndian.PutUint32(bomb[16:], 100_000) // the width that it claims
	binary.BigEndian.PutUint32(bomb[20:], 100_000)
	binary.BigEndian.PutUint32(bomb[29:], crc32.ChecksumIEEE(bomb[12:29]))
	whole := encoded(t, painted(64, 64))
	var animation, photo bytes.Buffer
	if err := gif.Encode(&animation, painted(64, 64), nil); err != nil {
		t.Fatal(err)
	}
	if err := jpeg.Encode(&photo, painted(64, 64), nil); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		file []byte
		want string
	}{
		"nothing":         {nil, "INVALID file"},
		"words":           {[]byte("<svg onload=alert(1)>"), "INVALID file"},
		"claims too much": {bomb, "INVALID file"},
		"too small":       {encoded(t, painted(8, 8)), "INVALID file"},
		"broken off":      {whole[:len(whole)/2], "INVALID file"},
		"another format":  {animation.Bytes(), "INVALID file"},
		"scans for hours": {slices.Concat(photo.Bytes(), bytes.Repeat([]byte{0xff, 0xda}, 200)), "INVALID file"},
		"too large":       {make([]byte, catalog.MaxPicture+1), "LIMIT file"},
	} {
		_, err := s.Catalog.AddPicture(s.ana, c.file)
		want(t, name, err, c.want)
	}
	if n := s.DB().Picture.Query().CountX(s.Ctx); n != 0 {
		t.Errorf("%d pictures were kept", n)
	}
}

func TestAPictureIsOfTheDevelopersOwn(t *testing.T) {
	t.Parallel()
	s := newStudio(t)
	theirs := must(s.Catalog.AddPicture(s.stranger, encoded(t, painted(64, 64))))(t)
	content := s.content(t, "Forklift")
	content.Picture = &theirs.ID
	_, err := s.Catalog.CreateMicroCredential(s.ana, catalog.CreateMicroCredentialInput{Kind: "DEGREE", Content: content})
	want(t, "somebody else's", err, "NOT_FOUND content.picture")
	own := must(s.Catalog.AddPicture(s.ana, encoded(t, painted(64, 64))))(t)
	content.Picture = &own.ID
	m := s.create(t, content)
	v := must(s.Catalog.PublishDraft(s.ana, catalog.DraftInput{MicroCredential: m.ID, Revision: 1}))(t)
	if v.PictureID == nil || *v.PictureID != own.ID {
		t.Errorf("got %v", v.PictureID)
	}
}
