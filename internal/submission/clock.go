package submission

import "time"

// Standing is how a deadline stands.
type Standing string

// The standings.
const (
	// OnTime has more than two business days left.
	OnTime Standing = "ON_TIME"
	// DueSoon has two business days left, or fewer.
	DueSoon Standing = "DUE"
	// Overdue is past the deadline.
	Overdue Standing = "OVERDUE"
	// Escalated is past it by three business days or more.
	Escalated Standing = "ESCALATED"
)

// Standings lists every standing.
func Standings() []Standing { return []Standing{OnTime, DueSoon, Overdue, Escalated} }

// Standing says how a deadline stands.
func (c Calendar) Standing(now, due time.Time) Standing {
	left := c.Left(now, due)
	switch late := now.Truncate(time.Second).After(due); {
	case late && left <= -longOverdue:
		return Escalated
	case late:
		return Overdue
	case left <= dueSoon:
		return DueSoon
	}
	return OnTime
}

// Clock is the time that a submission's assessors have. It stands still while the
// earner has the submission back.
type Clock struct {
	// Due is when it runs out; zero while it is paused.
	Due time.Time
	// Left is how many business days were left when it was paused; not positive
	// where it had run out.
	Left   int
	Paused bool
}

// Start starts a clock of so many business days.
func (c Calendar) Start(from time.Time, days int) Clock {
	return Clock{Due: c.Due(from, days)}
}

// Pause stops a clock: the submission was returned. A paused one stays as it is.
func (c Calendar) Pause(clock Clock, now time.Time) Clock {
	if clock.Paused {
		return clock
	}
	return Clock{Left: c.Left(now, clock.Due), Paused: true}
}

// Resume has a paused clock go on from a resubmission, with what was left and at
// least one business day. One that runs stays as it is.
func (c Calendar) Resume(clock Clock, now time.Time) Clock {
	if !clock.Paused {
		return clock
	}
	return Clock{Due: c.Due(now, clock.Left)}
}
