package employer

import (
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/matching"
)

// Candidate is an earner as one employer may see them.
type Candidate struct {
	ID    string
	Alias string
	// Name is nil until the earner agrees to a contact or shows it to all.
	Name *string
	// Email and Phone are nil until they open them with a contact.
	Email, Phone    *string
	Place           *db.Place
	Remote          bool
	Match           Match
	Awards          []CandidateAward
	CompletedStacks []*db.Stack
	// Interested is that they show interest in the posting asked about.
	Interested bool
	// Claims are what they only say that they hold; none unless they show it.
	Claims []*db.MicroCredential
}

// CandidateAward is an award without what would unmask its holder.
type CandidateAward struct {
	ID              string
	MicroCredential *db.MicroCredential
	Issuer          *db.Organization
	EarnedMonth     YearMonth
	ExpiryMonth     *YearMonth
	Verified        bool
	// PublicURL, EarnedOn and ExpiresOn are nil until the earner opens them with a
	// contact; ExpiresOn is the last day, too.
	PublicURL           *string
	EarnedOn, ExpiresOn *time.Time

	// record is the award's id, where its evidence is open; version is what it is an
	// award of.
	record, version string
}

// YearMonth is a month, as exactly as a date is told to employers: "2026-11".
type YearMonth string

func monthOf(t time.Time) YearMonth { return YearMonth(t.UTC().Format("2006-01")) }

// Match is how well a candidate matches, with every reason. Points are of 100.
type Match struct {
	Score         float64
	Tier          Tier
	Rank          int
	Contributions []Contribution
	Requirements  []RequirementMatch

	summaries map[matching.Language]string
	language  matching.Language
}

// Tier is a match's tier as the API names it.
type Tier string

// The tiers, best first.
const (
	TierQualified Tier = "QUALIFIED"
	TierNear      Tier = "NEAR"
	TierPartial   Tier = "PARTIAL"
)

// Summary says the match in one sentence, by default in the request's language.
func (m Match) Summary(language *string) string {
	if language != nil {
		return m.summaries[languageOf(*language)]
	}
	return m.summaries[m.language]
}

// Contribution is a part of a score.
type Contribution struct {
	Part             matching.Part
	Label            string
	Points, Possible float64
	Requirement      *Requirement
	Awards           []CandidateAward

	texts *texts // of a TEXT part
}

// RequirementMatch is how a requirement is met.
type RequirementMatch struct {
	Requirement Requirement
	Grade       matching.Grade
	Credit      float64
	LevelHeld   *int
	Reason      string
	Proofs      []Proof
}

// Proof ties a candidate's award to a requirement.
type Proof struct {
	Award     CandidateAward
	Skill     *db.Skill
	Level     *int
	Alignment matching.Alignment
	Credit    float64
}

// Requirement is something asked for, by a posting or an ad-hoc query.
type Requirement struct {
	ID         string
	Ask        Ask
	Importance enum.Importance
	Weight     int
	LegalRule  *LegalRule

	labels   text.Localized
	language string
}

// Label says what is asked, by default in the request's language.
func (r Requirement) Label(language *string) string {
	wanted := r.language
	if language != nil {
		wanted = *language
	}
	label, _ := r.labels.In(wanted)
	return label
}

// Ask is one of SkillAsk, CredentialAsk and StackAsk.
type Ask interface{ IsAsk() }

// SkillAsk asks for a skill, with a level from 1 to 4 or none.
type SkillAsk struct {
	Skill *db.Skill
	Level *int
}

// CredentialAsk asks for any of a list of credentials.
type CredentialAsk struct{ AnyOf []*db.MicroCredential }

// StackAsk asks for a completed stack.
type StackAsk struct{ Stack *db.Stack }

// IsAsk marks a member of the union.
func (SkillAsk) IsAsk() {}

// IsAsk marks a member of the union.
func (CredentialAsk) IsAsk() {}

// IsAsk marks a member of the union.
func (StackAsk) IsAsk() {}

// LegalRule is a law or regulation that asks for something.
type LegalRule struct {
	Text string
	URL  *string
}

// Relaxation is what asking less strictly would bring.
type Relaxation struct {
	Requirement         Requirement
	Change              matching.RelaxationChange
	AdditionalQualified int
}

// OneStep is what one more micro-credential would bring.
type OneStep struct {
	MicroCredential     *db.MicroCredential
	AdditionalQualified int
	NextStart           *time.Time
}
