package notify

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db/notification"
)

// Followed is whose inbox the viewer is told of: their account's.
func (s *Service) Followed(ctx context.Context) (owner string, err error) {
	viewer, err := s.reader(ctx)
	return viewer.Account, err
}

// NotificationOwners tells whose inboxes notifications are in. It is for waking those
// who then ask for themselves.
func (s *Service) NotificationOwners(ctx context.Context, ids []string) (map[string][]string, error) {
	rows, err := s.DB.Notification.Query().Where(notification.IDIn(ids...)).
		Select(notification.FieldID, notification.FieldAccountID).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("find whose inboxes changed: %w", err)
	}
	owners := make(map[string][]string, len(rows))
	for _, row := range rows {
		owners[row.ID] = []string{row.AccountID}
	}
	return owners, nil
}
