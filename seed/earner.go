package seed

import "github.com/stackmatch/stackmatch/internal/matching"

// Earner is a hand-written, invented earner whose history tells something.
type Earner struct {
	Key  string `yaml:"key"`
	Name string `yaml:"name"`
	// Story says what the earner is in the demo for.
	Story      string            `yaml:"story"`
	Locale     string            `yaml:"locale"`
	Place      string            `yaml:"place"`
	Precision  string            `yaml:"precision"`
	Remote     bool              `yaml:"remote"`
	Visibility string            `yaml:"visibility"`
	Awards     []EarnerAward     `yaml:"awards"`
	Conditions *EarnerConditions `yaml:"conditions"`
	Grants     []EarnerGrant     `yaml:"grants"`
	Blocks     []string          `yaml:"blocks"`
	Protected  EarnerProtected   `yaml:"protected"`
	// GuardianNeededInDays is when the earner comes of age, if not yet.
	GuardianNeededInDays int `yaml:"guardian_needed_in_days"`
	// WithdrawnDaysAgo is when the consent to be matched was withdrawn.
	WithdrawnDaysAgo int `yaml:"withdrawn_days_ago"`
	// ClaimCode marks an earner without an account, opened on paper consent.
	ClaimCode bool `yaml:"claim_code"`
	// ShowNonCounting lets employers see why an award does not count.
	ShowNonCounting bool `yaml:"show_non_counting"`
}

// EarnerAward is one award of a hand-written earner.
type EarnerAward struct {
	MicroCredential string `yaml:"micro_credential"`
	// Issuer is the first of the definition's issuers when empty.
	Issuer        string `yaml:"issuer"`
	EarnedDaysAgo int    `yaml:"earned_days_ago"`
	Status        string `yaml:"status"`
	Reason        string `yaml:"reason"`
	Verification  string `yaml:"verification"`
	Source        string `yaml:"source"`
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
	Organization     string   `yaml:"organization"`
	Kind             string   `yaml:"kind"`
	Account          string   `yaml:"account"`
	Purpose          string   `yaml:"purpose"`
	Fields           []string `yaml:"fields"`
	UntilInDays      int      `yaml:"until_in_days"`
	WithdrawnDaysAgo int      `yaml:"withdrawn_days_ago"`
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

// How much an earner shows.
const (
	VisibilityHidden    = "HIDDEN"
	VisibilityAnonymous = "ANONYMOUS"
	VisibilityOpen      = "OPEN"
)

// How exactly an earner's place is shown.
const (
	PrecisionZIP    = "ZIP"
	PrecisionCounty = "COUNTY"
	PrecisionState  = "STATE"
	PrecisionNone   = "NONE"
)

// Where an award comes from.
const (
	SourceIssued   = "ISSUED"
	SourceImported = "IMPORTED"
	SourceSeeded   = "SEEDED"
	SourceClaimed  = "CLAIMED"
)

// What is known of an award's verification.
const (
	VerificationVerified   = "VERIFIED"
	VerificationUnverified = "UNVERIFIED"
	VerificationFailed     = "FAILED"
)

// The purposes of a consent.
const (
	PurposeMatching = "MATCHING"
	PurposeContact  = "CONTACT"
	PurposeCoaching = "COACHING"
	PurposeResearch = "RESEARCH"
)
