// Package strictjson reads JSON whose meaning two readers cannot disagree on: it
// owns the one way in which text that somebody else wrote becomes values.
//
// encoding/json takes the last of two members with one name, turns a lone
// surrogate and invalid UTF-8 into U+FFFD, and compares names of struct members
// without case. A badge could so show one thing here and another where it was
// signed. This reader refuses all of that (RFC 7493, I-JSON), and whatever is
// too large, too deep or too many for a badge. It knows nothing of what the
// values mean.
package strictjson

import (
	"fmt"
	"strconv"
	"unicode/utf8"
)

// The limits of a text.
const (
	MaxBytes  = 8 << 20 // of the whole text
	MaxDepth  = 64      // objects and arrays within each other
	MaxValues = 200_000 // objects, arrays, strings, numbers and literals
	MaxNumber = 40      // characters of one number
)

// Error says where and why a text was refused.
type Error struct {
	Offset int    // in bytes from the start of the text
	Reason string // part of a sentence: no capital, no full stop
}

// Error gives the reason and the place.
func (e *Error) Error() string {
	return e.Reason + " at byte " + strconv.Itoa(e.Offset)
}

// Decode reads one JSON text. Objects are map[string]any, arrays []any, numbers
// json.Number as they are written, the rest string, bool and nil. Every error is
// an *Error.
func Decode(data []byte) (any, error) {
	if err := readable(data); err != nil {
		return nil, err
	}
	d := decoder{data: data}
	value, err := d.value(0)
	if err != nil {
		return nil, err
	}
	if d.space(); d.at < len(d.data) {
		return nil, d.refuse("there is more after the end of the JSON text")
	}
	return value, nil
}

// Object reads one JSON text that must be an object.
func Object(data []byte) (map[string]any, error) {
	value, err := Decode(data)
	if err != nil {
		return nil, err
	}
	object, ok := value.(map[string]any)
	if !ok {
		return nil, &Error{Reason: "the JSON text is not an object"}
	}
	return object, nil
}

// readable checks what is true of the text as a whole, before any of it is read.
func readable(data []byte) error {
	if len(data) > MaxBytes {
		return &Error{Offset: MaxBytes, Reason: fmt.Sprintf("the text is over %d bytes long", MaxBytes)}
	}
	// RFC 8259 §8.1: a reader may ignore the mark. Then the text would have two
	// forms in bytes.
	if len(data) >= 3 && string(data[:3]) == "\ufeff" {
		return &Error{Reason: "the text begins with a byte order mark"}
	}
	if utf8.Valid(data) {
		return nil
	}
	at := 0
	for at < len(data) {
		r, size := utf8.DecodeRune(data[at:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		at += size
	}
	return &Error{Offset: at, Reason: "the text is not valid UTF-8"}
}

// decoder is a place in a text that is known to be valid UTF-8.
type decoder struct {
	data   []byte
	at     int
	values int
}

// refuse is an error at the place that the decoder has reached.
func (d *decoder) refuse(reason string) error {
	return &Error{Offset: d.at, Reason: reason}
}

// unexpected names what is here instead of what should be. It tells of no other
// character than ASCII: the text may be anything.
func (d *decoder) unexpected(wanted string) error {
	if d.at >= len(d.data) {
		return d.refuse("the text ends where " + wanted + " should be")
	}
	if c := d.data[d.at]; c > ' ' && c < utf8.RuneSelf {
		return d.refuse(fmt.Sprintf("%q where %s should be", c, wanted))
	}
	return d.refuse("an unexpected character where " + wanted + " should be")
}

// space skips white space, which in JSON is these four characters only.
func (d *decoder) space() {
	for d.at < len(d.data) {
		switch d.data[d.at] {
		case ' ', '\t', '\n', '\r':
			d.at++
		default:
			return
		}
	}
}

// next takes the character c, if it comes next after white space.
func (d *decoder) next(c byte) bool {
	d.space()
	if d.at >= len(d.data) || d.data[d.at] != c {
		return false
	}
	d.at++
	return true
}
