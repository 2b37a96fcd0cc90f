// Package status reads and writes the lists in which issuers say which of their
// credentials are revoked or suspended: W3C Bitstring Status List 1.0 and, to be
// read only, its predecessor StatusList2021. It owns the encoding of a list and
// the place of an entry in it.
//
// It does not know whose list it is, for which purpose, how long it holds, or
// what its length should be: whoever verifies a badge asks that of the credential
// around the list.
package status

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
)

// The lengths that verifiers ask about.
const (
	// MinEntries is the least number of entries that a list may have: in a shorter
	// one, whoever serves it can guess whose badge is being checked (Bitstring
	// Status List 1.0 §6.1).
	MinEntries = 131_072
	// DCCEntries is the length of the lists of the Digital Credentials Consortium,
	// which published many before the minimum was agreed.
	DCCEntries = 100_000
)

// What may be wrong with a list or with the question asked of it.
var (
	ErrMalformed = errors.New("the status list is malformed")
	ErrTooLarge  = errors.New("the status list is too large")
	ErrRange     = errors.New("the status index is outside of the list")
)

// maxEntryBits is the widest entry that At can give.
const maxEntryBits = 64

// List is a decoded list. The zero List has no entries.
type List struct {
	bits []byte
}

// Decode reads an encodedList: multibase base64url without padding, of gzip, of
// the bits (Bitstring Status List 1.0 §2.2). It inflates no more than maxBytes.
func Decode(encoded string, maxBytes int) (List, error) {
	text, ok := strings.CutPrefix(encoded, "u")
	if !ok {
		return List{}, fmt.Errorf("%w: it is not multibase base64url", ErrMalformed)
	}
	return decode(text, maxBytes)
}

// DecodeLegacy reads an encodedList of StatusList2021, which has no multibase
// prefix; its drafts do not say whether it is padded.
func DecodeLegacy(encoded string, maxBytes int) (List, error) {
	text := encoded
	if len(encoded)%4 == 0 {
		text = strings.TrimSuffix(strings.TrimSuffix(encoded, "="), "=")
	}
	return decode(text, maxBytes)
}

// decode reads base64url without padding, of gzip.
func decode(text string, maxBytes int) (List, error) {
	maxBytes = min(maxBytes, math.MaxInt32) // so that no sum below overflows
	// Deflate adds five bytes to each 65,535 that it cannot compress, gzip's header
	// and trailer are small unless they carry an extra field. What is longer than
	// all of that was not written to be read.
	if len(text)/4*3 > maxBytes+maxBytes/1024+1024 {
		return List{}, ErrTooLarge
	}
	// The decoder of the standard library skips line breaks, others do not.
	if strings.ContainsAny(text, "\r\n") {
		return List{}, fmt.Errorf("%w: a line break in base64url", ErrMalformed)
	}
	packed, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil {
		return List{}, fmt.Errorf("%w: base64url: %w", ErrMalformed, err)
	}
	bits, err := inflate(packed, maxBytes)
	return List{bits: bits}, err
}

// inflate reads exactly one gzip member and nothing after it: readers differ on
// whether a second one counts.
func inflate(packed []byte, maxBytes int) ([]byte, error) {
	source := bytes.NewReader(packed)
	reader, err := gzip.NewReader(source)
	if err != nil {
		return nil, fmt.Errorf("%w: gzip: %w", ErrMalformed, err)
	}
	reader.Multistream(false)
	bits, err := io.ReadAll(io.LimitReader(reader, int64(maxBytes)+1))
	if err != nil {
		return nil, fmt.Errorf("%w: gzip: %w", ErrMalformed, err)
	}
	if len(bits) > maxBytes {
		return nil, ErrTooLarge
	}
	if source.Len() > 0 {
		return nil, fmt.Errorf("%w: there is more after the compressed bits", ErrMalformed)
	}
	return bits, nil
}

// Len says how many entries of size bits each the list has.
func (l List) Len(size int) int {
	if size < 1 {
		return 0
	}
	return len(l.bits) * 8 / size
}

// At gives the entry at an index, where each has size bits. Index 0 is at the
// most significant bit of the first byte, and an entry's first bit is its most
// significant one (Bitstring Status List 1.0 §3.2).
func (l List) At(index, size int) (uint64, error) {
	if size > maxEntryBits || index < 0 || index >= l.Len(size) {
		return 0, ErrRange
	}
	var entry uint64
	for bit := index * size; bit < (index+1)*size; bit++ {
		entry = entry<<1 | uint64(l.bits[bit/8]>>(7-bit%8)&1)
	}
	return entry, nil
}
