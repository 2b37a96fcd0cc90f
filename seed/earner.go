package seed

import (
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/matching"
)

// Earner is a hand-written, invented earner whose history tells something.
type Earner struct {
	Key  string `yaml:"key"`
	Name string `yaml:"name"`
	// Story says what the earner is in the demo for.
	Story      string              `yaml:"story"`
	Locale     string              `yaml:"locale"`
	Place      string              `yaml:"place"`
	Precision  enum.PlacePrecision `yaml:"precision"`
	Remote     bool                `yaml:"remote"`
	Visibility consent.Visibility  `yaml:"visibility"`
	// Reach is GRANTED where only those named by grants see the earner.
	Reach      consent.Reach     `yaml:"reach"`
	Awards     []EarnerAward     `yaml:"awards"`
	Conditions *EarnerConditions `yaml:"conditions"`
	Grants     []EarnerGrant     `yaml:"grants"`
	Blocks     []string          `yaml:"blocks"`
	Protected  EarnerProtected   `yaml:"protected"`
	// GuardianNeededInDays is when the earner comes of age, if not yet.
	GuardianNeededInDays int `yaml:"guardian_needed_in_days"`
	// ClaimCode marks an earner without an account, opened on paper consent.
	ClaimCode bool `yaml:"claim_code"`
	// ShowNonCounting lets employers see why an award does not count.
	ShowNonCounting bool `yaml:"show_non_counting"`
}

// EarnerAward is one award of a hand-written earner.
type EarnerAward struct {
	MicroCredential string `yaml:"micro_credential"`
	// Issuer is the first of the definition's issuers when empty.
	Issuer        string            `yaml:"issuer"`
	EarnedDaysAgo int               `yaml:"earned_days_ago"`
	Status        enum.AwardStatus  `yaml:"status"`
	Reason        string            `yaml:"reason"`
	Verification  enum.Verification `yaml:"verification"`
	Source        enum.AwardSource  `yaml:"source"`
	// Levels are the assessed levels where they differ from the version's.
	Levels map[string]matching.Level `yaml:"levels"`
	// Hidden awards are not shown for matching.
	Hidden bool `yaml:"hidden"`
}

// EarnerConditions are terms that employers never see.
type EarnerConditions struct {
	// PayFloor is dollars an hour.
	PayFloor      string   `yaml:"pay_floor"`
	Shifts        []string `yaml:"shifts"`
	TravelMinutes int      `yaml:"travel_minutes"`
	// Never names an organization that must not see the earner.
	Never string `yaml:"never"`
}

// EarnerGrant is a consent to one organization, one kind or one account.
type EarnerGrant struct {
	Organization     string                `yaml:"organization"`
	Kind             enum.OrganizationKind `yaml:"kind"`
	Account          string                `yaml:"account"`
	Purpose          consent.Purpose       `yaml:"purpose"`
	Fields           []consent.Field       `yaml:"fields"`
	UntilInDays      int                   `yaml:"until_in_days"`
	WithdrawnDaysAgo int                   `yaml:"withdrawn_days_ago"`
}

// EarnerProtected is what the protected store holds of a hand-written earner;
// what is empty is unknown.
type EarnerProtected struct {
	Age                int    `yaml:"age"`
	Gender             string `yaml:"gender"`
	EthnicityRace      string `yaml:"ethnicity_race"`
	PrimaryLanguage    string `yaml:"primary_language"`
	EnrollmentStatus   string `yaml:"enrollment_status"`
	PellEligible       *bool  `yaml:"pell_eligible"`
	FirstGeneration    *bool  `yaml:"first_generation"`
	Disability         *bool  `yaml:"disability"`
	PublicAssistance   *bool  `yaml:"public_assistance"`
	LowIncome          *bool  `yaml:"low_income"`
	EnglishLearner     *bool  `yaml:"english_learner"`
	BaselineWage       string `yaml:"baseline_wage"`
	BaselineHours      int    `yaml:"baseline_hours"`
	BaselineEmployed   *bool  `yaml:"baseline_employed"`
	BaselineBenefits   *bool  `yaml:"baseline_benefits"`
	BaselineDaysAgo    int    `yaml:"baseline_days_ago"`
	BaselineReportedBy string `yaml:"baseline_reported_by"`
}
