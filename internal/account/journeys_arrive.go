package account

import (
	"context"

	"github.com/stackmatch/stackmatch/internal/link"
)

// Arriving is the page of who has no link yet: whom a sheet of paper sends here, say.
// It needs no token.
type Arriving struct{ Accounts *Service }

// Ask asks where the link is to go.
func (Arriving) Ask(_ context.Context, _, language string) (link.Question, error) {
	return link.Question{
		Title: said(language, "Sign in, or register", "Entrar o registrarse"),
		Text: said(language, "We send you a link to sign in with. If you were given a code on paper, have it ready: you are asked for it then.",
			"Le enviamos un enlace para entrar. Si le dieron un código en papel, téngalo a mano: se le pedirá entonces."),
		Fields:  []link.Field{{Name: fieldAddress, Label: said(language, "Your e-mail address or telephone number", "Su correo electrónico o su número de teléfono")}},
		Answers: button(language, "Send me the link", "Enviarme el enlace"),
	}, nil
}

// Do sends it. What it says is the same whether anybody has the address.
func (j Arriving) Do(ctx context.Context, _ string, given link.Given) (link.Outcome, error) {
	err := j.Accounts.RequestSignIn(ctx, RequestSignInInput{Address: given.Fields.Get(fieldAddress), Language: &given.Language})
	if err != nil {
		return link.Outcome{}, err
	}
	return link.Outcome{
		Title: said(given.Language, "Look at your messages", "Mire sus mensajes"),
		Text: said(given.Language, "A link is on its way. It works once, for 15 minutes. Nothing came? Look whether the address is right, and ask again.",
			"El enlace va en camino. Sirve una sola vez, durante 15 minutos. ¿No llegó nada? Compruebe la dirección y vuelva a pedirlo."),
	}, nil
}
