package employer

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/requirement"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/matching"
)

// Resolve checks requirements that need be nobody's posting, and gives them as the
// arithmetic reads them, with the rule that each names.
func (s *Service) Resolve(ctx context.Context, ins []RequirementInput, language string) ([]matching.Requirement, []*LegalRule, error) {
	resolved, err := s.resolve(ctx, ins, language)
	if err != nil {
		return nil, nil, err
	}
	asks, rules := make([]matching.Requirement, len(resolved)), make([]*LegalRule, len(resolved))
	for i, r := range resolved {
		asks[i], rules[i] = r.forMatching(), r.LegalRule
	}
	return asks, rules, nil
}

// Named gives requirements as they are shown, of those that the arithmetic read: of a
// posting, with the rules that it names. What is there no more is left out; the others
// are by their places in the list.
func (s *Service) Named(ctx context.Context, asks []matching.Requirement, language string) (map[int]Requirement, error) {
	ins := make([]RequirementInput, len(asks))
	ids := make([]string, len(asks))
	for i, r := range asks {
		ins[i], ids[i] = inputOf(r), r.ID
	}
	found, err := s.lookUp(ctx, ins)
	if err != nil {
		return nil, err
	}
	rules, err := s.legalRules(ctx, ids)
	if err != nil {
		return nil, err
	}
	var made []Requirement
	var places []int
	for i, r := range asks {
		if ask := askOf(r, found); ask != nil {
			made = append(made, Requirement{
				ID: r.ID, Ask: ask, Importance: enum.Importance(r.Importance), Weight: r.Weight, LegalRule: rules[r.ID],
			})
			places = append(places, i)
		}
	}
	if err := s.label(ctx, made, language); err != nil {
		return nil, err
	}
	out := make(map[int]Requirement, len(made))
	for j, i := range places {
		out[i] = made[j]
	}
	return out, nil
}

func inputOf(r matching.Requirement) RequirementInput {
	in := RequirementInput{Ask: AskInput{AnyOf: r.AnyOf}}
	switch {
	case r.Skill != "":
		in.Ask.Skill = &SkillAskInput{Skill: r.Skill}
	case r.Stack != "":
		in.Ask.Stack = &r.Stack
	}
	return in
}

// askOf is what a requirement asks for; nil where that is there no more.
func askOf(r matching.Requirement, found named) Ask {
	switch {
	case r.Skill != "":
		if row := found.skills[r.Skill]; row != nil {
			return SkillAsk{Skill: row, Level: level(r.Level)}
		}
	case r.Stack != "":
		if row := found.stacks[r.Stack]; row != nil {
			return StackAsk{Stack: row}
		}
	default:
		var rows []*db.MicroCredential
		for _, id := range r.AnyOf {
			if row := found.credentials[id]; row != nil {
				rows = append(rows, row)
			}
		}
		if len(rows) > 0 {
			return anyOf(rows)
		}
	}
	return nil
}

// legalRules are those of requirements of postings, by their ids.
func (s *Service) legalRules(ctx context.Context, ids []string) (map[string]*LegalRule, error) {
	rows, err := s.DB.Requirement.Query().Where(requirement.IDIn(ids...), requirement.LegalRuleNotNil()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load legal rules: %w", err)
	}
	out := make(map[string]*LegalRule, len(rows))
	for _, row := range rows {
		out[row.ID] = &LegalRule{Text: *row.LegalRule, URL: optional(row.LegalURL)}
	}
	return out, nil
}
