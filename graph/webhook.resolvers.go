package graph

import (
	"context"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/graph/generated"
	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/internal/notify"
)

func (r *mutationResolver) AddWebhook(ctx context.Context, input notify.AddWebhookInput) (*model.WebhookSecretPayload, error) {
	return webhookSecret(ctx)(r.Notify.AddWebhook(ctx, input))
}

func (r *mutationResolver) UpdateWebhook(ctx context.Context, input notify.UpdateWebhookInput) (*model.UpdateWebhookPayload, error) {
	changed, err := r.Notify.UpdateWebhook(ctx, input)
	return payload(ctx, err, model.UpdateWebhookPayload{Webhook: changed})
}

func (r *mutationResolver) RotateWebhookSecret(ctx context.Context, input model.RotateWebhookSecretInput) (*model.WebhookSecretPayload, error) {
	return webhookSecret(ctx)(r.Notify.RotateWebhookSecret(ctx, input.ID))
}

func (r *mutationResolver) RemoveWebhook(ctx context.Context, input model.RemoveWebhookInput) (*model.RemoveWebhookPayload, error) {
	return payload(ctx, r.Notify.RemoveWebhook(ctx, input.ID), model.RemoveWebhookPayload{})
}

func (r *mutationResolver) Redeliver(ctx context.Context, input model.RedeliverInput) (*model.RedeliverPayload, error) {
	again, err := r.Notify.Redeliver(ctx, input.ID)
	return payload(ctx, err, model.RedeliverPayload{Delivery: again})
}

func (r *queryResolver) Webhooks(ctx context.Context) ([]*db.Webhook, error) {
	return r.Notify.Webhooks(ctx)
}

func (r *queryResolver) WebhookDeliveries(ctx context.Context, webhook string, dead *bool, first int, after *string) (*model.WebhookDeliveryConnection, error) {
	return connect(webhookDeliveries)(r.Notify.Deliveries(ctx, webhook, dead, pageArgs(first, after)))
}

func (r *webhookResolver) Events(ctx context.Context, obj *db.Webhook) ([]notify.WebhookEvent, error) {
	return notify.Events(obj), nil
}

func (r *webhookDeliveryResolver) Event(ctx context.Context, obj *db.WebhookDelivery) (notify.WebhookEvent, error) {
	return notify.WebhookEvent(obj.Event), nil
}

func (r *webhookDeliveryResolver) NextAt(ctx context.Context, obj *db.WebhookDelivery) (*time.Time, error) {
	return notify.NextTry(obj), nil
}

func (r *webhookDeliveryResolver) Failure(ctx context.Context, obj *db.WebhookDelivery) (*string, error) {
	return orNull(obj.Failure), nil
}

func (r *Resolver) Webhook() generated.WebhookResolver { return &webhookResolver{r} }

func (r *Resolver) WebhookDelivery() generated.WebhookDeliveryResolver {
	return &webhookDeliveryResolver{r}
}

type (
	webhookResolver         struct{ *Resolver }
	webhookDeliveryResolver struct{ *Resolver }
)
