package matching

import (
	"testing"
	"time"
)

func TestSummaries(t *testing.T) {
	t.Parallel()
	const met, part = 100, 70
	must := func(credit Credit) RequirementMatch {
		return RequirementMatch{Importance: Required, Must: true, Credit: credit}
	}
	until := func(r RequirementMatch, day string) RequirementMatch {
		r.ExpiresAt = date(t, day)
		return r
	}
	wish := func(credit Credit) RequirementMatch {
		return RequirementMatch{Importance: Preferred, Must: true, Credit: credit}
	}
	early := until(must(0), "2026-03-21")
	early.Reason = ReasonExpiresBefore
	for _, test := range []struct {
		requirements []RequirementMatch
		en, es       string
	}{
		{
			[]RequirementMatch{must(met), must(met), must(met), early},
			"Has 3 of your 4 must-haves; First Aid/CPR runs out in March.",
			"Cumple 3 de sus 4 requisitos indispensables; First Aid/CPR vence en marzo.",
		},
		{
			[]RequirementMatch{must(met), must(met), must(part), until(must(met), "2026-08-01")},
			"Has 3 of your 4 must-haves; First Aid/CPR runs out in July.",
			"Cumple 3 de sus 4 requisitos indispensables; First Aid/CPR vence en julio.",
		},
		{
			[]RequirementMatch{must(met), must(part), must(0), until(must(met), "2028-08-01")},
			"Has 2 of your 4 must-haves; Forklift and 1 more are not proven yet.",
			"Cumple 2 de sus 4 requisitos indispensables; faltan por acreditar Forklift y 1 más.",
		},
		{
			[]RequirementMatch{must(met), must(part)},
			"Has 1 of your 2 must-haves; Forklift is not proven yet.",
			"Cumple 1 de sus 2 requisitos indispensables; falta acreditar Forklift.",
		},
		{[]RequirementMatch{must(met)}, "Has your one must-have.", "Cumple su único requisito indispensable."},
		{
			[]RequirementMatch{must(0), {Credit: met}},
			"Does not have your one must-have yet; Safety is not proven yet.",
			"Aún no cumple su único requisito indispensable; falta acreditar Safety.",
		},
		{[]RequirementMatch{wish(met), wish(met)}, "Has all your 2 wishes.", "Cumple sus 2 preferencias."},
		{
			[]RequirementMatch{wish(part), wish(0)},
			"Has none of your 2 wishes yet; Safety and 1 more are not proven yet.",
			"Aún no cumple ninguna de sus 2 preferencias; faltan por acreditar Safety y 1 más.",
		},
	} {
		m := Match{Requirements: test.requirements}
		for i := range m.Requirements {
			m.Requirements[i].Requirement = i
		}
		labels := []string{"Safety", "Forklift", "Spanish", "First Aid/CPR"}
		if got := m.Summary(English, labels, asOf); got != test.en {
			t.Errorf("got %q, want %q", got, test.en)
		}
		if got := m.Summary(Spanish, labels, asOf); got != test.es {
			t.Errorf("got %q, want %q", got, test.es)
		}
	}
}

func TestAMonthOfAnotherYearSaysSo(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ expires, en, es string }{
		{"2026-04-01", "March", "marzo"},
		{"2026-04-02", "April", "abril"},
		{"2027-02-28", "February", "febrero"},
		{"2027-03-31", "March 2027", "marzo de 2027"},
	} {
		if got := monthOf(English, date(t, test.expires), asOf); got != test.en {
			t.Errorf("%s: %q, want %q", test.expires, got, test.en)
		}
		if got := monthOf(Spanish, date(t, test.expires), asOf); got != test.es {
			t.Errorf("%s: %q, want %q", test.expires, got, test.es)
		}
	}
}

func TestEveryReasonIsASentenceInTwoLanguages(t *testing.T) {
	t.Parallel()
	for _, r := range []Reason{
		ReasonExact, ReasonCredential, ReasonStackCompleted, ReasonStackInProgress, ReasonLevelBelow, ReasonLevelNotStated,
		ReasonNarrower, ReasonBroader, ReasonRelated, ReasonExpiresBefore, ReasonNotCounting, ReasonMissing,
	} {
		en, es := r.Sentence(English), r.Sentence(Spanish)
		if en == "" || es == "" || en == es {
			t.Errorf("%s: %q, %q", r, en, es)
		}
	}
}

func TestStatesAndLastDays(t *testing.T) {
	t.Parallel()
	good := Award{Status: Active, Verified: true}
	with := func(change func(*Award)) Award {
		a := good
		change(&a)
		return a
	}
	for _, test := range []struct {
		name  string
		award Award
		want  State
		until string
	}{
		{"good", good, Counting, ""},
		{"until now", with(func(a *Award) { a.ExpiresAt = asOf }), StateExpired, "2026-03-02"},
		{"a moment left", with(func(a *Award) { a.ExpiresAt = asOf.Add(1) }), Counting, "2026-03-02"},
		{"until midnight", with(func(a *Award) { a.ExpiresAt = date(t, "2026-03-03") }), Counting, "2026-03-02"},
		{"elsewhere", with(func(a *Award) {
			a.ExpiresAt = time.Date(2026, 3, 3, 1, 0, 0, 0, time.FixedZone("", 2*60*60))
		}), Counting, "2026-03-02"},
		{"suspended and expired", with(func(a *Award) { a.Status, a.ExpiresAt = Suspended, asOf }), StateSuspended, "2026-03-02"},
		{"unverified and suspended", with(func(a *Award) { a.Status, a.Verified = Suspended, false }), StateUnverified, ""},
		{"revoked and unverified", with(func(a *Award) { a.Status, a.Verified = Revoked, false }), StateRevoked, ""},
		{"claimed", with(func(a *Award) { a.Claimed, a.Verified = true, false }), StateClaimed, ""},
	} {
		if got := test.award.State(asOf); got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
		if got := test.award.Until(); got != test.until {
			t.Errorf("%s: until %q, want %q", test.name, got, test.until)
		}
	}
}
