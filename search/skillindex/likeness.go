package skillindex

// letters finds words by the letters that they share.
type letters struct {
	grams map[[3]rune][]int32
	count []int // grams of a term
}

const leastLetters = 4

func newLetters(stems []string) *letters {
	x := &letters{grams: map[[3]rune][]int32{}, count: make([]int, len(stems))}
	for i, s := range stems {
		grams := gramsOf(s)
		x.count[i] = len(grams)
		for _, g := range grams {
			x.grams[g] = append(x.grams[g], int32(i))
		}
	}
	return x
}

// gramsOf are the runs of three letters of a word; its beginning counts as one.
func gramsOf(s string) [][3]rune {
	runes := append([]rune{'^'}, []rune(s)...)
	if len(runes) <= leastLetters {
		return nil
	}
	grams := make([][3]rune, 0, len(runes))
	seen := map[[3]rune]bool{}
	for i := 0; i+2 < len(runes); i++ {
		g := [3]rune{runes[i], runes[i+1], runes[i+2]}
		if !seen[g] {
			seen[g] = true
			grams = append(grams, g)
		}
	}
	return grams
}

// like calls found for each term that is at least so like a word, from 0 to 1.
func (x *letters) like(s string, least float64, found func(term int32, likeness float64)) {
	grams := gramsOf(s)
	if len(grams) == 0 {
		return
	}
	shared := make([]uint8, len(x.count))
	var touched []int32
	for _, g := range grams {
		for _, t := range x.grams[g] {
			if shared[t] == 0 {
				touched = append(touched, t)
			}
			shared[t] = min(shared[t], 254) + 1
		}
	}
	for _, t := range touched {
		n := shared[t]
		if likeness := 2 * float64(n) / float64(len(grams)+x.count[t]); likeness >= least {
			found(t, likeness)
		}
	}
}
