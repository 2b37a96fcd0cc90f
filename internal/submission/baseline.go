package submission

import "time"

// Baseline is how an earner stands when they enroll, as far as they wish to say.
// Nil and empty mean unknown.
type Baseline struct {
	// On is the day that it describes; by default the day of enrollment.
	On *time.Time
	// Source is who says so; by default the earner.
	Source *string
	// HourlyWage is a decimal in Currency; USD by default.
	HourlyWage       *string
	Currency         *string
	WeeklyHours      *float64
	Benefits         []string
	Employed         *bool
	PublicAssistance *bool
	Disability       *bool
	EnglishLearner   *bool
	LowIncome        *bool
	Rural            *bool
}
