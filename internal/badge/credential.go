package badge

import "time"

// Credential is what a badge says, in one shape for every format. All of it
// comes from data that is signed, or that was fetched again from its host.
type Credential struct {
	ID          string
	Name        string
	Description string
	Types       []string
	Issuer      Profile
	ValidFrom   *time.Time
	ValidUntil  *time.Time
	AwardedAt   *time.Time
	Achievement Achievement
	// SubjectID is the holder's identifier, a DID, a URL or a mailto: URL.
	SubjectID   string
	Identifiers []Identifier
	Results     []Result
	Evidence    []Evidence
	// Endorsements counts those inside the badge, verified or not: the report
	// says which hold.
	Endorsements int
	Associations []Association
	RefreshURL   string
	Image        string
}

// Profile describes an issuer, a creator or another party.
type Profile struct {
	ID, Name, URL, Email, Description, Image string
}

// Achievement is what was earned.
type Achievement struct {
	ID, Type, Name, Description  string
	Criteria, CriteriaURL, Image string
	Tags                         []string
	Language, Version            string
	Alignments                   []Alignment
	Creator                      Profile
	ResultDescriptions           []ResultDescription
}

// ResultDescription says what a result of an achievement can be.
type ResultDescription struct {
	ID, Name, Type string
	RequiredLevel  string
	RequiredValue  string
	ValueMin       string
	ValueMax       string
	AllowedValues  []string
	Levels         []RubricLevel
	Alignments     []Alignment
}

// RubricLevel is one step of a rubric.
type RubricLevel struct {
	ID, Name, Level, Description, Points string
	Alignments                           []Alignment
}

// Identifier names the holder in words that may be hashed.
type Identifier struct {
	// Type is the identifier's kind in Open Badges 3.0 words, such as
	// emailAddress.
	Type   string
	Value  string
	Salt   string
	Hashed bool
}

// Result is what the holder reached.
type Result struct {
	Name, Value, Status, AchievedLevel string
	// Level is 1 to 4 from the order of the rubric, 0 if there is none, or none
	// that is signed.
	Level      int
	Alignments []Alignment
}

// Evidence is what the award rests on.
type Evidence struct {
	ID, Name, Description, Narrative, Genre, Audience string
}

// Association ties two credentials of a learner record.
type Association struct {
	Type, Source, Target string
}

// AlignmentKind sorts alignments by what they point at.
type AlignmentKind string

// The kinds of alignments.
const (
	AlignsSkill         AlignmentKind = "SKILL"
	AlignsOccupation    AlignmentKind = "OCCUPATION"
	AlignsFrameworkItem AlignmentKind = "FRAMEWORK_ITEM"
	AlignsCredential    AlignmentKind = "CREDENTIAL"
	AlignsOther         AlignmentKind = "OTHER"
)

// Alignment points at a skill, an occupation or another item of a framework.
type Alignment struct {
	TargetType, Name, Description string
	Framework, Code, URL          string
	Kind                          AlignmentKind
}
