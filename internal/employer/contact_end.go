package employer

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/contactrequest"
	"github.com/stackmatch/stackmatch/ent/db/grant"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/inbox"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// ExtendContactInput names a contact and the new last day of its consent.
type ExtendContactInput struct {
	ID    string
	Until time.Time
}

// ExtendContact has the earner who acts keep open for longer, or less long, what a
// contact opens.
func (s *Service) ExtendContact(ctx context.Context, in ExtendContactInput) (contact *Contact, err error) {
	if err := auth.Require(ctx, auth.AnswerContact); err != nil {
		return nil, err
	}
	if err := s.checkUntil(in.Until); err != nil {
		return nil, err
	}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		row, err := loadContact(ctx, tx, in.ID, contactrequest.EarnerID(auth.From(ctx).ActingEarner()))
		if err != nil {
			return err
		}
		if !stillOpen(row, s.Now()) {
			return contactOver()
		}
		if err := s.grantAnew(ctx, tx, row, endOfDay(in.Until)); err != nil {
			return err
		}
		if err := audit.Write(ctx, tx, s.Now(), "contact.extend", enum.SubjectContact, row.ID); err != nil {
			return err
		}
		contact, err = s.reloadContact(ctx, tx, row.ID)
		return err
	})
	return contact, err
}

// grantAnew replaces a contact's consent by one that ends at another time: a consent
// itself never grows.
func (s *Service) grantAnew(ctx context.Context, tx *db.Client, row *db.ContactRequest, until time.Time) error {
	now, given := s.Now(), row.Edges.Grant
	if err := tx.Grant.Update().Where(grant.ID(given.ID)).SetWithdrawnAt(now).Exec(ctx); err != nil {
		return fmt.Errorf("withdraw grant: %w", err)
	}
	anew, err := tx.Grant.Create().SetID(s.IDs.Mint(id.Grant)).SetCreatedAt(now).SetEarnerID(row.EarnerID).
		SetOrganizationID(row.OrganizationID).SetPurpose(given.Purpose).SetSource(given.Source).
		SetFields(given.Fields).SetUntil(until).Save(ctx)
	if err != nil {
		return fmt.Errorf("write grant: %w", err)
	}
	if err := tx.ContactRequest.Update().Where(contactrequest.ID(row.ID)).SetGrantID(anew.ID).SetUpdatedAt(now).Exec(ctx); err != nil {
		return fmt.Errorf("extend contact: %w", err)
	}
	return nil
}

// WithdrawContactInput names a contact that is to end.
type WithdrawContactInput struct{ ID string }

// WithdrawContact ends a contact from either side: what it opened is closed with the
// next request. What came of it stays.
func (s *Service) WithdrawContact(ctx context.Context, in WithdrawContactInput) (contact *Contact, err error) {
	mine, err := contactSide(ctx)
	if err != nil {
		return nil, err
	}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		row, err := loadContact(ctx, tx, in.ID, mine)
		if err != nil {
			return err
		}
		if err := s.withdrawContact(ctx, tx, row); err != nil {
			return err
		}
		contact, err = s.reloadContact(ctx, tx, row.ID)
		return err
	})
	return contact, err
}

// lasting are the statuses that a withdrawal does not change.
var lasting = []enum.ContactStatus{enum.ContactHired, enum.ContactNotHired}

func (s *Service) withdrawContact(ctx context.Context, tx *db.Client, row *db.ContactRequest) error {
	now := s.Now()
	pending := contactStanding(row, now) == enum.ContactPending
	if !pending && !stillOpen(row, now) {
		return contactOver()
	}
	if row.GrantID != nil {
		if err := tx.Grant.Update().Where(grant.ID(*row.GrantID), grant.WithdrawnAtIsNil()).SetWithdrawnAt(now).Exec(ctx); err != nil {
			return fmt.Errorf("withdraw grant: %w", err)
		}
	}
	if slices.Contains(lasting, row.Status) {
		return audit.Write(ctx, tx, now, "contact.withdraw", enum.SubjectContact, row.ID)
	}
	n, err := tx.ContactRequest.Update().Where(contactrequest.ID(row.ID), contactrequest.StatusEQ(row.Status)).
		SetStatus(enum.ContactWithdrawn).SetUpdatedAt(now).Save(ctx)
	if err != nil {
		return fmt.Errorf("withdraw contact: %w", err)
	}
	if n == 0 {
		return movedMeanwhile()
	}
	if err := s.Links.Revoke(ctx, tx, enum.LinkAnswerContact, row.ID); err != nil {
		return err
	}
	if err := s.contactStep(ctx, tx, row.ID, enum.ContactWithdrawn, "contact.withdraw"); err != nil {
		return err
	}
	return s.tellOther(ctx, tx, row)
}

// tellOther tells the side that did not act that a contact moved.
func (s *Service) tellOther(ctx context.Context, tx *db.Client, row *db.ContactRequest) error {
	if auth.From(ctx).ActingEarner() == row.EarnerID {
		return s.tellEmployer(ctx, tx, row, enum.NoticeContactMoved)
	}
	return s.Post.TellEarner(ctx, tx, row.EarnerID,
		inbox.Notice{Kind: enum.NoticeContactMoved, Subject: row.ID, About: row.PostingID})
}

func contactOver() error {
	return problem.New(problem.Conflict, "this contact is over").Spanish("este contacto ha terminado").At("id")
}

func movedMeanwhile() error {
	return problem.New(problem.Conflict, "this contact has moved meanwhile; read it again").
		Spanish("este contacto ha cambiado entretanto; léalo de nuevo").At("id")
}
