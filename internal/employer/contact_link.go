package employer

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/contactrequest"
	"github.com/stackmatch/stackmatch/ent/db/organization"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/link"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// AnswerLink makes, in the transaction that queues the message, the token of a link by
// which a contact request is answered without signing in; empty where it is not open,
// or its earner has no account.
func (s *Service) AnswerLink(ctx context.Context, tx *db.Client, contact string) (string, error) {
	row, err := withSides(tx.ContactRequest.Query().Where(contactrequest.ID(contact))).Only(ctx)
	if db.IsNotFound(err) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("load contact: %w", err)
	}
	now, account := s.Now(), row.Edges.Earner.AccountID
	if contactStanding(row, now) != enum.ContactPending || account == nil {
		return "", nil
	}
	return s.Links.Make(ctx, tx, link.New{
		Purpose: enum.LinkAnswerContact, Account: *account, Subject: row.ID, For: row.ExpiresAt.Sub(now),
	})
}

// AnswerByLink answers contact requests on the pages of their links.
type AnswerByLink struct{ Employers *Service }

// The buttons of the page.
const (
	answerAccept  = "accept"
	answerDecline = "decline"
)

// Ask says who asks, about what and in which words, and what accepting opens.
func (j AnswerByLink) Ask(ctx context.Context, token, language string) (link.Question, error) {
	s, none := j.Employers, link.Question{}
	found, err := s.Links.Find(ctx, s.DB, token, enum.LinkAnswerContact)
	if err != nil {
		return none, err
	}
	row, err := withSides(s.DB.ContactRequest.Query().Where(contactrequest.ID(found.Subject))).Only(ctx)
	if err != nil {
		return none, fmt.Errorf("load contact: %w", err)
	}
	employer, err := s.DB.Organization.Query().Where(organization.ID(row.OrganizationID)).Only(ctx)
	if err != nil {
		return none, fmt.Errorf("load employer: %w", err)
	}
	l := languageOf(language)
	return link.Question{
		Title: fmt.Sprintf(pick(l, "%s would like to be in contact", "%s desea ponerse en contacto"), employer.Name),
		Text: fmt.Sprintf(pick(l,
			"About: %s\n\n%s\n\nIf you accept, %s reads your name for %d days, and what you tick below. You can end that at any time. If you decline, you need give no reason, and they learn nothing of you.",
			"Sobre: %s\n\n%s\n\nSi acepta, %s leerá su nombre durante %d días, y lo que marque abajo. Puede terminarlo en cualquier momento. Si rechaza, no hace falta que dé motivos, y no sabrán nada de usted."),
			row.Edges.Posting.Title, row.Message, employer.Name, consentDays),
		Fields: answerFields(l),
		Answers: []link.Answer{
			{Name: answerAccept, Label: pick(l, "Accept", "Aceptar")},
			{Name: answerDecline, Label: pick(l, "Decline", "Rechazar")},
		},
	}, nil
}

// answerFields are what may be opened beside the name. None is ticked beforehand: what
// nobody chose is no consent.
func answerFields(l matching.Language) []link.Field {
	return []link.Field{
		{Name: string(consent.Addresses), Tick: true, Label: pick(l, "My e-mail address and phone number", "Mi correo electrónico y mi teléfono")},
		{Name: string(consent.Awards), Tick: true, Label: pick(l, "My awards, with their public pages", "Mis logros, con sus páginas públicas")},
		{Name: string(consent.Dates), Tick: true, Label: pick(l, "The exact days of my awards", "Los días exactos de mis logros")},
		{Name: string(consent.Evidence), Tick: true, Label: pick(l, "The evidence that I published", "La evidencia que publiqué")},
		{Name: string(consent.Place), Tick: true, Label: pick(l, "My place, as exactly as I show it", "Mi lugar, con la precisión con que lo muestro")},
	}
}

// Do accepts or declines, as whose link it is.
func (j AnswerByLink) Do(ctx context.Context, token string, given link.Given) (link.Outcome, error) {
	s, l := j.Employers, languageOf(given.Language)
	in := AnswerContactInput{Accept: given.Answer == answerAccept}
	if !in.Accept && given.Answer != answerDecline {
		return link.Outcome{}, problem.New(problem.Invalid, "choose one of the two").Spanish("elija una de las dos").At("answer")
	}
	if in.Accept {
		in.Fields = []consent.Field{consent.Name}
		for _, field := range answerFields(l) {
			if given.Fields.Get(field.Name) != "" {
				in.Fields = append(in.Fields, consent.Field(field.Name))
			}
		}
	}
	err := store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		return s.answerBy(ctx, tx, token, in)
	})
	if err != nil {
		return link.Outcome{}, err
	}
	if in.Accept {
		return link.Outcome{
			Title: pick(l, "You accepted", "Usted aceptó"),
			Text:  pick(l, "The employer was told, and will be in touch.", "Se avisó al empleador, que se pondrá en contacto."),
		}, nil
	}
	return link.Outcome{
		Title: pick(l, "You declined", "Usted rechazó"),
		Text:  pick(l, "The employer was told no more than that.", "No se dijo más al empleador."),
	}, nil
}

// answerBy uses a link up and answers as its account's earner.
func (s *Service) answerBy(ctx context.Context, tx *db.Client, token string, in AnswerContactInput) error {
	used, err := s.Links.Use(ctx, tx, token, enum.LinkAnswerContact)
	if err != nil {
		return err
	}
	row, err := loadContact(ctx, tx, used.Subject, contactrequest.ID(used.Subject))
	if err != nil {
		return err
	}
	if person := row.Edges.Earner; person.AccountID == nil || *person.AccountID != used.AccountID {
		return contactOver()
	}
	in.ID = row.ID
	if err := s.checkAnswer(&in); err != nil {
		return err
	}
	_, err = s.answerContact(auth.With(ctx, auth.Viewer{Account: used.AccountID, Earner: row.EarnerID}), tx, in)
	return err
}
