package catalog

import (
	"cmp"
	"slices"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
)

// askKey is what is asked, as one compares it.
type askKey struct{ skill, stack, anyOf string }

// askedIn counts what the postings require, most asked first.
func askedIn(postings []*db.Posting) []OccupationRequirement {
	tallies := map[askKey]*tally{}
	for _, p := range postings {
		seen := map[askKey]bool{}
		for _, r := range p.Edges.Requirements {
			key := keyOfAsk(r)
			if key == (askKey{}) || seen[key] {
				continue
			}
			seen[key] = true
			if tallies[key] == nil {
				tallies[key] = &tally{first: r, employers: map[string]bool{}}
			}
			tallies[key].add(p, r)
		}
	}
	var out []OccupationRequirement
	for _, t := range tallies {
		if 100*len(t.levels) >= leastShare*len(postings) {
			out = append(out, t.requirement(len(postings)))
		}
	}
	slices.SortFunc(out, func(a, b OccupationRequirement) int {
		return cmp.Or(cmp.Compare(b.Strength, a.Strength), cmp.Compare(b.Sources[0].Required, a.Sources[0].Required), compareAsks(a, b))
	})
	return out
}

func keyOfAsk(r *db.Requirement) askKey {
	var key askKey
	switch {
	case r.SkillID != nil:
		key.skill = *r.SkillID
	case r.StackID != nil:
		key.stack = *r.StackID
	default:
		for _, id := range credentialsOf(r) {
			key.anyOf += id + " "
		}
	}
	return key
}

func credentialsOf(r *db.Requirement) []string {
	ids := make([]string, len(r.Edges.Credentials))
	for i, c := range r.Edges.Credentials {
		ids[i] = c.ID
	}
	slices.Sort(ids)
	return ids
}

// tally counts the postings that ask for the same.
type tally struct {
	first     *db.Requirement
	levels    []int
	required  int
	employers map[string]bool
}

func (t *tally) add(p *db.Posting, r *db.Requirement) {
	t.levels = append(t.levels, int(r.Level))
	t.employers[p.EmployerID] = true
	if r.Importance == enum.Required {
		t.required++
	}
}

func (t *tally) requirement(of int) OccupationRequirement {
	slices.Sort(t.levels)
	out := OccupationRequirement{
		// The lower one of two: nobody is asked for more than half of them ask.
		Level:    t.levels[(len(t.levels)-1)/2],
		Required: 2*t.required >= of,
		Strength: 100 * len(t.levels) / of,
		Sources: []RequirementSource{{
			Kind: SourcePostings, Postings: len(t.levels), Required: t.required, Of: of, Employers: len(t.employers),
		}},
	}
	switch {
	case t.first.SkillID != nil:
		out.Skill = *t.first.SkillID
	case t.first.StackID != nil:
		out.Stack, out.Level = *t.first.StackID, 0
	default:
		out.AnyOf, out.Level = credentialsOf(t.first), 0
	}
	return out
}

func compareAsks(a, b OccupationRequirement) int {
	return cmp.Or(cmp.Compare(a.Skill, b.Skill), cmp.Compare(a.Stack, b.Stack), slices.Compare(a.AnyOf, b.AnyOf))
}
