package notify

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strconv"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
	"golang.org/x/sync/errgroup"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/webhook"
	"github.com/stackmatch/stackmatch/ent/db/webhookdelivery"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/inbox"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// Poster sends a body to a public address: fetch.Fetcher.
type Poster interface {
	// Post gives the status of the answer, or why there was none.
	Post(ctx context.Context, address string, header http.Header, body []byte) (status int, err error)
}

// retries are how long a delivery waits after each try (Standard Webhooks,
// "Deliverability and reliability").
var retries = []time.Duration{
	5 * time.Second, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 5 * time.Hour, 10 * time.Hour, 14 * time.Hour, 20 * time.Hour, 24 * time.Hour,
}

const (
	// claimFor is longer than a try may take.
	claimFor = time.Minute
	// deliverAtOnce bounds the deliveries of one round, inParallel those under way.
	deliverAtOnce, inParallel = 64, 8
	// disableAfter is for how long nothing got through before a webhook is not tried
	// any more.
	disableAfter = 3 * 24 * time.Hour
)

// DeliverOnce tries the deliveries that are due. Each is put off before it is tried;
// the same webhook-id comes again where the process is killed before it is noted.
func (s *Service) DeliverOnce(ctx context.Context) error {
	if s.Poster == nil {
		return nil
	}
	due, err := s.DB.WebhookDelivery.Query().Where(webhookdelivery.DeliveredAtIsNil(), webhookdelivery.DeadAtIsNil(),
		webhookdelivery.NextAtLTE(s.Now()), webhookdelivery.HasWebhookWith(webhook.DisabledAtIsNil())).
		WithWebhook().Order(db.Asc(webhookdelivery.FieldNextAt, webhookdelivery.FieldID)).Limit(deliverAtOnce).All(ctx)
	if err != nil {
		return fmt.Errorf("load deliveries that are due: %w", err)
	}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(inParallel)
	for _, row := range due {
		group.Go(func() error { return s.deliver(ctx, row) })
	}
	return group.Wait()
}

func (s *Service) deliver(ctx context.Context, row *db.WebhookDelivery) error {
	claimed, err := written(ctx, s.DB, func(ctx context.Context, tx *db.Client) (int, error) {
		return tx.WebhookDelivery.Update().
			Where(webhookdelivery.ID(row.ID), webhookdelivery.Tries(row.Tries), webhookdelivery.DeliveredAtIsNil(), webhookdelivery.DeadAtIsNil()).
			SetTries(row.Tries + 1).SetNextAt(s.Now().Add(claimFor)).Save(ctx)
	})
	if err != nil || claimed == 0 {
		return wrap("a delivery", err)
	}
	status, failure := 0, ""
	may, err := s.mayKnow(ctx, row)
	switch {
	case err != nil:
		return err
	case !may:
		failure = "the membership that it was added by may not know this any more"
	default:
		status, failure = s.post(ctx, row)
	}
	return s.noteDelivery(context.WithoutCancel(ctx), row, may, status, failure)
}

// mayKnow tells whether the membership behind the webhook is still there, and is
// still told such things.
func (s *Service) mayKnow(ctx context.Context, row *db.WebhookDelivery) (bool, error) {
	hook := row.Edges.Webhook
	as, ok, err := s.viewer(ctx, hook.CreatedByID, hook.MembershipID)
	if err != nil || !ok {
		return false, err
	}
	as = auth.With(ctx, auth.From(as))
	return auth.Can(as, auth.ManageWebhooks) && auth.Can(as, events[WebhookEvent(row.Event)].needs), nil
}

// viewer is a context in which an account acts as one of its memberships, or as itself
// where that is empty; false where it does not exist any more.
func (s *Service) viewer(ctx context.Context, account, membership string) (as context.Context, ok bool, err error) {
	if s.People == nil {
		return ctx, false, nil
	}
	person, err := s.People.ResolveAccount(ctx, auth.Subject{Account: account})
	if problem.Is(err, problem.NotFound) {
		return ctx, false, nil
	}
	if err != nil {
		return ctx, false, fmt.Errorf("load account: %w", err)
	}
	viewer := auth.Viewer{Account: person.Account, Earner: person.Earner, Memberships: person.Memberships}
	if membership != "" {
		i := slices.IndexFunc(person.Memberships, func(m auth.Membership) bool { return m.ID == membership })
		if i < 0 {
			return ctx, false, nil
		}
		viewer.Acting = &person.Memberships[i]
	}
	return auth.With(ctx, viewer), true, nil
}

// payload is what a webhook is told: ids that its organization knows, and that
// something is to be asked anew.
type payload struct {
	Type      string      `json:"type"`
	Timestamp time.Time   `json:"timestamp"`
	Data      payloadData `json:"data"`
}

type payloadData struct {
	ID           string `json:"id"`
	Organization string `json:"organization"`
}

// post signs and sends; failure is empty when it was taken.
func (s *Service) post(ctx context.Context, row *db.WebhookDelivery) (status int, failure string) {
	hook, at := row.Edges.Webhook, s.Now()
	secret, err := s.Vault.Open(hook.ID, hook.Secret)
	if err != nil {
		return 0, "its secret cannot be opened"
	}
	body, err := json.Marshal(payload{
		Type: WebhookEvent(row.Event).name(), Timestamp: at.UTC().Truncate(time.Second),
		Data: payloadData{ID: row.Subject, Organization: hook.OrganizationID},
	})
	if err != nil {
		return 0, "it cannot be encoded"
	}
	signer, err := standardwebhooks.NewWebhookRaw(secret)
	if err != nil {
		return 0, "it cannot be signed"
	}
	signature, err := signer.Sign(row.ID, at, body)
	if err != nil {
		return 0, "it cannot be signed"
	}
	status, err = s.Poster.Post(ctx, hook.URL, http.Header{
		"Content-Type":                               {"application/json"},
		http.CanonicalHeaderKey("webhook-id"):        {row.ID},
		http.CanonicalHeaderKey("webhook-timestamp"): {strconv.FormatInt(at.Unix(), 10)},
		http.CanonicalHeaderKey("webhook-signature"): {signature},
	}, body)
	switch {
	case err != nil:
		return 0, err.Error()
	case status < 200 || status > 299:
		return status, "it answered " + strconv.Itoa(status)
	}
	return status, ""
}

// noteDelivery notes what came of a try. Who answers 410 wants to hear no more.
func (s *Service) noteDelivery(ctx context.Context, row *db.WebhookDelivery, may bool, status int, failure string) error {
	now := s.Now()
	return store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		update := tx.WebhookDelivery.Update().Where(webhookdelivery.ID(row.ID)).SetFailure(failure)
		if status != 0 {
			update.SetStatus(status)
		}
		dead := !may || status == http.StatusGone || row.Tries >= len(retries)
		switch {
		case failure == "":
			update.SetDeliveredAt(now)
		case dead:
			update.SetDeadAt(now)
		default:
			update.SetNextAt(now.Add(retries[row.Tries]))
		}
		if err := update.Exec(ctx); err != nil {
			return fmt.Errorf("note a delivery: %w", err)
		}
		if failure == "" || !dead || !may {
			return nil
		}
		s.log().WarnContext(ctx, "a webhook's delivery is given up", slog.String("webhook", row.WebhookID), slog.String("cause", failure))
		return s.giveUp(ctx, tx, row, status == http.StatusGone)
	})
}

// giveUp tells who added the webhook, and disables it where nothing has got through
// for days.
func (s *Service) giveUp(ctx context.Context, tx *db.Client, row *db.WebhookDelivery, unwanted bool) error {
	hook, now := row.Edges.Webhook, s.Now()
	if !unwanted {
		lately, err := tx.WebhookDelivery.Query().
			Where(webhookdelivery.WebhookID(hook.ID), webhookdelivery.DeliveredAtGT(now.Add(-disableAfter))).Exist(ctx)
		if err != nil {
			return fmt.Errorf("look for deliveries: %w", err)
		}
		unwanted = !lately && hook.CreatedAt.Before(now.Add(-disableAfter))
	}
	if unwanted {
		if err := tx.Webhook.Update().Where(webhook.ID(hook.ID), webhook.DisabledAtIsNil()).SetDisabledAt(now).Exec(ctx); err != nil {
			return fmt.Errorf("disable webhook: %w", err)
		}
	}
	return s.Post.Tell(ctx, tx, hook.CreatedByID, hook.MembershipID, inbox.Notice{
		Kind: enum.NoticeWebhookDead, Subject: hook.ID, Once: "webhook dead " + hook.ID + " " + now.UTC().Format(time.DateOnly),
	})
}
