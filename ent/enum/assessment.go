package enum

// DraftStatus is how far a draft of a version is.
type DraftStatus string

// The statuses of a draft.
const (
	DraftWriting  DraftStatus = "WRITING"
	DraftInReview DraftStatus = "IN_REVIEW"
	// DraftApproved drafts are fit to be published; a change has them written again.
	DraftApproved DraftStatus = "APPROVED"
	// DraftReturned drafts are back with the note of who reviewed them.
	DraftReturned DraftStatus = "RETURNED"
)

// Values lists every status.
func (DraftStatus) Values() []string {
	return texts(DraftWriting, DraftInReview, DraftApproved, DraftReturned)
}

// EnrollmentStatus is the life of an enrollment.
type EnrollmentStatus string

// The statuses of an enrollment.
const (
	EnrollmentActive    EnrollmentStatus = "ACTIVE"
	EnrollmentCompleted EnrollmentStatus = "COMPLETED"
	EnrollmentWithdrawn EnrollmentStatus = "WITHDRAWN"
)

// Values lists every status.
func (EnrollmentStatus) Values() []string {
	return texts(EnrollmentActive, EnrollmentCompleted, EnrollmentWithdrawn)
}

// AssessmentMode is how something is assessed; the words are those of package
// submission.
type AssessmentMode string

// The modes of assessment.
const (
	// ModePortfolio is evidence that assessors judge blind.
	ModePortfolio AssessmentMode = "PORTFOLIO"
	// ModeObserved is an instructor's checklist; the observer is named.
	ModeObserved AssessmentMode = "OBSERVED"
	// ModeExam is a result from elsewhere.
	ModeExam AssessmentMode = "EXAM"
	// ModePrior is experience, judged blind, without an enrollment.
	ModePrior AssessmentMode = "PRIOR"
)

// Values lists every mode.
func (AssessmentMode) Values() []string {
	return texts(ModePortfolio, ModeObserved, ModeExam, ModePrior)
}

// SubmissionState is how far a submission is; the words are those of package
// submission.
type SubmissionState string

// The states of a submission.
const (
	SubmissionDraft     SubmissionState = "DRAFT"
	SubmissionSubmitted SubmissionState = "SUBMITTED"
	// SubmissionClaimed submissions have as many assessors as they need.
	SubmissionClaimed   SubmissionState = "CLAIMED"
	SubmissionReturned  SubmissionState = "RETURNED"
	SubmissionAccepted  SubmissionState = "ACCEPTED"
	SubmissionRejected  SubmissionState = "REJECTED"
	SubmissionWithdrawn SubmissionState = "WITHDRAWN"
)

// Values lists every state.
func (SubmissionState) Values() []string {
	return texts(SubmissionDraft, SubmissionSubmitted, SubmissionClaimed, SubmissionReturned,
		SubmissionAccepted, SubmissionRejected, SubmissionWithdrawn)
}

// Decision is what an assessor, or the assessors together, decide.
type Decision string

// The decisions.
const (
	DecisionAccept Decision = "ACCEPT"
	// DecisionReturn gives feedback, and another attempt.
	DecisionReturn Decision = "RETURN"
	DecisionReject Decision = "REJECT"
)

// Values lists every decision.
func (Decision) Values() []string { return texts(DecisionAccept, DecisionReturn, DecisionReject) }

// EvidenceKind is what a piece of evidence is.
type EvidenceKind string

// The kinds of evidence.
const (
	EvidenceText EvidenceKind = "TEXT"
	EvidenceLink EvidenceKind = "LINK"
	EvidenceFile EvidenceKind = "FILE"
)

// Values lists every kind.
func (EvidenceKind) Values() []string { return texts(EvidenceText, EvidenceLink, EvidenceFile) }

// ScanResult is what a scan for malware found.
type ScanResult string

// The results of a scan.
const (
	// ScanNone: nothing scans here, or it is no file.
	ScanNone     ScanResult = "NONE"
	ScanClean    ScanResult = "CLEAN"
	ScanInfected ScanResult = "INFECTED"
	// ScanFailed: it could not be scanned.
	ScanFailed ScanResult = "FAILED"
)

// Values lists every result.
func (ScanResult) Values() []string {
	return texts(ScanNone, ScanClean, ScanInfected, ScanFailed)
}

// DelegationKind is what a delegate does in an issuer's name.
type DelegationKind string

// The kinds of delegation.
const (
	// DelegateAward awards.
	DelegateAward DelegationKind = "AWARD"
	// DelegateVerify records what the issuer awarded elsewhere, from its document.
	DelegateVerify DelegationKind = "VERIFY"
)

// Values lists every kind.
func (DelegationKind) Values() []string { return texts(DelegateAward, DelegateVerify) }

// RevocationKind is why an award was revoked, for programs.
type RevocationKind string

// The kinds of revocation.
const (
	RevokedWithdrawn RevocationKind = "WITHDRAWN"
	// RevokedInError awards should never have been issued.
	RevokedInError RevocationKind = "ISSUED_IN_ERROR"
	// RevokedWithStack awards are of a stack that is complete no more.
	RevokedWithStack RevocationKind = "STACK_INCOMPLETE"
)

// Values lists every kind.
func (RevocationKind) Values() []string {
	return texts(RevokedWithdrawn, RevokedInError, RevokedWithStack)
}

// RowOutcome is what came of a row of a file.
type RowOutcome string

// The outcomes of a row.
const (
	RowCreated   RowOutcome = "CREATED"
	RowUnchanged RowOutcome = "UNCHANGED"
	RowFailed    RowOutcome = "FAILED"
)

// Values lists every outcome.
func (RowOutcome) Values() []string { return texts(RowCreated, RowUnchanged, RowFailed) }

// StackPolicy is what becomes of a stack's completion when a part is revoked.
type StackPolicy string

// The policies of a stack.
const (
	PolicyWithdraw StackPolicy = "WITHDRAW"
	PolicySuspend  StackPolicy = "SUSPEND"
	PolicyKeep     StackPolicy = "KEEP"
)

// Values lists every policy.
func (StackPolicy) Values() []string { return texts(PolicyWithdraw, PolicySuspend, PolicyKeep) }

// CompletionState is whether a completed stack stands.
type CompletionState string

// The states of a completion.
const (
	CompletionStands    CompletionState = "STANDS"
	CompletionSuspended CompletionState = "SUSPENDED"
	CompletionWithdrawn CompletionState = "WITHDRAWN"
)

// Values lists every state.
func (CompletionState) Values() []string {
	return texts(CompletionStands, CompletionSuspended, CompletionWithdrawn)
}
