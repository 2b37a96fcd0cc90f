package employer

import (
	"context"
	"fmt"
	"slices"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/microcredential"
	"github.com/stackmatch/stackmatch/ent/db/skill"
	"github.com/stackmatch/stackmatch/ent/enum"
)

// asksOf are a template's must-haves that the catalog has something for, and those
// that it has nothing for.
func (s *Service) asksOf(ctx context.Context, t template, language string) (asks []RequirementInput, missing []mustHave, err error) {
	skills, err := s.skillsNamed(ctx, t)
	if err != nil {
		return nil, nil, err
	}
	credentials, err := s.credentialsNamed(ctx, t)
	if err != nil {
		return nil, nil, err
	}
	for _, m := range t.MustHaves {
		in := RequirementInput{Importance: enum.Required, Weight: m.Weight, LegalRule: m.Legal.input(language)}
		if m.Skill != "" && skills[m.Skill] {
			in.Ask.Skill = &SkillAskInput{Skill: m.Skill}
			if m.Level > 0 {
				in.Ask.Skill.Level = &m.Level
			}
		}
		for _, name := range m.AnyOf {
			if row := credentials[name]; row != nil {
				in.Ask.AnyOf = append(in.Ask.AnyOf, row.ID)
			}
		}
		if in.Ask.Skill == nil && in.Ask.AnyOf == nil {
			missing = append(missing, m)
			continue
		}
		asks = append(asks, in)
	}
	return asks, missing, nil
}

func (s *Service) skillsNamed(ctx context.Context, t template) (map[string]bool, error) {
	uris := set{}
	for _, m := range t.MustHaves {
		uris.add(m.Skill)
	}
	rows, err := s.DB.Skill.Query().Where(skill.URIIn(uris.ids()...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("look up a template's skills: %w", err)
	}
	out := map[string]bool{}
	for _, row := range rows {
		out[row.URI] = true
	}
	return out, nil
}

// credentialsNamed finds the published micro-credentials that a template names. A
// title that several have names none of them: anybody may publish one more, and a
// law is not met by what happens to be called the same.
func (s *Service) credentialsNamed(ctx context.Context, t template) (map[string]*db.MicroCredential, error) {
	names := set{}
	for _, m := range t.MustHaves {
		names.add(m.AnyOf...)
	}
	rows, err := s.DB.MicroCredential.Query().Where(
		microcredential.Or(microcredential.URIIn(names.ids()...), microcredential.NameIn(names.ids()...)),
		microcredential.StatusEQ(enum.Published), microcredential.CurrentVersionIDNotNil(),
	).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("look up a template's credentials: %w", err)
	}
	byName := map[string][]*db.MicroCredential{}
	out := map[string]*db.MicroCredential{}
	for _, row := range rows {
		byName[row.Name] = append(byName[row.Name], row)
		if row.URI != nil {
			out[*row.URI] = row
		}
	}
	for name, same := range byName {
		if len(same) == 1 {
			out[name] = same[0]
		}
	}
	return out, nil
}

// conditions are the template's, in a language.
func (t template) conditions(language string) []ConditionInput {
	out := make([]ConditionInput, len(t.Conditions))
	for i, c := range t.Conditions {
		out[i] = ConditionInput{
			Kind: c.Kind, Minimum: optional(c.Minimum), Maximum: optional(c.Maximum), Unit: optional(c.Unit), LegalRule: c.Legal.input(language),
		}
		out[i].Text, _ = c.Text.In(language)
	}
	return out
}

func (r *templateRule) input(language string) *LegalRuleInput {
	if r == nil {
		return nil
	}
	in := &LegalRuleInput{URL: optional(r.URL)}
	in.Text, _ = r.Text.In(language)
	return in
}

// leftOut are the must-haves of the template that a posting began as for which the
// catalog has nothing, in words.
func (s *Service) leftOut(ctx context.Context, row *db.Posting, language string) ([]string, error) {
	all, err := templates()
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(all, func(t template) bool { return row.Template != "" && t.Key == row.Template })
	if i < 0 {
		return nil, nil
	}
	_, missing, err := s.asksOf(ctx, all[i], language)
	var out []string
	for _, m := range missing {
		words, _ := m.Words.In(language)
		out = append(out, words)
	}
	return out, err
}
