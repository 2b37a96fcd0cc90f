package world

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db/auditentry"
	"github.com/stackmatch/stackmatch/internal/auth"
)

// Did asserts what a step adds to the trail, and that the viewer did it now.
func (w *World) Did(t testing.TB, as Viewer, step func() error, want ...string) {
	t.Helper()
	before := w.DB().AuditEntry.Query().CountX(w.Ctx)
	if err := step(); err != nil {
		t.Fatalf("%v: %v", want, err)
	}
	var got []string
	for _, entry := range w.DB().AuditEntry.Query().Order(auditentry.ByID()).Offset(before).AllX(w.Ctx) {
		got = append(got, entry.Action)
		if me := auth.From(as).Account; entry.Actor != me || !entry.At.Equal(w.Clock.Now()) {
			t.Errorf("%s is of %q at %s, want of %q at %s", entry.Action, entry.Actor, entry.At, me, w.Clock.Now())
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the trail (-want +got):\n%s", diff)
	}
}

// Only leaves out what a step returns besides its error.
func Only[T any](_ T, err error) error { return err }
