package issue

import "strconv"

// Competency is a skill that an award asserts.
type Competency struct {
	Skill Alignment
	// Level is 1 to 4, or 0 where none is stated.
	Level int
}

// Competencies puts the levels of an award into the words of Open Badges: for
// each competency with a level a description with the four levels as a rubric,
// and a result that reached one of them. Skills without a level are said by the
// achievement's alignments alone.
//
// The ids begin with the prefix, such as the achievement's id and "#". A rubric
// is a set, whose order nobody signs: the number of each level is what tells
// them apart.
func Competencies(prefix string, held []Competency, levels [4]string) ([]ResultDescription, []Result) {
	var descriptions []ResultDescription
	var results []Result
	for _, c := range held {
		if c.Level < 1 || c.Level > len(levels) {
			continue
		}
		d := ResultDescription{
			ID:         prefix + "competency-" + strconv.Itoa(len(descriptions)+1),
			Name:       c.Skill.Name,
			Type:       "RubricCriterionLevel",
			Alignments: []Alignment{c.Skill},
		}
		for i, name := range levels {
			number := strconv.Itoa(i + 1)
			d.Levels = append(d.Levels, RubricLevel{
				ID: d.ID + "-level-" + number, Name: name, Level: number, Points: number,
			})
		}
		descriptions = append(descriptions, d)
		results = append(results, Result{Description: d.ID, AchievedLevel: d.Levels[c.Level-1].ID})
	}
	return descriptions, results
}
