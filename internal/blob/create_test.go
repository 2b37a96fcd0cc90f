package blob_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"testing/iotest"

	"github.com/stackmatch/stackmatch/internal/blob"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/testkit"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
	"github.com/stackmatch/stackmatch/internal/vault"
)

func TestAFileComesBackAsItWas(t *testing.T) {
	t.Parallel()
	for _, size := range []int{1, 4000, 64<<10 - 1, 64 << 10, 64<<10 + 1, 200_000, 1 << 20} {
		s, plain := newShelf(t), content(size)
		b := s.keeps(t, plain)
		sum := sha256.Sum256(plain)
		if b.Size != int64(size) || b.SHA256 != hex.EncodeToString(sum[:]) || b.MediaType != "text/plain" {
			t.Errorf("%d bytes: got %+v", size, b)
		}
		got, err := s.reads(b)
		if err != nil || !bytes.Equal(got, plain) {
			t.Errorf("%d bytes: got %d, %v", size, len(got), err)
		}
	}
}

func TestWhatIsKeptIsForNobodyElse(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	b := s.keeps(t, content(100_000))
	err := filepath.WalkDir(s.dir, func(path string, entry fs.DirEntry, err error) error {
		info := world.Must(entry.Info())(t)
		if want := map[bool]fs.FileMode{true: 0o700, false: 0o600}[entry.IsDir()]; info.Mode().Perm() != want {
			t.Errorf("%s is %s", path, info.Mode())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	kept := world.Must(os.ReadFile(filepath.Join(s.dir, b.ID[:2], b.ID)))(t)
	if bytes.Contains(kept, []byte("lift")) {
		t.Error("it is in the open")
	}
	same := s.keeps(t, content(100_000))
	if same.ID == b.ID || bytes.Equal(kept, world.Must(os.ReadFile(filepath.Join(s.dir, same.ID[:2], same.ID)))(t)) {
		t.Error("the same content is kept as the same file: who sees both knows that they are")
	}
	other := world.Must(vault.New([32]byte{2}, testkit.Random("other")))(t)
	if _, err := s.Open(other, b.ID, b.Sealed); err == nil {
		t.Error("another earner's key opens it")
	}
	if _, err := s.Open(s.vault, b.ID, same.Sealed); err == nil {
		t.Error("another file's key opens it")
	}
}

func TestAnUploadThatFailsLeavesNothing(t *testing.T) {
	t.Parallel()
	broken := errors.New("the connection was cut")
	for name, c := range map[string]struct {
		from io.Reader
		kind problem.Kind
	}{
		"too large":             {bytes.NewReader(content(1<<20 + 1)), problem.Limit},
		"without an end":        {endless{}, problem.Limit},
		"empty":                 {strings.NewReader(""), problem.Invalid},
		"of a type not taken":   {strings.NewReader("<html><script>alert(1)</script>"), problem.Invalid},
		"cut off half-way":      {io.MultiReader(bytes.NewReader(content(300_000)), iotest.ErrReader(broken)), ""},
		"cut off at the start":  {iotest.ErrReader(broken), ""},
		"cut off with its last": {iotest.DataErrReader(io.MultiReader(bytes.NewReader(content(70_000)), iotest.ErrReader(broken))), ""},
	} {
		s := newShelf(t)
		_, err := s.Create(t.Context(), s.vault, c.from, terms())
		if c.kind != "" && !problem.Is(err, c.kind) || c.kind == "" && !errors.Is(err, broken) {
			t.Errorf("%s: got %v", name, err)
		}
		if left := s.files(t); len(left) > 0 {
			t.Errorf("%s: %v is left", name, left)
		}
	}
	s := newShelf(t)
	ctx, cancel := context.WithCancel(t.Context())
	_, err := s.Create(ctx, s.vault, io.MultiReader(bytes.NewReader(content(100_000)), leaves(cancel), bytes.NewReader(content(100_000))), terms())
	if left := s.files(t); !errors.Is(err, context.Canceled) || len(left) > 0 {
		t.Errorf("by one who has left: got %v, left %v", err, left)
	}
}

func TestNothingIsWrittenOver(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	first := s.keeps(t, content(10))
	// The same randomness again: a broken source of it.
	s.vault = world.Must(vault.New([32]byte{1}, testkit.Random("files")))(t)
	if again, err := s.Create(t.Context(), s.vault, bytes.NewReader(content(99)), terms()); err == nil {
		t.Errorf("made %v over %v", again.ID, first.ID)
	}
	if got, err := s.reads(first); err != nil || !bytes.Equal(got, content(10)) {
		t.Errorf("got %q, %v", got, err)
	}
}

// TestALargeFileIsNeverWholeInMemory is not parallel: it measures the process.
//
//nolint:paralleltest // it measures the heap
func TestALargeFileIsNeverWholeInMemory(t *testing.T) {
	s := newShelf(t)
	const size, most = 64 << 20, 16 << 20
	before := heap()
	var highest atomic.Uint64
	from := &watched{from: io.LimitReader(endless{}, size), every: 4 << 20, look: func() {
		highest.Store(max(highest.Load(), heap()))
	}}
	b, err := s.Create(t.Context(), s.vault, from, blob.Terms{Most: size})
	if err != nil || b.Size != size {
		t.Fatalf("got %d, %v", b.Size, err)
	}
	file := world.Must(s.Open(s.vault, b.ID, b.Sealed))(t)
	defer func() { _ = file.Close() }()
	sum := sha256.New()
	back := &watched{from: file, every: 4 << 20, look: from.look}
	if _, err := io.Copy(sum, back); err != nil || hex.EncodeToString(sum.Sum(nil)) != b.SHA256 {
		t.Errorf("it does not come back as it was: %v", err)
	}
	if grew := int64(highest.Load()) - int64(before); grew > most {
		t.Errorf("the heap grew by %d bytes, want at most %d", grew, most)
	}
}

// heap is what is in use, after all garbage is gone.
func heap() uint64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}

// watched looks at the process while it is read.
type watched struct {
	from        io.Reader
	every, read int
	look        func()
}

func (w *watched) Read(p []byte) (int, error) {
	n, err := w.from.Read(p)
	if before := w.read / w.every; (w.read+n)/w.every > before {
		w.look()
	}
	w.read += n
	return n, err
}

// endless is text without an end.
type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = "all work and no play\n"[i%21]
	}
	return len(p), nil
}

// leaves is a caller who leaves when this is read.
type leaves context.CancelFunc

func (l leaves) Read([]byte) (int, error) {
	l()
	return 0, io.EOF
}

func TestFilesAreMadeAtTheSameTime(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	failed := make(chan error, 8)
	for i := range cap(failed) {
		go func() {
			plain := []byte(strings.Repeat(fmt.Sprintln("number", i), 20_000))
			b, err := s.Create(t.Context(), s.vault, bytes.NewReader(plain), terms())
			if err == nil {
				var got []byte
				if got, err = s.reads(b); err == nil && !bytes.Equal(got, plain) {
					err = fmt.Errorf("%d does not come back as it was", i)
				}
			}
			failed <- err
		}()
	}
	for range cap(failed) {
		if err := <-failed; err != nil {
			t.Error(err)
		}
	}
}
