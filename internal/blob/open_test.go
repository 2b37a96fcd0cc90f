package blob_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

func TestAFileIsReadFromAnyPlace(t *testing.T) {
	t.Parallel()
	s, plain := newShelf(t), content(200_000)
	b := s.keeps(t, plain)
	file := world.Must(s.Open(s.vault, b.ID, b.Sealed))(t)
	defer func() { _ = file.Close() }()
	if file.Size() != int64(len(plain)) {
		t.Errorf("got size %d", file.Size())
	}
	for _, at := range []int64{0, 1, 64<<10 - 1, 64 << 10, 64<<10 + 1, 128 << 10, 199_999, 200_000, 5} {
		if _, err := file.Seek(at, io.SeekStart); err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(file); err != nil || !bytes.Equal(got, plain[at:]) {
			t.Errorf("from %d: got %d bytes, %v", at, len(got), err)
		}
	}
}

func TestAFileThatWasChangedDoesNotOpenAsItWas(t *testing.T) {
	t.Parallel()
	const part = 64<<10 + 32 // of the encrypted file
	for name, edit := range map[string]func([]byte) []byte{
		"a bit":                func(b []byte) []byte { b[100] ^= 1; return b },
		"the last bit":         func(b []byte) []byte { b[len(b)-1] ^= 1; return b },
		"cut short":            func(b []byte) []byte { return b[:len(b)-1] },
		"cut after a part":     func(b []byte) []byte { return b[:2*part] },
		"cut to nothing":       func([]byte) []byte { return nil },
		"more at its end":      func(b []byte) []byte { return append(b, b...) },
		"parts changed around": func(b []byte) []byte { return append(append(bytes.Clone(b[part:2*part]), b[:part]...), b[2*part:]...) },
	} {
		s, plain := newShelf(t), content(200_000)
		b := s.keeps(t, plain)
		s.change(t, edit)
		if got, err := s.reads(b); err == nil {
			t.Errorf("%s: read %d bytes of %d without an error", name, len(got), len(plain))
		}
	}
}

func TestWhatIsRemovedIsGone(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	b := s.keeps(t, content(10))
	for range 2 {
		if err := s.Remove(b.ID); err != nil {
			t.Error(err)
		}
	}
	if _, err := s.reads(b); !problem.Is(err, problem.NotFound) || len(s.files(t)) > 0 {
		t.Errorf("got %v, left %v", err, s.files(t))
	}
}

func TestAnIDIsNoPath(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	b := s.keeps(t, content(10))
	secret := filepath.Join(s.dir, "..", "master.secret")
	if err := os.WriteFile(secret, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"", "..", "../master.secret", "aa/../../master.secret", strings.ToUpper(b.ID), b.ID + "\x00", b.ID + ".part", b.ID[:31] + "/"} {
		if _, err := s.Open(s.vault, id, b.Sealed); !problem.Is(err, problem.NotFound) {
			t.Errorf("%q: got %v", id, err)
		}
		if err := s.Remove(id); err != nil {
			t.Errorf("%q: got %v", id, err)
		}
	}
	if _, err := os.Stat(secret); err != nil || len(s.files(t)) != 1 {
		t.Errorf("%v, %v", err, s.files(t))
	}
}

// TestWhatAKilledProcessLeftIsSwept has files as they are when a process is killed
// while it writes one, and before it commits the row of another.
func TestWhatAKilledProcessLeftIsSwept(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	start := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	age := func(path string, by time.Duration) {
		if err := os.Chtimes(path, start.Add(-by), start.Add(-by)); err != nil {
			t.Fatal(err)
		}
	}
	path := func(id string) string { return filepath.Join(s.dir, id[:2], id) }
	kept, orphan, onItsWay := s.keeps(t, content(10)), s.keeps(t, content(20)), s.keeps(t, content(30))
	half, halfNow := strings.Repeat("ab", 16), strings.Repeat("cd", 16)
	for _, id := range []string{half, halfNow} {
		_ = os.Mkdir(filepath.Dir(path(id)), 0o700)
		if err := os.WriteFile(path(id)+".part", []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	foreign := filepath.Join(s.dir, kept.ID[:2], "README")
	if err := os.WriteFile(foreign, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, by := range map[string]time.Duration{
		path(kept.ID): 48 * time.Hour, path(orphan.ID): 48 * time.Hour, path(onItsWay.ID): time.Hour,
		path(half) + ".part": 48 * time.Hour, path(halfNow) + ".part": time.Hour, foreign: 48 * time.Hour,
	} {
		age(name, by)
	}
	var asked []string
	known := func(_ context.Context, ids []string) (map[string]bool, error) {
		asked = append(asked, ids...)
		return map[string]bool{kept.ID: true}, nil
	}
	removed, err := s.Sweep(t.Context(), known, start.Add(-24*time.Hour))
	if removed != 2 || err != nil {
		t.Errorf("removed %d, %v", removed, err)
	}
	there := map[string]bool{}
	for _, name := range s.files(t) {
		there[name] = true
	}
	want := map[string]bool{path(kept.ID): true, path(onItsWay.ID): true, path(halfNow) + ".part": true, foreign: true}
	if diff := cmp.Diff(want, there); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if len(asked) != 2 {
		t.Errorf("asked for %v", asked)
	}
	failure := errors.New("no database")
	age(path(onItsWay.ID), 48*time.Hour)
	if n, err := s.Sweep(t.Context(), func(context.Context, []string) (map[string]bool, error) { return nil, failure }, start.Add(-24*time.Hour)); n != 0 || !errors.Is(err, failure) {
		t.Errorf("removed %d without knowing, %v", n, err)
	}
}
