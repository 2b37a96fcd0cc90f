package seed

import (
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/matching"
)

// Posting is an employer's job with its requirements.
type Posting struct {
	Key         string `yaml:"key"`
	Employer    string `yaml:"employer"`
	Title       string `yaml:"title"`
	Description string `yaml:"description"`
	Language    string `yaml:"language"`
	Occupation  string `yaml:"occupation"`
	Place       string `yaml:"place"`
	Remote      bool   `yaml:"remote"`
	// NeededInDays is when a credential that is asked must be valid.
	NeededInDays  int           `yaml:"needed_in_days"`
	OpenedDaysAgo int           `yaml:"opened_days_ago"`
	ClosedDaysAgo int           `yaml:"closed_days_ago"`
	Requirements  []Requirement `yaml:"requirements"`
	Conditions    []Condition   `yaml:"conditions"`
}

// Requirement asks for exactly one of a skill, a credential or a stack.
type Requirement struct {
	Skill string         `yaml:"skill"`
	Level matching.Level `yaml:"level"`
	AnyOf []string       `yaml:"any_of"`
	Stack string         `yaml:"stack"`
	// Preferred is false for a must-have.
	Preferred bool       `yaml:"preferred"`
	Weight    int        `yaml:"weight"`
	Legal     *LegalRule `yaml:"legal"`
}

// LegalRule is the rule that requires a credential, or a condition, by law.
type LegalRule struct {
	Text string `yaml:"text"`
	URL  string `yaml:"url"`
}

// Condition is what a posting says that is not a skill. It is shown to earners
// and never searched about them.
type Condition struct {
	Kind enum.ConditionKind `yaml:"kind"`
	Text string             `yaml:"text"`
	// Minimum and Maximum are amounts of a PAY condition per Per, in dollars;
	// of a MINIMUM_AGE condition, years; of HOURS, hours a week.
	Minimum string     `yaml:"minimum"`
	Maximum string     `yaml:"maximum"`
	Per     string     `yaml:"per"`
	Legal   *LegalRule `yaml:"legal"`
}
