package image

import (
	"bytes"
	"errors"
	"image/png"
	"testing"
)

// kindsOfErrors are all that this package gives.
var kindsOfErrors = []error{ErrNotImage, ErrNoBadge, ErrMalformed, ErrTooLarge, ErrPayload}

// known checks that an error is of one of the kinds.
func known(t *testing.T, err error) {
	t.Helper()
	for _, kind := range kindsOfErrors {
		if errors.Is(err, kind) {
			return
		}
	}
	t.Fatalf("an error of no kind: %v", err)
}

// FuzzExtract: whatever a picture is, it gives a badge within the limit or an
// error of a known kind.
func FuzzExtract(f *testing.F) {
	for _, seed := range []string{
		pngSignature + header + signed + pixels + ending,
		pngSignature + header + made("zTXt", "openbadges\x00\x00"+zipped(f, "{}")) + pixels + ending,
		pngSignature + header + made("iTXt", "openbadges\x00\x01\x00\x00\x00"+zipped(f, "{}")) + pixels + ending,
		pngSignature + header + made("tEXt", "openbadges\x00\xe9") + pixels + ending,
		open + token + "</svg>", old + "<openbadges:assertion verify='https://a.example/1'><![CDATA[{}]]></openbadges:assertion></svg>",
		laughs(), inUTF16As(open, true, false), "\ufeff<!DOCTYPE svg><svg/>", "{}",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		payload, kind, err := Extract(content)
		if err != nil {
			known(t, err)
			if payload != nil || errors.Is(err, ErrPayload) {
				t.Fatalf("%q, %v", payload, err)
			}
			return
		}
		if kind != PNG && kind != SVG || len(payload) == 0 || len(payload) > MaxPayload {
			t.Fatalf("%q gives %q", kind, payload)
		}
	})
}

// FuzzBakePNG: what is baked comes out again byte for byte, a second baking
// leaves nothing of the first, and what decoded before decodes after.
func FuzzBakePNG(f *testing.F) {
	f.Add([]byte(pngSignature+header+pixels+ending), []byte("a.b.c"), true)
	f.Add([]byte(pngSignature+header+signed+signed+pixels+ending), []byte("{}"), false)
	f.Add(picture(f, 2, 2), []byte("{\"a\":\"®\"}"), false)
	f.Fuzz(func(t *testing.T, content, payload []byte, newer bool) {
		content = withChecksums(content) // so that the fuzzer need not find them
		baked := baked(t, content, payload, newer, PNG)
		// The decoder makes room for as many pixels as the header says.
		size, err := png.DecodeConfig(bytes.NewReader(content))
		if baked == nil || err != nil || size.Width > 1000 || size.Height > 1000 {
			return
		}
		if _, err := png.Decode(bytes.NewReader(content)); err != nil {
			return
		}
		if _, err := png.Decode(bytes.NewReader(baked)); err != nil {
			t.Fatalf("does not decode any more: %v", err)
		}
	})
}

// FuzzBakeSVG: the same, of SVG.
func FuzzBakeSVG(f *testing.F) {
	for _, svg := range []string{"<svg/>", open + token + "</svg>", old + "<g a='>'/></svg>", "\ufeff<?xml version='1.0'?><s:svg xmlns:s='http://www.w3.org/2000/svg' ></s:svg>"} {
		f.Add([]byte(svg), []byte("a.b.c"), true)
		f.Add([]byte(svg), []byte(payloads["the end of CDATA"]), false)
	}
	f.Fuzz(func(t *testing.T, content, payload []byte, newer bool) {
		baked(t, content, payload, newer, SVG)
	})
}

// baked bakes, if it can be done, and checks that it was done well.
func baked(t *testing.T, content, payload []byte, newer bool, want Kind) []byte {
	t.Helper()
	version := OpenBadges2
	if newer {
		version = OpenBadges3
	}
	baked, kind, err := Bake(content, payload, version)
	if err != nil {
		known(t, err)
		return nil
	}
	if kind != want {
		return nil
	}
	return bakedAndBack(t, content, payload, version)[:len(baked)]
}

// withChecksums gives a PNG the checksums that it should have, as far as it is
// one.
func withChecksums(content []byte) []byte {
	rest, ok := bytes.CutPrefix(content, []byte(pngSignature))
	if !ok {
		return content
	}
	mended := []byte(pngSignature)
	for len(rest) >= frame {
		length := int(rest[0])<<24 | int(rest[1])<<16 | int(rest[2])<<8 | int(rest[3])
		if length > len(rest)-frame {
			break
		}
		mended = appendChunk(mended, string(rest[4:8]), rest[8:8+length])
		rest = rest[length+frame:]
	}
	return append(mended, rest...)
}
