package account

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/link"
)

// said picks the language of a page.
func said(language, en, es string) string {
	if language == "es" {
		return es
	}
	return en
}

// The fields and buttons of the pages.
const (
	fieldName    = "name"
	fieldCode    = "code"
	fieldAddress = "address"
	answerDo     = "do"
)

func nameField(language string) link.Field {
	return link.Field{Name: fieldName, Label: said(language, "Your name", "Su nombre")}
}

func button(language, en, es string) []link.Answer {
	return []link.Answer{{Name: answerDo, Label: said(language, en, es)}}
}

// filled is a field as it was filled in; nil where it was left empty.
func filled(given link.Given, name string) *string {
	if v := given.Fields.Get(name); v != "" {
		return &v
	}
	return nil
}

// SigningIn is the page of a link to sign in, or to register.
type SigningIn struct{ Accounts *Service }

// Ask asks whether to sign in; who is new is asked for a name.
func (j SigningIn) Ask(ctx context.Context, token, language string) (link.Question, error) {
	known, err := j.known(ctx, token)
	if err != nil {
		return link.Question{}, err
	}
	if known {
		return link.Question{
			Title:   said(language, "Sign in", "Entrar"),
			Text:    said(language, "Press the button to sign in here, now. The link works once.", "Pulse el botón para entrar aquí y ahora. El enlace sirve una sola vez."),
			Answers: button(language, "Sign in", "Entrar"),
		}, nil
	}
	return link.Question{
		Title: said(language, "Welcome", "Le damos la bienvenida"),
		Text: said(language, "There is no account with this address yet. Your account and your record are hidden: nobody finds you until you say so.",
			"Todavía no hay ninguna cuenta con esta dirección. Su cuenta y su registro están ocultos: nadie le encuentra hasta que usted lo diga."),
		Fields: []link.Field{nameField(language), {Name: fieldCode, Label: said(language,
			"The code on the sheet of paper from your coach or instructor, if you have one", "El código de la hoja que le dio su orientador o instructor, si tiene uno")}},
		Answers: button(language, "Open my account", "Abrir mi cuenta"),
	}, nil
}

// Do signs in, or opens an account.
func (j SigningIn) Do(ctx context.Context, token string, given link.Given) (link.Outcome, error) {
	in, err := j.Accounts.SignIn(ctx, token)
	if err == nil && in == nil {
		in, err = j.Accounts.SelfRegister(ctx, RegisterInput{
			Token: token, Name: given.Fields.Get(fieldName), Language: &given.Language, Earner: true, ClaimCode: filled(given, fieldCode),
		})
	}
	if err != nil {
		return link.Outcome{}, err
	}
	return welcome(in, given.Language), nil
}

func (j SigningIn) known(ctx context.Context, token string) (bool, error) {
	row, err := j.Accounts.Links.Find(ctx, j.Accounts.DB, token, enum.LinkSignIn)
	if err != nil {
		return false, err
	}
	to, _ := reachOf(row.Subject)
	found, err := addressAt(ctx, j.Accounts.DB, to)
	return found != nil, err
}

func welcome(in *SignedIn, language string) link.Outcome {
	return link.Outcome{
		Title: said(language, "You are signed in", "Ha entrado"),
		Text: fmt.Sprintf(said(language, "Hello, %s. You are signed in until %s (UTC).", "Hola, %s. Ha entrado hasta el %s (UTC)."),
			in.Account.DisplayName, in.ExpiresAt.UTC().Format("2006-01-02 15:04")),
		Bearer: in.Token,
	}
}

// Confirming is the page of a link that confirms an address.
type Confirming struct{ Accounts *Service }

// Ask asks whether the address is the account's.
func (j Confirming) Ask(ctx context.Context, token, language string) (link.Question, error) {
	row, err := j.Accounts.Links.Find(ctx, j.Accounts.DB, token, enum.LinkVerifyAddress)
	if err != nil {
		return link.Question{}, err
	}
	to, _ := reachOf(row.Subject)
	return link.Question{
		Title: said(language, "Confirm your address", "Confirme su dirección"),
		Text: fmt.Sprintf(said(language, "%s will sign you in, and messages may go there.\n\nIf you did not add this address to an account of yours, close this page.",
			"%s le servirá para entrar, y ahí podrán llegarle mensajes.\n\nSi usted no añadió esta dirección a una cuenta suya, cierre esta página."), to.value),
		Answers: button(language, "It is mine", "Es mía"),
	}, nil
}

// Do confirms it.
func (j Confirming) Do(ctx context.Context, token string, given link.Given) (link.Outcome, error) {
	if _, err := j.Accounts.VerifyAddress(ctx, token); err != nil {
		return link.Outcome{}, err
	}
	return link.Outcome{
		Title: said(given.Language, "Confirmed", "Confirmada"),
		Text:  said(given.Language, "You can sign in with this address now.", "Ya puede entrar con esta dirección."),
	}, nil
}

// Joining is the page of an invitation.
type Joining struct{ Accounts *Service }

// Ask asks whether to accept; who is new is asked for a name.
func (j Joining) Ask(ctx context.Context, token, language string) (link.Question, error) {
	row, err := j.Accounts.invited(ctx, j.Accounts.DB, AcceptInvitationInput{Token: &token})
	if err != nil {
		return link.Question{}, err
	}
	of, err := j.Accounts.DB.Organization.Get(ctx, row.OrganizationID)
	if err != nil {
		return link.Question{}, fmt.Errorf("load organization: %w", err)
	}
	known, err := addressAt(ctx, j.Accounts.DB, reach{row.Kind, row.Value})
	if err != nil {
		return link.Question{}, err
	}
	q := link.Question{
		Title: said(language, "You are invited", "Le han invitado"),
		Text: fmt.Sprintf(said(language, "%s invites you to work with it here as: %s.", "%s le invita a trabajar aquí en su nombre como: %s."),
			of.Name, roleWords(row, language)),
		Answers: button(language, "Accept", "Aceptar"),
	}
	if known == nil {
		q.Fields = []link.Field{nameField(language)}
	}
	return q, nil
}

// Do accepts, and signs in.
func (j Joining) Do(ctx context.Context, token string, given link.Given) (link.Outcome, error) {
	done, err := j.Accounts.AcceptInvitation(ctx, AcceptInvitationInput{Token: &token, Name: filled(given, fieldName), Language: &given.Language})
	if err != nil {
		return link.Outcome{}, err
	}
	return welcome(done.SignedIn, given.Language), nil
}

// roleWords name the role of an invitation.
func roleWords(row *db.Invitation, language string) string {
	switch row.Role {
	case enum.RoleEmployer:
		return said(language, "employer", "empleador")
	case enum.RoleCoach:
		return said(language, "coach", "orientador")
	case enum.RoleIssuer:
		return said(language, "issuer", "emisor")
	case enum.RoleAssessor:
		return said(language, "assessor", "evaluador")
	case enum.RoleRecognizer:
		return said(language, "recognizer", "quien reconoce")
	case enum.RoleDeveloper:
		return said(language, "developer", "desarrollador")
	case enum.RoleAnalyst:
		return said(language, "analyst", "analista")
	case enum.RoleAdmin:
		return said(language, "administrator", "administrador")
	case enum.RoleSteward:
		return said(language, "steward", "responsable de datos")
	}
	return string(row.Role)
}
