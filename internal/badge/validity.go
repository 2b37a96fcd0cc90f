package badge

import "time"

// validity is the VALIDITY_PERIOD check of a Verifiable Credential: from the
// first instant of its period to just before its end (VC Data Model 2.0 §4.9).
func (r *run) validity(b *Badge) finding {
	if b.format == Presentation {
		return because(noteExchange)
	}
	from, f := bounds(b, "nbf", notBefore)
	if f.failed() {
		return f
	}
	until, f := bounds(b, "exp", notAfter)
	if f.failed() {
		return f
	}
	return r.within(from, until)
}

// within compares a period with the time that the policy names. Of a time that
// is not known the zero value stands.
func (r *run) within(from, until time.Time) finding {
	switch {
	case from.IsZero() && until.IsZero():
		return none()
	case !until.IsZero() && !r.policy.Now.Before(until):
		return fail(ReasonExpired, until.Format(time.RFC3339))
	case r.policy.Now.Before(from):
		return fail(ReasonNotYetValid, from.Format(time.RFC3339))
	default:
		return pass()
	}
}

// bounds reads one end of the period: of several dates the one that leaves less.
// What the credential itself leaves open, its token may say.
func bounds(b *Badge, claim string, members []string) (time.Time, finding) {
	var end time.Time
	for _, name := range members {
		value, found := b.doc[name]
		if !found {
			continue
		}
		s, _ := value.(string)
		t, ok := parseTime(s)
		if !ok {
			return time.Time{}, fail(ReasonDateFormat, name)
		}
		if end.IsZero() || t.After(end) == (claim == "nbf") {
			end = t
		}
	}
	if t, ok := numericDate(b.claims[claim]); ok && end.IsZero() {
		end = t
	}
	return end, pass()
}
