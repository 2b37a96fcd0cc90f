package enum

// OrganizationKind says what an organization does here; it may be of several kinds.
type OrganizationKind string

// The kinds of organization.
const (
	OrgDeveloper      OrganizationKind = "DEVELOPER"
	OrgIssuer         OrganizationKind = "ISSUER"
	OrgRecognizer     OrganizationKind = "RECOGNIZER"
	OrgEmployer       OrganizationKind = "EMPLOYER"
	OrgCollege        OrganizationKind = "COLLEGE"
	OrgWorkforceBoard OrganizationKind = "WORKFORCE_BOARD"
	OrgSchoolDistrict OrganizationKind = "SCHOOL_DISTRICT"
	OrgPublicAgency   OrganizationKind = "PUBLIC_AGENCY"
	OrgNonprofit      OrganizationKind = "NONPROFIT"
	// OrgReentry serves people leaving custody. Its place is never an earner's.
	OrgReentry OrganizationKind = "REENTRY"
	// OrgService runs this installation.
	OrgService OrganizationKind = "ADMIN"
)

// Values lists every kind.
func (OrganizationKind) Values() []string {
	return texts(OrgDeveloper, OrgIssuer, OrgRecognizer, OrgEmployer, OrgCollege, OrgWorkforceBoard,
		OrgSchoolDistrict, OrgPublicAgency, OrgNonprofit, OrgReentry, OrgService)
}

// AddressKind says how an account is reached.
type AddressKind string

// The kinds of address.
const (
	AddressEmail AddressKind = "EMAIL"
	AddressPhone AddressKind = "PHONE"
	// AddressDID is an identifier of the account's own wallet; badges may name it
	// as their recipient.
	AddressDID AddressKind = "DID"
)

// Values lists every kind.
func (AddressKind) Values() []string { return texts(AddressEmail, AddressPhone, AddressDID) }

// Role is what a member does for an organization. Earners need no membership.
type Role string

// The roles.
const (
	RoleEmployer   Role = "EMPLOYER"
	RoleCoach      Role = "COACH"
	RoleIssuer     Role = "ISSUER"
	RoleAssessor   Role = "ASSESSOR"
	RoleRecognizer Role = "RECOGNIZER"
	RoleDeveloper  Role = "DEVELOPER"
	RoleAnalyst    Role = "ANALYST"
	RoleAdmin      Role = "ADMIN"
	// RoleSteward answers for a program's data, and sees its exact counts.
	RoleSteward Role = "STEWARD"
)

// Values lists every role.
func (Role) Values() []string {
	return texts(RoleEmployer, RoleCoach, RoleIssuer, RoleAssessor, RoleRecognizer, RoleDeveloper, RoleAnalyst, RoleAdmin, RoleSteward)
}

// PlacePrecision is how exactly an earner shows where they live.
type PlacePrecision string

// The precisions, finest first.
const (
	PrecisionZIP    PlacePrecision = "ZIP"
	PrecisionCounty PlacePrecision = "COUNTY"
	PrecisionState  PlacePrecision = "STATE"
	PrecisionNone   PlacePrecision = "NONE"
)

// Values lists every precision.
func (PlacePrecision) Values() []string {
	return texts(PrecisionZIP, PrecisionCounty, PrecisionState, PrecisionNone)
}

// PlaceKind is the kind of a place.
type PlaceKind string

// The kinds of place, narrowest first.
const (
	PlaceZIP    PlaceKind = "ZIP"
	PlaceTown   PlaceKind = "TOWN"
	PlaceCounty PlaceKind = "COUNTY"
	PlaceState  PlaceKind = "STATE"
)

// Values lists every kind.
func (PlaceKind) Values() []string { return texts(PlaceZIP, PlaceTown, PlaceCounty, PlaceState) }

// EarnerConditionKind is what an earner asks of work.
type EarnerConditionKind string

// The kinds of an earner's condition.
const (
	EarnerPayFloor      EarnerConditionKind = "PAY_FLOOR"
	EarnerShift         EarnerConditionKind = "SHIFT"
	EarnerHours         EarnerConditionKind = "HOURS"
	EarnerTravelMinutes EarnerConditionKind = "TRAVEL_MINUTES"
)

// Values lists every kind.
func (EarnerConditionKind) Values() []string {
	return texts(EarnerPayFloor, EarnerShift, EarnerHours, EarnerTravelMinutes)
}
