package employer

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/contactrequest"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/dossier"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/inbox"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

const (
	// consentDays is for how long an accepted contact opens what the earner chose, by
	// default; maxConsentDays at most.
	consentDays    = 90
	maxConsentDays = 365
)

// AnswerContactInput accepts or declines a contact request.
type AnswerContactInput struct {
	ID     string
	Accept bool
	// Fields are what the employer may read from then on: NAME and AWARDS and CONTACT
	// by default, NAME always.
	Fields []consent.Field
	// Until is the last day of it; in 90 days by default.
	Until *time.Time
}

// AnswerContact has the earner who acts accept an employer's request, which opens
// what they choose to it, or decline it, for which no reason is asked.
func (s *Service) AnswerContact(ctx context.Context, in AnswerContactInput) (contact *Contact, err error) {
	if err := auth.Require(ctx, auth.AnswerContact); err != nil {
		return nil, err
	}
	if err := s.checkAnswer(&in); err != nil {
		return nil, err
	}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		contact, err = s.answerContact(ctx, tx, in)
		return err
	})
	return contact, err
}

// checkAnswer fills in what was left out, and says everything that is wrong.
func (s *Service) checkAnswer(in *AnswerContactInput) error {
	if !in.Accept {
		if in.Fields != nil || in.Until != nil {
			return problem.New(problem.Invalid, "who declines opens nothing: leave fields and until out").
				Spanish("quien rechaza no abre nada: omita fields y until").At("fields")
		}
		return nil
	}
	if in.Fields == nil {
		in.Fields = []consent.Field{consent.Name, consent.Awards, consent.Addresses}
	}
	slices.Sort(in.Fields)
	in.Fields = slices.Compact(in.Fields)
	var nameless, ended error
	if !slices.Contains(in.Fields, consent.Name) {
		nameless = problem.New(problem.Invalid, "to be in contact opens at least your name: add NAME, or decline").
			Spanish("aceptar el contacto abre al menos su nombre: añada NAME o rechace").At("fields")
	}
	if in.Until != nil {
		ended = s.checkUntil(*in.Until)
	}
	return problem.Join(nameless, ended)
}

// checkUntil wants the last day of a consent to lie ahead, and within a year.
func (s *Service) checkUntil(day time.Time) error {
	now := s.Now()
	if end := endOfDay(day); !end.After(now) || end.After(now.AddDate(0, 0, maxConsentDays+1)) {
		return problem.New(problem.Invalid, "the last day is today or later, within %d days", maxConsentDays).
			Spanish("el último día es hoy o posterior, dentro de %d días", maxConsentDays).At("until")
	}
	return nil
}

// endOfDay is the instant at which a day is over.
func endOfDay(day time.Time) time.Time {
	year, month, d := day.UTC().Date()
	return time.Date(year, month, d+1, 0, 0, 0, 0, time.UTC)
}

// answerContact writes the earner's answer. The viewer is the earner.
func (s *Service) answerContact(ctx context.Context, tx *db.Client, in AnswerContactInput) (*Contact, error) {
	mine := contactrequest.EarnerID(auth.From(ctx).ActingEarner())
	row, err := loadContact(ctx, tx, in.ID, mine)
	if err != nil {
		return nil, err
	}
	now, to := s.Now(), enum.ContactDeclined
	if contactStanding(row, now) != enum.ContactPending {
		return nil, problem.New(problem.Conflict, "this request is not open any more").
			Spanish("esta solicitud ya no está abierta").At("id")
	}
	change := tx.ContactRequest.Update().Where(contactrequest.ID(row.ID), contactrequest.StatusEQ(enum.ContactPending)).
		SetAnsweredAt(now).SetUpdatedAt(now)
	if in.Accept {
		to = enum.ContactAccepted
		grant, err := s.grantContact(ctx, tx, row, in)
		if err != nil {
			return nil, err
		}
		change.SetFields(in.Fields).SetGrantID(grant)
	}
	if n, err := change.SetStatus(to).Save(ctx); err != nil {
		return nil, fmt.Errorf("answer contact: %w", err)
	} else if n == 0 {
		return nil, problem.New(problem.Conflict, "this request was answered already").
			Spanish("esta solicitud ya se contestó").At("id")
	}
	if err := s.Links.Revoke(ctx, tx, enum.LinkAnswerContact, row.ID); err != nil {
		return nil, err
	}
	if err := s.contactStep(ctx, tx, row.ID, to, "contact.answer"); err != nil {
		return nil, err
	}
	if err := s.tellEmployer(ctx, tx, row, enum.NoticeContactAnswered); err != nil {
		return nil, err
	}
	return s.reloadContact(ctx, tx, row.ID)
}

// grantContact opens to the employer what the earner chose. A minor needs their
// guardian's consent for that, and nothing is opened to whom they blocked.
func (s *Service) grantContact(ctx context.Context, tx *db.Client, row *db.ContactRequest, in AnswerContactInput) (string, error) {
	now, subject := s.Now(), dossier.Subject(row.Edges.Earner)
	employer, err := tx.Organization.Get(ctx, row.OrganizationID)
	if err != nil {
		return "", fmt.Errorf("load employer: %w", err)
	}
	switch {
	case slices.Contains(subject.Blocked, row.OrganizationID):
		return "", problem.New(problem.Conflict, "you have blocked this employer: unblock it first, or decline").
			Spanish("usted ha bloqueado a este empleador: desbloquéelo antes, o rechace").At("id")
	case subject.NeedsGuardian(now):
		return "", problem.New(problem.Conflict, "a parent or guardian has to agree before you are in contact with employers").
			Spanish("su padre, madre o tutor debe consentir antes de que usted esté en contacto con empleadores").At("id")
	case employer.VouchedByID == nil:
		return "", problem.New(problem.Conflict, "nobody vouches for this employer at the moment").
			Spanish("en este momento nadie avala a este empleador").At("id")
	}
	until := endOfDay(now.AddDate(0, 0, consentDays)) // no instant that two employers could compare
	if in.Until != nil {
		until = endOfDay(*in.Until)
	}
	made, err := tx.Grant.Create().SetID(s.IDs.Mint(id.Grant)).SetCreatedAt(now).SetEarnerID(row.EarnerID).
		SetOrganizationID(row.OrganizationID).SetPurpose(consent.Contact).SetSource(enum.GrantByContact).
		SetFields(in.Fields).SetUntil(until).Save(ctx)
	if err != nil {
		return "", fmt.Errorf("write grant: %w", err)
	}
	return made.ID, nil
}

// tellEmployer tells those who hire for the employer of a contact.
func (s *Service) tellEmployer(ctx context.Context, tx *db.Client, row *db.ContactRequest, kind enum.NoticeKind) error {
	return s.Post.TellMembers(ctx, tx, row.OrganizationID, []enum.Role{enum.RoleEmployer},
		inbox.Notice{Kind: kind, Subject: row.ID, About: row.PostingID})
}

// reloadContact reads a contact again, of which the viewer is a side.
func (s *Service) reloadContact(ctx context.Context, tx *db.Client, id string) (*Contact, error) {
	row, err := withSides(tx.ContactRequest.Query().Where(contactrequest.ID(id))).Only(ctx)
	if err != nil {
		return nil, fmt.Errorf("load contact: %w", err)
	}
	return s.contact(ctx, row), nil
}
