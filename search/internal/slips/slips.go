// Package slips compares words that people misspell.
package slips

// Within says whether two words are at most so many slips apart: a letter more,
// less or other, or two neighbors swapped.
func Within(a, b string, slips int) bool {
	x, y := []rune(a), []rune(b)
	if len(x)-len(y) > slips || len(y)-len(x) > slips {
		return false
	}
	before, last, row := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(x); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			least = min(least, row[j])
		}
		if least > slips {
			return false
		}
		before, last, row = last, row, before
	}
	return last[len(y)] <= slips
}
