package search

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"testing"
)

// writerEnv makes this test binary a process that writes to an index until it
// is killed.
const writerEnv = "STACKMATCH_TEST_WRITER"

// TestAKilledWriterLosesNothingAcknowledged kills a process in the middle of its
// batches: the index reopens, its documents are those of its cursor, and the
// cursor is not before what the process had said was written.
func TestAKilledWriterLosesNothingAcknowledged(t *testing.T) {
	t.Parallel()
	if dir := os.Getenv(writerEnv); dir != "" {
		writeForever(t, dir)
	}
	dir := t.TempDir()
	for round := range 4 {
		said := runWriter(t, dir, 2+4*round)
		e, err := OpenEarners(dir, nil)
		check(t, err)
		at, ok := e.Position()
		if !ok || at.Seq < said {
			t.Errorf("round %d: index at %v, %v; the writer said %d", round, at, ok, said)
		}
		if e.Len() != int(at.Seq) {
			t.Errorf("round %d: %d earners at position %d", round, e.Len(), at.Seq)
		}
		check(t, e.Close())
	}
}

// runWriter kills a writer once it has said so many times that a batch is written.
func runWriter(t *testing.T, dir string, batches int) int64 {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run", "^"+t.Name()+"$")
	cmd.Env = append(os.Environ(), writerEnv+"="+dir)
	out, err := cmd.StdoutPipe()
	check(t, err)
	check(t, cmd.Start())
	said := int64(0)
	for lines := bufio.NewScanner(out); batches > 0 && lines.Scan(); batches-- {
		if _, err := fmt.Sscan(lines.Text(), &said); err != nil {
			t.Errorf("the writer says %q", lines.Text())
		}
	}
	check(t, cmd.Process.Kill())
	_ = cmd.Wait() // killed, as asked
	return said
}

func writeForever(t *testing.T, dir string) {
	t.Helper()
	e, err := OpenEarners(dir, nil)
	check(t, err)
	if _, ok := e.Position(); !ok {
		check(t, e.Rebuild(t.Context(), func(context.Context) ([]Document, error) { return nil, nil }, Position{"e", 0}))
	}
	for {
		at, _ := e.Position()
		at.Seq++
		doc := Document{Earner: fmt.Sprintf("ern_%d", at.Seq), Audience: []string{Everyone}}
		check(t, e.Apply(t.Context(), []Document{doc}, nil, at))
		fmt.Println(at.Seq)
	}
}
