package notify

import (
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/webhook"
	"github.com/stackmatch/stackmatch/ent/db/webhookdelivery"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/fetch"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// WebhookEvent is what a webhook is told.
type WebhookEvent string

// The events.
const (
	ContactUpdated WebhookEvent = "CONTACT_UPDATED"
	SearchMatched  WebhookEvent = "SEARCH_MATCHED"
	AwardChanged   WebhookEvent = "AWARD_CHANGED"
	PostingChanged WebhookEvent = "POSTING_CHANGED"
)

// Values lists every one.
func (WebhookEvent) Values() []string {
	return []string{string(ContactUpdated), string(SearchMatched), string(AwardChanged), string(PostingChanged)}
}

// events say of each event by which ids it is found in the feed, and what the
// membership behind a webhook must be allowed.
var events = map[WebhookEvent]struct {
	prefix string
	needs  auth.Permission
}{
	ContactUpdated: {id.ContactRequest, auth.ContactCandidates},
	SearchMatched:  {id.SearchMatch, auth.SaveSearches},
	AwardChanged:   {id.Award, auth.ViewIssuedAwards},
	PostingChanged: {id.Posting, auth.ViewOwnPostings},
}

// name is what payloads call an event, as Standard Webhooks asks: "contact.updated".
func (e WebhookEvent) name() string { return strings.ToLower(strings.ReplaceAll(string(e), "_", ".")) }

const (
	// maxWebhooks bounds the webhooks of an organization.
	maxWebhooks = 10
	// secretBytes are 256 bits (Standard Webhooks: 192 to 512).
	secretBytes = 32
)

// AddWebhookInput is a webhook to be added.
type AddWebhookInput struct {
	URL string
	// Events are what it is told; empty for all that the viewer may know.
	Events []WebhookEvent
}

// Told is a webhook with its secret, which is told once.
type Told struct {
	Webhook *db.Webhook
	Secret  string
}

// AddWebhook adds a webhook of the organization that the viewer acts for. It is told
// what this membership may know, for as long as it may.
func (s *Service) AddWebhook(ctx context.Context, in AddWebhookInput) (made *Told, err error) {
	if err := auth.Require(ctx, auth.ManageWebhooks); err != nil {
		return nil, err
	}
	viewer := auth.From(ctx)
	if err := problem.Join(checkURL(in.URL), checkEvents(ctx, in.Events)); err != nil {
		return nil, err
	}
	key := s.IDs.Mint(id.Webhook)
	secret, sealed, err := s.secret(key)
	if err != nil {
		return nil, err
	}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		if err := store.Lock(ctx, viewer.Organization()); err != nil {
			return err
		}
		n, err := tx.Webhook.Query().Where(webhook.OrganizationID(viewer.Organization())).Count(ctx)
		if err != nil {
			return fmt.Errorf("count webhooks: %w", err)
		}
		if n >= maxWebhooks {
			return problem.New(problem.Limit, "an organization has at most %d webhooks", maxWebhooks).
				Spanish("una organización tiene como máximo %d webhooks", maxWebhooks)
		}
		row, err := tx.Webhook.Create().SetID(key).SetCreatedAt(s.Now()).SetOrganizationID(viewer.Organization()).SetURL(in.URL).
			SetSecret(sealed).SetEvents(texts(in.Events)).SetCreatedByID(viewer.Account).SetMembershipID(viewer.Acting.ID).Save(ctx)
		if err != nil {
			return fmt.Errorf("add webhook: %w", err)
		}
		made = &Told{Webhook: row, Secret: secret}
		return audit.Write(ctx, tx, s.Now(), "webhook.add", enum.SubjectWebhook, key)
	})
	return made, err
}

// UpdateWebhookInput changes a webhook: what is nil stays.
type UpdateWebhookInput struct {
	ID      string
	URL     *string
	Events  []WebhookEvent
	Enabled *bool
}

// UpdateWebhook changes where a webhook is, what it is told, and whether it is.
func (s *Service) UpdateWebhook(ctx context.Context, in UpdateWebhookInput) (changed *db.Webhook, err error) {
	err = s.change(ctx, in.ID, "webhook.change", func(ctx context.Context, tx *db.Client, row *db.Webhook) error {
		update := tx.Webhook.UpdateOne(row)
		var problems []error
		if in.URL != nil {
			problems = append(problems, checkURL(*in.URL))
			update.SetURL(*in.URL)
		}
		if in.Events != nil {
			problems = append(problems, checkEvents(ctx, in.Events))
			update.SetEvents(texts(in.Events))
		}
		if err := problem.Join(problems...); err != nil {
			return err
		}
		if in.Enabled != nil && *in.Enabled {
			update.ClearDisabledAt()
		} else if in.Enabled != nil {
			update.SetDisabledAt(s.Now())
		}
		var err error
		changed, err = update.Save(ctx)
		return err
	})
	return changed, err
}

// RotateWebhookSecret gives a webhook another secret, which is told once. What is
// sent from then on is signed with it alone.
func (s *Service) RotateWebhookSecret(ctx context.Context, key string) (told *Told, err error) {
	err = s.change(ctx, key, "webhook.rotate", func(ctx context.Context, tx *db.Client, row *db.Webhook) error {
		secret, sealed, err := s.secret(row.ID)
		if err != nil {
			return err
		}
		changed, err := tx.Webhook.UpdateOne(row).SetSecret(sealed).Save(ctx)
		told = &Told{Webhook: changed, Secret: secret}
		return err
	})
	return told, err
}

// RemoveWebhook removes a webhook, with what was not delivered yet.
func (s *Service) RemoveWebhook(ctx context.Context, key string) error {
	return s.change(ctx, key, "webhook.remove", func(ctx context.Context, tx *db.Client, row *db.Webhook) error {
		if _, err := tx.WebhookDelivery.Delete().Where(webhookdelivery.WebhookID(row.ID)).Exec(ctx); err != nil {
			return err
		}
		return tx.Webhook.DeleteOne(row).Exec(ctx)
	})
}

// change does something to a webhook of the viewer's organization.
func (s *Service) change(
	ctx context.Context, key string, action audit.Action, do func(ctx context.Context, tx *db.Client, row *db.Webhook) error,
) error {
	if err := auth.Require(ctx, auth.ManageWebhooks); err != nil {
		return err
	}
	return store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		row, err := tx.Webhook.Query().Where(webhook.ID(key), webhook.OrganizationID(auth.From(ctx).Organization())).Only(ctx)
		if db.IsNotFound(err) {
			return notFound(key, "id")
		}
		if err != nil {
			return fmt.Errorf("load webhook: %w", err)
		}
		if err := do(ctx, tx, row); err != nil {
			return fmt.Errorf("%s: %w", action, err)
		}
		return audit.Write(ctx, tx, s.Now(), action, enum.SubjectWebhook, key)
	})
}

// Webhooks are those of the organization that the viewer acts for, oldest first.
func (s *Service) Webhooks(ctx context.Context) ([]*db.Webhook, error) {
	if err := auth.Require(ctx, auth.ManageWebhooks); err != nil {
		return nil, err
	}
	rows, err := s.DB.Webhook.Query().Where(webhook.OrganizationID(auth.From(ctx).Organization())).
		Order(db.Asc(webhook.FieldCreatedAt, webhook.FieldID)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load webhooks: %w", err)
	}
	return rows, nil
}

// secretPrefix is Standard Webhooks'.
const secretPrefix = "whsec_"

func (s *Service) secret(key string) (secret string, sealed []byte, err error) {
	var raw [secretBytes]byte
	if _, err := io.ReadFull(s.Random, raw[:]); err != nil {
		return "", nil, fmt.Errorf("make a secret: %w", err)
	}
	return secretPrefix + base64.StdEncoding.EncodeToString(raw[:]), s.Vault.Seal(key, raw[:]), nil
}

func checkURL(address string) error {
	if why := fetch.CheckURL(address); why != "" {
		return problem.New(problem.Invalid, "this address cannot be told anything: %s", why).
			Spanish("a esta dirección no se le puede avisar: tiene que ser https y pública").At("url")
	}
	return nil
}

// checkEvents refuses those that the viewer may not know of.
func checkEvents(ctx context.Context, list []WebhookEvent) error {
	var problems []error
	for i, event := range list {
		if !auth.Can(ctx, events[event].needs) {
			problems = append(problems, problem.New(problem.Invalid, "the membership that you act as is not told %s", event).
				Spanish("a la función que ejerce no se le avisa de %s", event).At("events", fmt.Sprint(i)))
		}
	}
	return problem.Join(problems...)
}

func texts(list []WebhookEvent) []string {
	out := make([]string, len(list))
	for i, event := range list {
		out[i] = string(event)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// day hides the time of day in an id: two organizations that compare theirs could
// tell that they were told of the same change.
func day(at time.Time) time.Time { return at.UTC().Truncate(24 * time.Hour) }
