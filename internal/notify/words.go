package notify

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/stackmatch/stackmatch/ent/enum"
)

// facts are what a notice may name, as far as its reader may see it now. None of
// them names a person.
type facts struct {
	// Organization is a name; Posting, Search and Event are titles; Award is the title
	// of a micro-credential.
	Organization, Posting, Search, Award, Event string
}

// sentence is how a notice is worded; {organization} and its like stand for what it
// is about.
type sentence struct{ en, es string }

// sentences has every kind; a test finds what is missing.
var sentences = map[enum.NoticeKind]sentence{
	enum.NoticeContactRequested:  {"{organization} would like to get in touch with you about {posting}.", "{organization} quiere ponerse en contacto con usted por {posting}."},
	enum.NoticeContactAnswered:   {"A candidate has answered your request about {posting}.", "Una persona candidata ha respondido a su solicitud por {posting}."},
	enum.NoticeContactMoved:      {"There is news about {posting} at {organization}.", "Hay novedades sobre {posting} en {organization}."},
	enum.NoticeSearchMatched:     {"Somebody new matches {search}.", "Alguien nuevo coincide con {search}."},
	enum.NoticeInterestShown:     {"A candidate is interested in {posting}.", "Una persona candidata se interesa por {posting}."},
	enum.NoticeAwardReceived:     {"You have received {award}.", "Ha recibido {award}."},
	enum.NoticeAwardEnded:        {"{award} counts no more: it was revoked or suspended, has expired, or cannot be verified; your awards say why.", "{award} ya no cuenta: se revocó o suspendió, venció o no se puede verificar; en sus logros se dice por qué."},
	enum.NoticeSubmissionDecided: {"What you submitted for {award} was decided.", "Se decidió sobre lo que presentó para {award}."},
	enum.NoticeSubmissionWaiting: {"A submission for {award} waits in your queue.", "Una entrega para {award} espera en su cola."},
	enum.NoticeVouchAsked:        {"{organization} asks that somebody vouch for it.", "{organization} pide que alguien responda por ella."},
	enum.NoticeVouched:           {"{organization} was vouched for: its employers may now see candidates.", "Ya hay quien responde por {organization}: sus empleadores ya pueden ver personas candidatas."},
	enum.NoticeInvited:           {"{organization} invites you to take a role there.", "{organization} le invita a asumir una función."},
	enum.NoticeGuardianAnswered:  {"Your guardian has answered.", "Su tutor o tutora ha respondido."},
	enum.NoticeDataReady:         {"The data that you asked for is ready.", "Los datos que pidió están listos."},
	enum.NoticeReportFiled:       {"A report about an organization waits to be handled.", "Una denuncia sobre una organización espera respuesta."},
	enum.NoticeHiringEvent:       {"There is news about {event}.", "Hay novedades sobre {event}."},
	enum.NoticePostingExpiring:   {"{posting} ends in a few days.", "{posting} termina en unos días."},
	enum.NoticeAssigned:          {"A candidate for {posting} was assigned to you.", "Se le asignó una persona candidata para {posting}."},
	enum.NoticeWebhookDead:       {"Something could not be delivered to a webhook of your organization.", "Algo no se pudo entregar a un webhook de su organización."},
	enum.NoticeCaseAssigned:      {"A case was assigned to you.", "Se le asignó un caso."},
	enum.NoticeTaskDue:           {"A task of yours is due.", "Vence una tarea suya."},
	enum.NoticePlanOutdated:      {"A plan no longer holds as it was saved: look at it again.", "Un plan ya no vale como se guardó: vuelva a mirarlo."},
}

// say words a notice for a person. What is not to be named any more is spoken of in
// general.
func say(kind enum.NoticeKind, f facts, language string) string {
	if spanish(language) {
		return capital(strings.NewReplacer(
			"{organization}", or(f.Organization, "una organización"), "{posting}", quoted(f.Posting, "«", "»", "un puesto"),
			"{search}", quoted(f.Search, "la búsqueda «", "»", "una búsqueda guardada"), "{award}", quoted(f.Award, "«", "»", "una microcredencial"),
			"{event}", quoted(f.Event, "el evento de contratación «", "»", "un evento de contratación"),
		).Replace(sentences[kind].es))
	}
	return capital(strings.NewReplacer(
		"{organization}", or(f.Organization, "an organization"), "{posting}", quoted(f.Posting, "“", "”", "a posting"),
		"{search}", quoted(f.Search, "the search “", "”", "a saved search"), "{award}", quoted(f.Award, "“", "”", "a micro-credential"),
		"{event}", quoted(f.Event, "the hiring event “", "”", "a hiring event"),
	).Replace(sentences[kind].en))
}

func spanish(language string) bool { return language == "es" || strings.HasPrefix(language, "es-") }

func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return oneLine(text)
}

func quoted(text, before, after, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return before + oneLine(text) + after
}

func capital(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}
