package web

import (
	"cmp"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/credential"
)

// The marks of outcomes, which style.css and the templates draw.
const (
	markGood  = "good"
	markBad   = "bad"
	markEnded = "ended"
	markOpen  = "open"
	markNone  = "none"
)

// standing is how an award stands now: a mark, a word, one for where there is
// little room, and a sentence.
type standing struct{ Mark, Word, Short, Sentence string }

// standings are the words; %s is a day. What has no short word is short.
var standings = map[string]struct {
	mark           string
	word, sentence phrase
	short          phrase
}{
	"valid": {
		markGood,
		phrase{"Valid", "Válido"},
		phrase{"Everything that decides was checked, and holds.", "Se comprobó todo lo que decide, y se sostiene."},
		phrase{},
	},
	"recorded": {
		markGood,
		phrase{"Valid", "Válido"},
		phrase{"Its issuer has it on record here, and has not taken it back.", "Su emisor lo tiene registrado aquí y no lo ha retirado."},
		phrase{},
	},
	"unknown issuer": {
		markOpen,
		phrase{"Valid, from an issuer not known here", "Válido, de un emisor no conocido aquí"},
		phrase{"The badge holds. Whether to rely on its issuer is for you to decide.", "La insignia se sostiene. Si confiar en su emisor lo decide usted."},
		phrase{"Issuer not known here", "Emisor no conocido"},
	},
	"held before": {
		markOpen,
		phrase{"Valid when last fully checked", "Válido la última vez que se comprobó del todo"},
		phrase{"Something could not be checked since. Ask again later.", "Desde entonces algo no se pudo comprobar. Vuelva a consultar más tarde."},
		phrase{"Not fully checked", "Sin comprobar del todo"},
	},
	"undecided": {
		markOpen,
		phrase{"Not fully checked", "Sin comprobar del todo"},
		phrase{"Nothing was found to be wrong, and something could not be checked. Ask again later.", "No se encontró nada incorrecto, y algo no se pudo comprobar. Vuelva a consultar más tarde."},
		phrase{},
	},
	"expired": {
		markEnded,
		phrase{"Expired", "Vencido"},
		phrase{"It was valid until %s.", "Fue válido hasta el %s."},
		phrase{},
	},
	"suspended": {
		markEnded,
		phrase{"Suspended", "Suspendido"},
		phrase{"Its issuer has put it on hold. It does not count for now.", "Su emisor lo ha dejado en suspenso. Por ahora no cuenta."},
		phrase{},
	},
	"revoked": {
		markBad,
		phrase{"Revoked", "Revocado"},
		phrase{"Its issuer took it back on %s. It no longer counts.", "Su emisor lo retiró el %s. Ya no cuenta."},
		phrase{},
	},
	"invalid": {
		markBad,
		phrase{"Not valid", "No válido"},
		phrase{"A check failed. Do not rely on it.", "Una comprobación no se superó. No confíe en él."},
		phrase{},
	},
}

// standingOf says how an award stands. What its issuer did goes before what a check
// of its badge found: that is the consequence.
func standingOf(a *credential.PublicAward, now time.Time, language string) standing {
	key, on := howItStands(a, now)
	of := standings[key]
	s := standing{Mark: of.mark, Word: of.word.in(language), Short: of.short.in(language), Sentence: of.sentence.in(language)}
	s.Short = cmp.Or(s.Short, s.Word)
	if on != nil {
		s.Sentence = fmt.Sprintf(s.Sentence, dayOf(*on, language).Text)
	}
	return s
}

func howItStands(a *credential.PublicAward, now time.Time) (key string, on *time.Time) {
	row := a.Award
	switch {
	case row.Status == enum.AwardRevoked:
		return "revoked", row.RevokedAt
	case row.Status == enum.AwardSuspended:
		return "suspended", nil
	case row.ExpiresAt != nil && !row.ExpiresAt.After(now):
		return "expired", row.ExpiresAt
	case a.Report != nil && a.Report.Verdict == badge.Invalid:
		return "invalid", nil
	case a.Report == nil && a.Counts:
		return "recorded", nil
	case a.Report == nil:
		return "undecided", nil
	case a.Report.Verdict == badge.Valid && a.Counts:
		return "valid", nil
	case a.Report.Verdict == badge.Valid:
		return "unknown issuer", nil
	case a.Counts:
		return "held before", nil
	}
	return "undecided", nil
}

// checkLine is one check of a badge.
type checkLine struct {
	Mark, Name, Outcome, Sentence string
}

// checksOf are the checks of a report, which may be a day old. Whether the issuer is
// known here is told as it is now: that counts at once.
func checksOf(report *badge.Report, known bool, language string) []checkLine {
	if report == nil {
		return nil
	}
	marks := map[badge.Outcome]string{
		badge.Pass: markGood, badge.Fail: markBad, badge.Unknown: markOpen, badge.NotApplicable: markNone,
	}
	out := make([]checkLine, len(report.Checks))
	for i, c := range report.Checks {
		if c.Name == badge.CheckIssuerTrust {
			c = issuerCheck(known)
		}
		out[i] = checkLine{
			Mark: marks[c.Outcome], Name: checkWords[c.Name].in(language),
			Outcome: outcomeWords[c.Outcome].in(language), Sentence: phrase{c.Detail, c.DetailES}.in(language),
		}
	}
	return out
}

func issuerCheck(known bool) badge.Check {
	outcome, words := badge.Unknown, phrases["not known"]
	if known {
		outcome, words = badge.Pass, phrases["known"]
	}
	return badge.Check{Name: badge.CheckIssuerTrust, Outcome: outcome, Detail: words.en, DetailES: words.es}
}
