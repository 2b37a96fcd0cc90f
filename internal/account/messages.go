package account

import (
	"context"
	"fmt"
	"strings"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/internal/courier"
)

// words are what a message says, in English and in Spanish.
type words struct{ subject, text [2]string }

func (w words) in(language string, about ...any) (subject, text string) {
	i := 0
	if language == "es" || strings.HasPrefix(language, "es-") {
		i = 1
	}
	return w.subject[i], fmt.Sprintf(w.text[i], about...)
}

// send queues a message to an address.
func (s *Service) send(ctx context.Context, tx *db.Client, to reach, account, language string, w words, about ...any) error {
	subject, text := w.in(language, about...)
	return s.Courier.Send(ctx, tx, courier.Message{
		Channel: to.channel(), To: to.value, Subject: subject, Text: text, Account: account,
	})
}

var (
	wordsSignIn = words{
		subject: [2]string{"Sign in to Stackmatch", "Entrar en Stackmatch"},
		text: [2]string{
			"Open this link within 15 minutes to sign in, or to register if you are new. It works once.\n\n%s\n\nIf you did not ask for it, do nothing.",
			"Abra este enlace en los próximos 15 minutos para entrar, o para registrarse si es su primera vez. Sirve una sola vez.\n\n%s\n\nSi no lo pidió, no haga nada.",
		},
	}
	wordsLapsed = words{
		subject: [2]string{"This address no longer signs you in", "Esta dirección ya no sirve para entrar"},
		text: [2]string{
			"Somebody asked to sign in to Stackmatch with this address. It was to be confirmed again by now and was not, so it no longer signs anybody in.\n\n" +
				"If the account is yours, sign in with another of your addresses and add this one again. If it is not yours, sign in with another address of your own and add this one there.",
			"Alguien pidió entrar en Stackmatch con esta dirección. Había que confirmarla de nuevo y no se hizo, así que ya no sirve para entrar.\n\n" +
				"Si la cuenta es suya, entre con otra de sus direcciones y vuelva a añadir esta. Si no es suya, entre con otra dirección propia y añádala allí.",
		},
	}
	wordsVerify = words{
		subject: [2]string{"Confirm this address", "Confirme esta dirección"},
		text: [2]string{
			"Somebody who is signed in to Stackmatch says that this address is theirs. If that was you, open this link within a day to confirm it.\n\n%s\n\nIf it was not you, do nothing: nobody gets your address.",
			"Alguien que ha entrado en Stackmatch dice que esta dirección es suya. Si fue usted, abra este enlace en el plazo de un día para confirmarla.\n\n%s\n\nSi no fue usted, no haga nada: nadie recibe su dirección.",
		},
	}
	wordsReminder = words{
		subject: [2]string{"Is this address still yours?", "¿Sigue siendo suya esta dirección?"},
		text: [2]string{
			"From %[2]s on, this address no longer signs you in to Stackmatch, unless you confirm that it is still yours.\n\n%[1]s\n\nIf you lose it soon, sign in and add another address before.",
			"A partir del %[2]s, esta dirección ya no le servirá para entrar en Stackmatch, salvo que confirme que sigue siendo suya.\n\n%[1]s\n\nSi pronto la va a perder, entre antes y añada otra dirección.",
		},
	}
	wordsInvited = words{
		subject: [2]string{"You are invited to Stackmatch", "Le invitan a Stackmatch"},
		text: [2]string{
			"%[2]s invites you to work with it on Stackmatch. Open this link within two weeks to accept. It works once.\n\n%[1]s\n\nIf you expected no invitation, do nothing.",
			"%[2]s le invita a trabajar en su nombre en Stackmatch. Abra este enlace en las próximas dos semanas para aceptar. Sirve una sola vez.\n\n%[1]s\n\nSi no esperaba ninguna invitación, no haga nada.",
		},
	}
)
