package consent

import "slices"

// The steps in which conditions of work are held: what an employer could find out
// by trying many postings is no finer.
const (
	// PayStep is in cents an hour.
	PayStep = 250
	// HoursStep is in hours a week.
	HoursStep = 5
	// TravelStep is in minutes.
	TravelStep = 15
)

// KmPerMinute makes kilometers in a straight line of minutes on the way: about
// 48 km an hour.
const KmPerMinute = 0.8

// WorkConditions is what an earner asks of work. It acts as consent does: work that
// does not meet it does not list them. Zero members ask for nothing.
type WorkConditions struct {
	// PayFloor is the least an hour, in cents.
	PayFloor int
	// Shifts are those that they can work.
	Shifts []string
	// HoursLeast and HoursMost are a week.
	HoursLeast, HoursMost int
	// TravelMinutes is how long the way may be.
	TravelMinutes int
}

// InSteps rounds the conditions to the steps in which they are held, each to what
// asks for no less.
func (w WorkConditions) InSteps() WorkConditions {
	up := func(n, step int) int { return (n + step - 1) / step * step }
	down := func(n, step int) int {
		if n <= 0 {
			return 0
		}
		return max(step, n/step*step)
	}
	return WorkConditions{
		PayFloor: up(w.PayFloor, PayStep), Shifts: w.Shifts,
		HoursLeast: up(w.HoursLeast, HoursStep), HoursMost: down(w.HoursMost, HoursStep),
		TravelMinutes: down(w.TravelMinutes, TravelStep),
	}
}

// TravelKm is how far the way may be, in a straight line.
func (w WorkConditions) TravelKm() int { return int(float64(w.TravelMinutes) * KmPerMinute) }

// WorkOffer is what work offers. Zero members are not said.
type WorkOffer struct {
	// Pay is an hour, in cents: work that does not say meets no floor.
	Pay int
	// Shifts are those in which it is done; HoursLeast and HoursMost are a week. Work
	// that does not say meets any.
	Shifts                []string
	HoursLeast, HoursMost float64
	Remote                bool
}

// WorkCondition names a condition of work.
type WorkCondition string

// The conditions of work.
const (
	PayFloor WorkCondition = "PAY_FLOOR"
	Shifts   WorkCondition = "SHIFT"
	Hours    WorkCondition = "HOURS"
	Travel   WorkCondition = "TRAVEL_MINUTES"
)

// Unmet lists the conditions that an offer does not meet, where the work is km away
// (infinitely far where nobody knows) and the earner takes remote work or not.
func (w WorkConditions) Unmet(o WorkOffer, km float64, remote bool) []WorkCondition {
	var unmet []WorkCondition
	if w.PayFloor > o.Pay {
		unmet = append(unmet, PayFloor)
	}
	shared := slices.ContainsFunc(w.Shifts, func(s string) bool { return slices.Contains(o.Shifts, s) })
	if len(w.Shifts) > 0 && len(o.Shifts) > 0 && !shared {
		unmet = append(unmet, Shifts)
	}
	if o.HoursMost > 0 && float64(w.HoursLeast) > o.HoursMost || w.HoursMost > 0 && float64(w.HoursMost) < o.HoursLeast {
		unmet = append(unmet, Hours)
	}
	if w.TravelMinutes > 0 && km > float64(w.TravelKm()) && (!o.Remote || !remote) {
		unmet = append(unmet, Travel)
	}
	return unmet
}
