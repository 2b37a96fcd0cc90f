package skillindex

import "slices"

// letters finds words by the letters that they share.
type letters struct {
	grams map[[3]rune][]int32
	count []int32 // grams of a term
}

const leastLetters = 4

func newLetters(stems []string) *letters {
	x := &letters{grams: map[[3]rune][]int32{}, count: make([]int32, len(stems))}
	for i, s := range stems {
		grams := gramsOf(s)
		x.count[i] = int32(len(grams))
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
	for i := 0; i+2 < len(runes); i++ {
		g := [3]rune{runes[i], runes[i+1], runes[i+2]}
		if !slices.Contains(grams, g) {
			grams = append(grams, g)
		}
	}
	return grams
}

// like calls found for each term that is at least so like a word, from 0 to 1.
func (x *letters) like(s string, least float64, m *scratch, found func(term int32, likeness float64)) {
	grams := gramsOf(s)
	if len(grams) == 0 {
		return
	}
	for _, g := range grams {
		for _, t := range x.grams[g] {
			if m.common[t] == 0 {
				m.sharing = append(m.sharing, t)
			}
			m.common[t]++ // a word is too short for more than 255
		}
	}
	for _, t := range m.sharing {
		if likeness := 2 * float64(m.common[t]) / float64(int32(len(grams))+x.count[t]); likeness >= least {
			found(t, likeness)
		}
		m.common[t] = 0
	}
	m.sharing = m.sharing[:0]
}
