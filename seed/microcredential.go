package seed

import (
	"slices"
	"strings"
	"time"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/matching"
)

// MicroCredential is a definition of any kind, with its versions.
type MicroCredential struct {
	Key string `yaml:"key"`
	// Program is the folder that the definition was read from.
	Program   string              `yaml:"-"`
	Kind      enum.CredentialKind `yaml:"kind"`
	Status    enum.CatalogStatus  `yaml:"status"`
	Developer string              `yaml:"developer"`
	Issuers   []string            `yaml:"issuers"`
	// Weight is how often the population earns it, against others: 1 to 10.
	Weight   int       `yaml:"weight"`
	Versions []Version `yaml:"versions"`
	// Readiness says what one needs before one begins.
	Readiness []Readiness `yaml:"readiness"`
}

// Version is what is assessed and how, fixed on the day that it is published.
type Version struct {
	Number           int `yaml:"number"`
	PublishedDaysAgo int `yaml:"published_days_ago"`

	Title       Text `yaml:"title"`
	Description Text `yaml:"description"`
	Criteria    Text `yaml:"criteria"`
	// Can says what a holder can do, in one sentence for an employer.
	Can Text `yaml:"can"`

	// Asserts maps skill keys to levels; 0 means that none is stated.
	Asserts map[string]matching.Level `yaml:"asserts"`

	Minutes int `yaml:"minutes"`
	// PriorMinutes is what it takes to prove what one can already do; 0 is no way to it.
	PriorMinutes int             `yaml:"prior_minutes"`
	Languages    []string        `yaml:"languages"`
	Delivery     []enum.Delivery `yaml:"delivery"`
	// Price is what a learner pays; nil is unknown, not free.
	Price *Money `yaml:"price"`
	// ValidityMonths is how long an award lasts; 0 is for good.
	ValidityMonths int `yaml:"validity_months"`
}

// Pairs are the asserted competencies, sorted by skill key.
func (v Version) Pairs() []matching.Pair {
	pairs := make([]matching.Pair, 0, len(v.Asserts))
	for skill, level := range v.Asserts {
		pairs = append(pairs, matching.Pair{Skill: skill, Level: level})
	}
	slices.SortFunc(pairs, func(a, b matching.Pair) int { return strings.Compare(a.Skill, b.Skill) })
	return pairs
}

// Published is the instant from which the version is awarded.
func (v Version) Published(now time.Time) time.Time { return daysAgo(now, v.PublishedDaysAgo) }

// Expires is when an award of the version earned at that instant runs out; the
// zero time means never.
func (v Version) Expires(earned time.Time) time.Time {
	if v.ValidityMonths == 0 {
		return time.Time{}
	}
	return earned.AddDate(0, v.ValidityMonths, 0)
}

// Current is the version that was in force at the instant, if any.
func (m MicroCredential) Current(now, at time.Time) (Version, bool) {
	for _, v := range slices.Backward(m.Versions) {
		if !v.Published(now).After(at) {
			return v, true
		}
	}
	return Version{}, false
}

// Offering is a chance to earn a micro-credential: who delivers it, where and
// when. Dates are relative to the seed's now.
type Offering struct {
	Key             string `yaml:"key"`
	MicroCredential string `yaml:"micro_credential"`
	Provider        string `yaml:"provider"`
	Place           string `yaml:"place"`
	StartsInDays    int    `yaml:"starts_in_days"`
	EndsInDays      int    `yaml:"ends_in_days"`
	// WithdrawnDaysAgo is 0 for what is still offered.
	WithdrawnDaysAgo int           `yaml:"withdrawn_days_ago"`
	Weekly           []string      `yaml:"weekly"`
	Seats            int           `yaml:"seats"`
	Language         string        `yaml:"language"`
	Delivery         enum.Delivery `yaml:"delivery"`
	Price            *Money        `yaml:"price"`
	Funding          Text          `yaml:"funding"`
	// LearnerPrice is what the learner pays after funding; nil is unknown.
	LearnerPrice *Money `yaml:"learner_price"`
	// Modules and DownloadKiB are 0 where unknown.
	Modules     int         `yaml:"modules"`
	DownloadKiB int         `yaml:"download_kib"`
	Readiness   []Readiness `yaml:"readiness"`
}

// Readiness is what one needs before one begins, besides time and money.
type Readiness struct {
	Kind enum.ReadinessKind `yaml:"kind"`
	Note Text               `yaml:"note"`
	URL  string             `yaml:"url"`
}

// daysAgo is midnight UTC of the day that many days before now.
func daysAgo(now time.Time, days int) time.Time {
	y, m, d := now.UTC().Date()
	return time.Date(y, m, d-days, 0, 0, 0, 0, time.UTC)
}
