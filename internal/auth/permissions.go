package auth

import "slices"

// Role is what an account is in an organization, or the earner that it is.
type Role string

// The roles. Earner needs no membership; all others are a membership's.
const (
	Earner     Role = "EARNER"
	Employer   Role = "EMPLOYER"
	Coach      Role = "COACH"
	Issuer     Role = "ISSUER"
	Assessor   Role = "ASSESSOR"
	Recognizer Role = "RECOGNIZER"
	Developer  Role = "DEVELOPER"
	Analyst    Role = "ANALYST"
	Admin      Role = "ADMIN"
	Steward    Role = "STEWARD"
)

// Roles lists all roles.
func Roles() []Role {
	return []Role{Earner, Employer, Coach, Issuer, Assessor, Recognizer, Developer, Analyst, Admin, Steward}
}

// The kinds of organization that a permission may ask for.
const (
	kindWorkforceBoard = "WORKFORCE_BOARD"
	kindCollege        = "COLLEGE"
	kindService        = "ADMIN" // the organization that runs the service
	kindEmployer       = "EMPLOYER"
)

// Permission is something that not everybody may do. What anybody may (the
// catalog, open postings) has none.
type Permission int

// The permissions. Each has a row in the table below.
const (
	CreatePosting Permission = iota
	UpdatePosting
	ClosePosting
	ViewOwnPostings
	RankCandidates
	ViewOwnAwards
	SetVisibility
	GiveConsent
	ViewConsentedEarners
	ViewIssuedAwards
	IssueAward
	RevokeAward
	ImportBadge
	PublishAward
	MapAlignments
	ManageKeys
	PublishCatalog
	RecordRecognition
	ReviewCatalog
	Enroll
	SubmitEvidence
	Assess
	RecordResults
	ManageAssessment
	DelegateIssuing
	ImportRoster
	RecordCertification
	ClaimAward
	Endorse
	RunCohort
	JoinCohort
	RecordOutcome
	ViewCounts
	ViewExactCounts
	ViewReports
	ContactCandidates
	AnswerContact
	KeepShortlists
	SaveSearches
	TeachProposals
	ReviewLessons
	SeekWork
	ReadViewLog
	HostHiringEvents
	OpenEarnerAccount
	FollowCases
	FollowOwnCase
	KeepPlans
	ReadReadiness
	ViewUnmetDemand
	ManageOwnData
	ManageWebhooks
	HandleReports
	AdministerOrganization
	VouchForOrganization
	AdministerService
	permissionCount
)

// rule says who holds a permission. That a posting is one's own organization's,
// an award one's own issue, an earner one who agreed, is for the service to ask:
// a row says which role may ask at all.
type rule struct {
	name    string
	to      string // completes "to …, act as …"
	roles   []Role
	kinds   []string // the organization is of one of these; any if empty
	vouched bool     // the organization is vouched for
	// everywhere lets admins of any organization hold it.
	everywhere bool
}

var table = [permissionCount]rule{
	CreatePosting:          {name: "CREATE_POSTING", to: "create a posting", roles: by(Employer)},
	UpdatePosting:          {name: "UPDATE_POSTING", to: "update a posting", roles: by(Employer)},
	ClosePosting:           {name: "CLOSE_POSTING", to: "close a posting", roles: by(Employer)},
	ViewOwnPostings:        {name: "VIEW_OWN_POSTINGS", to: "see closed postings", roles: by(Employer)},
	RankCandidates:         {name: "RANK_CANDIDATES", to: "see candidates", roles: by(Employer), vouched: true},
	ViewOwnAwards:          {name: "VIEW_OWN_AWARDS", to: "see your own awards", roles: by(Earner)},
	SetVisibility:          {name: "SET_VISIBILITY", to: "set what is shown of you", roles: by(Earner)},
	GiveConsent:            {name: "GIVE_CONSENT", to: "give or withdraw consent, or block", roles: by(Earner)},
	ViewConsentedEarners:   {name: "VIEW_CONSENTED_EARNERS", to: "see earners who agreed", roles: by(Coach, Issuer)},
	ViewIssuedAwards:       {name: "VIEW_ISSUED_AWARDS", to: "see the awards that you issued", roles: by(Issuer)},
	IssueAward:             {name: "ISSUE_AWARD", to: "issue an award", roles: by(Issuer)},
	RevokeAward:            {name: "REVOKE_AWARD", to: "revoke, suspend or reinstate an award", roles: by(Issuer)},
	ImportBadge:            {name: "IMPORT_BADGE", to: "import a badge", roles: by(Earner)},
	PublishAward:           {name: "PUBLISH_AWARD", to: "publish or download your own awards", roles: by(Earner)},
	MapAlignments:          {name: "MAP_ALIGNMENTS", to: "say which skills a badge's alignments mean", roles: by(Issuer, Developer, Admin)},
	ManageKeys:             {name: "MANAGE_KEYS", to: "manage the keys that sign badges", roles: by(Issuer, Admin)},
	PublishCatalog:         {name: "PUBLISH_CATALOG", to: "publish in the catalog", roles: by(Issuer, Developer, Admin)},
	RecordRecognition:      {name: "RECORD_RECOGNITION", to: "record what an award is worth", roles: by(Recognizer)},
	ReviewCatalog:          {name: "REVIEW_CATALOG", to: "review what is to be published", roles: by(Developer, Admin)},
	Enroll:                 {name: "ENROLL", to: "enroll", roles: by(Earner)},
	SubmitEvidence:         {name: "SUBMIT_EVIDENCE", to: "submit evidence", roles: by(Earner)},
	Assess:                 {name: "ASSESS", to: "assess submissions", roles: by(Assessor)},
	RecordResults:          {name: "RECORD_RESULTS", to: "record observations and results of exams", roles: by(Assessor, Issuer)},
	ManageAssessment:       {name: "MANAGE_ASSESSMENT", to: "run an organization's queue of submissions", roles: by(Issuer, Admin)},
	DelegateIssuing:        {name: "DELEGATE_ISSUING", to: "say who may award in your organization's name", roles: by(Issuer, Admin)},
	ImportRoster:           {name: "IMPORT_ROSTER", to: "import a roster of results", roles: by(Issuer)},
	RecordCertification:    {name: "RECORD_CERTIFICATION", to: "record a certification from its document", roles: by(Issuer, Assessor, Coach)},
	ClaimAward:             {name: "CLAIM_AWARD", to: "claim an award", roles: by(Earner)},
	Endorse:                {name: "ENDORSE", to: "endorse a micro-credential or an organization", roles: by(Recognizer, Employer)},
	RunCohort:              {name: "RUN_COHORT", to: "run a cohort", roles: by(Employer, Coach, Issuer, Admin)},
	JoinCohort:             {name: "JOIN_COHORT", to: "join a cohort", roles: by(Earner)},
	RecordOutcome:          {name: "RECORD_OUTCOME", to: "record an outcome", roles: by(Earner, Coach)},
	ViewCounts:             {name: "VIEW_COUNTS", to: "see counts of a program", roles: by(Analyst, Steward, Issuer, Coach, Admin)},
	ViewExactCounts:        {name: "VIEW_EXACT_COUNTS", to: "see exact counts of a program", roles: by(Steward)},
	ViewReports:            {name: "VIEW_REPORTS", to: "read outcome and fairness reports", roles: by(Analyst)},
	ContactCandidates:      {name: "CONTACT_CANDIDATES", to: "ask candidates for contact", roles: by(Employer), vouched: true},
	AnswerContact:          {name: "ANSWER_CONTACT", to: "answer employers", roles: by(Earner)},
	KeepShortlists:         {name: "KEEP_SHORTLISTS", to: "keep shortlists", roles: by(Employer), vouched: true},
	SaveSearches:           {name: "SAVE_SEARCHES", to: "save searches", roles: by(Employer), vouched: true},
	TeachProposals:         {name: "TEACH_PROPOSALS", to: "have proposals learn from your organization", roles: by(Employer)},
	ReviewLessons:          {name: "REVIEW_LESSONS", to: "see or forget what proposals learned", roles: by(Employer, Admin)},
	SeekWork:               {name: "SEEK_WORK", to: "look for work", roles: by(Earner)},
	ReadViewLog:            {name: "READ_VIEW_LOG", to: "see who looked", roles: by(Earner)},
	HostHiringEvents:       {name: "HOST_HIRING_EVENTS", to: "host hiring events", roles: by(Coach, Issuer, Admin), kinds: in(kindWorkforceBoard, kindCollege, kindService)},
	OpenEarnerAccount:      {name: "OPEN_EARNER_ACCOUNT", to: "open an account for somebody", roles: by(Coach, Issuer)},
	FollowCases:            {name: "FOLLOW_CASES", to: "follow cases", roles: by(Coach)},
	FollowOwnCase:          {name: "FOLLOW_OWN_CASE", to: "see what your coaches gave you to do", roles: by(Earner)},
	KeepPlans:              {name: "KEEP_PLANS", to: "keep plans", roles: by(Earner, Coach)},
	ReadReadiness:          {name: "READ_READINESS", to: "read what one needs before one begins", roles: by(Earner, Coach, Issuer, Developer, Admin)},
	ViewUnmetDemand:        {name: "VIEW_UNMET_DEMAND", to: "see what postings ask for in vain", roles: by(Coach, Analyst, Admin)},
	ManageOwnData:          {name: "MANAGE_OWN_DATA", to: "export or erase your own data", roles: by(Earner)},
	ManageWebhooks:         {name: "MANAGE_WEBHOOKS", to: "manage webhooks", roles: by(Admin, Employer, Issuer)},
	HandleReports:          {name: "HANDLE_REPORTS", to: "handle reports of organizations", roles: by(Admin), kinds: in(kindWorkforceBoard, kindCollege, kindService)},
	AdministerOrganization: {name: "ADMINISTER_ORGANIZATION", to: "administer an organization", roles: by(Admin), everywhere: true},
	VouchForOrganization:   {name: "VOUCH_FOR_ORGANIZATION", to: "vouch for an organization", roles: by(Admin), kinds: in(kindWorkforceBoard, kindCollege, kindService)},
	AdministerService:      {name: "ADMINISTER_SERVICE", to: "administer the service", roles: by(Admin), kinds: in(kindService)},
}

func by(roles ...Role) []Role     { return roles }
func in(kinds ...string) []string { return kinds }

// String is the permission's name, as the API lists it.
func (p Permission) String() string { return p.rule().name }

// rule is the permission's row; one that the table doesn't know is nobody's.
func (p Permission) rule() rule {
	if p < 0 || p >= permissionCount {
		return rule{name: "UNKNOWN", to: "do this"}
	}
	return table[p]
}

// RolesIn lists the roles that members of an organization of these kinds have.
// Anybody may register an employer: one that is nothing else neither issues nor
// coaches nor analyzes, whatever roles its admin would give.
func RolesIn(kinds []string) []Role {
	if len(kinds) == 1 && kinds[0] == kindEmployer {
		return by(Employer, Recognizer, Admin)
	}
	return Roles()[1:]
}

// reaches tells whether a role has the permission at all in an organization of
// these kinds. Admins of an employer that is nothing else administer it, and do what
// their employers do; the catalog and its issuers are not theirs.
func (r rule) reaches(role Role, kinds []string) bool {
	if role == Earner || len(kinds) != 1 || kinds[0] != kindEmployer {
		return true
	}
	return slices.Contains(RolesIn(kinds), role) &&
		(role != Admin || r.everywhere || slices.Contains(r.roles, Employer))
}

// holds tells whether a role in an organization of these kinds is enough.
func (r rule) holds(role Role, kinds []string) bool {
	return slices.Contains(r.roles, role) && r.reaches(role, kinds) && (len(r.kinds) == 0 || slices.ContainsFunc(kinds, func(kind string) bool {
		return slices.Contains(r.kinds, kind)
	}))
}
