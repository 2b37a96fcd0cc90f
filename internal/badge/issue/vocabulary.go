package issue

import (
	"regexp"
	"strings"
)

// The contexts of what we write. Their contents are pinned; every member and
// every type of our documents is a term of theirs.
const (
	contextCredentials = "https://www.w3.org/ns/credentials/v2"
	contextBadges      = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
	contextExtensions  = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
	contextRecords     = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
	contextDID         = "https://www.w3.org/ns/did/v1"
	contextMultikey    = "https://w3id.org/security/multikey/v1"
	contextJWK         = "https://w3id.org/security/jwk/v1"
	contextBadges2     = "https://w3id.org/openbadges/v2"
)

// The vocabularies of Open Badges 3.0 (§B) and CLR 2.0. Words of one's own start
// with "ext:", except in those that are marked closed.
var (
	achievementTypes = words(`Achievement ApprenticeshipCertificate Assessment Assignment AssociateDegree Award Badge
		BachelorDegree Certificate CertificateOfCompletion Certification CoCurricular CommunityService Competency Course
		Degree Diploma DoctoralDegree Fieldwork GeneralEducationDevelopment JourneymanCertificate LearningProgram License
		MasterCertificate MasterDegree Membership MicroCredential ProfessionalDoctorate QualityAssuranceCredential
		ResearchDoctorate SecondarySchoolDiploma`)
	targetTypes = words(`ceasn:Competency ceterms:Credential CFItem CFRubric CFRubricCriterion CFRubricCriterionLevel
		CTDL`)
	resultTypes = words(`GradePointAverage LetterGrade Percent PerformanceLevel PredictedScore RawScore Result
		RubricCriterion RubricCriterionLevel RubricScore ScaledScore Status`)
	identityTypes = words(`accountId emailAddress identifier isbn issn lisSourcedId ltiContextId ltiDeploymentId
		ltiPlatformId ltiToolId ltiUserId name nationalIdentityNumber oneRosterSourcedId productId sisSourcedId sourcedId
		systemId userName`)
	// closed
	resultStatuses = words(`Completed Enrolled Failed InProgress OnHold Provisional Withdrew`)
	// closed
	associationTypes = words(`exactMatchOf isChildOf isParentOf isPartOf isPeerOf isRelatedTo precedes replacedBy`)
)

func words(list string) map[string]bool {
	m := map[string]bool{}
	for _, word := range strings.Fields(list) {
		m[word] = true
	}
	return m
}

var (
	ownWord = regexp.MustCompile(`^ext:[A-Za-z0-9._-]+$`)
	// languageTag is the part of BCP 47 that Open Badges takes (§B LanguageCode).
	languageTag = regexp.MustCompile(`^[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$`)
)

// word sets a member to a word of an open vocabulary, if there is one.
func (n node) word(name, value string, known map[string]bool) {
	if value != "" && !known[value] && !ownWord.MatchString(value) {
		n.refuse(name, "is no word of its vocabulary, nor one of its own (ext:…)")
		return
	}
	n.text(name, value)
}

// closedWord sets a member to a word of a closed vocabulary, if there is one.
func (n node) closedWord(name, value string, known map[string]bool) {
	if value != "" && !known[value] {
		n.refuse(name, "is no word of its vocabulary")
		return
	}
	n.text(name, value)
}

// language sets inLanguage, if there is one.
func (n node) language(tag string) {
	if tag != "" && !languageTag.MatchString(tag) {
		n.refuse("inLanguage", "is no language tag such as es or pt-BR")
		return
	}
	n.text("inLanguage", tag)
}
