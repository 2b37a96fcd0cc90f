package notify

import (
	"context"
	"fmt"
	"io"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/notification"
	"github.com/stackmatch/stackmatch/ent/db/notificationsetting"
)

// ExportEarner gives what an account was told, and how it wants to be.
func (s *Service) ExportEarner(ctx context.Context, _, account string, put func(name string, value any) error, _ func(name string, content io.Reader) error) error {
	rows, err := s.DB.Notification.Query().Where(notification.AccountID(account)).Order(db.Asc(notification.FieldID)).All(ctx)
	if err != nil {
		return fmt.Errorf("load notifications: %w", err)
	}
	told := make([]any, len(rows))
	for i, r := range rows {
		told[i] = map[string]any{"kind": r.Kind, "about": r.Subject, "at": r.CreatedAt, "readAt": r.ReadAt, "mailedAt": r.MailedAt}
	}
	if err := put("notifications", told); err != nil {
		return fmt.Errorf("write notifications: %w", err)
	}
	settings, err := s.DB.NotificationSetting.Query().Where(notificationsetting.AccountID(account)).All(ctx)
	if err != nil {
		return fmt.Errorf("load settings: %w", err)
	}
	wanted := make([]any, len(settings))
	for i, r := range settings {
		wanted[i] = map[string]any{"kind": r.Kind, "inbox": r.Inbox, "email": r.Email}
	}
	return put("notification-settings", wanted)
}
