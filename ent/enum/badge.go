package enum

// KeyAlgorithm is what a key signs with.
type KeyAlgorithm string

// The algorithms of keys.
const (
	// KeyEd25519 signs Data Integrity proofs (eddsa-rdfc-2022).
	KeyEd25519 KeyAlgorithm = "ED25519"
	// KeyP256 signs tokens (ES256).
	KeyP256 KeyAlgorithm = "P256"
)

// Values lists every algorithm.
func (KeyAlgorithm) Values() []string { return texts(KeyEd25519, KeyP256) }

// StatusPurpose is what a status list says of its entries.
type StatusPurpose string

// The purposes of a list (Bitstring Status List 1.0 §2.2).
const (
	// StatusRevocation is for good.
	StatusRevocation StatusPurpose = "REVOCATION"
	// StatusSuspension may end.
	StatusSuspension StatusPurpose = "SUSPENSION"
)

// Values lists every purpose.
func (StatusPurpose) Values() []string { return texts(StatusRevocation, StatusSuspension) }

// BadgeForm is how a signed badge is written.
type BadgeForm string

// The forms of a signed badge.
const (
	// FormJSON has an embedded Data Integrity proof.
	FormJSON BadgeForm = "JSON"
	// FormJWT is a VC-JWT.
	FormJWT BadgeForm = "JWT"
)

// Values lists every form.
func (BadgeForm) Values() []string { return texts(FormJSON, FormJWT) }

// CheckCause is why a badge was verified.
type CheckCause string

// The causes of a verification.
const (
	CauseImport   CheckCause = "IMPORT"
	CauseSchedule CheckCause = "SCHEDULE"
	CauseRequest  CheckCause = "REQUEST"
)

// Values lists every cause.
func (CheckCause) Values() []string { return texts(CauseImport, CauseSchedule, CauseRequest) }

// Verdict is what a verification came to.
type Verdict string

// The verdicts.
const (
	Valid         Verdict = "VALID"
	Invalid       Verdict = "INVALID"
	Indeterminate Verdict = "INDETERMINATE"
)

// Values lists every verdict.
func (Verdict) Values() []string { return texts(Valid, Invalid, Indeterminate) }

// AlignmentKind is what an alignment of a badge leads to.
type AlignmentKind string

// The kinds of alignment.
const (
	AlignedSkill         AlignmentKind = "SKILL"
	AlignedOccupation    AlignmentKind = "OCCUPATION"
	AlignedFrameworkItem AlignmentKind = "FRAMEWORK_ITEM"
	AlignedCredential    AlignmentKind = "CREDENTIAL"
	AlignedOther         AlignmentKind = "OTHER"
)

// Values lists every kind.
func (AlignmentKind) Values() []string {
	return texts(AlignedSkill, AlignedOccupation, AlignedFrameworkItem, AlignedCredential, AlignedOther)
}
