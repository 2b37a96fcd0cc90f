package image

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"iter"
)

const (
	pngSignature = "\x89PNG\r\n\x1a\n"
	// frame is what a chunk has around its data: length, type and checksum.
	frame = 12
)

// chunk is one chunk of a PNG.
type chunk struct {
	kind string
	data []byte
	raw  []byte // with its frame
}

// extractPNG takes the badge out of a PNG.
func extractPNG(content []byte) ([]byte, error) {
	var badge *chunk
	for c, err := range chunks(content) {
		if err != nil {
			return nil, err
		}
		if !c.isBadge() {
			continue
		}
		if badge != nil {
			return nil, malformed("it has more than one badge")
		}
		badge = &c
	}
	if badge == nil {
		return nil, ErrNoBadge
	}
	return badge.text()
}

// BakePNG puts a badge into a PNG, right after its header so that a reader finds
// it early, in place of every badge that is in it. What lies after the end of the
// picture is not taken over. All other chunks stay as they are and in their order.
func BakePNG(content, payload []byte, version Version) ([]byte, error) {
	if err := bakeable(payload); err != nil {
		return nil, err
	}
	baked := make([]byte, 0, len(content)+len(payload)+2*frame+len(keywordOB3))
	baked = append(baked, pngSignature...)
	for c, err := range chunks(content) {
		if err != nil {
			return nil, err
		}
		if !c.isBadge() {
			baked = append(baked, c.raw...)
		}
		if c.kind == "IHDR" {
			baked = appendChunk(baked, internationalText, version.internationalText(payload))
		}
	}
	return baked, within(baked)
}

// appendChunk writes a chunk.
func appendChunk(to []byte, kind string, data []byte) []byte {
	to = binary.BigEndian.AppendUint32(to, uint32(len(data)))
	start := len(to)
	to = append(to, kind...)
	to = append(to, data...)
	return binary.BigEndian.AppendUint32(to, crc32.ChecksumIEEE(to[start:]))
}

// chunks reads a PNG from its first chunk to the one that ends it, and no further:
// every reader of PNG stops there. The last pair may have an error instead.
func chunks(content []byte) iter.Seq2[chunk, error] {
	return func(yield func(chunk, error) bool) {
		rest, err := opened(content)
		var order pngOrder
		for err == nil && !order.ended {
			var c chunk
			if c, rest, err = next(rest); err == nil {
				err = order.take(c)
			}
			if err == nil && !yield(c, nil) {
				return
			}
		}
		if err != nil {
			yield(chunk{}, err)
		}
	}
}

// opened gives what follows the signature.
func opened(content []byte) ([]byte, error) {
	rest, ok := bytes.CutPrefix(content, []byte(pngSignature))
	if !ok {
		return nil, ErrNotImage
	}
	return rest, within(content)
}

// next reads one chunk (PNG §5.3).
func next(rest []byte) (c chunk, after []byte, err error) {
	if len(rest) < frame {
		return c, nil, malformed("the PNG is cut off")
	}
	length := uint64(binary.BigEndian.Uint32(rest))
	if length > uint64(len(rest)-frame) {
		return c, nil, malformed("the PNG is cut off")
	}
	size := int(length) + frame
	checked := rest[4 : size-4]
	if crc32.ChecksumIEEE(checked) != binary.BigEndian.Uint32(rest[size-4:]) {
		return c, nil, malformed("a chunk of the PNG has a wrong checksum")
	}
	return chunk{kind: string(checked[:4]), data: checked[4:], raw: rest[:size:size]}, rest[size:], nil
}

// pngOrder checks that the chunks that every PNG has are there as often and in
// the order that PNG §5.6 says.
type pngOrder struct {
	header, palette, pixels, ended bool
	last                           string
}

// take takes the next chunk.
func (o *pngOrder) take(c chunk) error {
	if !o.header && c.kind != "IHDR" {
		return malformed("the PNG does not begin with its header")
	}
	switch c.kind {
	case "IHDR":
		if o.header || len(c.data) != 13 {
			return malformed("the header of the PNG is not what it should be")
		}
		o.header = true
	case "PLTE":
		if o.palette || o.pixels {
			return malformed("the palette of the PNG is out of place")
		}
		o.palette = true
	case "IDAT":
		if o.pixels && o.last != "IDAT" {
			return malformed("the pixels of the PNG are not in one piece")
		}
		o.pixels = true
	case "IEND":
		if !o.pixels || len(c.data) > 0 {
			return malformed("the PNG ends too early")
		}
		o.ended = true
	default:
		if err := ancillary(c.kind); err != nil {
			return err
		}
	}
	o.last = c.kind
	return nil
}

// ancillary refuses a chunk that has no name (PNG §5.4), or that a reader may not
// skip although it does not know it: no reader then knows what the picture is.
func ancillary(kind string) error {
	for _, c := range []byte(kind) {
		if (c|0x20) < 'a' || (c|0x20) > 'z' {
			return malformed("a chunk of the PNG has no name")
		}
	}
	if kind[0]&0x20 == 0 {
		return malformed("the PNG has a critical chunk that the standard does not know")
	}
	return nil
}
