package seed

import (
	"fmt"
	"slices"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/submission"
)

// Template is a way to assess that many micro-credentials share.
type Template struct {
	Key       string            `yaml:"key"`
	Modes     []submission.Mode `yaml:"modes"`
	Assessors int               `yaml:"assessors"`
	Parts     []EvidencePart    `yaml:"parts"`
	Exam      *Exam             `yaml:"exam"`
}

// EvidencePart is evidence that a template asks for.
type EvidencePart struct {
	Key      string                    `yaml:"key"`
	Title    Text                      `yaml:"title"`
	Prompt   Text                      `yaml:"prompt"`
	Required bool                      `yaml:"required"`
	Kinds    []submission.EvidenceKind `yaml:"kinds"`
	Most     int                       `yaml:"most"`
}

// Exam is an exam that is held elsewhere.
type Exam struct {
	Name      string `yaml:"name"`
	PassScore string `yaml:"pass_score"`
	MaxScore  string `yaml:"max_score"`
}

// Assessed says by which template micro-credentials are assessed.
type Assessed struct {
	Template         string   `yaml:"template"`
	MicroCredentials []string `yaml:"micro_credentials"`
}

// Affiliation says which organizations belong to another.
type Affiliation struct {
	Of            string               `yaml:"of"`
	Kind          enum.AffiliationKind `yaml:"kind"`
	Organizations []string             `yaml:"organizations"`
}

// proficiency names the levels of a rubric's criterion, lowest first.
var proficiency = []struct {
	key   string
	title submission.Text
}{
	{"with-help", submission.Text{"en": "With help", "es": "Con ayuda"}},
	{"routine", submission.Text{"en": "Alone on routine work", "es": "Sin ayuda en el trabajo habitual"}},
	{"trouble", submission.Text{"en": "Alone when things go wrong", "es": "Sin ayuda cuando algo sale mal"}},
	{"guides", submission.Text{"en": "Guides others", "es": "Guía a otras personas"}},
}

// unleveled are the levels of a criterion for a skill that is asserted at none.
var unleveled = []submission.Level{
	{Key: "not-yet", Title: submission.Text{"en": "Not yet shown", "es": "Aún no demostrado"}},
	{Key: "shown", Title: submission.Text{"en": "Shown", "es": "Demostrado"}},
}

// definition is how a version is assessed; false where nothing is assessed here.
// Skills are named by key; skillID turns them into what the records say.
func (c *Catalog) definition(microCredential string, v Version, skillID func(key string) string) (submission.Definition, bool) {
	t, ok := c.templateOf(microCredential)
	if !ok {
		return submission.Definition{}, false
	}
	d := submission.Definition{Modes: t.Modes, Assessors: t.Assessors}
	if t.Exam != nil {
		d.Exam = &submission.Examination{Name: t.Exam.Name, PassScore: t.Exam.PassScore, MaxScore: t.Exam.MaxScore}
	}
	for _, p := range t.Parts {
		d.Parts = append(d.Parts, submission.Part{
			Key: p.Key, Title: submission.Text(p.Title.localized()), Prompt: submission.Text(p.Prompt.localized()),
			Required: p.Required, Kinds: p.Kinds, Most: p.Most,
		})
	}
	// Who only sits an exam is not scored on anything else.
	if !slices.Equal(t.Modes, []submission.Mode{submission.Exam}) {
		for _, p := range v.Pairs() {
			d.Criteria = append(d.Criteria, c.criterion(p, skillID(p.Skill)))
		}
	}
	return d, true
}

func (c *Catalog) templateOf(microCredential string) (Template, bool) {
	for _, a := range c.Assessed {
		if slices.Contains(a.MicroCredentials, microCredential) {
			return find(c.templates, a.Template)
		}
	}
	return Template{}, false
}

// criterion asks for a skill at the level that is asserted.
func (c *Catalog) criterion(p matching.Pair, skill string) submission.Criterion {
	out := submission.Criterion{
		Key: p.Skill, Title: submission.Text(c.skills[p.Skill].Preferred.localized()), Required: true, Skill: skill,
	}
	if p.Level == 0 {
		out.Levels, out.Meets = unleveled, len(unleveled)
		return out
	}
	for i, level := range proficiency {
		out.Levels = append(out.Levels, submission.Level{Key: level.key, Title: level.title, SkillLevel: i + 1})
	}
	out.Meets = int(p.Level)
	return out
}

func (k *checker) assessments() {
	for _, t := range k.catalog.Templates {
		k.unique("template", t.Key)
	}
	for _, a := range k.catalog.Assessed {
		refers(k, "assessed", "template", a.Template, k.catalog.templates)
		for _, key := range a.MicroCredentials {
			k.unique("assessed", key)
			refers(k, "assessed", "micro-credential", key, k.catalog.microCredentials)
			k.assessment(key)
		}
	}
	for _, a := range k.catalog.Affiliations {
		known(k, "affiliation", a.Kind)
		for _, organization := range append([]string{a.Of}, a.Organizations...) {
			refers(k, "affiliation", "organization", organization, k.catalog.organizations)
		}
	}
}

// assessment holds each version's definition to the rules of package submission.
func (k *checker) assessment(key string) {
	m := k.catalog.microCredentials[key]
	if m == nil {
		return
	}
	for _, v := range m.Versions {
		d, _ := k.catalog.definition(key, v, func(skill string) string { return skill })
		if err := submission.Validate(d); err != nil {
			k.problems = append(k.problems, fmt.Errorf("how %s version %d is assessed: %w", key, v.Number, err))
		}
	}
}
