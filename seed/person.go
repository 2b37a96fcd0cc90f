package seed

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/matching"
)

// Person is an earner with a history, hand-written or synthetic: what the
// services are asked to write. References are keys of the catalog.
type Person struct {
	// Key is the same for the same seed and index, whatever else is written.
	Key    string
	Name   string
	Locale string

	Place      string
	Precision  enum.PlacePrecision
	Remote     bool
	Visibility consent.Visibility
	Reach      consent.Reach
	// GuardianUntil is zero for those of age.
	GuardianUntil   time.Time
	ShowNonCounting bool
	// ClaimCode is true for who has no account and claims by a code.
	ClaimCode bool

	Awards     []PersonAward
	Conditions []PersonCondition
	Grants     []PersonGrant
	Blocks     []string
	Protected  Protected
}

// PersonAward is one award of a person, with its true dates.
type PersonAward struct {
	MicroCredential string
	Version         int
	Issuer          string
	Source          enum.AwardSource
	Status          enum.AwardStatus
	Verification    enum.Verification
	EarnedAt        time.Time
	// ExpiresAt and RevokedAt are zero where they don't apply.
	ExpiresAt, RevokedAt time.Time
	RevokedReason        string
	// Pairs are the assessed competencies, nil where they are the version's.
	Pairs    []matching.Pair
	Withheld bool
}

// PersonCondition is a term of an earner that employers never see.
type PersonCondition struct {
	Kind                enum.EarnerConditionKind
	Amount, Unit, Value string
}

// PersonGrant is a consent to exactly one of an organization, a kind of
// organization or an account.
type PersonGrant struct {
	Organization, Account string
	Kind                  enum.OrganizationKind
	Purpose               consent.Purpose
	Fields                []consent.Field
	Until, WithdrawnAt    time.Time
}

// Protected is what the protected store holds; nil and empty are unknown.
type Protected struct {
	BirthYear        *int
	Gender           string
	EthnicityRace    string
	PrimaryLanguage  string
	PellEligible     *bool
	FirstGeneration  *bool
	Disability       *bool
	PublicAssistance *bool
	LowIncome        *bool
	EnglishLearner   *bool
	EnrollmentStatus string
	Baseline         *Baseline
}

// Baseline is how somebody stood when they joined a program.
type Baseline struct {
	Organization string
	On           time.Time
	WageCents    *int64
	WeeklyHours  *float64
	Benefits     []string
	Employed     *bool
}

// People are the hand-written earners, in the order of the file.
func (c *Catalog) People(now time.Time) []Person {
	people := make([]Person, len(c.Earners))
	for i, e := range c.Earners {
		people[i] = c.handWritten(e, now)
	}
	return people
}

func (c *Catalog) handWritten(e Earner, now time.Time) Person {
	p := Person{
		Key: e.Key, Name: e.Name, Locale: e.Locale, Place: e.Place, Precision: e.Precision, Remote: e.Remote,
		Visibility: e.Visibility, Reach: e.Reach, ShowNonCounting: e.ShowNonCounting, ClaimCode: e.ClaimCode,
		Blocks: e.Blocks, Protected: e.Protected.values(now),
	}
	if e.GuardianNeededInDays > 0 {
		p.GuardianUntil = daysAgo(now, -e.GuardianNeededInDays)
	}
	for _, a := range e.Awards {
		p.Awards = append(p.Awards, c.award(a, now))
	}
	for _, g := range e.Grants {
		p.Grants = append(p.Grants, PersonGrant{
			Organization: g.Organization, Account: g.Account, Kind: g.Kind, Purpose: g.Purpose, Fields: g.Fields,
			Until: inDays(now, g.UntilInDays), WithdrawnAt: inDays(now, -g.WithdrawnDaysAgo),
		})
	}
	if e.Conditions != nil {
		p.Conditions = e.Conditions.list()
		if e.Conditions.Never != "" && !slices.Contains(p.Blocks, e.Conditions.Never) {
			p.Blocks = append(slices.Clone(p.Blocks), e.Conditions.Never)
		}
	}
	return p
}

func (c *Catalog) award(a EarnerAward, now time.Time) PersonAward {
	m := c.microCredentials[a.MicroCredential]
	earned := daysAgo(now, a.EarnedDaysAgo).Add(15 * time.Hour)
	version, _ := m.Current(now, earned)
	award := PersonAward{
		MicroCredential: m.Key, Version: version.Number, Issuer: a.Issuer, Source: a.Source, Status: a.Status,
		Verification: a.Verification, EarnedAt: earned, ExpiresAt: version.Expires(earned), Withheld: a.Hidden,
	}
	if award.Issuer == "" {
		award.Issuer = m.Issuers[0]
	}
	if a.Status == enum.AwardRevoked {
		award.RevokedAt, award.RevokedReason = daysAgo(now, a.EarnedDaysAgo/2), a.Reason
	}
	if len(a.Levels) > 0 {
		award.Pairs = version.Pairs()
		for i, pair := range award.Pairs {
			if level, assessed := a.Levels[pair.Skill]; assessed {
				award.Pairs[i].Level = level
			}
		}
	}
	return award
}

func (c EarnerConditions) list() []PersonCondition {
	var list []PersonCondition
	if c.PayFloor != "" {
		list = append(list, PersonCondition{Kind: enum.EarnerPayFloor, Amount: c.PayFloor, Unit: "USD per hour"})
	}
	for _, shift := range c.Shifts {
		list = append(list, PersonCondition{Kind: enum.EarnerShift, Value: shift})
	}
	if c.TravelMinutes > 0 {
		list = append(list, PersonCondition{Kind: enum.EarnerTravelMinutes, Amount: strconv.Itoa(c.TravelMinutes), Unit: "minutes"})
	}
	return list
}

func (p EarnerProtected) values(now time.Time) Protected {
	v := Protected{
		Gender: p.Gender, EthnicityRace: p.EthnicityRace, PrimaryLanguage: p.PrimaryLanguage,
		PellEligible: p.PellEligible, FirstGeneration: p.FirstGeneration, Disability: p.Disability,
		PublicAssistance: p.PublicAssistance, LowIncome: p.LowIncome, EnglishLearner: p.EnglishLearner,
		EnrollmentStatus: p.EnrollmentStatus,
	}
	if p.Age > 0 {
		v.BirthYear = ptr(now.Year() - p.Age)
	}
	if p.BaselineReportedBy != "" {
		v.Baseline = p.baseline(now)
	}
	return v
}

func (p EarnerProtected) baseline(now time.Time) *Baseline {
	b := &Baseline{Organization: p.BaselineReportedBy, On: daysAgo(now, p.BaselineDaysAgo), Employed: p.BaselineEmployed}
	if cents, err := strconv.ParseInt(strings.ReplaceAll(p.BaselineWage, ".", ""), 10, 64); err == nil {
		b.WageCents = &cents
	}
	if p.BaselineHours > 0 {
		b.WeeklyHours = ptr(float64(p.BaselineHours))
	}
	if p.BaselineBenefits != nil && *p.BaselineBenefits {
		b.Benefits = []string{"health insurance"}
	}
	return b
}

// inDays is the day that many days after now, or before when negative; 0 is no
// day at all.
func inDays(now time.Time, days int) time.Time {
	if days == 0 {
		return time.Time{}
	}
	return daysAgo(now, -days)
}

func ptr[T any](v T) *T { return &v }
