package submission

// Pair is what two assessors made of the same thing: two decisions, or two levels
// of one criterion.
type Pair struct{ A, B string }

// Raw is in how many of the pairs both said the same.
func Raw(pairs []Pair) (agreed, n int) {
	for _, p := range pairs {
		if p.A == p.B {
			agreed++
		}
	}
	return agreed, len(pairs)
}

// Kappa is Cohen's kappa, unweighted (Educational and Psychological Measurement
// 20, 1960): how far two assessors agree beyond what chance would give, 1 being
// always, 0 as often as by chance. It is not defined, and ok is false, where there
// are no pairs, and where both gave everything one and the same value, so that
// chance explains it all: then Raw is what there is to say.
func Kappa(pairs []Pair) (kappa float64, n int, ok bool) {
	agreed, n := Raw(pairs)
	first, second := map[string]int{}, map[string]int{}
	for _, p := range pairs {
		first[p.A]++
		second[p.B]++
	}
	// By n squared, so that everything but the last division is exact.
	chance, all := 0, n*n
	for value, count := range first {
		chance += count * second[value]
	}
	if n == 0 || chance == all {
		return 0, n, false
	}
	return float64(n*agreed-chance) / float64(all-chance), n, true
}
