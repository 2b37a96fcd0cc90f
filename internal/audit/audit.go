// Package audit is the permanent trail: who did what to which subject, and when.
// It holds ids only, never names or contents, and nothing of it is ever changed
// or deleted. It refuses to be a log of requests: services say what is worth it.
package audit

import (
	"context"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/auditentry"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/store"
)

// Action is what was done: a subject and a verb, "award.revoke".
type Action string

// Write adds to the trail, in the transaction of what was done: who (the
// context's viewer; nobody for the system), what, to which subjects of a kind.
func Write(ctx context.Context, tx *db.Client, at time.Time, action Action, kind enum.SubjectKind, subjects ...string) error {
	viewer := auth.From(ctx)
	acting := ""
	if viewer.Acting != nil {
		acting = viewer.Acting.ID
	}
	entries := make([]*db.AuditEntry, len(subjects))
	for i, subject := range subjects {
		entries[i] = &db.AuditEntry{At: at, Actor: viewer.Account, Acting: acting, Action: string(action), Kind: kind, Subject: subject}
	}
	if err := store.Insert(ctx, tx, entries); err != nil {
		return fmt.Errorf("write the audit trail: %w", err)
	}
	return nil
}

// Of gives the trail of a subject, newest first, at most limit entries before an
// entry's id (0: from the newest on).
func Of(ctx context.Context, client *db.Client, kind enum.SubjectKind, subject string, before int64, limit int) ([]*db.AuditEntry, error) {
	query := client.AuditEntry.Query().Where(auditentry.KindEQ(kind), auditentry.Subject(subject))
	if before > 0 {
		query.Where(auditentry.IDLT(before))
	}
	entries, err := query.Order(db.Desc(auditentry.FieldID)).Limit(limit).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the audit trail: %w", err)
	}
	return entries, nil
}
