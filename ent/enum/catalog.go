package enum

// SkillStatus says whether a framework still offers a skill.
type SkillStatus string

// The statuses of a skill.
const (
	SkillActive     SkillStatus = "ACTIVE"
	SkillDeprecated SkillStatus = "DEPRECATED"
)

// Values lists every status.
func (SkillStatus) Values() []string { return texts(SkillActive, SkillDeprecated) }

// LabelKind says how a label of a skill is used (SKOS).
type LabelKind string

// The kinds of label.
const (
	// LabelPreferred is the one shown in its language.
	LabelPreferred LabelKind = "PREFERRED"
	// LabelAlternative is shown as another name, and found.
	LabelAlternative LabelKind = "ALTERNATIVE"
	// LabelHidden is found, never shown.
	LabelHidden LabelKind = "HIDDEN"
)

// Values lists every kind.
func (LabelKind) Values() []string { return texts(LabelPreferred, LabelAlternative, LabelHidden) }

// RelationKind ties one skill to another; the words are those of taxonomy.
type RelationKind string

// The kinds of relation.
const (
	// RelationBroader says that the second skill is broader than the first.
	RelationBroader RelationKind = "BROADER"
	RelationRelated RelationKind = "RELATED"
	RelationExact   RelationKind = "EXACT"
)

// Values lists every kind.
func (RelationKind) Values() []string {
	return texts(RelationBroader, RelationRelated, RelationExact)
}

// CredentialKind is a kind of micro-credential, in the widest sense (Table 1 of
// the 2022 report).
type CredentialKind string

// The kinds of micro-credential.
const (
	KindMicroCredential  CredentialKind = "MICRO_CREDENTIAL"
	KindCertification    CredentialKind = "CERTIFICATION"
	KindLicense          CredentialKind = "LICENSE"
	KindCourseCompletion CredentialKind = "COURSE_COMPLETION"
	KindCertificate      CredentialKind = "CERTIFICATE"
	KindDegree           CredentialKind = "DEGREE"
)

// Values lists every kind.
func (CredentialKind) Values() []string {
	return texts(KindMicroCredential, KindCertification, KindLicense, KindCourseCompletion, KindCertificate, KindDegree)
}

// CatalogStatus is the life of a micro-credential, stack or pathway.
type CatalogStatus string

// The statuses of a catalog entry.
const (
	Draft     CatalogStatus = "DRAFT"
	Published CatalogStatus = "PUBLISHED"
	// Retired entries are no longer awarded; what was awarded keeps counting.
	Retired CatalogStatus = "RETIRED"
)

// Values lists every status.
func (CatalogStatus) Values() []string { return texts(Draft, Published, Retired) }

// Delivery is how learning or assessment takes place.
type Delivery string

// The ways of delivery.
const (
	DeliveryOnline   Delivery = "ONLINE"
	DeliveryInPerson Delivery = "IN_PERSON"
	DeliveryHybrid   Delivery = "HYBRID"
)

// Values lists every way.
func (Delivery) Values() []string {
	return texts(DeliveryOnline, DeliveryInPerson, DeliveryHybrid)
}

// GoalKind is what a pathway leads to.
type GoalKind string

// The kinds of goal.
const (
	GoalOccupation GoalKind = "OCCUPATION"
	GoalPosting    GoalKind = "POSTING"
	GoalDegree     GoalKind = "DEGREE"
	GoalStack      GoalKind = "STACK"
)

// Values lists every kind.
func (GoalKind) Values() []string {
	return texts(GoalOccupation, GoalPosting, GoalDegree, GoalStack)
}

// RecognitionKind is what a recognition is about.
type RecognitionKind string

// The kinds of recognition.
const (
	RecognizedHire      RecognitionKind = "HIRE"
	RecognizedInterview RecognitionKind = "INTERVIEW"
	RecognizedPromotion RecognitionKind = "PROMOTION"
	RecognizedPay       RecognitionKind = "PAY"
	RecognizedRank      RecognitionKind = "RANK"
	RecognizedCredit    RecognitionKind = "CREDIT"
	RecognizedAdmission RecognitionKind = "ADMISSION"
	RecognizedPDHours   RecognitionKind = "PD_HOURS"
	// RecognizedHiring says how much with a HiringValue; it stands for HIRE and INTERVIEW.
	RecognizedHiring RecognitionKind = "HIRING"
	// RecognizedWageStep stands for PAY.
	RecognizedWageStep RecognitionKind = "WAGE_STEP"
	// RecognizedRankChange stands for RANK.
	RecognizedRankChange  RecognitionKind = "RANK_CHANGE"
	RecognizedPDDays      RecognitionKind = "PD_DAYS"
	RecognizedEndorsement RecognitionKind = "ENDORSEMENT"
)

// Values lists every kind.
func (RecognitionKind) Values() []string {
	return texts(RecognizedHire, RecognizedInterview, RecognizedPromotion, RecognizedPay,
		RecognizedRank, RecognizedCredit, RecognizedAdmission, RecognizedPDHours,
		RecognizedHiring, RecognizedWageStep, RecognizedRankChange, RecognizedPDDays, RecognizedEndorsement)
}

// RecognitionStatus says whether a recognition may be relied on.
type RecognitionStatus string

// The statuses of a recognition.
const (
	// RecognitionProposed is a wish or a plan, shown as such.
	RecognitionProposed RecognitionStatus = "PROPOSED"
	RecognitionInForce  RecognitionStatus = "IN_FORCE"
	RecognitionEnded    RecognitionStatus = "ENDED"
)

// Values lists every status.
func (RecognitionStatus) Values() []string {
	return texts(RecognitionProposed, RecognitionInForce, RecognitionEnded)
}

// HiringValue is what a recognition for hiring promises.
type HiringValue string

// The values of a recognition for hiring.
const (
	HiringInterview HiringValue = "INTERVIEW_GUARANTEED"
	HiringPreferred HiringValue = "PREFERRED"
	HiringRequired  HiringValue = "REQUIRED"
)

// Values lists every value.
func (HiringValue) Values() []string { return texts(HiringInterview, HiringPreferred, HiringRequired) }

// RecognitionScope is for whom a recognition holds.
type RecognitionScope string

// The scopes of a recognition.
const (
	// ScopeOrganization is the organization itself, and its own campuses and sites.
	ScopeOrganization RecognitionScope = "ORGANIZATION"
	ScopeDistrict     RecognitionScope = "DISTRICT"
	ScopeState        RecognitionScope = "STATE"
	// ScopeConsortium is all of its members.
	ScopeConsortium RecognitionScope = "CONSORTIUM"
)

// Values lists every scope.
func (RecognitionScope) Values() []string {
	return texts(ScopeOrganization, ScopeDistrict, ScopeState, ScopeConsortium)
}

// AffiliationKind is how an organization belongs to another.
type AffiliationKind string

// The kinds of affiliation.
const (
	// AffiliatedCampus is a part of the whole, as a campus of a system.
	AffiliatedCampus AffiliationKind = "CAMPUS"
	// AffiliatedDistrict is a school district of a state or cooperative.
	AffiliatedDistrict AffiliationKind = "DISTRICT"
	// AffiliatedMember is a member, as of a consortium.
	AffiliatedMember AffiliationKind = "MEMBER"
)

// Values lists every kind.
func (AffiliationKind) Values() []string {
	return texts(AffiliatedCampus, AffiliatedDistrict, AffiliatedMember)
}
