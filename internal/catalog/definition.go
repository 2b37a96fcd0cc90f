package catalog

import (
	"strconv"
	"time"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/submission"
)

// VersionInput is what a micro-credential says from a day on. A draft has as much
// of it as is written.
type VersionInput struct {
	ID          string         `json:"-"`
	Title       text.Localized `json:"title,omitempty"`
	Description text.Localized `json:"description,omitempty"`
	// Competency is the competency statement: what is proven, in the words of the
	// trade.
	Competency text.Localized `json:"competency,omitempty"`
	// HolderCan says what a holder can do, in plain words for employers.
	HolderCan text.Localized `json:"holderCan,omitempty"`
	// Criteria say what must be shown to earn it.
	Criteria text.Localized `json:"criteria,omitempty"`
	// Changes say what differs from the version before.
	Changes      text.Localized    `json:"changes,omitempty"`
	Competencies []CompetencyInput `json:"competencies,omitempty"`
	// Assessment is the evidence asked and the rubric; nil where nothing is
	// assessed here.
	Assessment    *submission.Definition `json:"assessment,omitempty"`
	EffortMinutes *int                   `json:"effortMinutes,omitempty"`
	// PriorMinutes is what it takes who proves what they can already do; nil where
	// that is no way to it.
	PriorMinutes *int `json:"priorMinutes,omitempty"`
	// Languages and Delivery say how it is offered.
	Languages []string        `json:"languages,omitempty"`
	Delivery  []enum.Delivery `json:"delivery,omitempty"`
	// ValidityMonths is how long an award is valid; nil where it does not expire.
	ValidityMonths *int                 `json:"validityMonths,omitempty"`
	Price          *Price               `json:"price,omitempty"`
	Prerequisites  []PrerequisiteInput  `json:"prerequisites,omitempty"`
	Alignments     []FrameworkAlignment `json:"alignments,omitempty"`
	// Picture is the id of its emblem; nil where one is drawn.
	Picture *string `json:"picture,omitempty"`
	// PublishedAt is by default now, and never ahead.
	PublishedAt time.Time `json:"-"`
}

// CompetencyInput is a skill at a level of 1 to 4, or at 0 where none is stated.
type CompetencyInput struct {
	Skill string `json:"skill"`
	Level int    `json:"level,omitempty"`
}

// PrerequisiteInput is a micro-credential that is asked for, or advised, before
// another one.
type PrerequisiteInput struct {
	MicroCredential string `json:"microCredential"`
	// Advised ones help, and are not asked for.
	Advised bool `json:"advised,omitempty"`
}

// FrameworkAlignment is an entry of any framework that a version is about. Nothing
// is matched by it.
type FrameworkAlignment struct {
	Kind enum.AlignmentKind `json:"kind"`
	Name string             `json:"name"`
	URL  string             `json:"url"`
	// Framework is the name of the whole, Code what stands for the entry in it;
	// both may be empty, as may Description.
	Framework   string `json:"framework,omitempty"`
	Code        string `json:"code,omitempty"`
	Description string `json:"description,omitempty"`
}

// versionText is one of the texts of a version.
type versionText struct {
	name string
	most int
	text *text.Localized
}

// texts lists the texts, in the order in which they are read.
func (in *VersionInput) texts() []versionText {
	return []versionText{
		{"title", maxName, &in.Title},
		{"description", maxText, &in.Description},
		{"competency", maxText, &in.Competency},
		{"holderCan", maxText, &in.HolderCan},
		{"criteria", maxText, &in.Criteria},
		{"changes", maxText, &in.Changes},
	}
}

// names are the records that a version names, but for its picture.
func (in *VersionInput) names(path ...string) references {
	var refs references
	at := func(more ...string) []string { return append(path[:len(path):len(path)], more...) }
	for i, c := range in.Competencies {
		refs.skills = append(refs.skills, named(c.Skill, at("competencies", strconv.Itoa(i), "skill")...))
	}
	for i, p := range in.Prerequisites {
		refs.microCredentials = append(refs.microCredentials, named(p.MicroCredential, at("prerequisites", strconv.Itoa(i), "microCredential")...))
	}
	if in.Assessment == nil {
		return refs
	}
	for i, c := range in.Assessment.Criteria {
		if c.Skill != "" {
			refs.skills = append(refs.skills, named(c.Skill, at("assessment", "criteria", strconv.Itoa(i), "skill")...))
		}
	}
	return refs
}
