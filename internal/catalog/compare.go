package catalog

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/microcredential"
	"github.com/stackmatch/stackmatch/ent/db/microcredentialversion"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/submission"
)

// Change is what became of something from one version to another.
type Change string

// The changes.
const (
	Added   Change = "ADDED"
	Removed Change = "REMOVED"
	Changed Change = "CHANGED"
)

// Comparison is what differs between two versions.
type Comparison struct {
	From, To *db.MicroCredentialVersion
	// Fields are texts, one for each language, and what is said in a word.
	Fields        []FieldChange
	Competencies  []CompetencyChange
	Prerequisites []PrerequisiteChange
	Parts         []PartChange
	Criteria      []CriterionChange
	// ProvesAll says that each competency of the later version was asserted by the
	// earlier one, at the same level or a higher one.
	ProvesAll bool
}

// FieldChange is a field that says something else; nil where it said nothing.
type FieldChange struct {
	// Field is its name in the content; Language is nil where it is no text.
	Field    string
	Language *string
	Was, Is  *string
}

// CompetencyChange is a skill, with the levels at which it was and is asserted.
type CompetencyChange struct {
	Change  Change
	Skill   string
	Was, Is *int
}

// PrerequisiteChange is a micro-credential that was, or is, asked for or advised.
type PrerequisiteChange struct {
	Change          Change
	MicroCredential string
	Was, Is         *PrerequisiteInput
}

// PartChange is evidence that was, or is, asked for.
type PartChange struct {
	Change  Change
	Key     string
	Was, Is *submission.Part
}

// CriterionChange is a line of the rubric.
type CriterionChange struct {
	Change  Change
	Key     string
	Was, Is *submission.Criterion
}

// CompareInput names two versions of a micro-credential by their numbers.
type CompareInput struct {
	MicroCredential string
	From, To        int
}

// CompareVersions says what differs between two published versions.
func (s *Service) CompareVersions(ctx context.Context, in CompareInput) (*Comparison, error) {
	rows, err := s.DB.MicroCredentialVersion.Query().Where(
		microcredentialversion.MicroCredentialID(in.MicroCredential), microcredentialversion.NumberIn(in.From, in.To),
		microcredentialversion.HasMicroCredentialWith(microcredential.CurrentVersionIDNotNil()),
	).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load versions: %w", err)
	}
	numbered := map[int]*db.MicroCredentialVersion{}
	for _, row := range rows {
		numbered[row.Number] = row
	}
	for _, wanted := range []struct {
		number int
		path   string
	}{{in.From, "from"}, {in.To, "to"}} {
		if numbered[wanted.number] == nil {
			return nil, problem.New(problem.NotFound, "there is no version %d of %q", wanted.number, in.MicroCredential).
				Spanish("no hay versión %d de %q", wanted.number, in.MicroCredential).At(wanted.path)
		}
	}
	from, to := numbered[in.From], numbered[in.To]
	found, err := contents(ctx, s.DB, from.ID, to.ID)
	if err != nil {
		return nil, err
	}
	c := Compare(found[from.ID], found[to.ID])
	c.From, c.To = from, to
	return &c, nil
}

// Compare says what differs between two contents.
func Compare(was, is *VersionInput) Comparison {
	c := Comparison{Fields: changedFields(was, is), ProvesAll: true}
	c.Competencies = changes(was.Competencies, is.Competencies,
		func(v CompetencyInput) string { return v.Skill },
		func(change Change, skill string, was, is *CompetencyInput) CompetencyChange {
			return CompetencyChange{change, skill, levelOf(was), levelOf(is)}
		})
	for _, change := range c.Competencies {
		if change.Is != nil && (change.Was == nil || *change.Was < *change.Is) {
			c.ProvesAll = false
		}
	}
	c.Prerequisites = changes(was.Prerequisites, is.Prerequisites,
		func(v PrerequisiteInput) string { return v.MicroCredential },
		func(change Change, key string, was, is *PrerequisiteInput) PrerequisiteChange {
			return PrerequisiteChange{change, key, was, is}
		})
	before, after := definitionOf(was), definitionOf(is)
	c.Parts = changes(before.Parts, after.Parts, func(v submission.Part) string { return v.Key },
		func(change Change, key string, was, is *submission.Part) PartChange {
			return PartChange{change, key, was, is}
		})
	c.Criteria = changes(before.Criteria, after.Criteria, func(v submission.Criterion) string { return v.Key },
		func(change Change, key string, was, is *submission.Criterion) CriterionChange {
			return CriterionChange{change, key, was, is}
		})
	return c
}

func definitionOf(in *VersionInput) submission.Definition {
	if in.Assessment == nil {
		return submission.Definition{}
	}
	return *in.Assessment
}

func levelOf(c *CompetencyInput) *int {
	if c == nil {
		return nil
	}
	return &c.Level
}

// changes lists what was removed or changed, in its order before, then what was
// added, in its order now.
func changes[V, C any](was, is []V, key func(V) string, made func(change Change, key string, was, is *V) C) []C {
	var out []C
	for i := range was {
		k := key(was[i])
		at := slices.IndexFunc(is, func(v V) bool { return key(v) == k })
		switch {
		case at < 0:
			out = append(out, made(Removed, k, &was[i], nil))
		case !reflect.DeepEqual(was[i], is[at]):
			out = append(out, made(Changed, k, &was[i], &is[at]))
		}
	}
	for i := range is {
		k := key(is[i])
		if !slices.ContainsFunc(was, func(v V) bool { return key(v) == k }) {
			out = append(out, made(Added, k, nil, &is[i]))
		}
	}
	return out
}

// changedFields lists the texts that differ, then what is said in a word.
func changedFields(was, is *VersionInput) []FieldChange {
	var out []FieldChange
	before, after := was.texts(), is.texts()
	for i, t := range before {
		languages := slices.Concat(t.text.Languages(), after[i].text.Languages())
		slices.Sort(languages)
		for _, language := range slices.Compact(languages) {
			old, now := (*t.text)[language], (*after[i].text)[language]
			if old != now && t.name != "changes" {
				out = append(out, FieldChange{t.name, &language, orNil(old), orNil(now)})
			}
		}
	}
	now := is.plain()
	for i, f := range was.plain() {
		if f.value != now[i].value {
			out = append(out, FieldChange{f.name, nil, orNil(f.value), orNil(now[i].value)})
		}
	}
	return out
}

// plainField is what is said in a word; "" is nothing.
type plainField struct{ name, value string }

func (in *VersionInput) plain() []plainField {
	number := func(n *int) string {
		if n == nil {
			return ""
		}
		return fmt.Sprint(*n)
	}
	price := ""
	if in.Price != nil {
		price = fmt.Sprintf("%d.%02d %s", in.Price.Cents/100, in.Price.Cents%100, in.Price.Currency)
	}
	var delivery, alignments []string
	for _, d := range in.Delivery {
		delivery = append(delivery, string(d))
	}
	for _, a := range in.Alignments {
		alignments = append(alignments, a.URL)
	}
	d := definitionOf(in)
	var modes []string
	for _, m := range d.Modes {
		modes = append(modes, string(m))
	}
	assessors := ""
	if in.Assessment != nil {
		assessors = fmt.Sprint(max(1, d.Assessors))
	}
	return []plainField{
		{"effortMinutes", number(in.EffortMinutes)},
		{"priorMinutes", number(in.PriorMinutes)},
		{"validityMonths", number(in.ValidityMonths)},
		{"price", price},
		{"languages", strings.Join(in.Languages, ", ")},
		{"delivery", strings.Join(delivery, ", ")},
		{"alignments", strings.Join(alignments, " ")},
		{"assessment.modes", strings.Join(modes, ", ")},
		{"assessment.assessors", assessors},
		{"assessment.exam", examOf(d)},
		{"picture", value(in.Picture)},
	}
}

func examOf(d submission.Definition) string {
	if d.Exam == nil {
		return ""
	}
	return strings.TrimSpace(d.Exam.Name + " " + d.Exam.PassScore + "/" + d.Exam.MaxScore)
}

func orNil(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func value(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
