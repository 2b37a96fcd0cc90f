package submission

import (
	"maps"
	"slices"

	"github.com/stackmatch/stackmatch/internal/problem"
)

// Verdict is what the rubric says of an assessor's scores. Its lists are in the
// order of the rubric.
type Verdict struct {
	// Met says that every criterion is scored and every required one is met: only
	// then can evidence be accepted.
	Met bool
	// Unmet are the keys of the required criteria scored below the level that
	// meets them.
	Unmet []string
	// Missing are the keys of the criteria without a score, or with one that is
	// none of their levels.
	Missing []string
}

// Judge says what the rubric decides of scores, which map the key of a criterion
// to the key of a level. A submission is judged by the definition for its mode.
func (d Definition) Judge(scores map[string]string) Verdict {
	var v Verdict
	for _, c := range d.Rubric() {
		switch at := c.position(scores[c.Key]); {
		case at == 0:
			v.Missing = append(v.Missing, c.Key)
		case c.Required && at < c.Meets:
			v.Unmet = append(v.Unmet, c.Key)
		}
	}
	v.Met = len(v.Missing) == 0 && len(v.Unmet) == 0
	return v
}

// position counts the criterion's levels from 1 to the one of that key; 0 where
// there is none.
func (c Criterion) position(level string) int {
	return slices.IndexFunc(c.Levels, func(l Level) bool { return l.Key == level }) + 1
}

// CheckScores refuses scores of what is no criterion, and levels that a criterion
// does not have. Scores may be missing: only acceptance asks for all of them.
func (d Definition) CheckScores(scores map[string]string) error {
	if len(scores) > maxCriteria+1 {
		return problem.New(problem.Limit, "more scores than a rubric has criteria").
			Spanish("más puntuaciones que criterios puede tener una rúbrica").At("scores")
	}
	rubric := d.Rubric()
	var errs []error
	for _, key := range slices.Sorted(maps.Keys(scores)) {
		at := slices.IndexFunc(rubric, func(c Criterion) bool { return c.Key == key })
		if at < 0 {
			errs = append(errs, problem.New(problem.Invalid, "the rubric has no such criterion").
				Spanish("la rúbrica no tiene ese criterio").At("scores", key))
			continue
		}
		if rubric[at].position(scores[key]) == 0 {
			errs = append(errs, problem.New(problem.Invalid, "this criterion has no such level").
				Spanish("este criterio no tiene ese nivel").At("scores", key).Suggest(rubric[at].levelKeys()...))
		}
	}
	return problem.Join(errs...)
}

func (c Criterion) levelKeys() []string {
	keys := make([]string, len(c.Levels))
	for i, l := range c.Levels {
		keys[i] = l.Key
	}
	return keys
}

// SkillLevel is a level that was shown in a skill.
type SkillLevel struct {
	// Skill is its id.
	Skill string
	// Level is 1 to 4.
	Level int
}

// Results lists the levels that scores show, sorted by skill. Several criteria of
// one skill show the lowest of their levels; one of them that is unscored, or
// scored where no level is shown, leaves the skill out. Criteria whose levels say
// nothing of the skill's have no part in it.
func (d Definition) Results(scores map[string]string) []SkillLevel {
	lowest := map[string]int{}
	for _, c := range d.Rubric() {
		if c.Skill == "" || !c.showsLevels() {
			continue
		}
		level := 0
		if at := c.position(scores[c.Key]); at > 0 {
			level = c.Levels[at-1].SkillLevel
		}
		if before, ok := lowest[c.Skill]; !ok || level < before {
			lowest[c.Skill] = level
		}
	}
	var results []SkillLevel
	for _, skill := range slices.Sorted(maps.Keys(lowest)) {
		if lowest[skill] > 0 {
			results = append(results, SkillLevel{Skill: skill, Level: lowest[skill]})
		}
	}
	return results
}

func (c Criterion) showsLevels() bool {
	return slices.ContainsFunc(c.Levels, func(l Level) bool { return l.SkillLevel > 0 })
}
