package issue

import (
	"slices"

	"github.com/stackmatch/stackmatch/internal/badge"
)

// The parts of an achievement, as badge reads them. An alignment's Kind is not
// said: it follows from the target.
type (
	// Achievement is what can be earned: its texts are in one language.
	Achievement = badge.Achievement
	// Alignment points at a skill, an occupation or an item of a framework.
	Alignment = badge.Alignment
	// ResultDescription says what a result of the achievement can be.
	ResultDescription = badge.ResultDescription
	// RubricLevel is one step of a rubric.
	RubricLevel = badge.RubricLevel
)

// AchievementDocument is an achievement as a document of its own, for the URL
// that is its id.
func AchievementDocument(a Achievement) (map[string]any, error) {
	n := newDraft().root()
	n.members["@context"] = texts([]string{contextCredentials, contextBadges})
	n.achievement(a, "")
	return n.finish()
}

// achievement fills a node (OB 3.0 §B.1 Achievement). A creator who is the issuer
// has said all of itself there.
func (n node) achievement(a Achievement, issuer string) {
	n.id(a.ID)
	n.types("Achievement")
	n.word("achievementType", a.Type, achievementTypes)
	n.must("name", a.Name)
	n.must("description", a.Description)
	n.criteria(a)
	n.image(a.Image)
	n.language(a.Language)
	n.text("version", a.Version)
	n.texts("tag", a.Tags)
	n.alignments(a.Alignments)
	if a.Creator.ID != "" && a.Creator.ID != issuer {
		n.child("creator").profile(a.Creator)
	}
	for _, d := range a.ResultDescriptions {
		n.element("resultDescription").resultDescription(d)
	}
}

func (n node) criteria(a Achievement) {
	c := n.child("criteria")
	// Where they are a part of the achievement's own page, its id says enough.
	elsewhere := a.CriteriaURL != "" && a.CriteriaURL != a.ID
	if elsewhere {
		c.id(a.CriteriaURL)
		c.link("id", a.CriteriaURL)
	}
	if !elsewhere || a.Criteria != "" {
		c.must("narrative", a.Criteria)
	}
}

// alignments says each once, in the order given.
func (n node) alignments(list []Alignment) {
	seen := map[Alignment]bool{}
	for _, a := range list {
		a.Kind = ""
		if seen[a] {
			continue
		}
		seen[a] = true
		e := n.element("alignment")
		e.types("Alignment")
		e.word("targetType", a.TargetType, targetTypes)
		e.must("targetName", a.Name)
		e.text("targetDescription", a.Description)
		e.text("targetFramework", a.Framework)
		e.text("targetCode", a.Code)
		e.must("targetUrl", a.URL)
		e.link("targetUrl", a.URL)
	}
}

func (n node) resultDescription(d ResultDescription) {
	n.id(d.ID)
	n.types("ResultDescription")
	n.must("name", d.Name)
	n.must("resultType", d.Type)
	n.word("resultType", d.Type, resultTypes)
	if !hasLevel(d, d.RequiredLevel) {
		n.refuse("requiredLevel", "is none of the levels")
	}
	n.text("requiredLevel", d.RequiredLevel)
	n.text("requiredValue", d.RequiredValue)
	n.text("valueMin", d.ValueMin)
	n.text("valueMax", d.ValueMax)
	n.texts("allowedValue", d.AllowedValues)
	n.alignments(d.Alignments)
	for _, level := range d.Levels {
		n.element("rubricCriterionLevel").rubricLevel(level)
	}
}

// hasLevel says whether the level is one of the description's; none always is.
func hasLevel(d ResultDescription, level string) bool {
	return level == "" || slices.ContainsFunc(d.Levels, func(l RubricLevel) bool { return l.ID == level })
}

func (n node) rubricLevel(l RubricLevel) {
	n.id(l.ID)
	n.types("RubricCriterionLevel")
	n.must("name", l.Name)
	n.text("level", l.Level)
	n.text("points", l.Points)
	n.text("description", l.Description)
	n.alignments(l.Alignments)
}
