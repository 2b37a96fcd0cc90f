package matching

import (
	"math"
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

func refEffective(s Stack) Rule {
	if s.Certifies == "" {
		return s.Rule
	}
	return Rule{Op: OpAnyOf, Of: []Rule{{Op: OpPart, Credential: s.Certifies}, s.Rule}}
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

// canProve says whether some version of a micro-credential has credit on r.
func (w reference) canProve(credential string, r Requirement) bool {
	switch {
	case r.Stack != "":
		rule, known := w.stackRule(r.Stack)
		return known && slices.Contains(refParts(rule), credential)
	case r.Skill == "":
		return slices.Contains(r.AnyOf, credential)
	}
	for _, v := range w.versions {
		if v.Credential == credential && w.provesSkill(v.Pairs, r) {
			return true
		}
	}
	return false
}

func (w reference) provesSkill(pairs []Pair, r Requirement) bool {
	return r.Skill != "" && slices.ContainsFunc(pairs, func(p Pair) bool { return w.factor(r.Skill, p.Skill).Sign() > 0 })
}

func (w reference) canProveAny(credential string) bool {
	return slices.ContainsFunc(w.posting.Requirements, func(r Requirement) bool { return w.canProve(credential, r) })
}

func refWeight(r Requirement) *big.Rat {
	if r.Importance == Preferred {
		return rat(int64(r.Weight), 2)
	}
	return rat(int64(r.Weight), 1)
}

// relevant has the relevance of each relevant stack.
func (w reference) relevant() map[string]*big.Rat {
	relevance := map[string]*big.Rat{}
	for _, s := range w.stacks {
		parts := slices.DeleteFunc(refParts(refEffective(s)), func(c string) bool { return !w.canProveAny(c) })
		if len(parts) < 2 {
			continue
		}
		sum := rat(0, 1)
		for _, r := range w.posting.Requirements {
			if slices.ContainsFunc(parts, func(c string) bool { return w.canProve(c, r) }) {
				sum.Add(sum, refWeight(r))
			}
		}
		relevance[s.ID] = sum
	}
	return relevance
}

func (w reference) stackRatio(credits []*big.Rat, awards []Award) *big.Rat {
	all := true
	decides := w.decides()
	for i, r := range w.posting.Requirements {
		all = all && (!decides(r) || credits[i].Cmp(rat(1, 1)) == 0)
	}
	if all {
		return rat(1, 1)
	}
	best, largest := rat(0, 1), rat(0, 1)
	relevance := w.relevant()
	for id, share := range relevance {
		rule, _ := w.stackRule(id)
		largest = maxRat(largest, share)
		best = maxRat(best, new(big.Rat).Mul(share, refProgress(rule, w.canProveAny, holds(awards))))
	}
	return new(big.Rat).Quo(best, largest)
}

func (w reference) recognitionRatio(awards []Award) *big.Rat {
	for _, a := range awards {
		credited := slices.ContainsFunc(w.posting.Requirements, func(r Requirement) bool {
			return w.provesSkill(a.Pairs, r) || r.Skill == "" && w.canProve(a.Credential, r)
		})
		if credited && slices.Contains(w.posting.Recognized, a.Credential) {
			return rat(1, 1)
		}
	}
	return rat(0, 1)
}

// knownWords are the employer's words that the catalog knows, with their idf.
func (w reference) knownWords() map[string]int64 {
	idf := map[string]int64{}
	for _, word := range w.posting.Words {
		with := 0
		for _, v := range w.versions {
			if v.Words[word] > 0 {
				with++
			}
		}
		if with > 0 {
			n, df := float64(len(w.versions)), float64(with)
			idf[word] = int64(math.Round(1e6 * math.Log(1+(n-df+.5)/(df+.5))))
		}
	}
	return idf
}

func (w reference) textRatio(awards []Award) *big.Rat {
	b := int64(0)
	for word, idf := range w.knownWords() {
		tf := int64(0)
		for _, v := range w.versions {
			if slices.ContainsFunc(awards, func(a Award) bool { return a.Version == v.ID }) {
				tf += int64(v.Words[word])
			}
		}
		// k1 = 1.2: tf * 2.2 / (tf + 1.2)
		bm25 := rat(idf*tf*22, 10*tf+12)
		b += floor(bm25)
	}
	return rat(b, b+6_000_000)
}

// possible shares out the points by the largest remainder.
func (w reference) possible() []int64 {
	var quotas []*big.Rat
	weights := rat(0, 1)
	for _, r := range w.posting.Requirements {
		weights.Add(weights, refWeight(r))
	}
	for _, r := range w.posting.Requirements {
		quotas = append(quotas, new(big.Rat).Mul(rat(80, 1), new(big.Rat).Quo(refWeight(r), weights)))
	}
	recognizable := slices.ContainsFunc(w.posting.Recognized, w.canProveAny)
	for _, part := range []struct {
		points int64
		live   bool
	}{{10, len(w.relevant()) > 0}, {5, recognizable}, {5, len(w.knownWords()) > 0}} {
		quotas = append(quotas, rat(0, 1))
		if part.live {
			quotas[len(quotas)-1] = rat(part.points, 1)
		}
	}
	return refApportion(quotas)
}

func refApportion(quotas []*big.Rat) []int64 {
	sum := rat(0, 1)
	for _, q := range quotas {
		sum.Add(sum, q)
	}
	points := make([]int64, len(quotas))
	left := int64(TotalPoints)
	var remainders []*big.Rat
	for i, q := range quotas {
		exact := new(big.Rat).Quo(new(big.Rat).Mul(q, rat(TotalPoints, 1)), sum)
		points[i] = floor(exact)
		left -= points[i]
		remainders = append(remainders, exact.Sub(exact, rat(points[i], 1)))
	}
	for ; left > 0; left-- {
		best := 0
		for i := range remainders {
			if remainders[i].Cmp(remainders[best]) > 0 {
				best = i
			}
		}
		points[best]++
		remainders[best] = rat(-1, 1)
	}
	return points
}

// score is tier, points and credits in hundredths.
func (w reference) score(awards []Award) (Tier, int64, []Credit) {
	awards = counting(awards)
	credits := w.credits(awards)
	possible := w.possible()
	n := len(credits)
	ratios := append(slices.Clone(credits), w.stackRatioIfAny(possible[n], credits, awards), w.recognitionRatio(awards), w.textRatio(awards))
	points, some := int64(0), false
	var hundredths []Credit
	for i, ratio := range ratios {
		points += floor(new(big.Rat).Mul(rat(possible[i], 1), ratio))
		if i < n {
			some = some || ratio.Sign() > 0
			hundredths = append(hundredths, Credit(floor(new(big.Rat).Mul(ratio, rat(100, 1)))))
		}
	}
	if !some {
		points = 0
	}
	return w.tier(credits), points, hundredths
}

// stackRatioIfAny avoids the ratio to a largest relevance that is not there.
func (w reference) stackRatioIfAny(possible int64, credits []*big.Rat, awards []Award) *big.Rat {
	if possible == 0 {
		return rat(0, 1)
	}
	return w.stackRatio(credits, awards)
}
