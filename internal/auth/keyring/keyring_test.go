package keyring_test

import (
	"bufio"
	"bytes"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/internal/auth/keyring"
)

// TestMain plays one of several processes that want the same secret, when a test
// started it so.
func TestMain(m *testing.M) {
	path := os.Getenv("KEYRING_TEST_SECRET")
	if path == "" {
		os.Exit(m.Run())
	}
	fmt.Println("ready")
	if _, err := bufio.NewReader(os.Stdin).ReadString('\n'); err != nil {
		os.Exit(1)
	}
	secret, err := keyring.Secret(path, rand.Reader)
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Printf("%x\n", secret)
}

func TestASecretIsMadeOnceForItsOwnerOnly(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "new", "folder", "a.secret")
	first, err := keyring.Secret(path, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	again, err := keyring.Secret(path, rand.Reader)
	if err != nil || again != first || again == [32]byte{} {
		t.Errorf("got %x, then %x (%v)", first, again, err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v (%v), want 0600", info.Mode(), err)
	}
	files, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(files) != 1 {
		t.Errorf("left behind %v (%v)", files, err)
	}
}

func TestProcessesThatStartAtOnceAgreeOnTheSecret(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a.secret")
	const processes = 8
	var (
		starts []io.Writer
		outs   []*bufio.Reader
	)
	for range processes {
		p := exec.CommandContext(t.Context(), os.Args[0])
		p.Env = append(os.Environ(), "KEYRING_TEST_SECRET="+path)
		in, err1 := p.StdinPipe()
		out, err2 := p.StdoutPipe()
		if err := errors.Join(err1, err2, p.Start()); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = p.Wait() })
		starts, outs = append(starts, in), append(outs, bufio.NewReader(out))
	}
	for i := range outs {
		if line, err := outs[i].ReadString('\n'); err != nil || line != "ready\n" {
			t.Fatalf("process %d: %q (%v)", i, line, err)
		}
	}
	for _, in := range starts {
		if _, err := io.WriteString(in, "\n"); err != nil {
			t.Fatal(err)
		}
	}
	want, err := outs[0].ReadString('\n')
	if err != nil || len(strings.TrimSpace(want)) != 64 {
		t.Fatalf("process 0: %q (%v)", want, err)
	}
	for i, out := range outs[1:] {
		if got, err := out.ReadString('\n'); err != nil || got != want {
			t.Errorf("process %d has %q (%v), want %q", i+1, got, err, want)
		}
	}
}

func TestGoroutinesThatStartAtOnceAgreeOnTheSecret(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var (
		group sync.WaitGroup
		got   [32][32]byte
	)
	for i := range got {
		group.Go(func() {
			var err error
			if got[i], err = keyring.TokenSecret(dir, rand.Reader); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	for i := range got {
		if got[i] != got[0] {
			t.Fatalf("%x and %x", got[0], got[i])
		}
	}
}

func TestASecretThatCannotBeTrustedIsRefusedWithoutShowingIt(t *testing.T) {
	t.Parallel()
	good := strings.Repeat("ab", 32)
	for _, c := range []struct {
		name, text string
		mode       os.FileMode
		want       string
	}{
		{"readable by the group", good, 0o640, "chmod 600"},
		{"readable by all", good, 0o644, "chmod 600"},
		{"empty", "", 0o600, "damaged"},
		{"cut", good[:63], 0o600, "damaged"},
		{"too long", good + "ab", 0o600, "damaged"},
		{"no digits", strings.Repeat("xy", 32), 0o600, "damaged"},
	} {
		path := filepath.Join(t.TempDir(), "a.secret")
		if err := errors.Join(os.WriteFile(path, []byte(c.text), c.mode), os.Chmod(path, c.mode)); err != nil {
			t.Fatal(err)
		}
		_, err := keyring.Secret(path, rand.Reader)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", c.name, err, c.want)
		} else if c.text != "" && strings.Contains(err.Error(), c.text[:8]) {
			t.Errorf("%s: %v shows the secret", c.name, err)
		}
		if text, err := os.ReadFile(path); err != nil || string(text) != c.text {
			t.Errorf("%s: the file was changed to %q (%v)", c.name, text, err)
		}
	}
}

func TestWithoutRandomnessThereIsNoSecret(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a.secret")
	if _, err := keyring.Secret(path, iotest.ErrReader(io.ErrUnexpectedEOF)); err == nil {
		t.Error("got a secret")
	}
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the file exists (%v)", err)
	}
}

func TestKeysDependOnMasterAndPurpose(t *testing.T) {
	t.Parallel()
	one, err := keyring.Open(t.TempDir(), bytes.NewReader(bytes.Repeat([]byte{1}, 32)))
	if err != nil {
		t.Fatal(err)
	}
	two := keyring.New([32]byte{2})
	seen := map[[32]byte]string{}
	for name, key := range map[string][32]byte{
		"one's cursors": one.Key("cursors"), "one's candidates": one.Key("candidates"), "one's nothing": one.Key(""),
		"two's cursors": two.Key("cursors"), "two's candidates": two.Key("candidates"), "no key": {},
	} {
		if other, ok := seen[key]; ok {
			t.Errorf("%s and %s are equal", name, other)
		}
		seen[key] = name
	}
	if first, again := one.Key("cursors"), one.Key("cursors"); first != again {
		t.Error("a key changed")
	}
}

// TestKeysStayWhatTheyAre holds the derivation: changed, it would orphan what was
// sealed before.
func TestKeysStayWhatTheyAre(t *testing.T) {
	t.Parallel()
	master := [32]byte{1, 2, 3}
	key := keyring.New(master).Key("cursors")
	if diff := cmp.Diff("bab7b694c7fa51d9c599b577c1cb94803c62e290e6983e6bd04b8a80730e82d5", hex.EncodeToString(key[:])); diff != "" {
		t.Error(diff)
	}
	expanded, err := hkdf.Expand(sha256.New, master[:], "stackmatch keyring v1: cursors", 32)
	if err != nil || !bytes.Equal(expanded, key[:]) {
		t.Errorf("%x is not HKDF's expansion %x (%v)", key, expanded, err)
	}
}
