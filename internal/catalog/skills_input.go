package catalog

import (
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/taxonomy"
)

// FrameworkInput describes a published collection of skills, as its source says
// it. Code identifies the framework across releases; Version is the release.
type FrameworkInput struct {
	Code        string `json:"code"`
	Name        string `json:"name"`
	Publisher   string `json:"publisher"`
	Version     string `json:"version"`
	URL         string `json:"url"`
	License     string `json:"license"`
	Attribution string `json:"attribution"`
}

// SkillTypeGroup is the type of a skill that only orders others: nobody holds
// it, but what is broader leads through it.
const SkillTypeGroup = "group"

// SkillInput is a skill of a framework as a source states it. URI identifies it.
type SkillInput struct {
	URI string
	// Type is the framework's own distinction. A blank one says nothing, and so
	// changes nothing; the same holds for Status.
	Type   string
	Status enum.SkillStatus
	// Texts holds one entry per language, which replaces what is stored in that
	// language; other languages stay as they are.
	Texts []SkillText
}

// SkillText is what a source says of a skill in one language (BCP 47, lower
// case). A blank Description changes nothing.
type SkillText struct {
	Language    string
	Label       string
	Alternative []string
	Hidden      []string
	Description string
}

// RelationInput relates two skills by their URIs. For Broader, To is the broader
// skill.
type RelationInput struct {
	From, To string
	Kind     taxonomy.RelationKind
}

// Outcome says what was done with one item of an import.
type Outcome string

// The outcomes.
const (
	OutcomeCreated   Outcome = "CREATED"
	OutcomeUpdated   Outcome = "UPDATED"
	OutcomeUnchanged Outcome = "UNCHANGED"
	OutcomeSkipped   Outcome = "SKIPPED"
	OutcomeFailed    Outcome = "FAILED"
)

// ItemResult is the outcome of one item; for one that was skipped or failed,
// Code and Message say why.
type ItemResult struct {
	Outcome Outcome
	Code    string
	Message string
}
