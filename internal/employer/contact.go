package employer

import (
	"context"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/contactrequest"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/dossier"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// Contact is a contact request as one of its two sides sees it.
type Contact struct {
	ID        string
	CreatedAt time.Time
	// Status is where it stands now: a request lapses, and what was agreed to ends,
	// by time alone and whatever is written.
	Status  enum.ContactStatus
	Message string
	// Opened is what the employer may read now, because of this contact.
	Opened []consent.Field
	// ExpiresAt is when an unanswered request lapses.
	ExpiresAt time.Time
	// AnsweredAt is the instant to the earner, and its day to the employer.
	AnsweredAt *time.Time
	// Until is when the consent ends that was given with the answer; nil before, and
	// once it has ended.
	Until        *time.Time
	Posting      string
	PostingTitle string
	Organization string
	// Event is the hiring event at which it began.
	Event *string
	// Own tells that the viewer is the earner.
	Own bool
	// Trains tells that the work was offered and the earner's consent holds: a plan that
	// they share is read here.
	Trains bool

	earner string
}

// ContactStep is a change of where a contact stands.
type ContactStep struct {
	Status enum.ContactStatus
	At     time.Time
}

// ContactsByID gives those of the contacts that the viewer is a side of.
func (s *Service) ContactsByID(ctx context.Context, ids []string) (map[string]*Contact, error) {
	mine, err := contactSide(ctx)
	if err != nil {
		return map[string]*Contact{}, nil //nolint:nilerr // whoever is no side has none
	}
	rows, err := withSides(s.DB.ContactRequest.Query().Where(contactrequest.IDIn(ids...), mine)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load contacts: %w", err)
	}
	out := make(map[string]*Contact, len(rows))
	for _, row := range rows {
		out[row.ID] = s.contact(ctx, row)
	}
	return out, nil
}

// contactSide keeps the contacts that the viewer is a side of: the earner's own, or those of
// the employer that the viewer acts for.
func contactSide(ctx context.Context) (predicate.ContactRequest, error) {
	viewer := auth.From(ctx)
	if viewer.ActingEarner() != "" && auth.Can(ctx, auth.AnswerContact) {
		return contactrequest.EarnerID(viewer.ActingEarner()), nil
	}
	if err := auth.Require(ctx, auth.ContactCandidates); err != nil {
		return nil, err
	}
	return contactrequest.OrganizationID(viewer.Organization()), nil
}

// withSides loads what decides where contacts stand.
func withSides(q *db.ContactRequestQuery) *db.ContactRequestQuery {
	return q.WithGrant().WithPosting().WithEarner(func(q *db.EarnerQuery) { q.WithGrants().WithBlocks() })
}

// contact is a record, loaded with its sides, as the viewer sees it.
func (s *Service) contact(ctx context.Context, row *db.ContactRequest) *Contact {
	now, own := s.Now(), auth.From(ctx).ActingEarner() == row.EarnerID
	out := &Contact{
		ID: row.ID, CreatedAt: row.CreatedAt, Status: contactStanding(row, now), Message: row.Message,
		ExpiresAt: row.ExpiresAt, AnsweredAt: row.AnsweredAt, Posting: row.PostingID,
		PostingTitle: row.Edges.Posting.Title, Organization: row.OrganizationID, Event: row.EventID,
		Own: own, earner: row.EarnerID,
	}
	if row.AnsweredAt != nil {
		at := answered(*row.AnsweredAt, own)
		out.AnsweredAt = &at
	}
	if stillOpen(row, now) {
		out.Opened, out.Until, out.Trains = row.Edges.Grant.Fields, row.Edges.Grant.Until, trains(out.Status)
	}
	return out
}

// answered is when an earner did something, as the viewer is told it: employers the
// day alone, since two of them whom somebody answers at once could tell by the minute
// that it is the same person.
func answered(at time.Time, own bool) time.Time {
	if own {
		return at
	}
	return at.UTC().Truncate(24 * time.Hour)
}

// contactStanding is where a contact stands at now. What was agreed to is over once its
// consent is, however that came.
func contactStanding(row *db.ContactRequest, now time.Time) enum.ContactStatus {
	switch row.Status {
	case enum.ContactPending:
		if !now.Before(row.ExpiresAt) {
			return enum.ContactExpired
		}
	case enum.ContactAccepted, enum.ContactInterview, enum.ContactOffered:
		if !stillOpen(row, now) {
			return enum.ContactWithdrawn
		}
	case enum.ContactDeclined, enum.ContactWithdrawn, enum.ContactExpired, enum.ContactHired, enum.ContactNotHired:
		// It is over, whatever the consent.
	}
	return row.Status
}

// stillOpen tells whether the consent that the earner gave by accepting holds.
func stillOpen(row *db.ContactRequest, now time.Time) bool {
	grant, person := row.Edges.Grant, row.Edges.Earner
	if grant == nil || person == nil || person.ErasedAt != nil {
		return false
	}
	subject := dossier.Subject(person)
	given := consent.Subject{
		Blocked: subject.Blocked, GuardianUntil: subject.GuardianUntil,
		Grants: []consent.Grant{dossier.Grant(grant)},
	}
	for _, g := range subject.Grants {
		if g.Purpose == consent.Guardian {
			given.Grants = append(given.Grants, g)
		}
	}
	return given.Opens(consent.Name, consent.Contact, row.OrganizationID, "", now)
}

// HistoryByContact gives the steps of contacts that the caller has found the viewer
// to be a side of, oldest first.
func (s *Service) HistoryByContact(ctx context.Context, ids []string) (map[string][]*ContactStep, error) {
	mine, err := contactSide(ctx)
	if err != nil {
		return nil, err
	}
	self := auth.From(ctx).ActingEarner()
	rows, err := s.DB.ContactRequest.Query().Where(contactrequest.IDIn(ids...), mine).WithSteps().All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load steps of contacts: %w", err)
	}
	out := make(map[string][]*ContactStep, len(rows))
	for _, row := range rows {
		for _, step := range row.Edges.Steps {
			out[row.ID] = append(out[row.ID], &ContactStep{Status: step.Status, At: answered(step.At, self == row.EarnerID)})
		}
	}
	return out, nil
}

// loadContact reads a contact of the viewer's side in a transaction.
func loadContact(ctx context.Context, tx *db.Client, id string, mine predicate.ContactRequest) (*db.ContactRequest, error) {
	row, err := withSides(tx.ContactRequest.Query().Where(contactrequest.ID(id), mine)).Only(ctx)
	if db.IsNotFound(err) {
		return nil, problem.New(problem.NotFound, "there is no contact %q", short(id)).
			Spanish("no hay ningún contacto %q", short(id)).At("id")
	}
	if err != nil {
		return nil, fmt.Errorf("load contact: %w", err)
	}
	return row, nil
}
