package coaching

import (
	"slices"

	"github.com/stackmatch/stackmatch/internal/matching"
)

// before has, by micro-credential, what the order of a pathway asks for first: the
// micro-credentials of the steps before it, and those that stacks before it certify.
// What a step needs comes before it, whatever the pathway says.
func (t *terms) before(steps []string) map[string][]string {
	out := map[string][]string{}
	var earlier []string
	for _, step := range steps {
		if certified := t.certified[step]; certified != "" {
			step = certified
		}
		if t.credentials[step] == nil || slices.Contains(earlier, step) {
			continue
		}
		for _, one := range earlier {
			if !t.restsOn(one, step, out, map[string]bool{}) {
				out[step] = append(out[step], one)
			}
		}
		earlier = append(earlier, step)
	}
	return out
}

// restsOn says that another micro-credential may come before one: it, or what it
// needs, asks for the other, comes after it already, or is awarded by a stack that
// has it as a part.
func (t *terms) restsOn(one, other string, before map[string][]string, seen map[string]bool) bool {
	e := t.credentials[one]
	if seen[one] || e == nil {
		return false
	}
	seen[one] = true
	first := slices.Concat(e.needs, before[one])
	if e.by != nil {
		first = append(first, parts(*e.by)...)
	}
	return slices.ContainsFunc(first, func(need string) bool { return need == other || t.restsOn(need, other, before, seen) })
}

// parts are the micro-credentials that a rule names.
func parts(r matching.Rule) []string {
	if r.Op == matching.OpPart {
		return []string{r.Credential}
	}
	var list []string
	for _, of := range r.Of {
		list = append(list, parts(of)...)
	}
	return list
}
