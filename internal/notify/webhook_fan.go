package notify

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/ent/db/contactrequest"
	"github.com/stackmatch/stackmatch/ent/db/posting"
	"github.com/stackmatch/stackmatch/ent/db/savedsearchmatch"
	"github.com/stackmatch/stackmatch/ent/db/webhook"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/outbox"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/search"
)

// Feed is the change feed, in commit order.
type Feed interface {
	// Head is the position of the newest change.
	Head(ctx context.Context) (search.Position, error)
	// Changes are the next ones after a position; search.ErrTooOld when they are gone.
	Changes(ctx context.Context, after search.Position, limit int) ([]search.Change, error)
}

// bookmark is how far the webhooks have come.
const bookmark outbox.Bookmark = "webhooks"

// fanAtOnce bounds the changes of one round.
const fanAtOnce = 500

// FanOutOnce puts the next changes on their way to the webhooks that are told them,
// and says whether more may follow. What is put on its way, and how far the feed was
// read, is written together: each change leaves once, whenever the process is killed.
func (s *Service) FanOutOnce(ctx context.Context) (more bool, err error) {
	if s.Feed == nil {
		return false, nil
	}
	at, known, err := bookmark.Read(ctx, s.DB)
	if err != nil {
		return false, err
	}
	if !known {
		head, err := s.Feed.Head(ctx)
		if err != nil {
			return false, err
		}
		return false, bookmark.Place(ctx, s.DB, head)
	}
	changes, err := s.Feed.Changes(ctx, at, fanAtOnce)
	if errors.Is(err, search.ErrTooOld) {
		// Nobody can say what was missed: whoever must know asks by the API.
		head, err := s.Feed.Head(ctx)
		if err != nil {
			return false, err
		}
		return false, s.advance(ctx, at, head, nil)
	}
	if err != nil || len(changes) == 0 {
		return false, err
	}
	rows, err := s.deliveries(ctx, changes)
	if err != nil {
		return false, err
	}
	return len(changes) == fanAtOnce, s.advance(ctx, at, changes[len(changes)-1].Position, rows)
}

func (s *Service) advance(ctx context.Context, from, to search.Position, rows []*db.WebhookDelivery) error {
	return bookmark.Move(ctx, s.DB, from, to, func(ctx context.Context, tx *db.Client) error {
		return store.InsertMissing(ctx, tx, rows)
	})
}

// deliveries are what the webhooks are to be told of changes.
func (s *Service) deliveries(ctx context.Context, changes []search.Change) ([]*db.WebhookDelivery, error) {
	hooks, err := s.DB.Webhook.Query().Where(webhook.DisabledAtIsNil()).Order(db.Asc(webhook.FieldID)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load webhooks: %w", err)
	}
	if len(hooks) == 0 {
		return nil, nil
	}
	owners, err := s.owners(ctx, changes)
	if err != nil {
		return nil, err
	}
	var rows []*db.WebhookDelivery
	for _, change := range changes {
		event, ok := eventOf(change.ID)
		if !ok || owners[change.ID] == "" {
			continue
		}
		for _, hook := range hooks {
			if hook.OrganizationID != owners[change.ID] || len(hook.Events) > 0 && !slices.Contains(hook.Events, string(event)) {
				continue
			}
			rows = append(rows, &db.WebhookDelivery{
				ID: s.IDs.At(id.WebhookDelivery, day(s.Now())), CreatedAt: s.Now(), WebhookID: hook.ID,
				Event: string(event), Subject: change.ID, NextAt: s.Now(),
				Dedupe: hook.ID + " " + change.ID + " " + change.Position.Epoch + " " + strconv.FormatInt(change.Position.Seq, 10),
			})
		}
	}
	return rows, nil
}

func eventOf(subject string) (WebhookEvent, bool) {
	prefix := id.Prefix(subject)
	for event, of := range events {
		if of.prefix == prefix {
			return event, true
		}
	}
	return "", false
}

// owners are the organizations whose business the changed records are.
func (s *Service) owners(ctx context.Context, changes []search.Change) (map[string]string, error) {
	ids := map[string][]string{}
	for _, change := range changes {
		ids[id.Prefix(change.ID)] = append(ids[id.Prefix(change.ID)], change.ID)
	}
	out := map[string]string{}
	contacts, err := s.DB.ContactRequest.Query().Where(contactrequest.IDIn(ids[id.ContactRequest]...)).All(ctx)
	for _, row := range contacts {
		out[row.ID] = row.OrganizationID
	}
	if err != nil {
		return nil, wrap("contacts", err)
	}
	matches, err := s.DB.SavedSearchMatch.Query().Where(savedsearchmatch.IDIn(ids[id.SearchMatch]...), savedsearchmatch.Told(true)).WithSearch().All(ctx)
	for _, row := range matches {
		out[row.ID] = row.Edges.Search.OrganizationID
	}
	if err != nil {
		return nil, wrap("matches", err)
	}
	awards, err := s.DB.Award.Query().Where(award.IDIn(ids[id.Award]...)).All(ctx)
	for _, row := range awards {
		out[row.ID] = row.IssuerID
	}
	if err != nil {
		return nil, wrap("awards", err)
	}
	postings, err := s.DB.Posting.Query().Where(posting.IDIn(ids[id.Posting]...)).All(ctx)
	for _, row := range postings {
		out[row.ID] = row.EmployerID
	}
	return out, wrap("postings", err)
}
