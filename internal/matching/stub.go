package matching

import (
	"time"

	"github.com/stackmatch/stackmatch/internal/taxonomy"
)

// Catalog is an immutable snapshot of the micro-credentials' versions, the
// stacks and the taxonomy.
type Catalog struct{ x int }

// NewCatalog checks and indexes a snapshot.
func NewCatalog(versions []Version, stacks []Stack, graph *taxonomy.Graph) (*Catalog, error) {
	panic("soon")
}

// ValidateRule says why a rule cannot be a stack's.
func ValidateRule(r Rule) error { panic("soon") }

// Term is the index's word for a holding.
func (c *Catalog) Term(h Held) string { panic("soon") }

// ParseTerm reads a term back.
func (c *Catalog) ParseTerm(term string) (Held, error) { panic("soon") }

// Completed lists the stacks that the holdings complete, sorted.
func (c *Catalog) Completed(held []Held) []string { panic("soon") }

// Vocabulary is an append-only numbering of the distinct terms met in an index.
// A value is immutable for its readers; Extend returns a longer one.
type Vocabulary struct{ x int }

// NewVocabulary returns an empty vocabulary.
func NewVocabulary() *Vocabulary { panic("soon") }

// Extend numbers terms, new and known, in their order. An error names a term that
// the catalog does not know: load the catalog again.
func (v *Vocabulary) Extend(terms []string, c *Catalog) (*Vocabulary, []uint32, error) { panic("soon") }

// Len is the number of terms; ids are 0 to Len-1.
func (v *Vocabulary) Len() int { panic("soon") }

// Term is the term with the given id.
func (v *Vocabulary) Term(id uint32) string { panic("soon") }

// Held is the holding with the given id.
func (v *Vocabulary) Held(id uint32) Held { panic("soon") }

// OfCredential lists the ids of the holdings of a micro-credential, ascending.
func (v *Vocabulary) OfCredential(credential string) []uint32 { panic("soon") }

// Plan is a posting compiled against a catalog.
type Plan struct{ x int }

// Compile compiles a posting.
func Compile(p Posting, c *Catalog) (*Plan, error) { panic("soon") }

// Possible is what each part of a score can give, in micro-points. It sums to
// TotalPoints.
type Possible struct {
	Requirements             []int64
	Stack, Recognition, Text int64
}

// Possible says what each part can give.
func (p *Plan) Possible() Possible { panic("soon") }

// RequirementPoints are the micro-points of a credit on a requirement.
func (p *Plan) RequirementPoints(r int, c Credit) int64 { panic("soon") }

// Tier is the tier of credits, one per requirement.
func (p *Plan) Tier(credits []Credit) Tier { panic("soon") }

// Musts is the bit mask of the requirements that decide QUALIFIED.
func (p *Plan) Musts() uint32 { panic("soon") }

// Legal is the bit mask of the requirements that are legally required.
func (p *Plan) Legal() uint32 { panic("soon") }

// Weights are the requirements' weights as Tier sums them.
func (p *Plan) Weights() []int { panic("soon") }

// Posting is what the plan was compiled from.
func (p *Plan) Posting() Posting { panic("soon") }

// NeededOn is the day on which credentials asked must be valid, as
// "2006-01-02", or "" where the posting names none.
func (p *Plan) NeededOn() string { panic("soon") }

// RelaxationChange is a way of asking less.
type RelaxationChange string

// The relaxations.
const (
	MakePreferred RelaxationChange = "MAKE_PREFERRED"
	OneLevelLower RelaxationChange = "ONE_LEVEL_LOWER"
)

// Relaxed is the plan with requirement r relaxed; false where that does not apply.
func (p *Plan) Relaxed(r int, change RelaxationChange) (*Plan, bool) { panic("soon") }

// Bind looks a plan up in a vocabulary.
func (p *Plan) Bind(v *Vocabulary) *Bound { panic("soon") }

// Bound is a plan over the ids of a vocabulary.
type Bound struct{ x int }

// Group is the holdings that give one credit.
type Group struct {
	Credit Credit
	IDs    []uint32
}

// Groups lists the holdings that give r credit by themselves, ascending in
// credit, each id once, ids ascending. A stack ask has one group of credit 0: its parts.
func (b *Bound) Groups(r int) []Group { panic("soon") }

// IsStackAsk says whether r asks for a stack.
func (b *Bound) IsStackAsk(r int) bool { panic("soon") }

// StackCredit is the credit of a stack ask for a document's holdings.
func (b *Bound) StackCredit(r int, held []uint32) Credit { panic("soon") }

// CredentialsNeeded lists the micro-credentials asked by r when they must be valid on
// NeededOn; nil when r is no credential ask or the posting names no day.
func (b *Bound) CredentialsNeeded(r int) []string { panic("soon") }

// Extras are a listed document's points for stack, recognition and text.
func (b *Bound) Extras(held []uint32, allMusts bool) int64 { panic("soon") }

// MaxExtras is the most that Extras can return.
func (b *Bound) MaxExtras() int64 { panic("soon") }

// Step is a micro-credential that, earned, would meet something.
type Step struct {
	Credential string
	// Full is the bit mask of the requirements that it meets fully by itself.
	Full uint32
	// Stacks is the bit mask of the stack asks that it is a part of: ask
	// StackCreditWith for each document.
	Stacks uint32
}

// Steps lists the micro-credentials that would meet a must, with the pairs of
// their current version, sorted by credential.
func (p *Plan) Steps() []Step { panic("soon") }

// StackCreditWith is StackCredit had the earner that micro-credential too.
func (b *Bound) StackCreditWith(r int, held []uint32, credential string) Credit { panic("soon") }

// Score computes tier, points and credits from counting holdings; it knows
// no expiry, so NeededOn is left out.
func (p *Plan) Score(held []Held) (Tier, int64, []Credit) { panic("soon") }

// Explain computes a match with every reason.
func (p *Plan) Explain(awards []Award, asOf time.Time) Match { panic("soon") }

// State says whether the award counts at asOf.
func (a Award) State(asOf time.Time) State { panic("soon") }

// Until is the award's last valid day as "2006-01-02"; "" when it never expires.
func (a Award) Until() string { panic("soon") }

// DrawKey keys a fair draw.
type DrawKey [16]byte

// NewDrawKey is the key of a posting, an employer and the ISO week of asOf.
func NewDrawKey(secret []byte, posting, employer string, asOf time.Time) DrawKey { panic("soon") }

// Draw is an earner's lot.
func Draw(key DrawKey, earner string) uint64 { panic("soon") }

// Key orders candidates.
type Key struct {
	Tier   Tier
	Points int64
	Draw   uint64
	Earner string
}

// Before says whether k is listed before o.
func (k Key) Before(o Key) bool { panic("soon") }

// Language is a language that sentences are written in.
type Language string

// The languages.
const (
	English Language = "en"
	Spanish Language = "es"
)

// Sentence says the reason to a person.
func (r Reason) Sentence(l Language) string { panic("soon") }

// Summary says a match in one sentence; labels name the requirements by index.
func (m Match) Summary(l Language, labels []string, asOf time.Time) string { panic("soon") }

// CountingOnly is the match as employers see it where the earner shows nothing
// else: proofs that do not count are left out and their grades are MISSING.
func (m Match) CountingOnly() Match { panic("soon") }
