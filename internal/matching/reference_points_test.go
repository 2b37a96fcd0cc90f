package matching

import (
	"math"
	"math/big"
	"slices"
)

// canProve says whether some version of a micro-credential has credit on r.
func (w reference) canProve(credential string, r Requirement) bool {
	switch {
	case r.Stack != "":
		rule, known := w.stackRule(r.Stack)
		return known && credential != r.Stack && slices.Contains(refParts(rule), credential)
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
		counts := func(credential string) bool { return credential == id || w.canProveAny(credential) }
		best = maxRat(best, new(big.Rat).Mul(share, refProgress(rule, counts, holds(awards))))
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
			n, df := float64(worded(w.versions)), float64(with)
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

// worded counts the versions that have words.
func worded(versions []Version) (n int) {
	for _, v := range versions {
		if len(v.Words) > 0 {
			n++
		}
	}
	return n
}
