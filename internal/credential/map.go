package credential

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/badge"
)

// How long what a badge says may be where it is kept in the open.
const (
	maxIdentifier = 2_000 // bytes: PostgreSQL indexes no more than 2,704
	maxLine       = 200
	maxParagraph  = 10_000
)

// identifier is an id of a badge if it may be kept, else empty. It is compared
// as given, so it is never shortened.
func identifier(id string) string {
	if len(id) > maxIdentifier || !utf8.ValidString(id) || strings.ContainsFunc(id, func(r rune) bool { return unicode.IsControl(r) || unicode.IsSpace(r) }) {
		return ""
	}
	return id
}

// line is a name as it may be shown: on one line, and not too long.
func line(s string) string {
	return clip(strings.Join(strings.Fields(visible(s)), " "), maxLine)
}

// paragraph is a text as it may be shown.
func paragraph(s string) string { return clip(strings.TrimSpace(visible(s)), maxParagraph) }

// visible leaves out what no database or page can hold, and what would change
// the direction of the text around it.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case unicode.IsControl(r), r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069':
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

func clip(s string, most int) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "")
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most-1]) + "…"
}

// credentialKinds are the kinds of micro-credential that the achievement types of
// Open Badges 3.0 (§B.3) are here; all others are micro-credentials.
var credentialKinds = map[string]enum.CredentialKind{
	"Certification": enum.KindCertification, "JourneymanCertificate": enum.KindCertification, "MasterCertificate": enum.KindCertification,
	"License":                 enum.KindLicense,
	"CertificateOfCompletion": enum.KindCourseCompletion, "Course": enum.KindCourseCompletion, "Fieldwork": enum.KindCourseCompletion,
	"LearningProgram": enum.KindCourseCompletion,
	"Certificate":     enum.KindCertificate, "ApprenticeshipCertificate": enum.KindCertificate, "Diploma": enum.KindCertificate,
	"GeneralEducationDevelopment": enum.KindCertificate, "SecondarySchoolDiploma": enum.KindCertificate,
	"Degree": enum.KindDegree, "AssociateDegree": enum.KindDegree, "BachelorDegree": enum.KindDegree, "MasterDegree": enum.KindDegree,
	"DoctoralDegree": enum.KindDegree, "ProfessionalDoctorate": enum.KindDegree, "ResearchDoctorate": enum.KindDegree,
}

func kindOf(achievementType string) enum.CredentialKind {
	if kind, known := credentialKinds[achievementType]; known {
		return kind
	}
	return enum.KindMicroCredential
}

// languageOf is the language of a badge's texts; English where it does not say.
func languageOf(a badge.Achievement) string {
	tag := strings.ToLower(a.Language)
	if tag == "" || len(tag) > 20 || strings.ContainsFunc(tag, func(r rune) bool { return r != '-' && (r < 'a' || r > 'z') && (r < '0' || r > '9') }) {
		return "en"
	}
	return tag
}
