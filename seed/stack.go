package seed

import (
	"fmt"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/matching"
)

// Stack is micro-credentials that together certify more.
type Stack struct {
	Key string `yaml:"key"`
	// Program is the folder that the stack was read from.
	Program string `yaml:"-"`
	Owner   string `yaml:"owner"`
	// Status is PUBLISHED unless a part is still a draft.
	Status enum.CatalogStatus `yaml:"status"`
	// Certifies is the micro-credential that completing the stack earns.
	Certifies   string `yaml:"certifies"`
	Title       Text   `yaml:"title"`
	Description Text   `yaml:"description"`
	Rule        Rule   `yaml:"rule"`
}

// Rule is a stack's rule. In YAML a part is its key; {all_of: […]},
// {any_of: […]} and {k: 2, of: […]} combine rules.
type Rule struct{ matching.Rule }

// UnmarshalYAML reads the short form.
func (r *Rule) UnmarshalYAML(unmarshal func(any) error) error {
	var raw any
	if err := unmarshal(&raw); err != nil {
		return err
	}
	rule, err := parseRule(raw)
	if err != nil {
		return err
	}
	r.Rule = rule
	return nil
}

func parseRule(raw any) (matching.Rule, error) {
	switch node := raw.(type) {
	case string:
		return matching.Rule{Op: matching.OpPart, Credential: node}, nil
	case map[string]any:
		return parseGroup(node)
	}
	return matching.Rule{}, fmt.Errorf("a rule is a key or a group, not %T", raw)
}

func parseGroup(node map[string]any) (matching.Rule, error) {
	if k, ok := node["k"].(uint64); ok && len(node) == 2 {
		of, err := parseRules(node["of"])
		return matching.Rule{Op: matching.OpKOf, K: int(k), Of: of}, err
	}
	for key, op := range map[string]matching.Op{"all_of": matching.OpAllOf, "any_of": matching.OpAnyOf} {
		if children, ok := node[key]; ok && len(node) == 1 {
			of, err := parseRules(children)
			return matching.Rule{Op: op, Of: of}, err
		}
	}
	return matching.Rule{}, fmt.Errorf("a group is all_of, any_of, or k with of: %v", node)
}

func parseRules(raw any) ([]matching.Rule, error) {
	list, ok := raw.([]any)
	if !ok || len(list) == 0 {
		return nil, fmt.Errorf("a group needs a list of rules")
	}
	rules := make([]matching.Rule, len(list))
	for i, child := range list {
		rule, err := parseRule(child)
		if err != nil {
			return nil, err
		}
		rules[i] = rule
	}
	return rules, nil
}

// Parts are the micro-credentials that the rule names, in its order.
func Parts(r matching.Rule) []string {
	if r.Op == matching.OpPart {
		return []string{r.Credential}
	}
	var parts []string
	for _, child := range r.Of {
		parts = append(parts, Parts(child)...)
	}
	return parts
}

// Pathway is an ordered way to a goal: an occupation, a degree or a stack.
type Pathway struct {
	Key         string `yaml:"key"`
	Owner       string `yaml:"owner"`
	Title       Text   `yaml:"title"`
	Description Text   `yaml:"description"`
	Steps       []Step `yaml:"steps"`
	Goal        Goal   `yaml:"goal"`
}

// Step is one of a micro-credential or a stack.
type Step struct {
	MicroCredential string `yaml:"micro_credential"`
	Stack           string `yaml:"stack"`
	Note            Text   `yaml:"note"`
}

// Goal is one of an occupation, a degree or a stack.
type Goal struct {
	Occupation string `yaml:"occupation"`
	Degree     string `yaml:"degree"`
	Stack      string `yaml:"stack"`
}

// Recognition is an organization's statement of what a micro-credential or a
// stack is worth to it.
type Recognition struct {
	Key             string               `yaml:"key"`
	Organization    string               `yaml:"organization"`
	MicroCredential string               `yaml:"micro_credential"`
	Stack           string               `yaml:"stack"`
	Kind            enum.RecognitionKind `yaml:"kind"`
	// Hiring is for the kind HIRING.
	Hiring enum.HiringValue `yaml:"hiring"`
	Amount string           `yaml:"amount"`
	Unit   string           `yaml:"unit"`
	Scope  Text             `yaml:"scope"`
	// ScopeKind is by default the organization and its campuses.
	ScopeKind enum.RecognitionScope  `yaml:"scope_kind"`
	Course    string                 `yaml:"course"`
	Condition Text                   `yaml:"condition"`
	Status    enum.RecognitionStatus `yaml:"status"`
	// FromDaysAgo and UntilInDays bound it; 0 means not stated.
	FromDaysAgo int `yaml:"from_days_ago"`
	UntilInDays int `yaml:"until_in_days"`
}
