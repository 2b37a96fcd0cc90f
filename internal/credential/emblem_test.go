package credential

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"image/color"
	"image/png"
	"io"
	"testing"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/badge/image"
)

func TestAnEmblemIsAlwaysTheSame(t *testing.T) {
	t.Parallel()
	// Of every kind and sign, in lines: pixels follow from them.
	sum := sha256.New()
	seen := map[string]bool{}
	for _, kind := range enum.CredentialKind("").Values() {
		for i := range 40 {
			svg := drawEmblem("mcr_"+string(rune('a'+i)), enum.CredentialKind(kind)).svg("")
			sum.Write(svg)
			seen[string(svg)] = true
		}
	}
	const want = "fcbacf6d540647eef2098a50864f4958297f2770e68742cecf150ffdac0c2690"
	if got := hex.EncodeToString(sum.Sum(nil)); got != want {
		t.Errorf("the emblems have changed, and with them the pictures of every badge: %s", got)
	}
	if len(seen) < 200 {
		t.Errorf("of 240 emblems only %d differ", len(seen))
	}
}

func TestAnEmblemIsAPictureThatTakesABadge(t *testing.T) {
	t.Parallel()
	for _, kind := range enum.CredentialKind("").Values() {
		e := drawEmblem("mcr_1", enum.CredentialKind(kind))
		content, err := e.png()
		if err != nil {
			t.Fatal(err)
		}
		again, _ := e.png()
		if !bytes.Equal(content, again) {
			t.Errorf("%s: the bytes differ", kind)
		}
		picture, err := png.Decode(bytes.NewReader(content))
		if err != nil {
			t.Fatal(err)
		}
		if size := picture.Bounds().Size(); size.X != emblemSize || size.Y != emblemSize {
			t.Errorf("%s: it measures %v", kind, size)
		}
		if _, _, _, alpha := picture.At(0, 0).RGBA(); alpha != 0 {
			t.Errorf("%s: its corner is not empty", kind)
		}
		y := emblemSize - 1
		for _, _, _, alpha := picture.At(emblemSize/2, y).RGBA(); y > 0 && alpha != 0xffff; _, _, _, alpha = picture.At(emblemSize/2, y).RGBA() {
			y--
		}
		if got := color.RGBAModel.Convert(picture.At(emblemSize/2, y)); got != e[0].fill {
			t.Errorf("%s: its edge is %v, want %v", kind, got, e[0].fill)
		}
		for _, of := range [][]byte{content, e.svg(`Driving & <loading>`)} {
			baked, _, err := image.Bake(of, []byte(`{"id":"urn:x"}`), image.OpenBadges3)
			if err != nil {
				t.Fatal(err)
			}
			if payload, _, err := image.Extract(baked); err != nil || string(payload) != `{"id":"urn:x"}` {
				t.Errorf("%s: it gives back %q, %v", kind, payload, err)
			}
		}
	}
}

func TestAnEmblemsTitleIsText(t *testing.T) {
	t.Parallel()
	const title = "</title><script>1 & 2\x00"
	decoder := xml.NewDecoder(bytes.NewReader(drawEmblem("mcr_1", enum.KindDegree).svg(title)))
	text, script := "", false
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			script = script || token.Name.Local == "script"
		case xml.CharData:
			text += string(token)
		}
	}
	if script || text != "</title><script>1 & 2\uFFFD\n" {
		t.Errorf("it says %q", text)
	}
}
