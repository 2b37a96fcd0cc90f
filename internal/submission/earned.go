package submission

import "time"

// Earned is what an accepted submission comes to.
type Earned struct {
	// Earner, Version and Issuer are ids.
	Earner, Version, Issuer string
	EarnedAt                time.Time
	// Levels are those reached, by skill, where the rubric says so.
	Levels map[string]int
}
