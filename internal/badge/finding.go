package badge

// finding is what a check found, before it is put into words.
type finding struct {
	outcome Outcome
	reason  Reason
	// about is what the sentence is about: a member, an address, a date.
	about string
	// note chooses the sentence of a check that found nothing to do.
	note note
	// advisory findings are told and decide nothing.
	advisory bool
}

// note says why there was nothing to check.
type note string

// The notes. The zero note is the check's own ("there is no status").
const (
	noteUnreadable note = "unreadable"
	noteUnsigned   note = "unsigned"
	noteUnproven   note = "unproven"
	noteHosted     note = "hosted"
	noteExchange   note = "exchange"
	noteNotAsked   note = "not-asked"
)

func pass() finding { return finding{outcome: Pass} }

func none() finding { return finding{outcome: NotApplicable} }

func because(n note) finding { return finding{outcome: NotApplicable, note: n} }

func fail(r Reason, about string) finding {
	return finding{outcome: Fail, reason: r, about: about}
}

func unknown(r Reason, about string) finding {
	return finding{outcome: Unknown, reason: r, about: about}
}

// advise makes a finding that is told and decides nothing.
func (f finding) advise() finding {
	f.advisory = true
	return f
}

func (f finding) passed() bool { return f.outcome == Pass }

func (f finding) failed() bool { return f.outcome == Fail }

// severity orders outcomes from harmless to fatal.
var severity = map[Outcome]int{NotApplicable: 0, Pass: 1, Unknown: 2, Fail: 3}

// worse gives the graver of two findings, the first if they are equal.
func worse(a, b finding) finding {
	if severity[b.outcome] > severity[a.outcome] {
		return b
	}
	return a
}

// findings are those of one report.
type findings map[CheckName]finding

// checks puts the findings into words, each check once and in order. What has
// no finding had nothing to check.
func (f findings) checks() []Check {
	checks := make([]Check, 0, len(checkOrder))
	for _, name := range checkOrder {
		found := f[name]
		if found.outcome == "" {
			found = none()
		}
		checks = append(checks, found.check(name))
	}
	return checks
}

// verdict is INVALID if any deciding check failed, else INDETERMINATE if any
// could not be decided, else VALID.
func (f findings) verdict() Verdict {
	worst := none()
	for _, found := range f {
		if !found.advisory {
			worst = worse(worst, found)
		}
	}
	switch worst.outcome {
	case Fail:
		return Invalid
	case Unknown:
		return Indeterminate
	default:
		return Valid
	}
}

// check puts a finding into words.
func (f finding) check(name CheckName) Check {
	s := f.sentence(name)
	return Check{
		Name: name, Outcome: f.outcome, Reason: f.reason, Advisory: f.advisory || name == CheckIssuerTrust,
		Detail: s.in(english, f.about), DetailES: s.in(spanish, f.about),
	}
}
