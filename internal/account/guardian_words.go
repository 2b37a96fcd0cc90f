package account

import (
	"github.com/stackmatch/stackmatch/internal/link"
)

var (
	wordsGuardianAsked = words{
		subject: [2]string{"A guardian's agreement is asked for", "Se pide el acuerdo de un tutor"},
		text: [2]string{
			"%[2]s wants to be found by employers on Stackmatch and is under age: a guardian must agree first. Read what it means and answer here, within two weeks. It works once.\n\n%[1]s\n\nIf you know nobody of this name, do nothing.",
			"%[2]s quiere que lo encuentren las empresas en Stackmatch y es menor de edad: primero debe estar de acuerdo un tutor. Lea qué significa y responda aquí, en las próximas dos semanas. Sirve una sola vez.\n\n%[1]s\n\nSi no conoce a nadie con ese nombre, no haga nada.",
		},
	}
	wordsGuardianAgreed = words{
		subject: [2]string{"You agreed as a guardian", "Usted dio su acuerdo como tutor"},
		text: [2]string{
			"You agreed that employers may find the person in your care on Stackmatch. Keep this message: you may take it back at any time, here.\n\n%s",
			"Usted estuvo de acuerdo con que las empresas encuentren en Stackmatch a la persona a su cargo. Guarde este mensaje: puede retirarlo en cualquier momento, aquí.\n\n%s",
		},
	}
)

// The names of buttons and boxes.
const (
	answerAgree    = "agree"
	answerRefuse   = "refuse"
	answerWithdraw = "withdraw"
	answerKeep     = "keep"
	fieldGuardian  = "guardian"
)

func agreeQuestion(language, name string) link.Question {
	return link.Question{
		Title: said(language, "Do you agree, as a guardian of "+name+"?", "¿Está de acuerdo, como tutor de "+name+"?"),
		Text: said(language,
			"If you agree: employers whom a workforce board or a college vouches for may see the verified awards, under an alias and without a name, as far as "+name+" chooses to show them. "+
				"An employer may ask to be in contact. Only if "+name+" accepts does that employer learn the name, and what else "+name+" opens. "+
				"This holds until "+name+" is of age. You may take it back at any time by the link that we send you now. "+
				"If you refuse, nothing is shown to anybody.",
			"Si está de acuerdo: las empresas avaladas por una junta laboral o un colegio universitario podrán ver los logros verificados, con un alias y sin nombre, en la medida en que "+name+" quiera mostrarlos. "+
				"Una empresa puede pedir el contacto. Solo si "+name+" acepta, esa empresa sabrá el nombre y lo demás que "+name+" abra. "+
				"Esto vale hasta la mayoría de edad de "+name+". Usted puede retirarlo en cualquier momento con el enlace que le enviamos ahora. "+
				"Si se niega, no se muestra nada a nadie."),
		Fields: []link.Field{{Name: fieldGuardian, Tick: true, Label: said(language, "I am a parent or guardian of "+name+".", "Soy madre, padre o tutor de "+name+".")}},
		Answers: []link.Answer{
			{Name: answerAgree, Label: said(language, "I agree", "Estoy de acuerdo")},
			{Name: answerRefuse, Label: said(language, "I refuse", "Me niego")},
		},
	}
}

func withdrawQuestion(language string) link.Question {
	return link.Question{
		Title: said(language, "Take your agreement back?", "¿Retirar su acuerdo?"),
		Text: said(language,
			"Employers will see nothing more of the person in your care, from the next request on.",
			"Las empresas no verán nada más de la persona a su cargo, a partir de la próxima consulta."),
		Answers: []link.Answer{
			{Name: answerWithdraw, Label: said(language, "Take it back", "Retirarlo")},
			{Name: answerKeep, Label: said(language, "Leave it as it is", "Dejarlo como está")},
		},
	}
}

func outcomeOf(language, answer string) link.Outcome {
	switch answer {
	case answerAgree:
		return link.Outcome{
			Title: said(language, "Thank you: you agreed", "Gracias: usted está de acuerdo"),
			Text:  said(language, "We have sent you a link by which you may take it back.", "Le hemos enviado un enlace con el que puede retirarlo."),
		}
	case answerRefuse:
		return link.Outcome{
			Title: said(language, "You refused", "Usted se negó"),
			Text:  said(language, "Nothing is shown to employers.", "No se muestra nada a las empresas."),
		}
	case answerWithdraw:
		return link.Outcome{
			Title: said(language, "Your agreement is taken back", "Su acuerdo se ha retirado"),
			Text:  said(language, "Nothing is shown to employers from now on.", "Desde ahora no se muestra nada a las empresas."),
		}
	default:
		return link.Outcome{
			Title: said(language, "Nothing was changed", "No se cambió nada"),
			Text:  said(language, "Your agreement stands; this link still works.", "Su acuerdo sigue en pie; este enlace aún sirve."),
		}
	}
}
