package image

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"unicode/utf8"
)

// The chunks that hold text (PNG §11.3.3).
const (
	latinText         = "tEXt"
	compressedText    = "zTXt"
	internationalText = "iTXt"
)

// The keywords of badges.
const (
	keywordOB2 = "openbadges"
	keywordOB3 = "openbadgecredential"
)

// keyword is the name under which a version is baked.
func (v Version) keyword() string {
	if v == OpenBadges2 {
		return keywordOB2
	}
	return keywordOB3
}

// internationalText is the data of the chunk that a badge is baked as: keyword,
// no compression ("Compression MUST NOT be used", Open Badges 3.0 §5.3.1.1), no
// language, no translated keyword, text.
func (v Version) internationalText(payload []byte) []byte {
	return append([]byte(v.keyword()+"\x00\x00\x00\x00\x00"), payload...)
}

// isBadge says whether a chunk is a text under a keyword of badges. Without the
// NUL that ends a keyword, it is a badge that cannot be read.
func (c chunk) isBadge() bool {
	switch c.kind {
	case latinText, compressedText, internationalText:
		keyword, _, _ := bytes.Cut(c.data, []byte{0})
		return string(keyword) == keywordOB2 || string(keyword) == keywordOB3
	}
	return false
}

// text reads the text of a badge's chunk. Compressed ones and tEXt are against
// today's specifications, but there are such badges.
func (c chunk) text() ([]byte, error) {
	_, rest, ok := bytes.Cut(c.data, []byte{0})
	if !ok {
		return nil, malformed("the keyword of the badge has no end")
	}
	var text []byte
	var err error
	switch c.kind {
	case compressedText:
		text, err = compressed(rest)
	case latinText:
		text = fromLatin1(rest)
	default:
		text, err = international(rest)
	}
	switch {
	case err != nil:
		return nil, err
	case len(text) > MaxPayload:
		return nil, fmt.Errorf("%w: the badge is over %d bytes long", ErrTooLarge, MaxPayload)
	case bakeable(text) != nil:
		return nil, malformed("the badge is empty, or not text")
	}
	return text, nil
}

// compressed reads what follows the keyword of a zTXt chunk: method and text.
func compressed(rest []byte) ([]byte, error) {
	if len(rest) < 1 {
		return nil, malformed("the text of the badge is cut off")
	}
	text, err := inflate(rest[0], rest[1:])
	return fromLatin1(text), err
}

// international reads what follows the keyword of an iTXt chunk: flag, method,
// language, translated keyword and text.
func international(rest []byte) ([]byte, error) {
	if len(rest) < 2 || rest[0] > 1 {
		return nil, malformed("the text of the badge says not whether it is compressed")
	}
	fields := bytes.SplitN(rest[2:], []byte{0}, 3)
	if len(fields) < 3 {
		return nil, malformed("the text of the badge is cut off")
	}
	if rest[0] == 0 {
		return fields[2], nil
	}
	return inflate(rest[1], fields[2])
}

// inflate reads one zlib stream with nothing after it; zlib is the only method
// that PNG has. It inflates no more than MaxPayload and a byte.
func inflate(method byte, stream []byte) ([]byte, error) {
	if method != 0 {
		return nil, malformed("the badge is compressed in a way that PNG does not have")
	}
	source := bytes.NewReader(stream)
	reader, err := zlib.NewReader(source)
	if err != nil {
		return nil, malformed("the compressed badge: %w", err)
	}
	text, err := io.ReadAll(io.LimitReader(reader, MaxPayload+1))
	if err != nil {
		return nil, malformed("the compressed badge: %w", err)
	}
	if len(text) <= MaxPayload && source.Len() > 0 {
		return nil, malformed("there is more after the compressed badge")
	}
	return text, nil
}

// fromLatin1 reads a text in the character set that PNG gives to tEXt and zTXt.
// Many writers put UTF-8 there, and what is valid UTF-8 is hardly ever meant as
// anything else. Where it was, the signature tells.
func fromLatin1(text []byte) []byte {
	if utf8.Valid(text) {
		return text
	}
	converted := make([]byte, 0, len(text)+len(text)/8)
	for _, c := range text {
		converted = utf8.AppendRune(converted, rune(c))
	}
	return converted
}
