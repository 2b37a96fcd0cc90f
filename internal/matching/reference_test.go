package matching

import (
	"math/big"
	"slices"
	"sort"

	"github.com/stackmatch/stackmatch/internal/taxonomy"
)

// reference computes scores straight from the rules, in rational numbers,
// with no thought for speed. It shares types with the package and no code.
type reference struct {
	world
	// ignoreNeededOn is set to compare with holdings, which know no expiry.
	ignoreNeededOn bool
}

func rat(a, b int64) *big.Rat { return big.NewRat(a, b) }

func floor(r *big.Rat) int64 {
	return new(big.Int).Div(r.Num(), r.Denom()).Int64()
}

func maxRat(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) >= 0 {
		return a
	}
	return b
}

// same says whether two skills mean the same.
func (w reference) same(a, b string) bool {
	reached := map[string]bool{a: true}
	for range w.relations {
		for _, r := range w.relations {
			if r.Kind == taxonomy.Exact && (reached[r.From] || reached[r.To]) {
				reached[r.From], reached[r.To] = true, true
			}
		}
	}
	return reached[b]
}

// neighbors are the skills one step from a skill or its equals.
func (w reference) neighbors(skill string, step func(taxonomy.Relation) (from, to string, ok bool)) []string {
	var list []string
	for _, r := range w.relations {
		from, to, ok := step(r)
		if ok && w.same(from, skill) && !w.same(to, skill) {
			for i := range worldSkills {
				if w.same(to, skillName(i)) {
					list = append(list, skillName(i))
				}
			}
		}
	}
	return list
}

func toNarrower(r taxonomy.Relation) (string, string, bool) {
	return r.To, r.From, r.Kind == taxonomy.Broader
}

func toBroader(r taxonomy.Relation) (string, string, bool) {
	return r.From, r.To, r.Kind == taxonomy.Broader
}

func toRelated(r taxonomy.Relation) (string, string, bool) {
	return r.From, r.To, r.Kind == taxonomy.Related
}

func fromRelated(r taxonomy.Relation) (string, string, bool) {
	return r.To, r.From, r.Kind == taxonomy.Related
}

func (w reference) factor(asked, held string) *big.Rat {
	if w.same(asked, held) {
		return rat(1, 1)
	}
	one := w.neighbors(asked, toNarrower)
	if slices.Contains(one, held) {
		return rat(3, 5)
	}
	for _, mid := range one {
		if slices.Contains(w.neighbors(mid, toNarrower), held) {
			return rat(2, 5)
		}
	}
	if slices.Contains(w.neighbors(asked, toBroader), held) {
		return rat(2, 5)
	}
	if slices.Contains(w.neighbors(asked, toRelated), held) || slices.Contains(w.neighbors(asked, fromRelated), held) {
		return rat(1, 5)
	}
	return rat(0, 1)
}

func refLevel(asked, held Level) *big.Rat {
	if asked == 0 || held >= asked {
		return rat(1, 1)
	}
	if held == 0 {
		return rat(7, 10)
	}
	return []*big.Rat{nil, rat(7, 10), rat(4, 10), rat(1, 10)}[asked-held]
}

func (w reference) stackRule(id string) (Rule, bool) {
	for _, s := range w.stacks {
		if s.ID == id {
			return refEffective(s), true
		}
	}
	return Rule{}, false
}

// refEffective has a completion that is kept as a part under the stack's own id.
func refEffective(s Stack) Rule {
	kept := Rule{Op: OpPart, Credential: s.ID}
	if s.Certifies == "" {
		return Rule{Op: OpAnyOf, Of: []Rule{kept, s.Rule}}
	}
	return Rule{Op: OpAnyOf, Of: []Rule{kept, {Op: OpPart, Credential: s.Certifies}, s.Rule}}
}

func refParts(r Rule) []string {
	if r.Op == OpPart {
		return []string{r.Credential}
	}
	var parts []string
	for _, of := range r.Of {
		parts = append(parts, refParts(of)...)
	}
	slices.Sort(parts)
	return slices.Compact(parts)
}

// refProgress is the progress over the parts that count; nil without any.
func refProgress(r Rule, counts, held func(string) bool) *big.Rat {
	if r.Op == OpPart {
		switch {
		case !counts(r.Credential):
			return nil
		case held(r.Credential):
			return rat(1, 1)
		}
		return rat(0, 1)
	}
	var values []*big.Rat
	for _, of := range r.Of {
		if v := refProgress(of, counts, held); v != nil {
			values = append(values, v)
		}
	}
	if len(values) == 0 {
		return nil
	}
	sort.Slice(values, func(i, j int) bool { return values[i].Cmp(values[j]) > 0 })
	k := map[Op]int{OpAllOf: len(values), OpAnyOf: 1, OpKOf: min(r.K, len(values))}[r.Op]
	sum := rat(0, 1)
	for _, v := range values[:k] {
		sum.Add(sum, v)
	}
	return sum.Mul(sum, rat(1, int64(k)))
}

func holds(awards []Award) func(string) bool {
	return func(credential string) bool {
		return slices.ContainsFunc(awards, func(a Award) bool { return a.Credential == credential })
	}
}

// credit is the largest over the counting awards.
func (w reference) credit(r Requirement, awards []Award) *big.Rat {
	best := rat(0, 1)
	switch {
	case r.Skill != "":
		for _, a := range awards {
			for _, pair := range a.Pairs {
				best = maxRat(best, new(big.Rat).Mul(w.factor(r.Skill, pair.Skill), refLevel(r.Level, pair.Level)))
			}
		}
	case r.Stack != "":
		rule, known := w.stackRule(r.Stack)
		if !known {
			break
		}
		progress := refProgress(rule, everyPart, holds(awards))
		if progress.Cmp(rat(1, 1)) == 0 {
			best = progress
		} else if !r.Legal {
			best = rat(floor(new(big.Rat).Mul(progress, rat(10, 1))), 20)
		}
	default:
		for _, a := range awards {
			lasts := w.ignoreNeededOn || w.posting.NeededOn.IsZero() || a.ExpiresAt.IsZero() ||
				a.ExpiresAt.After(w.posting.NeededOn.UTC().Truncate(24*60*60*1e9))
			if slices.Contains(r.AnyOf, a.Credential) && lasts {
				best = rat(1, 1)
			}
		}
	}
	return best
}

func (w reference) credits(awards []Award) []*big.Rat {
	var credits []*big.Rat
	for _, r := range w.posting.Requirements {
		credits = append(credits, w.credit(r, awards))
	}
	return credits
}

// decides says which requirements decide tiers.
func (w reference) decides() func(Requirement) bool {
	required := func(r Requirement) bool { return r.Importance == Required }
	if slices.ContainsFunc(w.posting.Requirements, required) {
		return required
	}
	return func(Requirement) bool { return true }
}

func (w reference) tier(credits []*big.Rat) Tier {
	one, met, all := rat(1, 1), rat(0, 1), rat(0, 1)
	musts, unmet, legal, some := 0, 0, true, false
	decides := w.decides()
	for i, r := range w.posting.Requirements {
		some = some || credits[i].Cmp(rat(2, 5)) >= 0
		if !decides(r) {
			continue
		}
		musts++
		weight := rat(int64(r.Weight), 1)
		all.Add(all, weight)
		met.Add(met, weight.Mul(weight, credits[i]))
		if credits[i].Cmp(one) < 0 {
			unmet++
			legal = legal && !r.Legal
		}
	}
	mostly := met.Mul(met, rat(3, 1)).Cmp(all.Mul(all, rat(2, 1))) >= 0
	switch {
	case unmet == 0:
		return Qualified
	case legal && (mostly || unmet <= 1 && musts >= 2):
		return Near
	case some:
		return Partial
	}
	return Unlisted
}
