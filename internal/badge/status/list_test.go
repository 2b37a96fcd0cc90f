package status

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const limit = 1 << 20

// encoded is base64url of gzip, without the multibase prefix.
func encoded(t testing.TB, bits []byte) string {
	t.Helper()
	var packed bytes.Buffer
	writer := gzip.NewWriter(&packed)
	if _, err := writer.Write(bits); err != nil {
		t.Fatal(err)
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	return base64.RawURLEncoding.EncodeToString(packed.Bytes())
}

// altered changes the packed bytes within a list.
func altered(t *testing.T, list string, change func(packed []byte) []byte) string {
	t.Helper()
	packed, err := base64.RawURLEncoding.DecodeString(list)
	if err != nil {
		t.Fatal(err)
	}
	return base64.RawURLEncoding.EncodeToString(change(packed))
}

func TestFirstEntryIsTheMostSignificantBit(t *testing.T) {
	t.Parallel()
	list, err := Decode("u"+encoded(t, []byte{0b1000_0001, 0b0100_0000, 0xAB, 0xCD}), limit)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		index, size int
		want        uint64
	}{
		{0, 1, 1},
		{1, 1, 0},
		{7, 1, 1},
		{8, 1, 0},
		{9, 1, 1},
		{0, 2, 0b10},
		{3, 2, 0b01},
		{4, 2, 0b01},
		{2, 3, 0b010}, // across two bytes: 100000[01 0]1000000
		{4, 4, 0xA},
		{2, 8, 0xAB},
		{1, 16, 0xABCD},
		{0, 32, 0x8140ABCD},
		{0, 24, 0x8140AB},
	}
	for _, test := range tests {
		if got, err := list.At(test.index, test.size); err != nil || got != test.want {
			t.Errorf("At(%d, %d) = %#b, %v; want %#b", test.index, test.size, got, err, test.want)
		}
	}
}

func TestEntriesOutsideOfTheListAreRefused(t *testing.T) {
	t.Parallel()
	list, err := Decode("u"+encoded(t, make([]byte, 16)), limit)
	if err != nil {
		t.Fatal(err)
	}
	lengths := map[int]int{1: 128, 2: 64, 3: 42, 64: 2, 65: 1, 128: 1, 129: 0, 0: 0, -1: 0, math.MaxInt: 0, math.MinInt: 0}
	for size, want := range lengths {
		if got := list.Len(size); got != want {
			t.Errorf("Len(%d) = %d, want %d", size, got, want)
		}
	}
	for _, place := range [][2]int{
		{128, 1},
		{-1, 1},
		{64, 2},
		{42, 3},
		{2, 64},
		{0, 0},
		{0, -1},
		{0, 65},
		{0, math.MaxInt},
		{math.MaxInt, 1},
		{math.MinInt, 1},
		{math.MaxInt / 2, 64},
		{math.MaxInt, math.MaxInt},
	} {
		if _, err := list.At(place[0], place[1]); !errors.Is(err, ErrRange) {
			t.Errorf("At(%d, %d) = %v, want %v", place[0], place[1], err, ErrRange)
		}
	}
	if _, err := (List{}).At(0, 1); !errors.Is(err, ErrRange) {
		t.Errorf("an empty list has an entry: %v", err)
	}
}

func TestHostileListsAreRefused(t *testing.T) {
	t.Parallel()
	good := encoded(t, make([]byte, 16384))
	change := func(f func([]byte) []byte) string { return "u" + altered(t, good, f) }
	tests := map[string]struct {
		list string
		want error
	}{
		"nothing":             {"", ErrMalformed},
		"the prefix alone":    {"u", ErrMalformed},
		"no prefix":           {good, ErrMalformed},
		"base58":              {"z" + good, ErrMalformed},
		"padded base64url":    {"U" + good + "=", ErrMalformed},
		"padding":             {"u" + good + "==", ErrMalformed},
		"the other alphabet":  {"u" + good[:8] + "+/" + good[10:], ErrMalformed},
		"a line break":        {"u" + good[:8] + "\n" + good[8:], ErrMalformed},
		"a space":             {"u" + good + " ", ErrMalformed},
		"not gzip":            {"uAAAA", ErrMalformed},
		"zlib instead":        {"ueNpjYBgFo2AUAAAQAAAB", ErrMalformed},
		"truncated":           {change(func(b []byte) []byte { return b[:len(b)-9] }), ErrMalformed},
		"no checksum":         {change(func(b []byte) []byte { return b[:len(b)-8] }), ErrMalformed},
		"a wrong checksum":    {change(func(b []byte) []byte { b[len(b)-8]++; return b }), ErrMalformed},
		"a wrong length":      {change(func(b []byte) []byte { b[len(b)-4]++; return b }), ErrMalformed},
		"a second member":     {change(func(b []byte) []byte { return append(b, b...) }), ErrMalformed},
		"something after it":  {change(func(b []byte) []byte { return append(b, 0) }), ErrMalformed},
		"deflate of nonsense": {change(func(b []byte) []byte { b[10] = 0xff; return b }), ErrMalformed},
		"one byte too many":   {"u" + encoded(t, make([]byte, limit+1)), ErrTooLarge},
		"a bomb":              {"u" + bomb(t), ErrTooLarge},
		"a long text":         {"u" + strings.Repeat("A", 2*limit), ErrTooLarge},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			start := time.Now()
			if list, err := Decode(test.list, limit); !errors.Is(err, test.want) || list.Len(1) != 0 {
				t.Errorf("Decode gives %d entries, %v; want %v", list.Len(1), err, test.want)
			}
			if took := time.Since(start); took > time.Minute {
				t.Errorf("took %v", took)
			}
		})
	}
}

// bomb is a list of half a GiB of zero bytes, which nobody may inflate. Deflate writes
// each MiB of them but the first in the same way, so that one does for all.
func bomb(t *testing.T) string {
	t.Helper()
	packed := bytes.NewBuffer([]byte{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255})
	writer, err := flate.NewWriter(packed, flate.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	first := 0
	for range 2 {
		first = packed.Len()
		if _, err := writer.Write(make([]byte, 1<<20)); err != nil {
			t.Fatal(err)
		}
		if err := writer.Flush(); err != nil {
			t.Fatal(err)
		}
	}
	packed.Write(bytes.Repeat(packed.Bytes()[first:], 1<<9))
	if packed.Len() > limit { // else it would be refused for its own length
		t.Fatalf("the bomb has %d bytes", packed.Len())
	}
	return base64.RawURLEncoding.EncodeToString(packed.Bytes())
}

func TestLimitIsReachedAndNotPassed(t *testing.T) {
	t.Parallel()
	full := bytes.Repeat([]byte{0x5a}, limit)
	if list, err := Decode("u"+encoded(t, full), limit); err != nil || list.Len(8) != limit {
		t.Errorf("Decode gives %d bytes, %v; want %d", list.Len(8), err, limit)
	}
	random := make([]byte, 4096) // deflate cannot make these smaller
	state := uint32(1)
	for i := range random {
		state = state*1664525 + 1013904223
		random[i] = byte(state >> 24)
	}
	if list, err := Decode("u"+encoded(t, random), len(random)); err != nil || list.Len(8) != len(random) {
		t.Errorf("Decode gives %d bytes, %v; want %d", list.Len(8), err, len(random))
	}
	for _, most := range []int{0, -1, math.MinInt} {
		if list, err := Decode("u"+encoded(t, full), most); !errors.Is(err, ErrTooLarge) {
			t.Errorf("with a limit of %d: %d entries, %v", most, list.Len(1), err)
		}
	}
	if list, err := Decode("u"+encoded(t, full), math.MaxInt); err != nil || list.Len(8) != limit {
		t.Errorf("without a limit: %d bytes, %v", list.Len(8), err)
	}
}

func TestLegacyListsHaveNoPrefix(t *testing.T) {
	t.Parallel()
	good := encoded(t, make([]byte, 16384))
	padded := good + strings.Repeat("=", (4-len(good)%4)%4)
	for _, text := range []string{good, padded} {
		if list, err := DecodeLegacy(text, limit); err != nil || list.Len(1) != MinEntries {
			t.Errorf("DecodeLegacy gives %d entries, %v", list.Len(1), err)
		}
	}
	for _, text := range []string{"u" + good, good + "=====", "", "=", "===="} {
		if list, err := DecodeLegacy(text, limit); !errors.Is(err, ErrMalformed) {
			t.Errorf("DecodeLegacy(%.8q…) gives %d entries, %v", text, list.Len(1), err)
		}
	}
}

func TestPublishedListsAreReadBack(t *testing.T) {
	t.Parallel()
	b := New(0)
	on := map[int]bool{0: true, 7: true, 8: true, 94567: true, MinEntries - 1: true}
	for index := range on {
		if err := b.Set(index, true); err != nil {
			t.Fatal(err)
		}
	}
	_ = b.Set(9, true)
	_ = b.Set(9, false)
	list, err := Decode(b.Encode(), limit)
	if err != nil || list.Len(1) != MinEntries {
		t.Fatalf("%d entries, %v", list.Len(1), err)
	}
	for index := range list.Len(1) {
		if got, _ := list.At(index, 1); (got == 1) != on[index] {
			t.Errorf("entry %d is %d", index, got)
		}
	}
	for _, index := range []int{-1, MinEntries, math.MaxInt, math.MinInt} {
		if err := b.Set(index, true); !errors.Is(err, ErrRange) {
			t.Errorf("Set(%d) = %v, want %v", index, err, ErrRange)
		}
	}
}

func TestListsAreNeverShorterThanTheMinimum(t *testing.T) {
	t.Parallel()
	for entries, want := range map[int]int{
		-1: MinEntries, 0: MinEntries, 1000: MinEntries, MinEntries: MinEntries,
		MinEntries + 1: MinEntries + 8, 1 << 20: 1 << 20,
	} {
		if got := New(entries).Len(); got != want {
			t.Errorf("New(%d) has %d entries, want %d", entries, got, want)
		}
	}
}

func TestSameEntriesGiveTheSameText(t *testing.T) {
	t.Parallel()
	one, two := New(0), New(0)
	for _, index := range []int{5, 70_000, 6} {
		_ = one.Set(index, true)
	}
	for _, index := range []int{6, 5, 99, 70_000} {
		_ = two.Set(index, true)
	}
	_ = two.Set(99, false)
	first, again := one.Encode(), one.Encode()
	if first != two.Encode() || first != again {
		t.Error("the same entries were written in two ways")
	}
	packed, err := base64.RawURLEncoding.DecodeString(one.Encode()[1:])
	if err != nil {
		t.Fatal(err)
	}
	// RFC 1952 §2.3: no flags (so no name), no time.
	if want := []byte{0x1f, 0x8b, 8, 0, 0, 0, 0, 0}; !bytes.Equal(packed[:8], want) {
		t.Errorf("the gzip header is % x, want % x", packed[:8], want)
	}
}

// TestVectorListsAreReadAsTheirNotesSay reads the lists of the shared test
// vectors.
func TestVectorListsAreReadAsTheirNotesSay(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join(vectors(t), "fixtures", "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	lengths := map[int]int{}
	malformed := 0
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var document struct {
			Subject struct {
				List string `json:"encodedList"`
			} `json:"credentialSubject"`
		}
		if json.Unmarshal(data, &document) != nil || document.Subject.List == "" {
			continue
		}
		list, err := Decode(document.Subject.List, limit)
		if err != nil {
			malformed++
			if list, err = DecodeLegacy(document.Subject.List, limit); err != nil {
				t.Errorf("%s: %v", filepath.Base(file), err)
			}
		}
		lengths[list.Len(1)]++
	}
	t.Logf("entries: lists %v; without a prefix %d", lengths, malformed)
	if lengths[MinEntries] == 0 || lengths[DCCEntries] == 0 || lengths[1000] != 1 || malformed != 1 || len(lengths) != 3 {
		t.Errorf("lists by length %v, without a prefix %d", lengths, malformed)
	}
}

// vectors is the directory of the shared test vectors, which lie beside the
// repository and not in it.
func vectors(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs(".")
	if err != nil {
		t.Fatal(err)
	}
	for ; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		if dir == filepath.Dir(dir) {
			t.Skip("not in a checkout: no test vectors")
		}
	}
	root := filepath.Join(dir, "..", "shared", "vectors")
	if _, err := os.Stat(root); err != nil {
		t.Skipf("no test vectors beside the repository: %v", err)
	}
	return root
}

// FuzzDecode never gives more than was allowed, and what it gives is read again
// the same from a list that is written anew.
func FuzzDecode(f *testing.F) {
	for _, bits := range [][]byte{nil, {0x80}, make([]byte, 16384), []byte("some bits")} {
		f.Add("u"+encoded(f, bits), 0, 1)
		f.Add(encoded(f, bits), 8, 2)
	}
	f.Add("uH4sIAAAAAAAAA", -1, 65)
	f.Fuzz(func(t *testing.T, text string, index, size int) {
		const most = 1 << 16
		for _, read := range []func(string, int) (List, error){Decode, DecodeLegacy} {
			list, err := read(text, most)
			if err != nil && !errors.Is(err, ErrMalformed) && !errors.Is(err, ErrTooLarge) {
				t.Fatalf("an error of no kind: %v", err)
			}
			if list.Len(8) > most || err != nil && list.Len(1) != 0 {
				t.Fatalf("%d bytes, %v", list.Len(8), err)
			}
			if got, err := list.At(index, size); (err == nil) != (index >= 0 && index < list.Len(size) && size <= 64) {
				t.Fatalf("At(%d, %d) = %d, %v of %d", index, size, got, err, list.Len(size))
			}
			again, err := Decode("u"+encoded(t, list.bits), most)
			if err != nil || !bytes.Equal(again.bits, list.bits) {
				t.Fatalf("written anew: %v", err)
			}
		}
	})
}
