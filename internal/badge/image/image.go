// Package image owns badges in pictures: it takes a credential out of a baked PNG
// or SVG, and bakes one in, byte for byte (Open Badges 3.0 §5.3, Open Badges
// Baking 2.0).
//
// It treats the picture as hostile: sizes, depth and inflation are limited,
// checksums are checked, an SVG that brings entities or another encoding than
// UTF-8 is refused, and so is a picture with two badges, of which another reader
// might take the other one. It does not read what the credential says, and it
// does not draw.
package image

import (
	"bytes"
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/stackmatch/stackmatch/internal/badge/strictjson"
)

// What may be wrong with a picture.
var (
	// ErrNotImage: it is neither PNG nor SVG.
	ErrNotImage = errors.New("the file is neither PNG nor SVG")
	// ErrNoBadge: it is a good picture that has no badge in it.
	ErrNoBadge = errors.New("there is no badge in the image")
	// ErrMalformed: the picture, or the place of the badge in it, is not as its
	// format says, or could be read in two ways.
	ErrMalformed = errors.New("the image is malformed")
	// ErrTooLarge: the picture or what it unpacks to is over a limit.
	ErrTooLarge = errors.New("the image is too large")
	// ErrPayload: what is to be baked does not fit the picture's format.
	ErrPayload = errors.New("the badge cannot be baked")
)

// The limits.
const (
	MaxBytes   = 16 << 20            // of a picture
	MaxPayload = strictjson.MaxBytes // of a badge: a longer one could not be read
)

// Kind is the format of a picture.
type Kind string

// The formats that Open Badges are baked into.
const (
	PNG Kind = "png"
	SVG Kind = "svg"
)

// Version says which Open Badges a badge is baked as.
type Version int

// The versions. Open Badges 1.x is baked as 2.0 is.
const (
	OpenBadges2 Version = 2
	OpenBadges3 Version = 3
)

// Extract takes the badge out of a picture: JSON, a compact JWS, or, of Open
// Badges 1.x and 2.0, the URL of a hosted assertion. Whatever the error is, the
// kind is given where the picture has one.
func Extract(content []byte) (payload []byte, kind Kind, err error) {
	kind, err = recognize(content)
	switch {
	case err != nil:
		return nil, kind, err
	case kind == PNG:
		payload, err = extractPNG(content)
	default:
		payload, err = extractSVG(content)
	}
	if errors.Is(err, ErrNotImage) {
		kind = ""
	}
	return payload, kind, err
}

// Bake puts a badge into a picture of either format, in place of every badge that
// is in it.
func Bake(content, payload []byte, version Version) ([]byte, Kind, error) {
	kind, err := recognize(content)
	if err != nil {
		return nil, kind, err
	}
	if kind == PNG {
		content, err = BakePNG(content, payload, version)
	} else {
		content, err = BakeSVG(content, payload, version)
	}
	return content, kind, err
}

// recognize tells the format by how a picture begins. What begins with a tag may
// turn out to be no SVG.
func recognize(content []byte) (Kind, error) {
	text := bytes.TrimLeft(bytes.TrimPrefix(content, []byte(byteOrderMark)), " \t\r\n")
	switch {
	case bytes.HasPrefix(content, []byte(pngSignature)):
		return PNG, within(content)
	case bytes.HasPrefix(text, []byte("<")) && !bytes.HasPrefix(text, []byte("<\x00")):
		return SVG, within(content)
	case inUTF16(content):
		// XML allows it; no badge was ever baked so, and a reader that does not look
		// for it finds another text.
		return SVG, fmt.Errorf("%w: SVG in UTF-16", ErrMalformed)
	}
	return "", ErrNotImage
}

// within checks the size of a picture.
func within(content []byte) error {
	if len(content) > MaxBytes {
		return fmt.Errorf("%w: over %d bytes", ErrTooLarge, MaxBytes)
	}
	return nil
}

// byteOrderMark is U+FEFF in UTF-8.
const byteOrderMark = "\ufeff"

// inUTF16 says whether a text is in UTF-16 and begins with a tag.
func inUTF16(content []byte) bool {
	for _, start := range []string{"\xff\xfe<\x00", "\xfe\xff\x00<", "<\x00", "\x00<"} {
		if bytes.HasPrefix(content, []byte(start)) {
			return true
		}
	}
	return false
}

// bakeable checks what any picture asks of a badge: it is UTF-8 without NUL, which
// would end a text in PNG and is no character of XML.
func bakeable(payload []byte) error {
	switch {
	case len(payload) == 0:
		return fmt.Errorf("%w: it is empty", ErrPayload)
	case len(payload) > MaxPayload:
		return fmt.Errorf("%w: it is over %d bytes long", ErrPayload, MaxPayload)
	case !utf8.Valid(payload) || bytes.IndexByte(payload, 0) >= 0:
		return fmt.Errorf("%w: it is not text in UTF-8", ErrPayload)
	}
	return nil
}

// malformed is an ErrMalformed with its reason.
func malformed(reason string, args ...any) error {
	return fmt.Errorf("%w: "+reason, append([]any{ErrMalformed}, args...)...)
}
