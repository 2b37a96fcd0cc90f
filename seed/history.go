package seed

import (
	"math/rand/v2"
	"slices"
	"time"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/matching"
)

// history draws what somebody earned: nothing, a finished stack, half of one, or
// single awards; nearly everybody has a few more besides.
func (w *world) history(r *rand.Rand, h home) []PersonAward {
	program := h.program
	if chance(r, 0.15) {
		program = "" // somebody who came from, or looks, elsewhere
	}
	var wanted []*earnable
	switch u := r.Float64(); {
	case u < 0.05:
		return nil
	case u < 0.29:
		wanted = w.finished(r, w.stacks[program].pick(r))
	case u < 0.56:
		parts := w.parts(r, w.stacks[program].pick(r).Rule.Rule)
		wanted = parts[:(len(parts)+1)/2]
	}
	for more := r.IntN(4); more > 0 || len(wanted) == 0; more-- {
		wanted = append(wanted, w.credentials[program].pick(r))
	}
	return w.earn(r, unique(wanted))
}

// finished is a way through a whole stack, often with what it certifies.
func (w *world) finished(r *rand.Rand, g *goal) []*earnable {
	parts := w.parts(r, g.Rule.Rule)
	if g.certifies != nil && chance(r, 0.6) {
		parts = append(parts, g.certifies)
	}
	return parts
}

// parts picks one of the ways to satisfy a rule.
func (w *world) parts(r *rand.Rand, rule matching.Rule) []*earnable {
	var chosen []matching.Rule
	switch rule.Op {
	case matching.OpPart:
		return []*earnable{w.byKey[rule.Credential]}
	case matching.OpAllOf:
		chosen = rule.Of
	case matching.OpAnyOf:
		chosen = append(chosen, rule.Of[r.IntN(len(rule.Of))])
	case matching.OpKOf:
		for _, i := range r.Perm(len(rule.Of))[:rule.K] {
			chosen = append(chosen, rule.Of[i])
		}
	}
	var all []*earnable
	for _, child := range chosen {
		all = append(all, w.parts(r, child)...)
	}
	return all
}

// earn dates the awards: somebody starts up to three and a half years ago,
// most of them lately, and earns one after the other.
func (w *world) earn(r *rand.Rand, wanted []*earnable) []PersonAward {
	ago := r.Float64()
	ago *= 1250 * ago
	awards := make([]PersonAward, 0, len(wanted))
	for _, m := range wanted {
		earned := daysAgo(w.now, 1+int(ago)).Add(time.Duration(8*60+r.IntN(10*60)) * time.Minute)
		if earned.Before(m.published[0]) {
			earned = m.published[0].Add(time.Duration(24+r.IntN(24*60)) * time.Hour)
		}
		if earned.Before(w.now) {
			awards = append(awards, w.award(r, m, earned))
		}
		ago = max(0, ago-float64(7+r.IntN(60)))
	}
	return awards
}

func (w *world) award(r *rand.Rand, m *earnable, earned time.Time) PersonAward {
	at := len(m.published) - 1
	for m.published[at].After(earned) {
		at--
	}
	version := m.Versions[at]
	a := PersonAward{
		MicroCredential: m.Key, Version: version.Number, Issuer: issuer(r, m), Source: enum.SourceIssued,
		Status: enum.AwardActive, Verification: enum.Verified, EarnedAt: earned, ExpiresAt: version.Expires(earned),
		Withheld: chance(r, 0.02),
	}
	w.mishap(r, &a)
	if chance(r, 0.06) {
		a.Pairs = assessed(r, m.pairs[at])
	}
	return a
}

// issuer is the first one mostly: the lead college awards the most.
func issuer(r *rand.Rand, m *earnable) string {
	if chance(r, 0.5) {
		return m.Issuers[0]
	}
	return m.Issuers[r.IntN(len(m.Issuers))]
}

// mishap draws what keeps an award from counting, besides its expiry.
func (w *world) mishap(r *rand.Rand, a *PersonAward) {
	switch u := r.Float64(); {
	case u < 0.02:
		a.Status, a.RevokedReason = enum.AwardRevoked, "Awarded in error"
		a.RevokedAt = a.EarnedAt.Add(w.now.Sub(a.EarnedAt) / 2)
	case u < 0.035:
		a.Status = enum.AwardSuspended
	case u < 0.065:
		a.Source, a.Verification = enum.SourceImported, enum.Unverified
	case u < 0.075:
		a.Source, a.Verification = enum.SourceImported, enum.VerificationFailed
	case u < 0.10:
		a.Source, a.Verification = enum.SourceClaimed, enum.Unverified
	case u < 0.25:
		a.Source = enum.SourceImported
	}
}

// assessed is a version's competencies with one level as it was assessed.
func assessed(r *rand.Rand, asserted []matching.Pair) []matching.Pair {
	pairs := slices.Clone(asserted)
	one := &pairs[r.IntN(len(pairs))]
	if one.Level == 0 || one.Level == 4 || chance(r, 0.3) {
		one.Level = max(1, one.Level-min(1, one.Level))
	} else {
		one.Level++
	}
	if slices.Equal(pairs, asserted) {
		return nil
	}
	return pairs
}

// unique keeps the first of each.
func unique(list []*earnable) []*earnable {
	kept := list[:0:0]
	for _, m := range list {
		if !slices.Contains(kept, m) {
			kept = append(kept, m)
		}
	}
	return kept
}
