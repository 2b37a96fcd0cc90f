package server

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
)

func TestASpooledFileIsReadFromAnyPlaceAndIsNotInTheOpen(t *testing.T) {
	t.Parallel()
	file, err := os.OpenFile(filepath.Join(t.TempDir(), "x"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	veiled, err := newVeil(file)
	if err != nil {
		t.Fatal(err)
	}
	plain := []byte(strings.Repeat("what I did at work; ", 5000))
	// In pieces that end within blocks.
	if _, err := io.CopyBuffer(struct{ io.Writer }{veiled}, struct{ io.Reader }{bytes.NewReader(plain)}, make([]byte, 777)); err != nil {
		t.Fatal(err)
	}
	for _, at := range []int64{0, 1, 15, 16, 17, 776, 777, 64 << 10, int64(len(plain)) - 1, int64(len(plain))} {
		got, err := io.ReadAll(io.NewSectionReader(veiled, at, int64(len(plain))-at))
		if err != nil || !bytes.Equal(got, plain[at:]) {
			t.Errorf("from %d: got %d bytes, %v", at, len(got), err)
		}
	}
	if err := iotest.TestReader(io.NewSectionReader(veiled, 0, int64(len(plain))), plain); err != nil {
		t.Error(err)
	}
	kept := make([]byte, len(plain))
	if _, err := file.ReadAt(kept, 0); err != nil || bytes.Contains(kept, []byte("work")) {
		t.Errorf("it is in the open, or %v", err)
	}
	if _, err := veiled.ReadAt(kept, -1); err == nil {
		t.Error("there is something before its start")
	}
}
