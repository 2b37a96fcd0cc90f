package badge

import (
	"bytes"
	"encoding/json"
	"os"
	"path"
	"reflect"
	"strings"
	"testing"
)

// everyByte is the variable that asks for all bytes of all vectors, which takes
// minutes, in place of a few of each.
const everyByte = "STACKMATCH_EVERY_BYTE"

// fewBytes is how many places of each vector are tried otherwise.
const fewBytes = 10

// changes are what is done to a byte: another letter, another case, another
// script.
var changes = []byte{0x01, 0x20, 0x80}

// TestNoByteOfASignedBadgeCanBeChanged changes the bytes of every valid signed
// vector, one at a time. What verifies still has to say the same.
func TestNoByteOfASignedBadgeCanBeChanged(t *testing.T) {
	t.Parallel()
	dir := vectorsDir(t)
	all := os.Getenv(everyByte) != ""
	for _, v := range manifest(t, dir) {
		if v.expected != "valid" || v.proofOK != "true" {
			continue
		}
		t.Run(v.file, func(t *testing.T) {
			t.Parallel()
			content := v.content(t, dir)
			p := testPolicy(t)
			original := Parse(content)
			docs := fixtures(t, dir).collect(t, original, Documents{}, p)
			if r := Verify(original, docs, p); r.Verdict != Valid {
				t.Fatal(told(r))
			}
			tried := 0
			for i, flip := range places(len(content), v.file, all) {
				changed := bytes.Clone(content)
				changed[i] ^= flip
				b := Parse(changed)
				tried++
				if Verify(b, docs, p).Verdict == Valid && !reflect.DeepEqual(says(b), says(original)) {
					t.Errorf("byte %d from %q to %q: valid, and says something else", i, content[i], changed[i])
				}
			}
			if all {
				t.Logf("%d changes", tried)
			}
		})
	}
}

// places gives the bytes to change, and how: all of them in every way, or a few.
func places(length int, seed string, all bool) func(yield func(int, byte) bool) {
	return func(yield func(int, byte) bool) {
		random := seeded(path.Base(seed))
		for n := 0; all && n < length*len(changes); n++ {
			if !yield(n/len(changes), changes[n%len(changes)]) {
				return
			}
		}
		for range fewBytes {
			n := random.Uint64()
			if !all && !yield(int(n%uint64(length)), changes[n>>32%uint64(len(changes))]) {
				return
			}
		}
	}
}

// says is what a badge says: its decoded document. Which address a context has is
// left out, as two may define the same, and so is how a number is written.
func says(b *Badge) any {
	var walk func(value any) any
	walk = func(value any) any {
		switch v := value.(type) {
		case map[string]any:
			o := map[string]any{}
			for name, item := range v {
				if name != "@context" {
					o[name] = walk(item)
				}
			}
			return o
		case []any:
			all := make([]any, len(v))
			for i, item := range v {
				all[i] = walk(item)
			}
			return all
		case json.Number:
			f, _ := v.Float64()
			return f
		case string:
			return strings.Clone(v)
		default:
			return v
		}
	}
	return walk(b.doc)
}
