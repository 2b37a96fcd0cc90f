package badge

import (
	"cmp"
	"strings"
	"unicode"
)

// alignments reads what something is aligned with.
func alignments(o map[string]any) []Alignment {
	var found []Alignment
	for _, a := range objects(o, "alignment") {
		found = append(found, alignment(a))
	}
	return found
}

func alignment(o map[string]any) Alignment {
	a := Alignment{
		TargetType: text(o, "targetType"), Name: text(o, "targetName"), Description: text(o, "targetDescription"),
		Framework: text(o, "targetFramework"), Code: text(o, "targetCode"),
		URL: cmp.Or(text(o, "targetUrl"), text(o, "targetURL")),
	}
	a.Kind = a.kind()
	return a
}

// kind sorts an alignment: by its address, which says most; by its framework's
// name; then by the type of its target, which most issuers set to the same for
// everything.
func (a Alignment) kind() AlignmentKind {
	address, framework := strings.ToLower(a.URL), words(a.Framework)
	for _, by := range kindsByAddress {
		if strings.Contains(address, by.part) {
			return by.kind
		}
	}
	if a.TargetType == "ceasn:Competency" {
		return AlignsSkill
	}
	for _, by := range kindsByFramework {
		if strings.Contains(framework, by.part) {
			return by.kind
		}
	}
	if kind, ok := kindsByType[a.TargetType]; ok {
		return kind
	}
	return AlignsOther
}

// words puts one space before each word of a name, so that a part that starts
// with a space is found at the start of a word only: Cisco is not ISCO.
func words(name string) string {
	separate := func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) && c != '*' }
	return " " + strings.Join(strings.FieldsFunc(strings.ToLower(name), separate), " ") + " "
}

type kindBy struct {
	part string
	kind AlignmentKind
}

// kindsByAddress are parts of the addresses of well-known taxonomies.
var kindsByAddress = []kindBy{
	{"data.europa.eu/esco/skill", AlignsSkill},
	{"data.europa.eu/esco/occupation", AlignsOccupation},
	{"data.europa.eu/esco/isco", AlignsOccupation},
	{"onetonline.org/link/", AlignsOccupation},
	{"onetcenter.org/taxonomy", AlignsOccupation},
	{"onetonline.org/find/descriptor", AlignsSkill},
	{"bls.gov/soc", AlignsOccupation},
	{"lightcast.io/open-skills", AlignsSkill},
	{"skills.emsidata.com", AlignsSkill},
	{"osmt.", AlignsSkill},
	{"credentialengineregistry.org/competencies", AlignsSkill},
	{"/occupation", AlignsOccupation},
	{"/skill", AlignsSkill},
	{"/competenc", AlignsSkill},
}

// kindsByFramework are words in the names of frameworks.
var kindsByFramework = []kindBy{
	{" occupation", AlignsOccupation},
	{" isco ", AlignsOccupation},
	{" soc ", AlignsOccupation},
	{" skill", AlignsSkill},
	{" competenc", AlignsSkill},
	{" esco ", AlignsSkill},
}

// kindsByType are the types of targets of Open Badges 3.0 (§B.2.2).
var kindsByType = map[string]AlignmentKind{
	"ceasn:Competency": AlignsSkill, "ceterms:Credential": AlignsCredential, "CTDL": AlignsCredential,
	"CFItem": AlignsFrameworkItem, "CFRubric": AlignsFrameworkItem, "CFRubricCriterion": AlignsFrameworkItem,
	"CFRubricCriterionLevel": AlignsFrameworkItem,
}
