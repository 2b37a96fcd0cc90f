package notify

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/message"
	"github.com/stackmatch/stackmatch/ent/db/notification"
	"github.com/stackmatch/stackmatch/ent/db/notificationsetting"
)

// EraseEarner erases what an account was told, and what is on its way to it, in the
// transaction of its erasure.
func (s *Service) EraseEarner(ctx context.Context, tx *db.Client, _, account string) error {
	if account == "" {
		return nil
	}
	for what, remove := range map[string]func(context.Context) (int, error){
		"notifications": tx.Notification.Delete().Where(notification.AccountID(account)).Exec,
		"settings":      tx.NotificationSetting.Delete().Where(notificationsetting.AccountID(account)).Exec,
		"messages":      tx.Message.Delete().Where(message.AccountID(account)).Exec,
	} {
		if _, err := remove(ctx); err != nil {
			return fmt.Errorf("erase %s: %w", what, err)
		}
	}
	return nil
}
