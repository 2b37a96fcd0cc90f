package enum

// AwardSource says how an award came here.
type AwardSource string

// The sources of an award.
const (
	// SourceIssued awards were issued here, after an assessment or by bulk.
	SourceIssued AwardSource = "ISSUED"
	// SourceImported awards came as a badge or file.
	SourceImported AwardSource = "IMPORTED"
	// SourceRecorded awards were recorded by an authorized verifier.
	SourceRecorded AwardSource = "RECORDED"
	// SourceClaimed awards are what the earner says, and never count.
	SourceClaimed AwardSource = "CLAIMED"
)

// Values lists every source.
func (AwardSource) Values() []string {
	return texts(SourceIssued, SourceImported, SourceRecorded, SourceClaimed)
}

// AwardStatus is what its issuer says of an award.
type AwardStatus string

// The statuses of an award.
const (
	AwardActive    AwardStatus = "ACTIVE"
	AwardSuspended AwardStatus = "SUSPENDED"
	AwardRevoked   AwardStatus = "REVOKED"
)

// Values lists every status.
func (AwardStatus) Values() []string { return texts(AwardActive, AwardSuspended, AwardRevoked) }

// Verification is what checking an award showed.
type Verification string

// The states of verification.
const (
	// Verified awards were issued here, or every check of their badge passed.
	Verified Verification = "VERIFIED"
	// Unverified awards were not checked, or could not be.
	Unverified Verification = "UNVERIFIED"
	// VerificationFailed awards did not pass a check.
	VerificationFailed Verification = "FAILED"
)

// Values lists every state.
func (Verification) Values() []string { return texts(Verified, Unverified, VerificationFailed) }

// PostingStatus is the life of a posting.
type PostingStatus string

// The statuses of a posting.
const (
	// PostingDraft is its employer's own; nobody is ranked for it but to try it.
	PostingDraft PostingStatus = "DRAFT"
	PostingOpen  PostingStatus = "OPEN"
	// PostingPaused takes nobody for now.
	PostingPaused PostingStatus = "PAUSED"
	// PostingFilled found whom it sought.
	PostingFilled  PostingStatus = "FILLED"
	PostingClosed  PostingStatus = "CLOSED"
	PostingExpired PostingStatus = "EXPIRED"
)

// Values lists every status.
func (PostingStatus) Values() []string {
	return texts(PostingDraft, PostingOpen, PostingPaused, PostingFilled, PostingClosed, PostingExpired)
}

// Importance says whether a posting must have what it asks; the words are those
// of matching.
type Importance string

// The importances.
const (
	Required  Importance = "REQUIRED"
	Preferred Importance = "PREFERRED"
)

// Values lists every importance.
func (Importance) Values() []string { return texts(Required, Preferred) }

// ConditionKind is what a posting says that is no skill.
type ConditionKind string

// The kinds of a posting's condition.
const (
	ConditionPay             ConditionKind = "PAY"
	ConditionShift           ConditionKind = "SHIFT"
	ConditionHours           ConditionKind = "HOURS"
	ConditionStart           ConditionKind = "START"
	ConditionPlace           ConditionKind = "PLACE"
	ConditionTravel          ConditionKind = "TRAVEL"
	ConditionMinimumAge      ConditionKind = "MINIMUM_AGE"
	ConditionDrivingLicense  ConditionKind = "DRIVING_LICENSE"
	ConditionBackgroundCheck ConditionKind = "BACKGROUND_CHECK"
	ConditionEducation       ConditionKind = "EDUCATION"
	ConditionExperience      ConditionKind = "EXPERIENCE"
	ConditionSiteEvaluation  ConditionKind = "SITE_EVALUATION"
)

// Values lists every kind.
func (ConditionKind) Values() []string {
	return texts(ConditionPay, ConditionShift, ConditionHours, ConditionStart, ConditionPlace, ConditionTravel,
		ConditionMinimumAge, ConditionDrivingLicense, ConditionBackgroundCheck, ConditionEducation,
		ConditionExperience, ConditionSiteEvaluation)
}

// SubjectKind is what a change or an audit entry is about: the record that a
// reader loads again, not the row that was written.
type SubjectKind string

// The kinds of subject.
const (
	SubjectEarner          SubjectKind = "earner"
	SubjectSkill           SubjectKind = "skill"
	SubjectPosting         SubjectKind = "posting"
	SubjectMicroCredential SubjectKind = "micro_credential"
	SubjectStack           SubjectKind = "stack"
	SubjectPathway         SubjectKind = "pathway"
	SubjectOrganization    SubjectKind = "organization"
	SubjectRecognition     SubjectKind = "recognition"
	// SubjectPlaces has one subject, "all": readers keep all places or none.
	SubjectPlaces     SubjectKind = "places"
	SubjectOccupation SubjectKind = "occupation"
	// SubjectAccount is in the audit, never in the feed.
	SubjectAccount SubjectKind = "account"
	// SubjectAward is told beside its earner: indexes pass it over.
	SubjectAward SubjectKind = "award"

	// A submission is in the feed, too; those after it are in the audit alone.
	SubjectSubmission  SubjectKind = "submission"
	SubjectEnrollment  SubjectKind = "enrollment"
	SubjectCohort      SubjectKind = "cohort"
	SubjectDelegation  SubjectKind = "delegation"
	SubjectRoster      SubjectKind = "roster"
	SubjectEndorsement SubjectKind = "endorsement"
	SubjectReport      SubjectKind = "report"
	SubjectInvitation  SubjectKind = "invitation"
	SubjectWebhook     SubjectKind = "webhook"
	SubjectCase        SubjectKind = "case"
	SubjectPlan        SubjectKind = "plan"

	// These are what subscriptions follow; no index reads them.
	SubjectContact          SubjectKind = "contact"
	SubjectHiringEvent      SubjectKind = "hiring_event"
	SubjectSavedSearch      SubjectKind = "saved_search"
	SubjectSavedSearchMatch SubjectKind = "saved_search_match"
	SubjectNotification     SubjectKind = "notification"
	SubjectShortlist        SubjectKind = "shortlist"
)

// Values lists every kind.
func (SubjectKind) Values() []string {
	return texts(SubjectEarner, SubjectSkill, SubjectPosting, SubjectMicroCredential, SubjectStack, SubjectPathway,
		SubjectOrganization, SubjectRecognition, SubjectPlaces, SubjectAccount, SubjectAward,
		SubjectEnrollment, SubjectSubmission, SubjectCohort, SubjectDelegation, SubjectRoster, SubjectEndorsement,
		SubjectReport, SubjectInvitation, SubjectWebhook, SubjectCase, SubjectPlan, SubjectOccupation,
		SubjectContact, SubjectHiringEvent, SubjectSavedSearch, SubjectSavedSearchMatch, SubjectNotification, SubjectShortlist)
}

// DistanceRing is how far away, in a straight line. It is asked, never stored.
type DistanceRing string

// The rings, in kilometers.
const (
	Within10  DistanceRing = "KM_10"
	Within25  DistanceRing = "KM_25"
	Within50  DistanceRing = "KM_50"
	Within100 DistanceRing = "KM_100"
	Within250 DistanceRing = "KM_250"
)
