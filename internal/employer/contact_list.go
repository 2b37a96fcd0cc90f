package employer

import (
	"context"
	"fmt"
	"slices"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/block"
	"github.com/stackmatch/stackmatch/ent/db/contactrequest"
	"github.com/stackmatch/stackmatch/ent/db/earner"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/store"
)

// ContactFilter says which contacts to keep: lists mean any of; members given
// together must all hold.
type ContactFilter struct {
	Status  []enum.ContactStatus
	Posting *string
	Event   *string
}

// ContactsInput asks for a list of contacts.
type ContactsInput struct {
	Filter ContactFilter
	Page   page.Args
}

// Contacts lists the contacts that the viewer is a side of, newest first.
func (s *Service) Contacts(ctx context.Context, in ContactsInput) (page.Page[*Contact], error) {
	none := page.Page[*Contact]{}
	mine, err := contactSide(ctx)
	if err != nil {
		return none, err
	}
	if err := in.Page.Check(); err != nil {
		return none, err
	}
	scope, err := page.Scope(auth.From(ctx).Key(), "contacts", in.Filter)
	if err != nil {
		return none, err
	}
	where, err := s.contactsWhere(ctx, in.Filter)
	if err != nil {
		return none, err
	}
	rest, err := page.Past(s.Cursors, scope, in.Page,
		store.Before[predicate.ContactRequest](contactrequest.FieldCreatedAt, contactrequest.FieldID))
	if err != nil {
		return none, err
	}
	rows, err := withSides(s.DB.ContactRequest.Query().Where(where...).Where(mine).Where(rest...)).
		Order(db.Desc(contactrequest.FieldCreatedAt, contactrequest.FieldID)).Limit(in.Page.Limit()).All(ctx)
	if err != nil {
		return none, fmt.Errorf("list contacts: %w", err)
	}
	list := make([]*Contact, len(rows))
	for i, row := range rows {
		list[i] = s.contact(ctx, row)
	}
	return page.Cut(list, in.Page, s.Cursors, scope, func(c *Contact) []string { return page.Instant(c.CreatedAt, c.ID) }), nil
}

func (s *Service) contactsWhere(ctx context.Context, f ContactFilter) ([]predicate.ContactRequest, error) {
	var where []predicate.ContactRequest
	if f.Posting != nil {
		where = append(where, contactrequest.PostingID(*f.Posting))
	}
	if f.Event != nil {
		where = append(where, contactrequest.EventID(*f.Event))
	}
	if f.Status == nil {
		return where, nil
	}
	closed, err := s.contactClosed(ctx)
	if err != nil {
		return nil, err
	}
	var either []predicate.ContactRequest
	for _, status := range f.Status {
		either = append(either, s.contactStands(status, closed))
	}
	return append(where, contactrequest.Or(either...)), nil
}

// endsWithGrant are the statuses that end with the consent that they rest on.
var endsWithGrant = []enum.ContactStatus{enum.ContactAccepted, enum.ContactInterview, enum.ContactOffered}

// contactStands is what contactStanding says, as a query asks it.
func (s *Service) contactStands(status enum.ContactStatus, closed predicate.ContactRequest) predicate.ContactRequest {
	is, now := contactrequest.StatusEQ(status), s.Now()
	switch {
	case status == enum.ContactPending:
		return contactrequest.And(is, contactrequest.ExpiresAtGT(now))
	case status == enum.ContactExpired:
		return contactrequest.Or(is, contactrequest.And(contactrequest.StatusEQ(enum.ContactPending), contactrequest.ExpiresAtLTE(now)))
	case status == enum.ContactWithdrawn:
		return contactrequest.Or(is, contactrequest.And(contactrequest.StatusIn(endsWithGrant...), closed))
	case slices.Contains(endsWithGrant, status):
		return contactrequest.And(is, contactrequest.Not(closed))
	}
	return is
}

// contactClosed keeps the contacts whose consent holds no more, as stillOpen says it. It is asked
// of the viewer's own side: of one earner, or of one employer.
func (s *Service) contactClosed(ctx context.Context) (predicate.ContactRequest, error) {
	viewer := auth.From(ctx)
	who := contactrequest.HasEarnerWith(earner.HasBlocksWith(block.OrganizationID(viewer.Organization())))
	if self := viewer.ActingEarner(); self != "" {
		blocked, err := s.DB.Block.Query().Where(block.EarnerID(self)).Select(block.FieldOrganizationID).Strings(ctx)
		if err != nil {
			return nil, fmt.Errorf("load blocks: %w", err)
		}
		who = contactrequest.OrganizationIDIn(blocked...)
	}
	return contactrequest.Or(who, contactrequest.Not(contactrequest.HasGrantWith(liveGrant(s.Now()))),
		contactrequest.HasEarnerWith(unguarded(s.Now()))), nil
}
