package catalog

import (
	"slices"
	"strconv"

	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// StackRuleInput asks for exactly one of a micro-credential and of rules counted
// together.
type StackRuleInput struct {
	Part  *string          `json:"part,omitempty"`
	AllOf []StackRuleInput `json:"allOf,omitempty"`
	AnyOf []StackRuleInput `json:"anyOf,omitempty"`
	KOf   *StackKOfInput   `json:"kOf,omitempty"`
}

// StackKOfInput asks for some of its rules.
type StackKOfInput struct {
	K  int              `json:"k"`
	Of []StackRuleInput `json:"of"`
}

// rule is what the input means, as deep as rules go: what is deeper is refused with
// the rest.
func (in StackRuleInput) rule() matching.Rule { return in.ruleAt(1) }

func (in StackRuleInput) ruleAt(depth int) matching.Rule {
	if in.Part != nil {
		return matching.Rule{Op: matching.OpPart, Credential: *in.Part}
	}
	op, of, _ := in.group()
	rule := matching.Rule{Op: op}
	if in.KOf != nil {
		rule.K = in.KOf.K
	}
	for _, part := range of {
		if depth > matching.MaxRuleDepth {
			part = StackRuleInput{Part: part.Part} // one level too many is enough to be refused
		}
		rule.Of = append(rule.Of, part.ruleAt(depth+1))
	}
	return rule
}

// group is how the rules of a group count, the rules, and the path to them.
func (in StackRuleInput) group() (op matching.Op, of []StackRuleInput, path []string) {
	switch {
	case in.KOf != nil:
		return matching.OpKOf, in.KOf.Of, []string{"kOf", "of"}
	case in.AnyOf != nil:
		return matching.OpAnyOf, in.AnyOf, []string{"anyOf"}
	}
	return matching.OpAllOf, in.AllOf, []string{"allOf"}
}

// check refuses nodes that ask for more than one thing or for nothing.
func (in StackRuleInput) check() error { return in.checkAt(1) }

func (in StackRuleInput) checkAt(depth int) error {
	if depth > matching.MaxRuleDepth {
		return nil // it is refused for that
	}
	asks := 0
	for _, is := range []bool{in.Part != nil, in.AllOf != nil, in.AnyOf != nil, in.KOf != nil} {
		if is {
			asks++
		}
	}
	if asks != 1 {
		return problem.New(problem.Invalid, "a rule is exactly one of part, allOf, anyOf and kOf").
			Spanish("una regla es exactamente una de part, allOf, anyOf y kOf")
	}
	if in.Part != nil {
		return nil
	}
	_, of, path := in.group()
	if len(of) > matching.MaxRuleParts {
		return checkMost(len(of), matching.MaxRuleParts, path[0])
	}
	var errs []error
	for i, part := range of {
		errs = append(errs, problem.Under(part.checkAt(depth+1), append(path[:len(path):len(path)], strconv.Itoa(i))...))
	}
	return problem.Join(errs...)
}

// said has the problems of a rule, whose paths are those of its nodes, at the paths
// of the input that it was made of: under is where the rule is.
func (in StackRuleInput) said(err error, under ...string) error {
	ps := problem.As(err)
	if ps == nil {
		return err
	}
	errs := make([]error, len(ps))
	for i, p := range ps {
		moved := *p
		if n := len(under); len(p.Path) >= n && slices.Equal(p.Path[:n], under) {
			moved.Path = slices.Concat(under, in.path(p.Path[n:]))
		}
		errs[i] = &moved
	}
	return problem.Join(errs...)
}

// path translates a path of a rule.
func (in StackRuleInput) path(rule []string) []string {
	switch {
	case len(rule) == 0:
		return nil
	case rule[0] == "credential":
		return []string{"part"}
	case rule[0] == "k":
		return []string{"kOf", "k"}
	case rule[0] != "of":
		return nil
	}
	_, of, path := in.group()
	if len(rule) == 1 {
		return path
	}
	i, err := strconv.Atoi(rule[1])
	if err != nil || i >= len(of) {
		return path
	}
	return append(append(path[:len(path):len(path)], rule[1]), of[i].path(rule[2:])...)
}
