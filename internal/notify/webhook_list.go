package notify

import (
	"context"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/db/webhook"
	"github.com/stackmatch/stackmatch/ent/db/webhookdelivery"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/store"
)

// Deliveries lists what a webhook of the viewer's organization was told, newest first;
// with dead, only what was given up, or only what was not.
func (s *Service) Deliveries(ctx context.Context, hook string, dead *bool, args page.Args) (page.Page[*db.WebhookDelivery], error) {
	none := page.Page[*db.WebhookDelivery]{}
	if err := auth.Require(ctx, auth.ManageWebhooks); err != nil {
		return none, err
	}
	if err := args.Check(); err != nil {
		return none, err
	}
	viewer := auth.From(ctx)
	scope, err := page.Scope(viewer.Key(), "deliveries", hook, dead)
	if err != nil {
		return none, err
	}
	where := []predicate.WebhookDelivery{webhookdelivery.WebhookID(hook), webhookdelivery.HasWebhookWith(webhook.OrganizationID(viewer.Organization()))}
	switch {
	case dead == nil:
	case *dead:
		where = append(where, webhookdelivery.DeadAtNotNil())
	default:
		where = append(where, webhookdelivery.DeadAtIsNil())
	}
	past, err := page.Past(s.Cursors, scope, args, store.Before[predicate.WebhookDelivery](webhookdelivery.FieldCreatedAt, webhookdelivery.FieldID))
	if err != nil {
		return none, err
	}
	rows, err := s.DB.WebhookDelivery.Query().Where(append(where, past...)...).
		Order(db.Desc(webhookdelivery.FieldCreatedAt, webhookdelivery.FieldID)).Limit(args.Limit()).All(ctx)
	if err != nil {
		return none, fmt.Errorf("load deliveries: %w", err)
	}
	cut := page.Cut(rows, args, s.Cursors, scope, func(row *db.WebhookDelivery) []string { return page.Instant(row.CreatedAt, row.ID) })
	return page.Map(cut, coarse), nil
}

// coarse has a delivery tell no instant: what one change of an earner's tells several
// employers is written at once, and to the hour it could be anybody's.
func coarse(row *db.WebhookDelivery) *db.WebhookDelivery {
	hour := func(at *time.Time) *time.Time {
		if at == nil {
			return nil
		}
		short := at.UTC().Truncate(time.Hour)
		return &short
	}
	told := *row
	told.CreatedAt, told.NextAt = *hour(&row.CreatedAt), *hour(&row.NextAt)
	told.DeliveredAt, told.DeadAt = hour(row.DeliveredAt), hour(row.DeadAt)
	return &told
}

// Redeliver has a delivery tried again from the beginning, at once: under the same
// webhook-id, so that who has it already can tell.
func (s *Service) Redeliver(ctx context.Context, key string) (again *db.WebhookDelivery, err error) {
	if err := auth.Require(ctx, auth.ManageWebhooks); err != nil {
		return nil, err
	}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		row, err := tx.WebhookDelivery.Query().Where(webhookdelivery.ID(key),
			webhookdelivery.HasWebhookWith(webhook.OrganizationID(auth.From(ctx).Organization()))).Only(ctx)
		if db.IsNotFound(err) {
			return notFound(key, "id")
		}
		if err != nil {
			return fmt.Errorf("load delivery: %w", err)
		}
		again, err = tx.WebhookDelivery.UpdateOne(row).ClearDeadAt().ClearDeliveredAt().ClearStatus().
			SetFailure("").SetTries(0).SetNextAt(s.Now()).Save(ctx)
		if err != nil {
			return fmt.Errorf("deliver again: %w", err)
		}
		return audit.Write(ctx, tx, s.Now(), "webhook.redeliver", enum.SubjectWebhook, row.WebhookID)
	})
	if err != nil {
		return nil, err
	}
	return coarse(again), nil
}

// WebhooksWaiting tells how many deliveries wait and how many were given up.
func (s *Service) WebhooksWaiting(ctx context.Context) (waiting, dead int, err error) {
	if waiting, err = s.DB.WebhookDelivery.Query().Where(webhookdelivery.DeliveredAtIsNil(), webhookdelivery.DeadAtIsNil()).Count(ctx); err == nil {
		dead, err = s.DB.WebhookDelivery.Query().Where(webhookdelivery.DeadAtNotNil()).Count(ctx)
	}
	if err != nil {
		return 0, 0, fmt.Errorf("count deliveries: %w", err)
	}
	return waiting, dead, nil
}

// Events are what a webhook is told; none is all.
func Events(hook *db.Webhook) []WebhookEvent {
	out := make([]WebhookEvent, len(hook.Events))
	for i, event := range hook.Events {
		out[i] = WebhookEvent(event)
	}
	return out
}

// NextTry is when a delivery is tried next; nil once it is over.
func NextTry(row *db.WebhookDelivery) *time.Time {
	if row.DeliveredAt != nil || row.DeadAt != nil {
		return nil
	}
	return &row.NextAt
}
