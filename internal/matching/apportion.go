package matching

import (
	"cmp"
	"math/bits"
	"slices"
)

// How the parts share the points, before those that a posting cannot attain
// drop out.
const (
	shareRequirements = 80
	shareStack        = 10
	shareRecognition  = 5
	shareText         = 5
)

// Possible is what each part of a score can give, in micro-points. It sums to
// TotalPoints; a part that the posting cannot attain has 0.
type Possible struct {
	Requirements             []int64
	Stack, Recognition, Text int64
}

// Possible says what each part can give. Don't change the slice.
func (p *Plan) Possible() Possible { return p.possible }

// RequirementPoints are the micro-points of a credit on a requirement.
func (p *Plan) RequirementPoints(r int, c Credit) int64 {
	return p.possible.Requirements[r] * int64(c) / fullCredit
}

// share shares out the points: one apportionment over the requirements in their
// order, then stack, recognition and text, which is also how ties are broken.
func (p *Plan) share(stack, recognition, text bool) {
	n := len(p.asks)
	quotas := make([]int64, n+3)
	sum := int64(0)
	for r := range p.asks {
		quotas[r] = shareRequirements * p.effectiveWeight(r)
		sum += p.effectiveWeight(r)
	}
	for i, part := range []struct {
		live  bool
		share int64
	}{{stack, shareStack}, {recognition, shareRecognition}, {text, shareText}} {
		if part.live {
			quotas[n+i] = part.share * sum
		}
	}
	points := apportion(TotalPoints, quotas)
	p.possible = Possible{Requirements: points[:n:n], Stack: points[n], Recognition: points[n+1], Text: points[n+2]}
}

// apportion shares total out in proportion to the quotas by the largest-remainder
// method; the first of equal remainders wins.
func apportion(total int64, quotas []int64) []int64 {
	sum := int64(0)
	for _, q := range quotas {
		sum += q
	}
	shares := make([]int64, len(quotas))
	remainders := make([]int64, len(quotas))
	order := make([]int, len(quotas))
	left := total
	for i, q := range quotas {
		shares[i], remainders[i] = mulDivMod(total, q, sum)
		left -= shares[i]
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(remainders[b], remainders[a]) })
	for _, i := range order[:left] {
		shares[i]++
	}
	return shares
}

// mulDiv is floor(a*b/c) of numbers that are not negative, exact where the
// product is past 64 bits. The quotient has to fit.
func mulDiv(a, b, c int64) int64 {
	q, _ := mulDivMod(a, b, c)
	return q
}

func mulDivMod(a, b, c int64) (quotient, remainder int64) {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	q, r := bits.Div64(hi, lo, uint64(c))
	return int64(q), int64(r)
}
