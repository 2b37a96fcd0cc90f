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
