// Package audit keeps the permanent trail: who did what to which subject, when.
// It holds ids only, outlives what it names, and refuses to be pruned.
package audit

import (
	"context"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
)

// Record writes a line in the transaction of what it tells of. The actor is the
// context's viewer; the system leaves it empty.
func Record(ctx context.Context, tx *db.Client, at time.Time, action string, kind enum.SubjectKind, subject string) error {
	viewer := auth.From(ctx)
	create := tx.AuditEntry.Create().SetAt(at).SetActor(viewer.Account).
		SetAction(action).SetKind(kind).SetSubject(subject)
	if viewer.Acting != nil {
		create.SetActing(viewer.Acting.ID)
	}
	if err := create.Exec(ctx); err != nil {
		return fmt.Errorf("audit %s: %w", action, err)
	}
	return nil
}
