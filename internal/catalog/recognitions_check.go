package catalog

import (
	"slices"
	"unicode/utf8"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// How many characters the lines of a recognition may have, and its notes.
const (
	maxLine   = 200
	maxRemark = 1_000
)

// renamed says what the kinds of the first releases are called now.
var renamed = map[enum.RecognitionKind]struct {
	kind   enum.RecognitionKind
	hiring enum.HiringValue
}{
	enum.RecognizedHire:      {enum.RecognizedHiring, enum.HiringPreferred},
	enum.RecognizedInterview: {enum.RecognizedHiring, enum.HiringInterview},
	enum.RecognizedPay:       {enum.RecognizedWageStep, ""},
	enum.RecognizedRank:      {enum.RecognizedRankChange, ""},
}

// units are what the amounts of some kinds are counted in.
var units = map[enum.RecognitionKind]string{
	enum.RecognizedCredit: creditUnit, enum.RecognizedPDDays: "days", enum.RecognizedPDHours: "hours",
}

// creditUnit is what credit is counted in.
const creditUnit = "credits"

// inTodaysWords is the input with kinds by their names of today, and with what
// follows from the kind.
func (in RecognitionInput) inTodaysWords() RecognitionInput {
	if now, old := renamed[in.Kind]; old {
		in.Kind = now.kind
		if now.hiring != "" && in.Hiring == nil {
			in.Hiring = &now.hiring
		}
	}
	if in.Amount != nil && in.Unit == "" {
		in.Unit = units[in.Kind]
	}
	if in.Status == "" {
		in.Status = enum.RecognitionInForce
	}
	return in
}

// check finds all that is wrong with the input by itself. Only the system, which
// seeds, records what has ended already.
func (in RecognitionInput) check(system bool) error {
	errs := []error{
		checkID(in.ID, id.Recognition), in.checkTarget(), checkOneOf(in.Status, "status"),
		checkTexts(in.Scope, maxText, "scope"), checkTexts(in.Condition, maxText, "condition"),
		checkDays(in.ValidFrom, in.ValidUntil, "validUntil"), in.checkAmount(),
		checkLine(in.Unit, maxLine, "unit"), checkLine(in.Course, maxLine, "course"),
		checkLine(in.Program, maxLine, "program"), checkLine(in.MinimumGrade, maxLine, "minimumGrade"),
		checkLine(in.Residency, maxRemark, "residency"), checkLine(in.Source, maxRemark, "source"), checkURL(in.Source, "source"),
	}
	if in.Status == enum.RecognitionEnded && !system {
		errs = append(errs, problem.New(problem.Invalid, "a recognition begins as proposed or in force").
			Spanish("un reconocimiento empieza como propuesto o en vigor").At("status"))
	}
	if in.ScopeKind != "" {
		errs = append(errs, checkOneOf(in.ScopeKind, "scopeKind"))
	}
	// Of what is accepted the kind is known once it is looked up.
	if in.Accepts == nil {
		errs = append(errs, checkOneOf(in.Kind, "kind"), in.checkKind())
	}
	return problem.Join(errs...)
}

// checkTarget asks for exactly one thing that is recognized.
func (in RecognitionInput) checkTarget() error {
	given := 0
	for _, one := range []*string{in.MicroCredential, in.Version, in.Stack, in.Skill, in.Accepts} {
		if one != nil {
			given++
		}
	}
	var errs []error
	if given != 1 {
		errs = append(errs, problem.New(problem.Invalid,
			"recognize a micro-credential, a version, a stack or a skill, or accept a recognition: one of them").
			Spanish("reconozca una microcredencial, una versión, una serie o una habilidad, o acepte un reconocimiento: una de esas cosas").
			At("microCredential"))
	}
	switch {
	case in.Level != 0 && in.Skill == nil:
		errs = append(errs, problem.New(problem.Invalid, "a level is of a skill").
			Spanish("un nivel es de una habilidad").At("level"))
	case in.Level < 0 || in.Level > int(matching.MaxLevel):
		errs = append(errs, problem.New(problem.Invalid, "a level is 1 to 4, or 0 where any will do, not %d", in.Level).
			Spanish("un nivel va de 1 a 4, o es 0 si cualquiera sirve, no %d", in.Level).At("level"))
	}
	return problem.Join(errs...)
}

func (in RecognitionInput) checkAmount() error {
	var errs []error
	if in.Amount != nil && !decimal.MatchString(*in.Amount) {
		errs = append(errs, problem.New(problem.Invalid, "an amount is a decimal such as 3 or 0.50").
			Spanish("una cantidad es un decimal como 3 o 0.50").At("amount"))
	}
	// An amount of one's own may be in the unit of what is accepted.
	if (in.Amount == nil) != (in.Unit == "") && (in.Amount == nil || in.Accepts == nil) {
		errs = append(errs, problem.New(problem.Invalid, "an amount has a unit, and a unit an amount").
			Spanish("una cantidad tiene una unidad, y una unidad una cantidad").At("unit"))
	}
	return problem.Join(errs...)
}

// checkKind holds the members that are of some kinds only to the kind.
func (in RecognitionInput) checkKind() error {
	var errs []error
	switch {
	case in.Kind == enum.RecognizedHiring && in.Hiring == nil && in.Accepts == nil:
		errs = append(errs, problem.New(problem.Invalid, "say what it does for hiring: an interview guaranteed, preferred or required").
			Spanish("diga qué hace para contratar: entrevista garantizada, preferida o exigida").At("hiring"))
	case in.Kind != enum.RecognizedHiring && in.Hiring != nil:
		errs = append(errs, onlyFor("hiring", enum.RecognizedHiring))
	case in.Hiring != nil:
		errs = append(errs, checkOneOf(*in.Hiring, "hiring"))
	}
	if unit := units[in.Kind]; unit != "" && in.Amount != nil && in.Unit != "" && in.Unit != unit {
		errs = append(errs, problem.New(problem.Invalid, "amounts of the kind %s are in %s", in.Kind, unit).
			Spanish("las cantidades del tipo %s son en %s", in.Kind, unit).At("unit"))
	}
	for _, member := range []struct {
		name, value string
		of          []enum.RecognitionKind
	}{
		{"course", in.Course, []enum.RecognitionKind{enum.RecognizedCredit}},
		{"minimumGrade", in.MinimumGrade, []enum.RecognitionKind{enum.RecognizedCredit, enum.RecognizedAdmission}},
		{"residency", in.Residency, []enum.RecognitionKind{enum.RecognizedCredit}},
		{"program", in.Program, []enum.RecognitionKind{enum.RecognizedCredit, enum.RecognizedAdmission}},
	} {
		if member.value != "" && !slices.Contains(member.of, in.Kind) {
			errs = append(errs, onlyFor(member.name, member.of...))
		}
	}
	return problem.Join(errs...)
}

func onlyFor(member string, kinds ...enum.RecognitionKind) error {
	return problem.New(problem.Invalid, "this is said of the kind %s alone", kinds[0]).
		Spanish("esto se dice solo del tipo %s", kinds[0]).At(member)
}

// checkLine refuses texts that are too long; none is fine.
func checkLine(line string, most int, path ...string) error {
	if utf8.RuneCountInString(line) > most {
		return problem.New(problem.Invalid, "this text has at most %d characters", most).
			Spanish("este texto tiene como máximo %d caracteres", most).At(path...)
	}
	return nil
}
