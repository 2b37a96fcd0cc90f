package badge

import (
	"cmp"
	"slices"
)

// Verdict is the answer in one word. INDETERMINATE is its own answer: nothing
// is wrong as far as could be checked, and something could not be.
type Verdict string

// The verdicts.
const (
	Valid         Verdict = "VALID"
	Invalid       Verdict = "INVALID"
	Indeterminate Verdict = "INDETERMINATE"
)

// Format is what kind of document was given.
type Format string

// The formats.
const (
	OpenBadge3       Format = "OPEN_BADGE_3"
	OpenBadge3JWT    Format = "OPEN_BADGE_3_JWT"
	OpenBadge2       Format = "OPEN_BADGE_2"
	OpenBadge2Signed Format = "OPEN_BADGE_2_SIGNED"
	OpenBadge1       Format = "OPEN_BADGE_1"
	CLR2             Format = "CLR_2"
	Endorsement      Format = "ENDORSEMENT"
	OtherCredential  Format = "CREDENTIAL"
	Presentation     Format = "PRESENTATION"
	StatusList       Format = "STATUS_LIST"
	UnknownFormat    Format = "UNKNOWN"
)

// Container is the image that a badge was baked into.
type Container string

// The containers.
const (
	NoContainer Container = "NONE"
	PNG         Container = "PNG"
	SVG         Container = "SVG"
)

// CheckName names one of the checks. A report has each exactly once, in this
// order.
type CheckName string

// The checks.
const (
	CheckFormat        CheckName = "FORMAT"
	CheckContext       CheckName = "CONTEXT"
	CheckSchema        CheckName = "SCHEMA"
	CheckProof         CheckName = "PROOF"
	CheckIssuerBinding CheckName = "ISSUER_BINDING"
	CheckStatus        CheckName = "STATUS"
	CheckValidity      CheckName = "VALIDITY_PERIOD"
	CheckRecipient     CheckName = "RECIPIENT"
	CheckEndorsement   CheckName = "ENDORSEMENT"
	CheckEmbedded      CheckName = "EMBEDDED"
	CheckIssuerTrust   CheckName = "ISSUER_TRUST"
)

// checkOrder is the order in which a report lists the checks.
var checkOrder = []CheckName{
	CheckFormat, CheckContext, CheckSchema, CheckProof, CheckIssuerBinding, CheckStatus,
	CheckValidity, CheckRecipient, CheckEndorsement, CheckEmbedded, CheckIssuerTrust,
}

// Outcome is what a check found.
type Outcome string

// The outcomes. NotApplicable says that there was nothing to check.
const (
	Pass          Outcome = "PASS"
	Fail          Outcome = "FAIL"
	Unknown       Outcome = "UNKNOWN"
	NotApplicable Outcome = "NOT_APPLICABLE"
)

// Check is the outcome of one check, for a program (Reason) and for a person
// (Detail, in English and in Spanish).
type Check struct {
	Name    CheckName
	Outcome Outcome
	Reason  Reason
	// Advisory checks inform and decide nothing: ISSUER_TRUST always, and what
	// is said about documents that a badge only points at.
	Advisory bool
	Detail   string
	DetailES string
}

// Tri is yes, no, or not established.
type Tri int

// The three answers. The zero value says that nothing was established.
const (
	Unset Tri = iota
	No
	Yes
)

// String gives the answer as the test vectors write it.
func (t Tri) String() string {
	return [...]string{"na", "false", "true"}[t]
}

// tri turns a decision into an answer.
func tri(yes bool) Tri {
	if yes {
		return Yes
	}
	return No
}

// Report is everything that was found out about one badge.
type Report struct {
	Verdict   Verdict
	Format    Format
	Container Container
	// Checks has every check once, in the fixed order.
	Checks []Check
	// Parts are the reports of embedded credentials and endorsements, and of
	// the status lists that the badge was looked up in.
	Parts []Part
	// Registries says which lists of known issuers were asked, and what came.
	Registries []RegistryAnswer
	// ProofOK speaks of the mathematics of the signature alone.
	ProofOK Tri
	// IssuerBound says whether the key is proven to be the issuer's.
	IssuerBound Tri
	// Credential is what the badge says as far as that was established: what is
	// signed, or what was fetched again from its host. It is empty if the
	// badge could not be read or nobody vouches for it.
	Credential Credential
}

// Part is the report of something inside a badge.
type Part struct {
	// Path says where it is, as a JSON pointer into the document around it.
	Path string
	Kind PartKind
	// About tells whether an endorsement speaks of something in the badge
	// around it. One that does not is not counted, however valid.
	About  bool
	Report Report
}

// PartKind says what an embedded document is for.
type PartKind string

// The kinds of parts.
const (
	PartCredential  PartKind = "CREDENTIAL"
	PartEndorsement PartKind = "ENDORSEMENT"
	PartStatusList  PartKind = "STATUS_LIST"
)

// RegistryAnswer says what one registry of issuers said.
type RegistryAnswer struct {
	Name string
	// Answered is false if the registry could not be read.
	Answered bool
	// Lists tells whether it lists the issuer.
	Lists bool
}

// Check gives the check of that name.
func (r Report) Check(name CheckName) Check {
	for _, c := range r.Checks {
		if c.Name == name {
			return c
		}
	}
	return Check{Name: name, Outcome: NotApplicable}
}

// rank orders the reasons that a verdict rests on, beside the order of the
// checks: that nobody signed a document says more than what else is wrong with
// it, and a key that its issuer does not list is named last, as the issuer may
// list it again.
var rank = map[Reason]int{ReasonNoProof: -1, ReasonKeyNotInDocument: 1}

// Deciding gives the checks that the verdict rests on: those that failed, else
// those that could not be decided, the gravest first. A valid badge has none.
func (r Report) Deciding() []Check {
	for _, want := range []Outcome{Fail, Unknown} {
		var found []Check
		for _, c := range r.Checks {
			if c.Outcome == want && !c.Advisory {
				found = append(found, c)
			}
		}
		if len(found) > 0 {
			slices.SortStableFunc(found, func(a, b Check) int { return cmp.Compare(rank[a.Reason], rank[b.Reason]) })
			return found
		}
	}
	return nil
}
