package status

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
)

// Builder collects the entries, of one bit each, of a list to be published.
type Builder struct {
	bits []byte
}

// New starts a list in which no bit is set. It has as many entries as are asked
// for and never fewer than MinEntries, in whole bytes.
func New(entries int) *Builder {
	return &Builder{bits: make([]byte, (max(entries, MinEntries)+7)/8)}
}

// Len says how many entries the list has.
func (b *Builder) Len() int { return len(b.bits) * 8 }

// Set sets or clears the entry at an index.
func (b *Builder) Set(index int, on bool) error {
	if index < 0 || index >= b.Len() {
		return ErrRange
	}
	bit := byte(1) << (7 - index%8)
	if on {
		b.bits[index/8] |= bit
	} else {
		b.bits[index/8] &^= bit
	}
	return nil
}

// Encode writes the list as Decode reads it. The same entries give the same text,
// by one build of the program: what is served and what is published as files are
// to be the same bytes. The gzip header therefore says no time and no name.
func (b *Builder) Encode() string {
	var packed bytes.Buffer // never refuses a byte, so neither does what writes to it
	writer := gzip.NewWriter(&packed)
	_, _ = writer.Write(b.bits)
	_ = writer.Close()
	return "u" + base64.RawURLEncoding.EncodeToString(packed.Bytes())
}
