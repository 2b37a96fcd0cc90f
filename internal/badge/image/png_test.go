package image

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// picture is a PNG without a badge.
func picture(t testing.TB, width, height int) []byte {
	t.Helper()
	img := image.NewNRGBA(image.Rect(0, 0, width, height))
	for x := range width {
		for y := range height {
			img.SetNRGBA(x, y, color.NRGBA{uint8(x * 7), uint8(y * 11), uint8(x * y), 200})
		}
	}
	var to bytes.Buffer
	if err := png.Encode(&to, img); err != nil {
		t.Fatal(err)
	}
	return to.Bytes()
}

// made is a chunk with its frame.
func made(kind, data string) string {
	return string(appendChunk(nil, kind, []byte(data)))
}

// The parts of the smallest PNG.
var (
	header = made("IHDR", "\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00")
	pixels = made("IDAT", "\x78\x9c\x63\x60\x00\x00\x00\x02\x00\x01")
	ending = made("IEND", "")
	signed = made("iTXt", "openbadgecredential\x00\x00\x00\x00\x00a.b.c")
)

// zipped is a zlib stream.
func zipped(t testing.TB, text string) string {
	t.Helper()
	var to bytes.Buffer
	writer := zlib.NewWriter(&to)
	if _, err := writer.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	return to.String()
}

// kinds are the types of a PNG's chunks.
func kinds(t *testing.T, content []byte) []string {
	t.Helper()
	var found []string
	for c, err := range chunks(content) {
		if err != nil {
			t.Fatal(err)
		}
		found = append(found, c.kind)
	}
	return found
}

func TestBakedPNGStillShowsThePicture(t *testing.T) {
	t.Parallel()
	plain := picture(t, 40, 30)
	before, err := png.Decode(bytes.NewReader(plain))
	if err != nil {
		t.Fatal(err)
	}
	for name, payload := range payloads {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, version := range []Version{OpenBadges2, OpenBadges3} {
				baked := bakedAndBack(t, plain, []byte(payload), version)
				after, err := png.Decode(bytes.NewReader(baked))
				if err != nil {
					t.Fatalf("the baked picture does not decode: %v", err)
				}
				if diff := cmp.Diff(before, after); diff != "" {
					t.Errorf("the picture (-before +after):\n%s", diff)
				}
				if diff := cmp.Diff([]string{"IHDR", "iTXt", "IDAT", "IEND"}, kinds(t, baked)); diff != "" {
					t.Errorf("chunks (-want +got):\n%s", diff)
				}
			}
		})
	}
}

// The bytes that Open Badges 3.0 §5.3.1.1 and PNG §11.3.3.4 ask for.
func TestBadgeIsBakedAsTheStandardsSay(t *testing.T) {
	t.Parallel()
	plain := []byte(pngSignature + header + pixels + ending)
	for version, want := range map[Version]string{
		OpenBadges3: pngSignature + header + "\x00\x00\x00\x1diTXtopenbadgecredential\x00\x00\x00\x00\x00a.b.c",
		OpenBadges2: pngSignature + header + "\x00\x00\x00\x14iTXtopenbadges\x00\x00\x00\x00\x00a.b.c",
	} {
		baked, err := BakePNG(plain, []byte("a.b.c"), version)
		if err != nil || !strings.HasPrefix(string(baked), want) || !strings.HasSuffix(string(baked), pixels+ending) {
			t.Errorf("%d is baked as %q, %v", version, baked, err)
		}
	}
}

func TestOtherChunksStayInTheirOrder(t *testing.T) {
	t.Parallel()
	parts := []string{
		header, made("gAMA", "\x00\x00\xb1\x8f"), made("PLTE", "\x00\x00\x00"), made("tRNS", "\x00"),
		made("tEXt", "Title\x00Welding"), made("iTXt", "openbadge\x00\x00\x00\x00\x00no badge"),
		made("iTXt", "OpenBadges\x00\x00\x00\x00\x00no badge"),
		pixels, made("IDAT", ""), made("tIME", "\x07\xe5\x03\x1a\x06\x13\x00"), ending,
	}
	baked := bakedAndBack(t, []byte(pngSignature+strings.Join(parts, "")+"rubbish"), []byte("{}"), OpenBadges3)
	badge := made("iTXt", "openbadgecredential\x00\x00\x00\x00\x00{}")
	want := pngSignature + header + badge + strings.Join(parts[1:], "")
	if diff := cmp.Diff(want, string(baked)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestEveryOldBadgeIsReplaced(t *testing.T) {
	t.Parallel()
	old := made("tEXt", "openbadges\x00https://example.edu/1") + made("zTXt", "openbadges") + signed + signed
	plain := pngSignature + header + pixels + ending
	want, err := BakePNG([]byte(plain), []byte("{}"), OpenBadges2)
	if err != nil {
		t.Fatal(err)
	}
	got, err := BakePNG([]byte(pngSignature+header+old+pixels+old+ending), []byte("{}"), OpenBadges2)
	if err != nil || !bytes.Equal(want, got) {
		t.Errorf("baked %q, %v; want %q", got, err, want)
	}
}

func TestOldWaysToBakeAreRead(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ chunk, want string }{
		"a URL in tEXt":          {made("tEXt", "openbadges\x00https://badges.example.edu/1"), "https://badges.example.edu/1"},
		"UTF-8 in tEXt":          {made("tEXt", "openbadges\x00{\"a\":\"Café ®\"}"), `{"a":"Café ®"}`},
		"Latin-1 in tEXt":        {made("tEXt", "openbadges\x00{\"a\":\"Caf\xe9 \xae\"}"), `{"a":"Café ®"}`},
		"zTXt":                   {made("zTXt", "openbadges\x00\x00"+zipped(t, `{"a":1}`)), `{"a":1}`},
		"Latin-1 in zTXt":        {made("zTXt", "openbadgecredential\x00\x00"+zipped(t, "\xae")), "®"},
		"iTXt, compressed":       {made("iTXt", "openbadges\x00\x01\x00\x00\x00"+zipped(t, `{"a":"é"}`)), `{"a":"é"}`},
		"iTXt with a language":   {made("iTXt", "openbadges\x00\x00\x00en\x00badge\x00a.b.c"), "a.b.c"},
		"iTXt, odd method":       {made("iTXt", "openbadges\x00\x00\x07\x00\x00a.b.c"), "a.b.c"},
		"Open Badges 3.0 in 2.0": {made("iTXt", "openbadges\x00\x00\x00\x00\x00{}"), "{}"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, content := range []string{
				pngSignature + header + test.chunk + pixels + ending,
				pngSignature + header + pixels + test.chunk + ending + signed, // what follows the end is not read
			} {
				payload, kind, err := Extract([]byte(content))
				if err != nil || kind != PNG || string(payload) != test.want {
					t.Errorf("Extract gives %q, %s, %v; want %q", payload, kind, err, test.want)
				}
			}
		})
	}
}

func TestHostilePNGsAreRefused(t *testing.T) {
	t.Parallel()
	with := func(badge string) string { return header + badge + pixels + ending }
	tests := map[string]struct {
		content string
		want    error
	}{
		"two badges":              {with(signed + signed), ErrMalformed},
		"two keywords":            {with(signed + made("iTXt", "openbadges\x00\x00\x00\x00\x00{}")), ErrMalformed},
		"two kinds of text":       {with(signed + made("tEXt", "openbadges\x00x")), ErrMalformed},
		"a badge after the end":   {header + pixels + ending + signed, ErrNoBadge},
		"a wrong checksum":        {with(signed[:len(signed)-1] + "\x00"), ErrMalformed},
		"a wrong checksum, later": {header + signed + pixels[:len(pixels)-1] + "\x00" + ending, ErrMalformed},
		"cut off":                 {header + signed + pixels, ErrMalformed},
		"cut off within":          {(header + signed)[:40], ErrMalformed},
		"a huge length":           {header + "\xff\xff\xff\xffiTXtopenbadges", ErrMalformed},
		"a length over the end":   {header + "\x00\x00\x10\x00iTXtopenbadges\x00\x00\x00\x00\x00{}", ErrMalformed},
		"no header":               {signed + pixels + ending, ErrMalformed},
		"two headers":             {with(header + signed), ErrMalformed},
		"a short header":          {made("IHDR", "\x00") + signed + pixels + ending, ErrMalformed},
		"no pixels":               {header + signed + ending, ErrMalformed},
		"pixels in two pieces":    {header + pixels + signed + pixels + ending, ErrMalformed},
		"two palettes":            {with(made("PLTE", "abc") + made("PLTE", "abc")), ErrMalformed},
		"a late palette":          {header + pixels + made("PLTE", "abc") + ending, ErrMalformed},
		"an end with data":        {header + signed + pixels + made("IEND", "x"), ErrMalformed},
		"a chunk without a name":  {with(made("i\x00Xt", "x")), ErrMalformed},
		"an unknown critical one": {with(made("BADG", "x")), ErrMalformed},
		"Apple's PNG":             {made("CgBI", "\x50\x00\x20\x06") + with(signed), ErrMalformed},
		"an empty badge":          {with(made("iTXt", "openbadges\x00\x00\x00\x00\x00")), ErrMalformed},
		"an empty tEXt":           {with(made("tEXt", "openbadges\x00")), ErrMalformed},
		"no end of the keyword":   {with(made("tEXt", "openbadges")), ErrMalformed},
		"no flags":                {with(made("iTXt", "openbadges\x00\x00")), ErrMalformed},
		"no fields":               {with(made("iTXt", "openbadges\x00\x00\x00\x00")), ErrMalformed},
		"another flag":            {with(made("iTXt", "openbadges\x00\x02\x00\x00\x00{}")), ErrMalformed},
		"not UTF-8":               {with(made("iTXt", "openbadges\x00\x00\x00\x00\x00caf\xe9")), ErrMalformed},
		"NUL in the badge":        {with(made("iTXt", "openbadges\x00\x00\x00\x00\x00{}\x00")), ErrMalformed},
		"no method":               {with(made("zTXt", "openbadges\x00")), ErrMalformed},
		"another method":          {with(made("zTXt", "openbadges\x00\x01"+zipped(t, "{}"))), ErrMalformed},
		"not zlib":                {with(made("zTXt", "openbadges\x00\x00{}")), ErrMalformed},
		"zlib cut off":            {with(made("zTXt", "openbadges\x00\x00"+zipped(t, "{}")[:6])), ErrMalformed},
		"a wrong zlib checksum":   {with(made("zTXt", "openbadges\x00\x00"+zipped(t, "{}")[:9]+"\x00")), ErrMalformed},
		"two zlib streams":        {with(made("zTXt", "openbadges\x00\x00"+zipped(t, "{}")+zipped(t, "{}"))), ErrMalformed},
		"zlib with a dictionary":  {with(made("zTXt", "openbadges\x00\x00\x78\xbb\x00\x00\x00\x01\x03\x00")), ErrMalformed},
		"a bomb in iTXt":          {with(made("iTXt", "openbadges\x00\x01\x00\x00\x00"+bomb(t))), ErrTooLarge},
		"a bomb in zTXt":          {with(made("zTXt", "openbadges\x00\x00"+bomb(t))), ErrTooLarge},
		"a badge over the limit":  {with(made("iTXt", "openbadges\x00\x00\x00\x00\x00"+strings.Repeat("x", MaxPayload+1))), ErrTooLarge},
		"a million empty chunks":  {with(strings.Repeat(made("teXt", ""), 1<<20)), ErrNoBadge},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			start := time.Now()
			payload, kind, err := Extract([]byte(pngSignature + test.content))
			if payload != nil || kind != PNG || !errors.Is(err, test.want) {
				t.Errorf("Extract gives %.40q, %s, %v; want %v", payload, kind, err, test.want)
			}
			if took := time.Since(start); took > time.Minute {
				t.Errorf("took %v", took)
			}
		})
	}
}

// bomb is a zlib stream of a GiB of spaces. Deflate writes each MiB of them but
// the first in the same way, so that one does for all.
func bomb(t *testing.T) string {
	t.Helper()
	var packed bytes.Buffer
	writer := zlib.NewWriter(&packed)
	first := 0
	for range 2 {
		first = packed.Len()
		if _, err := writer.Write(bytes.Repeat([]byte(" "), 1<<20)); err != nil {
			t.Fatal(err)
		}
		if err := writer.Flush(); err != nil {
			t.Fatal(err)
		}
	}
	packed.Write(bytes.Repeat(packed.Bytes()[first:], 1<<10))
	return packed.String()
}

func TestNoByteOfABakedPNGMayChange(t *testing.T) {
	t.Parallel()
	baked, err := BakePNG(picture(t, 3, 3), []byte(payloads["JSON"]), OpenBadges3)
	if err != nil {
		t.Fatal(err)
	}
	for at := range baked {
		for _, change := range []byte{1, 0x20, 0x80, 0xff} {
			changed := bytes.Clone(baked)
			changed[at] ^= change
			if payload, _, err := Extract(changed); err == nil {
				t.Errorf("with byte %d changed by %#x: %q", at, change, payload)
			}
		}
		if payload, _, err := Extract(baked[:at]); err == nil {
			t.Errorf("cut off at byte %d: %q", at, payload)
		}
	}
}

func TestPicturesThatGrowOverTheLimitAreNotBaked(t *testing.T) {
	t.Parallel()
	filler := made("teXt", strings.Repeat("x", MaxBytes-200))
	if _, err := BakePNG([]byte(pngSignature+header+filler+pixels+ending), []byte("{}"), OpenBadges3); err != nil {
		t.Errorf("BakePNG: %v", err)
	}
	long := fmt.Appendf(nil, "{%s}", strings.Repeat(" ", 1000))
	if _, err := BakePNG([]byte(pngSignature+header+filler+pixels+ending), long, OpenBadges3); !errors.Is(err, ErrTooLarge) {
		t.Errorf("BakePNG gives %v, want %v", err, ErrTooLarge)
	}
}
