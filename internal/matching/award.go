package matching

import "time"

// State says whether the award counts at asOf and if not, why; where several
// reasons hold, the gravest.
func (a Award) State(asOf time.Time) State {
	switch {
	case a.Claimed:
		return StateClaimed
	case a.Status == Revoked:
		return StateRevoked
	case !a.Verified:
		return StateUnverified
	case a.Status == Suspended:
		return StateSuspended
	case !a.ExpiresAt.IsZero() && !asOf.Before(a.ExpiresAt):
		return StateExpired
	}
	return Counting
}

// Until is the last day (UTC) on which the award is valid at some moment, as
// "2006-01-02"; "" when it never expires.
func (a Award) Until() string {
	if a.ExpiresAt.IsZero() {
		return ""
	}
	return day(a.ExpiresAt.Add(-1))
}

// validOn says whether the award has not expired before a day.
func (a Award) validOn(day string) bool {
	return day == "" || a.ExpiresAt.IsZero() || a.Until() >= day
}

func day(t time.Time) string { return t.UTC().Format(time.DateOnly) }
