package matching

import (
	"fmt"
	"time"
)

// SummaryForEarner says a match to the earner in one sentence: how many of the
// must-haves they prove, and what is missing first.
func (m Match) SummaryForEarner(l Language, labels []string, asOf time.Time) string {
	musts, met, missing := 0, 0, -1
	for _, r := range m.Requirements {
		if !r.Must {
			continue
		}
		musts++
		if r.Credit == 100 {
			met++
		} else if missing < 0 {
			missing = r.Requirement
		}
	}
	if missing < 0 {
		return l.pick("You prove everything that is asked", "Usted acredita todo lo que se pide") + m.runsOutNext(l, labels, asOf) + "."
	}
	return fmt.Sprintf(l.pick("You prove %d of %d must-haves; still to be proven in full: %s.",
		"Usted acredita %d de %d requisitos; falta acreditar por completo: %s."), met, musts, labels[missing])
}

// runsOutNext says what the earner should renew before it runs out.
func (m Match) runsOutNext(l Language, labels []string, asOf time.Time) string {
	first, found := m.runsOutFirst(asOf)
	if !found {
		return ""
	}
	return fmt.Sprintf(l.pick("; %s runs out in %s", "; %s vence en %s"), labels[first.Requirement], monthOf(l, first.ExpiresAt, asOf))
}
