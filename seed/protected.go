package seed

import (
	"math/rand/v2"
	"time"
)

// Shares of the 2022 report's pilot of 35 earners. Public assistance is known of
// its nine rural earners alone, so it stays unknown for everybody else.
const (
	disabilityShare       = 8.0 / 35  // 23 %
	lowIncomeShare        = 22.0 / 35 // 63 %
	notEnglishShare       = 15.0 / 35 // 43 %: primary language not English
	learnerShare          = 11.0 / 35 // 31 %: English learners, all among those
	ruralAssistanceShare  = 5.0 / 9   // 56 %
	spanishAmongOthers    = 0.7       // the report doesn't say; the demo's choice
	spanish               = "Spanish"
	adult                 = 18
	minorShare            = 0.01
	baselineShare         = 0.6
	unknownAttributeShare = 0.06
)

var (
	genders    = []string{"Female", "Female", "Female", "Male", "Male", "Other"}
	ethnicity  = []string{"American Indian or Alaska Native", "Asian", "Black or African American", "Black or African American", "Black or African American", "Hispanic or Latino", "Hispanic or Latino", "Native Hawaiian or Other Pacific Islander", "Two or more races", "White", "White", "White", "White", "White"}
	languages  = []string{"Arabic", "French", "Portuguese", "Somali", "Vietnamese"}
	enrollment = []string{"full-time", "part-time", "part-time", "short-term training", "short-term training", "self-paced modules"}
)

// protected draws who somebody is. It takes its own stream of randomness and of
// their life only whether they live in the country.
func (w *world) protected(r *rand.Rand, h home) Protected {
	p := Protected{
		BirthYear:        ptr(w.now.Year() - age(r)),
		Gender:           draw(r, genders),
		EthnicityRace:    draw(r, ethnicity),
		PrimaryLanguage:  "English",
		FirstGeneration:  ptr(chance(r, 0.5)),
		Disability:       ptr(chance(r, disabilityShare)),
		LowIncome:        ptr(chance(r, lowIncomeShare)),
		EnglishLearner:   ptr(false),
		EnrollmentStatus: draw(r, enrollment),
	}
	if chance(r, notEnglishShare) {
		p.PrimaryLanguage = draw(r, languages)
		if chance(r, spanishAmongOthers) {
			p.PrimaryLanguage = spanish
		}
		p.EnglishLearner = ptr(chance(r, learnerShare/notEnglishShare))
	}
	p.PellEligible = ptr(*p.LowIncome && chance(r, 0.85))
	if assisted := chance(r, ruralAssistanceShare); h.rural {
		p.PublicAssistance = &assisted
	}
	if chance(r, unknownAttributeShare) {
		p.Gender, p.EthnicityRace, p.FirstGeneration = "", "", nil
	}
	if chance(r, baselineShare) {
		p.Baseline = w.baseline(r)
	}
	return p
}

// age is 17 to 64, younger more often.
func age(r *rand.Rand) int {
	if chance(r, minorShare) {
		return adult - 1
	}
	return adult + 1 + int(45*r.Float64()*r.Float64())
}

func (w *world) baseline(r *rand.Rand) *Baseline {
	b := &Baseline{Organization: draw(r, baselineSources), On: daysAgo(w.now, 30+r.IntN(900)), Employed: ptr(chance(r, 0.6))}
	if *b.Employed {
		b.WageCents = ptr(int64(25 * (29 + r.IntN(55)))) // $7.25 and up
		b.WeeklyHours = ptr(float64(10 + r.IntN(31)))
		if chance(r, 0.35) {
			b.Benefits = []string{"health insurance"}
		}
	}
	return b
}

// baselineSources are the programs that ask when people join.
var baselineSources = []string{"savannah-tech", "kvec", "tennessee-state", "maine-system"}

// guardianUntil is the end of the year in which a minor comes of age: a birth
// year says no more.
func (w *world) guardianUntil(p Protected) time.Time {
	until := time.Date(*p.BirthYear+adult+1, 1, 1, 0, 0, 0, 0, time.UTC)
	if until.After(w.now) {
		return until
	}
	return time.Time{}
}
