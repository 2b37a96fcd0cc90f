package spool_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/stackmatch/stackmatch/internal/spool"
)

func open(t testing.TB, dir string, o spool.Options) *spool.Spool {
	t.Helper()
	s, err := spool.Open(dir, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// rest reads all that follows a position.
func rest(t testing.TB, s *spool.Spool, from spool.Position, most int) (all []string, end spool.Position) {
	t.Helper()
	for {
		records, next, err := s.Read(from, most)
		if err != nil {
			t.Fatal(err)
		}
		if len(records) == 0 {
			return all, next
		}
		for _, r := range records {
			all = append(all, string(r))
		}
		from = next
	}
}

func add(t testing.TB, s *spool.Spool, records ...string) {
	t.Helper()
	for _, r := range records {
		if err := s.Append([]byte(r)); err != nil {
			t.Fatal(err)
		}
	}
}

func TestWhatWasWrittenIsReadOnceInOrderWhereverOneStops(t *testing.T) {
	t.Parallel()
	base := t.TempDir()
	n := 0
	rapid.Check(t, func(r *rapid.T) {
		n++
		dir := filepath.Join(base, fmt.Sprint(n))
		o := spool.Options{Segment: int64(rapid.IntRange(1, 200).Draw(r, "segment")), Careless: true}
		s, err := spool.Open(dir, o)
		if err != nil {
			r.Fatal(err)
		}
		defer func() { _ = s.Close() }()
		var want, got []string
		var at spool.Position
		for range rapid.IntRange(0, 60).Draw(r, "steps") {
			switch rapid.IntRange(0, 5).Draw(r, "step") {
			case 0:
				_ = s.Close()
				if s, err = spool.Open(dir, o); err != nil {
					r.Fatal(err)
				}
			case 1:
				records, next, err := s.Read(at, rapid.IntRange(1, 100).Draw(r, "most"))
				if err != nil || next.Before(at) {
					r.Fatal(next, err)
				}
				for _, record := range records {
					got = append(got, string(record))
				}
				at = next
			case 2:
				if err := s.Drop(at); err != nil {
					r.Fatal(err)
				}
			default:
				record := fmt.Sprint(len(want)) + strings.Repeat("x", rapid.IntRange(0, 50).Draw(r, "length"))
				if err := s.Append([]byte(record)); err != nil {
					r.Fatal(err)
				}
				want = append(want, record)
			}
		}
		left, _ := rest(t, s, at, 100)
		if diff := cmp.Diff(want, append(got, left...)); diff != "" {
			r.Fatal(diff)
		}
	})
}

func TestWhatACrashToreIsNotThereAndTheRestIs(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(string) string{
		"half a line":      func(text string) string { return text + "0000" },
		"a line cut off":   func(text string) string { return text[:len(text)-3] },
		"a line of zeros":  func(text string) string { return text + strings.Repeat("\x00", 40) + "\n" },
		"a flipped letter": func(text string) string { return strings.Replace(text, "second", "sXcond", 1) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			s := open(t, dir, spool.Options{})
			add(t, s, "first", "second")
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			files, _ := filepath.Glob(filepath.Join(dir, "*.log"))
			text, err := os.ReadFile(files[0])
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(files[0], []byte(spoil(string(text))), 0o600); err != nil {
				t.Fatal(err)
			}
			again := open(t, dir, spool.Options{})
			add(t, again, "third")
			got, _ := rest(t, again, spool.Position{}, 1)
			want := []string{"first", "second", "third"}
			if name == "a line cut off" || name == "a flipped letter" {
				want = []string{"first", "third"}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
			if again.ID() != s.ID() {
				t.Error("the directory changed its id")
			}
		})
	}
}

func TestWhatWasLoadedIsRemovedAndTheIDStays(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := open(t, dir, spool.Options{Segment: 20})
	add(t, s, "one", "two", "three", "four")
	_, end := rest(t, s, spool.Position{}, 1)
	if err := s.Drop(end); err != nil {
		t.Fatal(err)
	}
	files, _ := filepath.Glob(filepath.Join(dir, "*.log"))
	if len(files) != 1 {
		t.Errorf("%d files are left, want the one that is written", len(files))
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	again := open(t, dir, spool.Options{})
	if again.ID() != s.ID() || !end.Before(again.End()) {
		t.Errorf("opened again, it is %s at %v after %s at %v", again.ID(), again.End(), s.ID(), end)
	}
	add(t, again, "five")
	if got, _ := rest(t, again, end, 1); len(got) != 1 || got[0] != "five" {
		t.Errorf("then it has %q", got)
	}
}

func TestAFullSpoolRefusesAndGoesOnOnceItWasLoaded(t *testing.T) {
	t.Parallel()
	s := open(t, t.TempDir(), spool.Options{Segment: 30, Most: 100})
	var err error
	n := 0
	for ; err == nil; n++ {
		err = s.Append([]byte("a record"))
	}
	if !errors.Is(err, spool.ErrFull) {
		t.Fatal(err)
	}
	got, end := rest(t, s, spool.Position{}, 1000)
	if len(got) != n-1 || s.Waiting() > 100 {
		t.Errorf("%d records of %d are there, %d bytes", len(got), n-1, s.Waiting())
	}
	if err := s.Drop(end); err != nil {
		t.Fatal(err)
	}
	add(t, s, "another")
}

func TestRecordsOfManyWritersStayWhole(t *testing.T) {
	t.Parallel()
	s := open(t, t.TempDir(), spool.Options{Segment: 500})
	var all sync.WaitGroup
	for w := range 8 {
		all.Go(func() {
			for i := range 50 {
				if err := s.Append(fmt.Appendf(nil, "%d/%d", w, i)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	got, _ := rest(t, s, spool.Position{}, 64)
	seen := map[string]bool{}
	for _, r := range got {
		seen[r] = true
	}
	if len(got) != 400 || len(seen) != 400 {
		t.Errorf("%d records, %d of them different; want 400", len(got), len(seen))
	}
}

func TestWhatIsNoLineIsRefusedAndAClosedSpoolRefusesAll(t *testing.T) {
	t.Parallel()
	s := open(t, t.TempDir(), spool.Options{})
	if err := s.Append([]byte("two\nlines")); err == nil {
		t.Error("two lines were taken for one")
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := s.Append([]byte("late")); !errors.Is(err, spool.ErrClosed) {
		t.Errorf("closed, it says %v", err)
	}
}

func TestADirectoryOfTwoSpoolsAndAnOlderOneAreRefused(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := open(t, dir, spool.Options{})
	if _, _, err := s.Read(spool.Position{Segment: 7}, 1); err == nil {
		t.Error("it goes on behind its own end")
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "other-000000000001.log"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := spool.Open(dir, spool.Options{}); err == nil {
		t.Error("a directory of two spools was opened")
	}
}
