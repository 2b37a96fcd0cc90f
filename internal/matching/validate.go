package matching

import (
	"strconv"

	"github.com/stackmatch/stackmatch/internal/problem"
)

// The limits of a posting.
const (
	// MaxRequirements is how many requirements one posting may have.
	MaxRequirements = 24
	// MaxWeight is the largest weight of a requirement.
	MaxWeight = 100
	// MaxWords is how many different search words and phrases a posting may have.
	MaxWords = 64
)

// ValidatePosting reports every problem of a posting at once; paths start at
// the posting. An unknown skill, micro-credential or stack is none: nobody
// can prove it, until the catalog knows it.
func ValidatePosting(p Posting) error {
	switch n := len(p.Requirements); {
	case n == 0:
		return problem.New(problem.Invalid, "a posting asks for at least one thing").
			Spanish("un puesto pide al menos una cosa").At("requirements")
	case n > MaxRequirements:
		return problem.New(problem.Limit, "a posting has at most %d requirements", MaxRequirements).
			Spanish("un puesto tiene como máximo %d requisitos", MaxRequirements).At("requirements")
	case len(uniqueSorted(p.Words))+len(p.Sought) > MaxWords:
		return problem.New(problem.Limit, "at most %d different words", MaxWords).
			Spanish("como máximo %d palabras distintas", MaxWords).At("search")
	}
	var problems []error
	asked := map[string]bool{}
	for i, r := range p.Requirements {
		for _, found := range checkRequirement(r, asked) {
			problems = append(problems, found.At("requirements", strconv.Itoa(i)))
		}
	}
	return problem.Join(problems...)
}

func checkRequirement(r Requirement, asked map[string]bool) []*problem.Problem {
	var found []*problem.Problem
	if p := checkAsk(r); p != nil {
		found = append(found, p.At("ask"))
	}
	if r.Skill != "" && asked[r.Skill] {
		found = append(found, problem.New(problem.Invalid, "this skill is asked for already: one requirement per skill").
			Spanish("esta competencia ya se pide: un requisito por competencia").At("ask", "skill"))
	}
	asked[r.Skill] = true
	if r.Importance != Required && r.Importance != Preferred {
		found = append(found, problem.New(problem.Invalid, "importance is REQUIRED or PREFERRED").
			Spanish("la importancia es REQUIRED o PREFERRED").At("importance"))
	}
	if r.Weight < 1 || r.Weight > MaxWeight {
		found = append(found, problem.New(problem.Invalid, "a weight is from 1 to %d", MaxWeight).
			Spanish("un peso va de 1 a %d", MaxWeight).At("weight"))
	}
	if r.Legal && (r.Importance != Required || r.Skill != "") {
		found = append(found, problem.New(problem.Invalid, "what a law requires is REQUIRED, and a credential or a stack").
			Spanish("lo que exige una ley es REQUIRED, y una credencial o una serie").At("legallyRequired"))
	}
	return found
}

// checkAsk holds that a requirement asks for exactly one thing.
func checkAsk(r Requirement) *problem.Problem {
	asks := 0
	for _, asked := range []bool{r.Skill != "", len(r.AnyOf) > 0, r.Stack != ""} {
		if asked {
			asks++
		}
	}
	if asks != 1 {
		return problem.New(problem.Invalid, "ask for exactly one of a skill, a credential or a stack").
			Spanish("pida exactamente una cosa: una competencia, una credencial o una serie")
	}
	if r.Level > MaxLevel || r.Level > 0 && r.Skill == "" {
		return problem.New(problem.Invalid, "a level is from 1 to %d, and of a skill", MaxLevel).
			Spanish("un nivel va de 1 a %d, y es de una competencia", MaxLevel).At("level")
	}
	for _, credential := range r.AnyOf {
		if credential == "" {
			return problem.New(problem.Invalid, "name the micro-credentials").
				Spanish("nombre las microcredenciales").At("credential")
		}
	}
	return nil
}
