package employer

import (
	"regexp"
	"strconv"
	"unicode/utf8"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/problem"
)

func checkTitle(title string) error {
	if n := utf8.RuneCountInString(title); n < 1 || n > maxTitle {
		return problem.New(problem.Invalid, "a title has 1 to %d characters, this one has %d", maxTitle, n).
			Spanish("un título tiene de 1 a %d caracteres, este tiene %d", maxTitle, n).At("title")
	}
	return nil
}

// checkLength refuses a text that is too long.
func checkLength(text string, most int, path ...string) error {
	if n := utf8.RuneCountInString(text); n > most {
		return problem.New(problem.Invalid, "this text has at most %d characters, not %d", most, n).
			Spanish("este texto tiene como máximo %d caracteres, no %d", most, n).At(path...)
	}
	return nil
}

// checkRequirements refuses what is wrong in itself, before anything is loaded.
func checkRequirements(ins []RequirementInput) error {
	if len(ins) == 0 || len(ins) > matching.MaxRequirements {
		return problem.New(problem.Invalid, "ask for 1 to %d things, not %d", matching.MaxRequirements, len(ins)).
			Spanish("pida de 1 a %d cosas, no %d", matching.MaxRequirements, len(ins)).At("requirements")
	}
	errs := make([]error, len(ins))
	for i, in := range ins {
		errs[i] = under(checkRequirement(in), "requirements", strconv.Itoa(i))
	}
	return problem.Join(errs...)
}

func checkRequirement(in RequirementInput) error {
	var errs []error
	if in.Weight < 1 || in.Weight > 100 {
		errs = append(errs, problem.New(problem.Invalid, "a weight is 1 to 100, not %d", in.Weight).
			Spanish("un peso va de 1 a 100, no %d", in.Weight).At("weight"))
	}
	errs = append(errs, under(checkAsk(in.Ask), "ask"))
	if in.LegalRule != nil {
		errs = append(errs, checkLegalRule(in))
	}
	return problem.Join(errs...)
}

func checkAsk(in AskInput) error {
	given := 0
	for _, is := range []bool{in.Skill != nil, in.AnyOf != nil, in.Stack != nil} {
		if is {
			given++
		}
	}
	switch {
	case given != 1:
		return problem.New(problem.Invalid, "ask for exactly one of skill, anyOf and stack").
			Spanish("pida exactamente uno de skill, anyOf y stack")
	case in.Skill != nil && in.Skill.Level != nil && (*in.Skill.Level < 1 || *in.Skill.Level > 4):
		return problem.New(problem.Invalid, "a level is 1 to 4, not %d; leave it out where any level will do", *in.Skill.Level).
			Spanish("un nivel va de 1 a 4, no %d; omítalo si cualquier nivel sirve", *in.Skill.Level).At("skill", "level")
	case in.AnyOf != nil && (len(in.AnyOf) == 0 || len(in.AnyOf) > maxAnyOf):
		return problem.New(problem.Invalid, "name 1 to %d micro-credentials, not %d", maxAnyOf, len(in.AnyOf)).
			Spanish("nombre de 1 a %d microcredenciales, no %d", maxAnyOf, len(in.AnyOf)).At("anyOf")
	}
	return nil
}

func checkLegalRule(in RequirementInput) error {
	var errs []error
	if in.Ask.Skill != nil {
		errs = append(errs, problem.New(problem.Invalid, "a law asks for a credential or a stack, not for a skill").
			Spanish("una ley exige una credencial o una serie, no una habilidad").At("legalRule"))
	}
	if in.Importance != enum.Required {
		errs = append(errs, problem.New(problem.Invalid, "what a law asks for is REQUIRED").
			Spanish("lo que exige una ley es REQUIRED").At("importance"))
	}
	return problem.Join(append(errs, checkRuleText(*in.LegalRule))...)
}

func checkRuleText(in LegalRuleInput) error {
	if in.Text == "" {
		return problem.New(problem.Invalid, "say which rule it is").
			Spanish("diga qué norma es").At("legalRule", "text")
	}
	return checkLength(in.Text, maxText, "legalRule", "text")
}

func checkConditions(ins []ConditionInput) error {
	if len(ins) > maxConditions {
		return problem.New(problem.Invalid, "a posting has at most %d conditions, not %d", maxConditions, len(ins)).
			Spanish("una oferta tiene como máximo %d condiciones, no %d", maxConditions, len(ins)).At("conditions")
	}
	errs := make([]error, len(ins))
	for i, in := range ins {
		errs[i] = under(checkCondition(in), "conditions", strconv.Itoa(i))
	}
	return problem.Join(errs...)
}

func checkCondition(in ConditionInput) error {
	var errs []error
	if in.Text == "" {
		errs = append(errs, problem.New(problem.Invalid, "say what the condition is").
			Spanish("diga cuál es la condición").At("text"))
	}
	errs = append(errs, checkLength(in.Text, maxText, "text"))
	if in.LegalRule != nil {
		errs = append(errs, checkRuleText(*in.LegalRule))
	}
	return problem.Join(errs...)
}

// under puts a path in front of every problem in err; other errors stay.
func under(err error, path ...string) error {
	ps := problem.As(err)
	if ps == nil {
		return err
	}
	moved := make([]error, len(ps))
	for i, p := range ps {
		moved[i] = p.At(path...)
	}
	return problem.Join(moved...)
}

// occupationCode is a SOC 2018 code, or an O*NET-SOC one.
var occupationCode = regexp.MustCompile(`^\d{2}-\d{4}(\.\d{2})?$`)

func checkOccupation(code *string) error {
	if code != nil && !occupationCode.MatchString(*code) {
		return problem.New(problem.Invalid, "an occupation is a SOC code such as 53-7051 or 53-7051.00").
			Spanish("una ocupación es un código SOC como 53-7051 o 53-7051.00").At("occupation")
	}
	return nil
}
