package employer

import (
	"time"

	"github.com/stackmatch/stackmatch/ent/enum"
)

// Bounds of what one posting may hold.
const (
	maxTitle       = 200
	maxDescription = 20_000
	maxText        = 1_000
	maxConditions  = 40
	maxAnyOf       = 50
	maxSearch      = 500
	maxUnit        = 50
)

// CreatePostingInput is a posting to be opened.
type CreatePostingInput struct {
	Title        string
	Description  string
	Language     string
	Occupation   *string
	Place        *string
	Remote       bool
	NeededOn     *time.Time
	Requirements []RequirementInput
	Conditions   []ConditionInput
	// Template is the key of a template, whose texts, requirements and conditions
	// stand where the posting gives none.
	Template *string
	// FromText is what the employer wrote about the job: what it says stands where the
	// posting says nothing itself, and the posting is a draft.
	FromText *string `json:",omitempty"` // so that inputs without it are remembered as before
	// Draft has the posting wait, unseen, until it is opened.
	Draft bool
	// ExpiresOn is the last day on which it is open.
	ExpiresOn    *time.Time
	Audience     enum.PostingAudience
	Pay          *PayInput
	HoursPerWeek *Hours
	Shifts       []enum.Shift
	Benefits     []string

	ClientMutationID *string
}

func (in CreatePostingInput) terms() terms {
	return terms{in.Pay, in.HoursPerWeek, in.Shifts, in.Benefits}
}

// RequirementInput is something to ask for.
type RequirementInput struct {
	Ask        AskInput
	Importance enum.Importance
	// Weight is 1 to 100.
	Weight    int
	LegalRule *LegalRuleInput
}

// AskInput holds exactly one of its members.
type AskInput struct {
	Skill *SkillAskInput
	AnyOf []string
	Stack *string
}

// SkillAskInput is a skill to ask for, by id or by its framework's URI.
type SkillAskInput struct {
	Skill string
	// Level is 1 to 4; nil where any will do.
	Level *int
}

// LegalRuleInput is a law or regulation.
type LegalRuleInput struct {
	Text string
	URL  *string
}

// ConditionInput is a fact of the job that is not a skill.
type ConditionInput struct {
	Kind             enum.ConditionKind
	Text             string
	Minimum, Maximum *string // decimals
	Unit             *string
	LegalRule        *LegalRuleInput
}

// UpdatePostingInput changes a posting: nil leaves a member as it is.
type UpdatePostingInput struct {
	ID          string
	Revision    int
	Title       *string
	Description *string
	Language    *string
	Occupation  Change[string]
	Place       Change[string]
	Remote      *bool
	NeededOn    Change[time.Time]
	// Requirements and Conditions replace all, where the flag beside them is set.
	Requirements    []RequirementInput
	SetRequirements bool
	Conditions      []ConditionInput
	SetConditions   bool
	ExpiresOn       Change[time.Time]
	Audience        *enum.PostingAudience
	Pay             Change[PayInput]
	HoursPerWeek    Change[Hours]
	// Shifts and Benefits replace all, where the flag beside them is set.
	Shifts      []enum.Shift
	SetShifts   bool
	Benefits    []string
	SetBenefits bool
	// Cleared names members that were given as null though they cannot be.
	Cleared []string
}

// Change is a member of an update that may also be cleared.
type Change[T any] struct {
	// Given is false where the member is to stay as it is.
	Given bool
	// To is nil where the member is to be cleared.
	To *T
}

func (in UpdatePostingInput) terms() terms {
	return terms{in.Pay.To, in.HoursPerWeek.To, in.Shifts, in.Benefits}
}
