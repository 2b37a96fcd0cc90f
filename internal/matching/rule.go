package matching

import (
	"strconv"

	"github.com/stackmatch/stackmatch/internal/problem"
)

// The limits of a rule. They keep progress exact in 64 bits.
const (
	// MaxRuleDepth is how many levels a rule may have, its parts included.
	MaxRuleDepth = 6
	// MaxRuleParts is how many PARTs a rule may have.
	MaxRuleParts = 100
	// MaxRuleDenominator bounds the common denominator of a rule's progress.
	MaxRuleDenominator = 1_000_000_000_000
)

// ValidateRule says why a rule cannot be a stack's; nil when it can.
func ValidateRule(r Rule) error {
	v := ruleValidator{}
	if p := v.check(r, 1); p != nil {
		return p
	}
	if prog, ok := compileRule(r, everyPart); !ok || prog.den() > MaxRuleDenominator {
		return problem.New(problem.Invalid, "the rule is too finely divided for exact progress: use groups of equal sizes").
			Spanish("la regla está demasiado dividida para un avance exacto: use grupos de igual tamaño")
	}
	return nil
}

type ruleValidator struct{ parts int }

func (v *ruleValidator) check(r Rule, depth int) *problem.Problem {
	if depth > MaxRuleDepth {
		return problem.New(problem.Invalid, "a rule has at most %d levels", MaxRuleDepth).
			Spanish("una regla tiene como máximo %d niveles", MaxRuleDepth)
	}
	if r.Op == OpPart {
		return v.checkPart(r)
	}
	if p := checkGroup(r); p != nil {
		return p
	}
	for i, part := range r.Of {
		if p := v.check(part, depth+1); p != nil {
			return p.At("of", strconv.Itoa(i))
		}
	}
	return nil
}

func (v *ruleValidator) checkPart(r Rule) *problem.Problem {
	v.parts++
	switch {
	case v.parts > MaxRuleParts:
		return problem.New(problem.Invalid, "a rule has at most %d parts", MaxRuleParts).
			Spanish("una regla tiene como máximo %d partes", MaxRuleParts)
	case r.Credential == "":
		return problem.New(problem.Invalid, "a part names a micro-credential").
			Spanish("una parte nombra una microcredencial").At("credential")
	case len(r.Of) > 0 || r.K != 0:
		return problem.New(problem.Invalid, "a part has no parts of its own").
			Spanish("una parte no tiene partes propias")
	}
	return nil
}

func checkGroup(r Rule) *problem.Problem {
	switch {
	case r.Op != OpAllOf && r.Op != OpAnyOf && r.Op != OpKOf:
		return problem.New(problem.Invalid, "%q is no operator of a rule", r.Op).
			Spanish("%q no es un operador de regla", r.Op).At("op")
	case r.Credential != "":
		return problem.New(problem.Invalid, "only a part names a micro-credential").
			Spanish("solo una parte nombra una microcredencial").At("credential")
	case len(r.Of) == 0:
		return problem.New(problem.Invalid, "a group has at least one part").
			Spanish("un grupo tiene al menos una parte").At("of")
	case r.Op == OpKOf && (r.K < 1 || r.K > len(r.Of)):
		return problem.New(problem.Invalid, "k is from 1 to %d, the number of parts", len(r.Of)).
			Spanish("k va de 1 a %d, el número de partes", len(r.Of)).At("k")
	case r.Op != OpKOf && r.K != 0:
		return problem.New(problem.Invalid, "only K_OF has a k").
			Spanish("solo K_OF tiene una k").At("k")
	}
	return nil
}

// effective is the rule that completes the stack: its own, holding the
// micro-credential that it certifies, or having completed it under a former rule,
// which is a part by the stack's own id.
func (s Stack) effective() Rule {
	rule := Rule{Op: OpAnyOf, Of: []Rule{{Op: OpPart, Credential: s.ID}}}
	if s.Certifies != "" {
		rule.Of = append(rule.Of, Rule{Op: OpPart, Credential: s.Certifies})
	}
	rule.Of = append(rule.Of, s.Rule)
	return rule
}
