package submission

import (
	"slices"
	"strconv"

	"github.com/stackmatch/stackmatch/internal/problem"
)

// The bounds of a definition.
const (
	maxParts     = 20
	maxCriteria  = 40
	minLevels    = 2
	maxLevels    = 6
	maxItems     = 50
	maxSkill     = 4
	maxKey       = 64
	maxID        = 100
	maxTitle     = 200
	maxText      = 5000
	maxLanguages = 20
)

// Validate reports every fault of a definition at once; paths start at it. That
// the skills exist is the caller's to know.
func Validate(d Definition) error {
	errs := []error{
		checkModes(d), checkExam(d),
		checkList(d.Parts, 0, maxParts, Part.key, Part.check, "parts"),
		checkList(d.Criteria, 0, maxCriteria, Criterion.key, Criterion.check, "criteria"),
		checkReferences(d),
	}
	if d.Assessors < 0 || d.Assessors > 2 {
		errs = append(errs, problem.New(problem.Invalid, "1 or 2 assessors judge independently").
			Spanish("evalúan por separado 1 o 2 personas").At("assessors"))
	}
	return problem.Join(errs...)
}

func checkModes(d Definition) error {
	if len(d.Modes) == 0 {
		return problem.New(problem.Invalid, "say how this is assessed").
			Spanish("diga cómo se evalúa esto").At("modes").Suggest(names(Modes())...)
	}
	return checkChoices(d.Modes, Modes(), "modes")
}

// checkChoices holds that a list has members of a set, each once.
func checkChoices[T ~string](list, set []T, path string) error {
	if len(list) > len(set) {
		return problem.New(problem.Invalid, "at most %d, each once", len(set)).
			Spanish("como máximo %d, una vez cada uno", len(set)).At(path)
	}
	var errs []error
	for i, v := range list {
		at := strconv.Itoa(i)
		if !slices.Contains(set, v) {
			errs = append(errs, problem.New(problem.Invalid, "this is none of those that there are").
				Spanish("esto no es ninguno de los que hay").At(path, at).Suggest(names(set)...))
		} else if slices.Index(list, v) < i {
			errs = append(errs, twice().At(path, at))
		}
	}
	return problem.Join(errs...)
}

func names[T ~string](set []T) []string {
	out := make([]string, len(set))
	for i, v := range set {
		out[i] = string(v)
	}
	return out
}

func checkExam(d Definition) error {
	offered := slices.Contains(d.Modes, Exam)
	switch {
	case offered && d.Exam == nil:
		return problem.New(problem.Invalid, "say which exam it is").Spanish("diga qué examen es").At("exam")
	case !offered && d.Exam != nil:
		return problem.New(problem.Invalid, "an exam needs the mode EXAM").
			Spanish("un examen requiere la modalidad EXAM").At("exam")
	case d.Exam == nil:
		return nil
	}
	return problem.Under(d.Exam.check(), "exam")
}

func (e Examination) check() error {
	errs := []error{checkString(e.Name, maxTitle, "name")}
	for _, f := range []struct{ score, field string }{{e.PassScore, "passScore"}, {e.MaxScore, "maxScore"}} {
		if f.score != "" && !decimal.MatchString(f.score) {
			errs = append(errs, problem.New(problem.Invalid, "a score is a decimal such as 72.5").
				Spanish("una puntuación es un decimal como 72.5").At(f.field))
		}
	}
	pass, hasPass := parseScore(e.PassScore)
	highest, hasHighest := parseScore(e.MaxScore)
	if hasPass && hasHighest && pass.Cmp(highest) > 0 {
		errs = append(errs, problem.New(problem.Invalid, "nobody can reach a pass score above the highest score").
			Spanish("nadie alcanza una puntuación mínima mayor que la máxima").At("passScore"))
	}
	return problem.Join(errs...)
}

func (p Part) check() error {
	errs := []error{
		checkTitle(p.Title), checkTexts(p.Prompt, maxText, "prompt"),
		checkChoices(p.Kinds, EvidenceKinds(), "kinds"),
	}
	if p.Most < 0 || p.Most > maxItems {
		errs = append(errs, problem.New(problem.Invalid, "a part has 1 to %d items", maxItems).
			Spanish("una parte tiene de 1 a %d elementos", maxItems).At("most"))
	}
	return problem.Join(errs...)
}

func (c Criterion) check() error {
	errs := []error{
		checkTitle(c.Title), checkTexts(c.Description, maxText, "description"),
		checkList(c.Levels, minLevels, maxLevels, Level.key, Level.check, "levels"),
		c.checkSkillLevels(),
	}
	if c.Key == ExamKey {
		errs = append(errs, problem.New(problem.Invalid, "%q is the exam's own key", ExamKey).
			Spanish("%q es la clave del propio examen", ExamKey).At("key"))
	}
	if c.Meets < 1 || c.Meets > len(c.Levels) {
		errs = append(errs, problem.New(problem.Invalid, "say which level meets the criterion, counted from 1").
			Spanish("diga qué nivel cumple el criterio, contando desde 1").At("meets"))
	}
	if len(c.Skill) > maxID {
		errs = append(errs, problem.New(problem.Invalid, "this is no skill's id").
			Spanish("esto no es el id de una habilidad").At("skill"))
	}
	return problem.Join(errs...)
}

func (l Level) check() error {
	errs := []error{checkTitle(l.Title), checkTexts(l.Description, maxText, "description")}
	if l.SkillLevel < 0 || l.SkillLevel > maxSkill {
		errs = append(errs, problem.New(problem.Invalid, "a level in a skill is 1 to %d, or 0 for none", maxSkill).
			Spanish("un nivel de una habilidad es de 1 a %d, o 0 si no hay", maxSkill).At("skillLevel"))
	}
	return problem.Join(errs...)
}

// checkSkillLevels holds that levels are of a skill, and rise.
func (c Criterion) checkSkillLevels() error {
	if c.Skill == "" && c.showsLevels() {
		return problem.New(problem.Invalid, "name the skill that the levels are of").
			Spanish("nombre la habilidad a la que corresponden los niveles").At("skill")
	}
	if len(c.Levels) > maxLevels {
		return nil // said already
	}
	var errs []error
	for i := 1; i < len(c.Levels); i++ {
		if c.Levels[i].SkillLevel < c.Levels[i-1].SkillLevel {
			errs = append(errs, problem.New(problem.Invalid, "levels are listed lowest first").
				Spanish("los niveles van del más bajo al más alto").At("levels", strconv.Itoa(i), "skillLevel"))
		}
	}
	return problem.Join(errs...)
}

// checkReferences holds what one list says of another: a rubric is there, unless
// an exam alone decides, and criteria name parts that exist.
func checkReferences(d Definition) error {
	if len(d.Criteria) == 0 && slices.ContainsFunc(d.Modes, func(m Mode) bool { return m != Exam }) {
		return problem.New(problem.Invalid, "say by which criteria this is judged").
			Spanish("diga con qué criterios se juzga esto").At("criteria")
	}
	if len(d.Parts) > maxParts || len(d.Criteria) > maxCriteria {
		return nil // said already
	}
	var errs []error
	for i, c := range d.Criteria {
		if c.Part != "" && !slices.ContainsFunc(d.Parts, func(p Part) bool { return p.Key == c.Part }) {
			errs = append(errs, problem.New(problem.Invalid, "there is no such part").
				Spanish("no existe esa parte").At("criteria", strconv.Itoa(i), "part"))
		}
	}
	return problem.Join(errs...)
}

func (p Part) key() string      { return p.Key }
func (c Criterion) key() string { return c.Key }
func (l Level) key() string     { return l.Key }
