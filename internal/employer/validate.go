package employer

import (
	"math/big"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/problem"
)

func checkTitle(title string) error {
	if n := utf8.RuneCountInString(title); blank(title) || n > maxTitle {
		return problem.New(problem.Invalid, "a title has 1 to %d characters, this one has %d", maxTitle, n).
			Spanish("un título tiene de 1 a %d caracteres, este tiene %d", maxTitle, n).At("title")
	}
	if strings.ContainsFunc(title, func(r rune) bool { return unicode.Is(unicode.Bidi_Control, r) || unicode.IsControl(r) }) {
		return problem.New(problem.Invalid, "a title is one line, without control characters").
			Spanish("un título es una línea, sin caracteres de control").At("title")
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

// checkCount refuses to ask for nothing, or for too much.
func checkCount(ins []RequirementInput) error {
	if len(ins) == 0 || len(ins) > matching.MaxRequirements {
		return problem.New(problem.Invalid, "ask for 1 to %d things, not %d", matching.MaxRequirements, len(ins)).
			Spanish("pida de 1 a %d cosas, no %d", matching.MaxRequirements, len(ins)).At("requirements")
	}
	return nil
}

func checkWeight(weight int) error {
	if weight < 1 || weight > 100 {
		return problem.New(problem.Invalid, "a weight is 1 to 100, not %d", weight).
			Spanish("un peso va de 1 a 100, no %d", weight).At("weight")
	}
	return nil
}

// checkAsk refuses an ask that is not of exactly one kind.
func checkAsk(in AskInput) error {
	given := 0
	for _, is := range []bool{in.Skill != nil, in.AnyOf != nil, in.Stack != nil} {
		if is {
			given++
		}
	}
	if given != 1 {
		return problem.New(problem.Invalid, "ask for exactly one of skill, anyOf and stack").
			Spanish("pida exactamente uno de skill, anyOf y stack")
	}
	return nil
}

func checkLevel(level *int) error {
	if level != nil && (*level < 1 || *level > int(matching.MaxLevel)) {
		return problem.New(problem.Invalid, "a level is 1 to %d, not %d; leave it out where any level will do", matching.MaxLevel, *level).
			Spanish("un nivel va de 1 a %d, no %d; omítalo si cualquier nivel sirve", matching.MaxLevel, *level).At("skill", "level")
	}
	return nil
}

func checkAnyOf(ids []string) error {
	if len(ids) == 0 || len(ids) > maxAnyOf {
		return problem.New(problem.Invalid, "name 1 to %d micro-credentials, not %d", maxAnyOf, len(ids)).
			Spanish("nombre de 1 a %d microcredenciales, no %d", maxAnyOf, len(ids)).At("anyOf")
	}
	return nil
}

func checkLegalRule(in RequirementInput) error {
	if in.LegalRule == nil {
		return nil
	}
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
	if blank(in.Text) {
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
		errs[i] = problem.Under(checkCondition(in), "conditions", strconv.Itoa(i))
	}
	return problem.Join(errs...)
}

func checkCondition(in ConditionInput) error {
	var errs []error
	if blank(in.Text) {
		errs = append(errs, problem.New(problem.Invalid, "say what the condition is").
			Spanish("diga cuál es la condición").At("text"))
	}
	errs = append(errs, checkLength(in.Text, maxText, "text"), checkBounds(in.Minimum, in.Maximum))
	if in.Unit != nil {
		errs = append(errs, checkLength(*in.Unit, maxUnit, "unit"))
	}
	if in.LegalRule != nil {
		errs = append(errs, checkRuleText(*in.LegalRule))
	}
	return problem.Join(errs...)
}

// decimal is how a bound is written.
var decimal = regexp.MustCompile(`^-?\d{1,15}(\.\d{1,6})?$`)

// checkBounds refuses bounds that are no decimals, or the wrong way round.
func checkBounds(minimum, maximum *string) error {
	errs := []error{checkDecimal(minimum, "minimum"), checkDecimal(maximum, "maximum")}
	if err := problem.Join(errs...); err != nil || minimum == nil || maximum == nil {
		return err
	}
	least, _ := new(big.Rat).SetString(*minimum)
	most, _ := new(big.Rat).SetString(*maximum)
	if least.Cmp(most) > 0 {
		return problem.New(problem.Invalid, "the minimum %s is above the maximum %s", *minimum, *maximum).
			Spanish("el mínimo %s es mayor que el máximo %s", *minimum, *maximum).At("minimum")
	}
	return nil
}

func checkDecimal(number *string, path string) error {
	if number != nil && !decimal.MatchString(*number) {
		return problem.New(problem.Invalid, "a bound is a decimal number such as 17.50").
			Spanish("un límite es un número decimal como 17.50").At(path)
	}
	return nil
}

// occupationCode is a SOC 2018 code, or an O*NET-SOC one.
var occupationCode = regexp.MustCompile(`^\d{2}-\d{4}(\.\d{2})?$`)

// occupationPrefix is the beginning of such a code.
var occupationPrefix = regexp.MustCompile(`^\d{0,2}(-\d{0,4}(\.\d{0,2})?)?$`)

func checkOccupationPrefix(prefix *string) error {
	if prefix != nil && !occupationPrefix.MatchString(*prefix) {
		return problem.New(problem.Invalid, "an occupation is the beginning of a SOC code, such as 53 or 53-7051").
			Spanish("una ocupación es el comienzo de un código SOC, como 53 o 53-7051").At("filter", "occupation")
	}
	return nil
}

func checkOccupation(code *string) error {
	if code != nil && !occupationCode.MatchString(*code) {
		return problem.New(problem.Invalid, "an occupation is a SOC code such as 53-7051 or 53-7051.00").
			Spanish("una ocupación es un código SOC como 53-7051 o 53-7051.00").At("occupation")
	}
	return nil
}

// blank tells whether a text shows nothing: it has only spaces and what is invisible.
func blank(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool {
		return unicode.In(r, unicode.L, unicode.N, unicode.P, unicode.S)
	})
}

// short keeps what a message quotes of an input within bounds.
func short(text string) string {
	const most = 80
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}
