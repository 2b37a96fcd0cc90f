package blob_test

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/internal/blob"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// script is a scanner that runs a shell script.
func script(t *testing.T, text string, timeout time.Duration) *blob.Command {
	t.Helper()
	path := filepath.Join(t.TempDir(), "scan.sh")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return world.Must(blob.NewCommand("sh "+path, timeout))(t)
}

func TestAScannersExitDecides(t *testing.T) {
	t.Parallel()
	eicar := script(t, "if grep -q EICAR; then echo 'stdin: Eicar-Test-Signature FOUND'; exit 1; fi", 0)
	for name, c := range map[string]struct {
		scanner *blob.Command
		content string
		kind    problem.Kind // "" for clean
		log     string
	}{
		"clean":                  {eicar, "hello", "", ""},
		"found":                  {eicar, "hello EICAR", problem.Invalid, "Eicar-Test-Signature FOUND"},
		"it could not":           {script(t, "echo no database >&2; exit 2", 0), "hello", problem.Unavailable, "no database"},
		"it was killed":          {script(t, "kill -9 $$", 0), "hello", problem.Unavailable, "killed"},
		"it never ends":          {script(t, "exec sleep 600", 100*time.Millisecond), "hello", problem.Unavailable, "longer than"},
		"it talks without end":   {script(t, "cat >/dev/null; yes | head -c 1000000; exit 1", 0), "hello", problem.Invalid, "y y y"},
		"it reads nothing":       {script(t, "exit 0", 0), strings.Repeat("hello ", 100_000), "", ""},
		"it sees no setting":     {script(t, `test -z "$STACKMATCH_VAULT_KEY" || exit 2`, 0), "hello", "", ""},
		"it is given every byte": {script(t, `test "$(wc -c)" -eq 600000 || exit 2`, 0), strings.Repeat("hello ", 100_000), "", ""},
	} {
		var log bytes.Buffer
		s := newShelf(t)
		s.Scanner, s.Log = c.scanner, slog.New(slog.NewTextHandler(&log, nil))
		b, err := s.Create(t.Context(), s.vault, strings.NewReader(c.content), terms())
		if c.kind == "" && err != nil || c.kind != "" && !problem.Is(err, c.kind) {
			t.Errorf("%s: got %v", name, err)
		}
		if !strings.Contains(log.String(), c.log) || log.Len() > 2000 {
			t.Errorf("%s: logged %q", name, log.String())
		}
		if kept := len(s.files(t)) == 1 && b.ID != ""; kept != (c.kind == "") {
			t.Errorf("%s: kept %v", name, s.files(t))
		}
	}
}

func TestAScanEndsWithItsCaller(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if clean, _, err := script(t, "exec sleep 600", 0).Scan(ctx, strings.NewReader("x")); clean || err == nil {
		t.Errorf("got %v, %v", clean, err)
	}
}

func TestAScannerThatIsNotThereIsNoticedAtOnce(t *testing.T) {
	t.Parallel()
	for _, line := range []string{"", "  ", "no-such-scanner --fast -"} {
		if _, err := blob.NewCommand(line, 0); err == nil {
			t.Errorf("%q was taken", line)
		}
	}
}
