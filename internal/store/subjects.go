package store

import (
	"github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/ent/db/awardpair"
	"github.com/stackmatch/stackmatch/ent/db/block"
	"github.com/stackmatch/stackmatch/ent/db/contactrequest"
	"github.com/stackmatch/stackmatch/ent/db/earner"
	"github.com/stackmatch/stackmatch/ent/db/earnercondition"
	"github.com/stackmatch/stackmatch/ent/db/employment"
	"github.com/stackmatch/stackmatch/ent/db/grant"
	"github.com/stackmatch/stackmatch/ent/db/hiringevent"
	"github.com/stackmatch/stackmatch/ent/db/hiringeventearner"
	"github.com/stackmatch/stackmatch/ent/db/hiringeventemployer"
	"github.com/stackmatch/stackmatch/ent/db/microcredential"
	"github.com/stackmatch/stackmatch/ent/db/microcredentialversion"
	"github.com/stackmatch/stackmatch/ent/db/notification"
	"github.com/stackmatch/stackmatch/ent/db/occupation"
	"github.com/stackmatch/stackmatch/ent/db/occupationtitle"
	"github.com/stackmatch/stackmatch/ent/db/offering"
	"github.com/stackmatch/stackmatch/ent/db/organization"
	"github.com/stackmatch/stackmatch/ent/db/pathway"
	"github.com/stackmatch/stackmatch/ent/db/pathwaystep"
	"github.com/stackmatch/stackmatch/ent/db/place"
	"github.com/stackmatch/stackmatch/ent/db/posting"
	"github.com/stackmatch/stackmatch/ent/db/postingcondition"
	"github.com/stackmatch/stackmatch/ent/db/recognition"
	"github.com/stackmatch/stackmatch/ent/db/requirement"
	"github.com/stackmatch/stackmatch/ent/db/savedsearch"
	"github.com/stackmatch/stackmatch/ent/db/savedsearchmatch"
	"github.com/stackmatch/stackmatch/ent/db/shortlistentry"
	"github.com/stackmatch/stackmatch/ent/db/skill"
	"github.com/stackmatch/stackmatch/ent/db/skilllabel"
	"github.com/stackmatch/stackmatch/ent/db/skillrelation"
	"github.com/stackmatch/stackmatch/ent/db/stack"
	"github.com/stackmatch/stackmatch/ent/db/stackcompletion"
	"github.com/stackmatch/stackmatch/ent/db/stackpart"
	"github.com/stackmatch/stackmatch/ent/db/stackversion"
	"github.com/stackmatch/stackmatch/ent/db/submission"
	"github.com/stackmatch/stackmatch/ent/db/versionalignment"
	"github.com/stackmatch/stackmatch/ent/db/versioncompetency"
	"github.com/stackmatch/stackmatch/ent/db/versionprerequisite"
	"github.com/stackmatch/stackmatch/ent/enum"
)

// allPlaces is the one subject of all places.
const allPlaces = "all"

// source says how the subjects of a row are found.
type source struct {
	kind enum.SubjectKind
	// table is the row's; columns name in it the subject or, with via, what
	// leads there.
	table   string
	columns []string
	via     *via
	// all is the subject of every row of a table that is read as a whole.
	all string
	// also is a second subject of the same row.
	also *source
}

// each gives the source and its second one.
func (s *source) each() []*source {
	if s.also == nil {
		return []*source{s}
	}
	return []*source{s, s.also}
}

// and has a row be a change of itself, too.
func (s *source) and(kind enum.SubjectKind) *source {
	s.also = direct(kind, s.table, "id")
	return s
}

// via is the column of another table, found by its id, that names the subject.
type via struct{ table, column string }

func direct(kind enum.SubjectKind, table string, columns ...string) *source {
	return &source{kind: kind, table: table, columns: columns}
}

func through(kind enum.SubjectKind, table, column, viaTable, viaColumn string) *source {
	return &source{kind: kind, table: table, columns: []string{column}, via: &via{viaTable, viaColumn}}
}

// sourceOf tells what a change of a record is a change of, by ent's name for the
// record. Nil is for records that nothing derived is made of: accounts, what is
// protected (which must not even be known to have changed), and the store's own.
// A record that is not here cannot be written; a test asks for all.
func sourceOf(record string) (*source, bool) {
	s, known := sources[record]
	return s, known
}

// sources is only ever read.
var sources = map[string]*source{
	"Earner":          direct(enum.SubjectEarner, earner.Table, earner.FieldID),
	"EarnerCondition": direct(enum.SubjectEarner, earnercondition.Table, earnercondition.FieldEarnerID),
	"Grant":           direct(enum.SubjectEarner, grant.Table, grant.FieldEarnerID),
	"Block":           direct(enum.SubjectEarner, block.Table, block.FieldEarnerID),
	"Award":           direct(enum.SubjectEarner, award.Table, award.FieldEarnerID).and(enum.SubjectAward),
	"StackCompletion": direct(enum.SubjectEarner, stackcompletion.Table, stackcompletion.FieldEarnerID),
	"AwardPair":       through(enum.SubjectEarner, awardpair.Table, awardpair.FieldAwardID, award.Table, award.FieldEarnerID),

	"Skill":         direct(enum.SubjectSkill, skill.Table, skill.FieldID),
	"SkillLabel":    direct(enum.SubjectSkill, skilllabel.Table, skilllabel.FieldSkillID),
	"SkillRelation": direct(enum.SubjectSkill, skillrelation.Table, skillrelation.FieldFromID, skillrelation.FieldToID),

	"MicroCredential":        direct(enum.SubjectMicroCredential, microcredential.Table, microcredential.FieldID),
	"MicroCredentialVersion": direct(enum.SubjectMicroCredential, microcredentialversion.Table, microcredentialversion.FieldMicroCredentialID),
	"Offering":               direct(enum.SubjectMicroCredential, offering.Table, offering.FieldMicroCredentialID),
	"VersionCompetency": through(enum.SubjectMicroCredential, versioncompetency.Table, versioncompetency.FieldVersionID,
		microcredentialversion.Table, microcredentialversion.FieldMicroCredentialID),
	"VersionPrerequisite": through(enum.SubjectMicroCredential, versionprerequisite.Table, versionprerequisite.FieldVersionID,
		microcredentialversion.Table, microcredentialversion.FieldMicroCredentialID),
	"VersionAlignment": through(enum.SubjectMicroCredential, versionalignment.Table, versionalignment.FieldVersionID,
		microcredentialversion.Table, microcredentialversion.FieldMicroCredentialID),

	"Stack":        direct(enum.SubjectStack, stack.Table, stack.FieldID),
	"StackVersion": direct(enum.SubjectStack, stackversion.Table, stackversion.FieldStackID),
	"StackPart": through(enum.SubjectStack, stackpart.Table, stackpart.FieldStackVersionID,
		stackversion.Table, stackversion.FieldStackID),
	"Pathway":     direct(enum.SubjectPathway, pathway.Table, pathway.FieldID),
	"PathwayStep": direct(enum.SubjectPathway, pathwaystep.Table, pathwaystep.FieldPathwayID),

	"Posting":          direct(enum.SubjectPosting, posting.Table, posting.FieldID),
	"Requirement":      direct(enum.SubjectPosting, requirement.Table, requirement.FieldPostingID),
	"PostingCondition": direct(enum.SubjectPosting, postingcondition.Table, postingcondition.FieldPostingID),

	"Organization": direct(enum.SubjectOrganization, organization.Table, organization.FieldID),
	"Recognition":  direct(enum.SubjectRecognition, recognition.Table, recognition.FieldID),
	"Place":        {kind: enum.SubjectPlaces, table: place.Table, all: allPlaces},

	"ContactRequest":      direct(enum.SubjectContact, contactrequest.Table, contactrequest.FieldID),
	"HiringEvent":         direct(enum.SubjectHiringEvent, hiringevent.Table, hiringevent.FieldID),
	"HiringEventEmployer": direct(enum.SubjectHiringEvent, hiringeventemployer.Table, hiringeventemployer.FieldEventID),
	"HiringEventEarner":   direct(enum.SubjectHiringEvent, hiringeventearner.Table, hiringeventearner.FieldEventID),
	"Employment":          direct(enum.SubjectEarner, employment.Table, employment.FieldEarnerID),
	"ShortlistEntry":      direct(enum.SubjectShortlist, shortlistentry.Table, shortlistentry.FieldID),
	"Occupation":          direct(enum.SubjectOccupation, occupation.Table, occupation.FieldID),
	"OccupationTitle":     direct(enum.SubjectOccupation, occupationtitle.Table, occupationtitle.FieldOccupationID),
	"SavedSearch":         direct(enum.SubjectSavedSearch, savedsearch.Table, savedsearch.FieldID),
	"SavedSearchMatch":    direct(enum.SubjectSavedSearchMatch, savedsearchmatch.Table, savedsearchmatch.FieldID),
	"Submission":          direct(enum.SubjectSubmission, submission.Table, submission.FieldID),
	"Notification":        direct(enum.SubjectNotification, notification.Table, notification.FieldID),

	"Framework":             nil,
	"Account":               nil,
	"Address":               nil,
	"Identity":              nil,
	"Membership":            nil,
	"ProtectedAttributes":   nil,
	"ProtectedEnrollment":   nil,
	"ImportOriginal":        nil,
	"IssuerKey":             nil,
	"StatusList":            nil,
	"StatusEntry":           nil,
	"IssuedBadge":           nil,
	"AwardDetail":           nil,
	"AwardCheck":            nil,
	"Alignment":             nil,
	"AwardAlignment":        nil,
	"IssuerIdentity":        nil,
	"EarnerKey":             nil,
	"SkillsSheet":           nil,
	"Draft":                 nil,
	"Picture":               nil,
	"Enrollment":            nil,
	"SubmissionAttempt":     nil,
	"Evidence":              nil,
	"Assessment":            nil,
	"CriterionScore":        nil,
	"SavedComment":          nil,
	"Conflict":              nil,
	"AssessmentSettings":    nil,
	"Holiday":               nil,
	"Cohort":                nil,
	"CohortCredential":      nil,
	"CohortMember":          nil,
	"Delegation":            nil,
	"UnclaimedAward":        nil,
	"Roster":                nil,
	"RosterRow":             nil,
	"OfflineKey":            nil,
	"Affiliation":           nil,
	"Endorsement":           nil,
	"ProtectedOutcome":      nil,
	"ProtectedOutcomeAward": nil,
	"Link":                  nil,
	"Invitation":            nil,
	"DataJob":               nil,
	"ContactStep":           nil,
	"Report":                nil,
	"ShortlistNote":         nil,
	"ShortlistMove":         nil,
	"OccupationTask":        nil,
	"OccupationSkill":       nil,
	"Crosswalk":             nil,
	"ReadinessNote":         nil,
	"SavedPlan":             nil,
	"SavedPlanStep":         nil,
	"CoachingCase":          nil,
	"CaseStep":              nil,
	"CaseTask":              nil,
	"CaseNote":              nil,
	"CaseGroup":             nil,
	"CaseGroupMember":       nil,
	"ViewLogLine":           nil,
	"SpoolPosition":         nil,
	"SavedPosting":          nil,
	"ProposalLearning":      nil,
	"ProposalAnswer":        nil,
	"Interest":              nil,
	"FeedReader":            nil,
	"NotificationSetting":   nil,
	"Message":               nil,
	"Webhook":               nil,
	"WebhookDelivery":       nil,
	"Change":                nil,
	"FeedState":             nil,
	"AuditEntry":            nil,
	"Idempotency":           nil,
}
