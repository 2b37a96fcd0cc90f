package graph

import (
	"context"

	"github.com/stackmatch/stackmatch/graph/generated"
	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/internal/notify"
)

func (r *mutationResolver) MarkNotificationsRead(ctx context.Context, input notify.MarkReadInput) (*model.MarkNotificationsReadPayload, error) {
	unread, err := r.Notify.MarkRead(ctx, input)
	if err != nil {
		return payload(ctx, err, model.MarkNotificationsReadPayload{})
	}
	return payload(ctx, nil, model.MarkNotificationsReadPayload{UnreadCount: &unread})
}

func (r *mutationResolver) UpdateNotificationSettings(ctx context.Context, input notify.UpdateSettingsInput) (*model.UpdateNotificationSettingsPayload, error) {
	changed, err := r.Notify.UpdateSettings(ctx, input)
	return payload(ctx, err, model.UpdateNotificationSettingsPayload{Settings: pointers(changed)})
}

func (r *notificationResolver) Text(ctx context.Context, obj *notify.Notification, language *string) (string, error) {
	return obj.Text(inLanguage(ctx, language)), nil
}

func (r *queryResolver) Notifications(ctx context.Context, filter *notify.NotificationFilter, first int, after *string) (*model.NotificationConnection, error) {
	found, err := r.Notify.Notifications(ctx, value(filter), pageArgs(first, after))
	if err != nil {
		return nil, err
	}
	return notifications(found), nil
}

func (r *queryResolver) NotificationSettings(ctx context.Context) ([]*notify.Setting, error) {
	settings, err := r.Notify.Settings(ctx)
	return pointers(settings), err
}

func (r *Resolver) Notification() generated.NotificationResolver { return &notificationResolver{r} }

type notificationResolver struct{ *Resolver }
