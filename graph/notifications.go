package graph

import (
	"context"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/internal/notify"
	"github.com/stackmatch/stackmatch/internal/page"
)

func notifications(p notify.NotificationPage) *model.NotificationConnection {
	return &model.NotificationConnection{
		Nodes: p.Items, PageInfo: info(p.Page), UnreadCount: p.Unread,
		Edges: edges(p.Page, func(cursor string, node *notify.Notification) *model.NotificationEdge {
			return &model.NotificationEdge{Cursor: cursor, Node: node}
		}),
	}
}

func webhookDeliveries(p page.Page[*db.WebhookDelivery]) *model.WebhookDeliveryConnection {
	return &model.WebhookDeliveryConnection{Nodes: p.Items, PageInfo: info(p), Edges: edges(p, func(cursor string, node *db.WebhookDelivery) *model.WebhookDeliveryEdge {
		return &model.WebhookDeliveryEdge{Cursor: cursor, Node: node}
	})}
}

// webhookSecret ends the mutations that tell a secret.
func webhookSecret(ctx context.Context) func(*notify.Told, error) (*model.WebhookSecretPayload, error) {
	return func(told *notify.Told, err error) (*model.WebhookSecretPayload, error) {
		if told == nil {
			return payload(ctx, err, model.WebhookSecretPayload{})
		}
		return payload(ctx, err, model.WebhookSecretPayload{Webhook: told.Webhook, Secret: orNull(told.Secret)})
	}
}
