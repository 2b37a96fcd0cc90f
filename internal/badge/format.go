package badge

import "slices"

// The addresses of the contexts that tell formats apart.
const (
	contextVC2 = "https://www.w3.org/ns/credentials/v2"
	contextVC1 = "https://www.w3.org/2018/credentials/v1"
	contextOB2 = "https://w3id.org/openbadges/v2"
	contextOB1 = "https://w3id.org/openbadges/v1"
)

// credentialFormats are told by type, the first that fits.
var credentialFormats = []struct {
	typ    string
	format Format
}{
	{"VerifiablePresentation", Presentation},
	{"BitstringStatusListCredential", StatusList},
	{"StatusList2021Credential", StatusList},
	{"ClrCredential", CLR2},
	{"EndorsementCredential", Endorsement},
	{"OpenBadgeCredential", OpenBadge3},
	{"AchievementCredential", OpenBadge3},
	{"VerifiableCredential", OtherCredential},
}

// formatOf tells what a document is, from what it says of itself: an invalid
// one has to be recognized too, to be told what it lacks.
func formatOf(doc map[string]any, token bool) Format {
	types := texts(doc, "type")
	for _, f := range credentialFormats {
		if slices.Contains(types, f.typ) {
			return asToken(f.format, token)
		}
	}
	_, subject := doc["credentialSubject"]
	contexts := texts(doc, "@context")
	switch {
	case subject, slices.Contains(contexts, contextVC2), slices.Contains(contexts, contextVC1):
		return OtherCredential
	case slices.Contains(contexts, contextOB1):
		return OpenBadge1
	case slices.Contains(contexts, contextOB2), spellsOutOB2(doc), slices.ContainsFunc(types, isOB2Class):
		return asToken(OpenBadge2, token)
	case isOB1Shape(doc):
		return OpenBadge1
	default:
		return UnknownFormat
	}
}

// asToken gives the format's name when it is signed as a token.
func asToken(f Format, token bool) Format {
	switch {
	case token && f == OpenBadge3:
		return OpenBadge3JWT
	case token && f == OpenBadge2:
		return OpenBadge2Signed
	default:
		return f
	}
}

// isOB1Shape tells an assertion or a badge class of Open Badges 0.5 or 1.0,
// which name neither type nor context.
func isOB1Shape(doc map[string]any) bool {
	if _, typed := doc["type"]; typed {
		return false
	}
	has := func(names ...string) bool {
		return !slices.ContainsFunc(names, func(name string) bool { _, found := doc[name]; return !found })
	}
	return has("badge", "recipient") || has("verify") || has("name", "criteria", "issuer")
}

// isAchievement tells whether a format is an Open Badge 3.0.
func (f Format) isAchievement() bool { return f == OpenBadge3 || f == OpenBadge3JWT }
