// Package matching is the arithmetic of ranking: what an earner's awards are
// worth for what a posting asks, which tier and score follow, and every reason
// for it. It is pure (values in, values out) and exact: integers and ratios,
// never floats. It refuses to know a database, an index, a clock or a viewer.
//
// docs/matching.md explains the rules to people; this package is their source.
package matching

import "time"

// Level is a proficiency from 1 (with help) to 4 (guides others); 0 means that
// none is stated.
type Level uint8

// Pair is a competency: a skill at a level, or with none stated.
type Pair struct {
	Skill string
	Level Level
}

// Importance says whether a posting must have what it asks.
type Importance string

// The importances.
const (
	Required  Importance = "REQUIRED"
	Preferred Importance = "PREFERRED"
)

// Requirement asks for exactly one of a skill, a credential or a stack.
type Requirement struct {
	ID string
	// Skill and, where Level is not 0, the level asked of it.
	Skill string
	Level Level
	// AnyOf lists micro-credentials of which one, valid on the day that it is
	// needed, is enough.
	AnyOf []string
	// Stack is a stack to be completed.
	Stack string

	Importance Importance
	// Weight is 1 to 100.
	Weight int
	// Legal asks are met by an exact, valid holding or not at all.
	Legal bool
}

// Posting is what is asked: a posting's revision or an ad-hoc query.
type Posting struct {
	ID           string
	Requirements []Requirement
	// Recognized lists the micro-credentials that this employer recognizes for
	// hiring, promotion or pay, in force.
	Recognized []string
	// Words are the employer's search words, analyzed as the catalog's are.
	Words []string
	// Sought are phrases, and words in some texts only, that the search asks for.
	Sought []Sought
	// NeededOn is the day on which a credential asked must be valid; the zero
	// value means the day of the query.
	NeededOn time.Time
}

// Sought is something that a search asks for and that was found in the catalog's texts.
type Sought struct {
	// Text names it among the others of its search.
	Text string
	// Counts says how often the texts of each version have it; those that don't are
	// left out.
	Counts map[string]int
}

// Version is an immutable version of a micro-credential.
type Version struct {
	ID         string
	Credential string
	// Current marks the version that is awarded now; a micro-credential without
	// one is no step to take.
	Current bool
	// Pairs are the competencies asserted, fixed with the version.
	Pairs []Pair
	// Words counts the analyzed words of its catalog texts, every language.
	Words map[string]int
}

// Stack is micro-credentials that together certify more.
type Stack struct {
	ID string
	// Certifies names the micro-credential that completing the stack earns, if
	// any: holding that one completes the stack too.
	Certifies string
	Rule      Rule
	// Version is the id of the rule's version, and Former has the rules of the
	// versions before it, by id: who completed one of those keeps the stack.
	Version string
	Former  map[string]Rule
	// Keeps has a completion stand whatever becomes of its parts but for their
	// expiry.
	Keeps bool
}

// Op is how a rule's parts count together.
type Op string

// The operators of a rule.
const (
	OpPart  Op = "PART"
	OpAllOf Op = "ALL_OF"
	OpAnyOf Op = "ANY_OF"
	OpKOf   Op = "K_OF"
)

// Rule is a tree of what a stack asks for. A PART names a micro-credential; the
// others combine rules.
type Rule struct {
	Op         Op     `json:"op"`
	Credential string `json:"credential,omitempty"`
	K          int    `json:"k,omitempty"`
	Of         []Rule `json:"of,omitempty"`
}

// Held is what counts of one award: a version and the competencies that the
// award holds, fixed at award time. It is the unit of the index.
type Held struct {
	Version    string
	Credential string
	Pairs      []Pair
}

// Status is what its issuer says of an award.
type Status string

// The statuses.
const (
	Active    Status = "ACTIVE"
	Suspended Status = "SUSPENDED"
	Revoked   Status = "REVOKED"
)

// Award is an earner's holding, as far as matching asks.
type Award struct {
	ID string
	Held
	Status Status
	// Verified is true when the award was issued here or its badge verified.
	Verified bool
	// Claimed is true for what the earner only says.
	Claimed   bool
	EarnedAt  time.Time
	ExpiresAt time.Time // zero: never
	RevokedAt time.Time // zero: not revoked
	// Through are the awards that a completion rests on, where this stands for one:
	// Catalog.Kept makes those.
	Through []string
}

// Tier sorts candidates before their score does.
type Tier uint8

// The tiers, best last; Unlisted is nobody's row.
const (
	Unlisted Tier = iota
	Partial
	Near
	Qualified
)

// Grade says how well a requirement is evidenced.
type Grade string

// The grades, best first.
const (
	GradeStacked    Grade = "STACKED"
	GradeVerified   Grade = "VERIFIED"
	GradePartial    Grade = "PARTIAL"
	GradeExpired    Grade = "EXPIRED"
	GradeSuspended  Grade = "SUSPENDED"
	GradeUnverified Grade = "UNVERIFIED"
	GradeRevoked    Grade = "REVOKED"
	GradeClaimed    Grade = "CLAIMED"
	GradeMissing    Grade = "MISSING"
)

// Part is a kind of contribution to a score.
type Part string

// The parts.
const (
	PartRequirement Part = "REQUIREMENT"
	PartStack       Part = "STACK"
	PartRecognition Part = "RECOGNITION"
	PartText        Part = "TEXT"
)

// TotalPoints is the score of a perfect match, in micro-points.
const TotalPoints = 100_000_000

// Credit is in whole hundredths: 0 to 100.
type Credit uint8

// Match is an earner's result for a posting, with every reason.
type Match struct {
	Tier Tier
	// Points are micro-points: the sum of the contributions' points.
	Points        int64
	Contributions []Contribution
	Requirements  []RequirementMatch
	// Stacks lists the completed stacks, sorted.
	Stacks []string
}

// Contribution is a part of a score; those of zero points are listed too.
type Contribution struct {
	Part Part
	// Requirement is the index of the requirement, or -1.
	Requirement int
	// Stack is the stack that a STACK contribution comes from; empty when it comes
	// from meeting every must, with no part of a stack held.
	Stack string
	// Points and Possible are micro-points.
	Points, Possible int64
	// Awards are ids of the awards that it rests on, sorted.
	Awards []string
}

// RequirementMatch says how one requirement is met, and by what.
type RequirementMatch struct {
	Requirement int
	Importance  Importance
	// Must says that it decides whether the match is QUALIFIED: it is REQUIRED,
	// or nothing is.
	Must   bool
	Grade  Grade
	Credit Credit
	// LevelHeld is the level of the best proof; 0 where none is stated.
	LevelHeld Level
	Reason    Reason
	// Progress is, for a stack asked, the share completed in whole tenths.
	Progress int
	// ExpiresAt is when the credit falls unless something is renewed, or, for
	// ReasonExpiresBefore, when what is held today runs out; zero: never.
	ExpiresAt time.Time
	// Proofs are best first; those that do not count carry credit 0.
	Proofs []Proof
}

// Proof ties an award to a requirement.
type Proof struct {
	Award string
	// Skill is the skill held; empty for a credential or stack ask.
	Skill     string
	Level     Level
	Alignment Alignment
	// Credit is what the award gives by itself; for a stack asked, what the
	// parts held give together.
	Credit Credit
	// State says why a proof does not count, or Counting.
	State State
}

// Reason is why a requirement has its credit; portals show Reason.Sentence.
type Reason string

// The reasons.
const (
	ReasonExact           Reason = "EXACT"             // the skill, at the level or above
	ReasonCredential      Reason = "CREDENTIAL"        // one of the credentials asked is held
	ReasonStackCompleted  Reason = "STACK_COMPLETED"   // the stack asked is completed
	ReasonStackInProgress Reason = "STACK_IN_PROGRESS" // a part of the stack is held
	ReasonLevelBelow      Reason = "LEVEL_BELOW"       // the skill, below the level asked
	ReasonLevelNotStated  Reason = "LEVEL_NOT_STATED"  // level not stated by the issuer
	ReasonNarrower        Reason = "NARROWER"          // a narrower skill
	ReasonBroader         Reason = "BROADER"           // a broader skill
	ReasonRelated         Reason = "RELATED"           // a related skill
	ReasonExpiresBefore   Reason = "EXPIRES_BEFORE"    // valid today, not on the day that it is needed
	ReasonNotCounting     Reason = "NOT_COUNTING"      // held, but expired, suspended, unverified, revoked or only claimed
	ReasonMissing         Reason = "MISSING"
)

// State is whether an award counts at an instant, and if not, why.
type State string

// The states.
const (
	Counting         State = "COUNTING"
	StateExpired     State = "EXPIRED"
	StateSuspended   State = "SUSPENDED"
	StateUnverified  State = "UNVERIFIED"
	StateRevoked     State = "REVOKED"
	StateClaimed     State = "CLAIMED"
	StateNeededLater State = "EXPIRES_BEFORE"
)
