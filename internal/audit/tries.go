package audit

import (
	"context"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/auditentry"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/store"
)

// Tries bound how often something may go wrong within a time. The trail is what counts
// them: it is there after a restart, and for every server.
type Tries struct {
	// Action is the trail's word for one that went wrong, written by who bounds them.
	Action Action
	Kind   enum.SubjectKind
	Most   int
	Within time.Duration
}

// Over tells whether the subjects, taken together, have had all their tries. Those who
// ask for the same name follow one another, so that many at once are no way around it.
func (t Tries) Over(ctx context.Context, tx *db.Client, now time.Time, name string, subjects ...string) (bool, error) {
	if err := store.Lock(ctx, name); err != nil {
		return false, err
	}
	wrong, err := tx.AuditEntry.Query().Where(
		auditentry.KindEQ(t.Kind), auditentry.SubjectIn(subjects...), auditentry.Action(string(t.Action)),
		auditentry.AtGT(now.Add(-t.Within)),
	).Limit(t.Most).IDs(ctx)
	if err != nil {
		return false, fmt.Errorf("count tries: %w", err)
	}
	return len(wrong) >= t.Most, nil
}
