package matching

import (
	"fmt"
	"time"
)

// Language is a language that sentences are written in.
type Language string

// The languages.
const (
	English Language = "en"
	Spanish Language = "es"
)

// pick is the sentence in a language, English where there is no other.
func (l Language) pick(english, spanish string) string {
	if l == Spanish {
		return spanish
	}
	return english
}

// Sentence says the reason to a person.
func (r Reason) Sentence(l Language) string {
	s := reasonSentences[r]
	return l.pick(s[0], s[1])
}

var reasonSentences = map[Reason][2]string{
	ReasonExact:           {"Proven: this skill, at the level asked or above.", "Acreditada: esta competencia, al nivel pedido o superior."},
	ReasonCredential:      {"Holds a credential asked for.", "Tiene una de las credenciales pedidas."},
	ReasonStackCompleted:  {"Completed the stack asked for.", "Completó la serie de credenciales pedida."},
	ReasonStackInProgress: {"Has started the stack asked for.", "Ha empezado la serie de credenciales pedida."},
	ReasonLevelBelow:      {"Proven: this skill, below the level asked.", "Acreditada: esta competencia, por debajo del nivel pedido."},
	ReasonLevelNotStated:  {"Proven: this skill; level not stated by the issuer.", "Acreditada: esta competencia; el emisor no indica el nivel."},
	ReasonNarrower:        {"Proven: a narrower skill.", "Acreditada: una competencia más específica."},
	ReasonBroader:         {"Proven: a broader skill.", "Acreditada: una competencia más amplia."},
	ReasonRelated:         {"Proven: a related skill.", "Acreditada: una competencia relacionada."},
	ReasonExpiresBefore:   {"Holds a credential asked for, but it runs out before the day it is needed.", "Tiene una credencial pedida, pero vence antes del día en que se necesita."},
	ReasonNotCounting:     {"Nothing that counts: expired, suspended, not verified or revoked.", "Nada que cuente: vencida, suspendida, sin verificar o revocada."},
	ReasonMissing:         {"No evidence yet.", "Aún sin evidencia."},
}

// soon is how close an expiry is for the summary to mention it.
const soon = 180 * 24 * time.Hour

// Summary says a match in one sentence: how many must-haves are met, then what
// runs out soon, or else what is not proven yet. Labels name the requirements in
// their order. It tells months, never days.
func (m Match) Summary(l Language, labels []string, asOf time.Time) string {
	return m.headline(l) + m.caveat(l, labels, asOf) + "."
}

// headline counts the must-haves met, or the wishes where nothing is REQUIRED.
func (m Match) headline(l Language) string {
	musts, met, say := 0, 0, wishSentences
	for _, r := range m.Requirements {
		if !r.Must {
			continue
		}
		musts++
		if r.Credit == fullCredit {
			met++
		}
		if r.Importance == Required {
			say = mustSentences
		}
	}
	switch {
	case musts == 1 && met == 1:
		return l.pick(say.one[0], say.one[1])
	case musts == 1:
		return l.pick(say.notOne[0], say.notOne[1])
	case met == 0:
		return fmt.Sprintf(l.pick(say.none[0], say.none[1]), musts)
	case met == musts:
		return fmt.Sprintf(l.pick(say.all[0], say.all[1]), musts)
	}
	return fmt.Sprintf(l.pick(say.some[0], say.some[1]), met, musts)
}

// headlines are sentences in English and Spanish.
type headlines struct{ one, notOne, none, all, some [2]string }

var (
	mustSentences = headlines{
		one:    [2]string{"Has your one must-have", "Cumple su único requisito indispensable"},
		notOne: [2]string{"Does not have your one must-have yet", "Aún no cumple su único requisito indispensable"},
		none:   [2]string{"Has none of your %d must-haves yet", "Aún no cumple ninguno de sus %d requisitos indispensables"},
		all:    [2]string{"Has all your %d must-haves", "Cumple sus %d requisitos indispensables"},
		some:   [2]string{"Has %d of your %d must-haves", "Cumple %d de sus %d requisitos indispensables"},
	}
	wishSentences = headlines{
		one:    [2]string{"Has your one wish", "Cumple su única preferencia"},
		notOne: [2]string{"Does not have your one wish yet", "Aún no cumple su única preferencia"},
		none:   [2]string{"Has none of your %d wishes yet", "Aún no cumple ninguna de sus %d preferencias"},
		all:    [2]string{"Has all your %d wishes", "Cumple sus %d preferencias"},
		some:   [2]string{"Has %d of your %d wishes", "Cumple %d de sus %d preferencias"},
	}
)

func (m Match) caveat(l Language, labels []string, asOf time.Time) string {
	if r, ok := m.runsOutFirst(asOf); ok && r.Requirement < len(labels) {
		return fmt.Sprintf(l.pick("; %s runs out in %s", "; %s vence en %s"), labels[r.Requirement], monthOf(l, r.ExpiresAt, asOf))
	}
	var unproven []int
	for _, r := range m.Requirements {
		if r.Must && r.Credit < fullCredit && r.Requirement < len(labels) {
			unproven = append(unproven, r.Requirement)
		}
	}
	switch len(unproven) {
	case 0:
		return ""
	case 1:
		return fmt.Sprintf(l.pick("; %s is not proven yet", "; falta acreditar %s"), labels[unproven[0]])
	}
	return fmt.Sprintf(l.pick("; %s and %d more are not proven yet", "; faltan por acreditar %s y %d más"), labels[unproven[0]], len(unproven)-1)
}

// runsOutFirst is the must-have that runs out first: before the day that it is needed, or soon.
func (m Match) runsOutFirst(asOf time.Time) (first RequirementMatch, found bool) {
	for _, r := range m.Requirements {
		pressing := r.Reason == ReasonExpiresBefore || r.Credit == fullCredit && r.ExpiresAt.Sub(asOf) <= soon
		if !r.Must || r.ExpiresAt.IsZero() || !pressing {
			continue
		}
		if !found || r.ExpiresAt.Before(first.ExpiresAt) {
			first, found = r, true
		}
	}
	return first, found
}

// monthOf is the month of the last valid day, with its year where the month
// alone would be read as an earlier one.
func monthOf(l Language, expiresAt, asOf time.Time) string {
	last, now := expiresAt.Add(-1).UTC(), asOf.UTC()
	name := l.pick(last.Month().String(), spanishMonths[last.Month()-1])
	if months := (last.Year()-now.Year())*12 + int(last.Month()) - int(now.Month()); months < 12 {
		return name
	}
	return fmt.Sprintf(l.pick("%s %d", "%s de %d"), name, last.Year())
}

var spanishMonths = [...]string{
	"enero", "febrero", "marzo", "abril", "mayo", "junio",
	"julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
}
