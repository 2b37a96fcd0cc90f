package interop

import (
	"strings"
	"unicode/utf8"
)

// sameStem is how many letters two genders of a word begin with alike, at least.
const sameStem = 3

// genders parts a title that is given in two genders: «director técnico/directora
// técnica», «operario/operaria de horno», «operador/a de grúa». Nothing is parted
// that is no such pair: «import/export manager».
func genders(language, title string) []string {
	if language == "en" || !strings.Contains(title, "/") {
		return nil
	}
	var sides [][]string
	for side := range strings.SplitSeq(title, "/") {
		if words := strings.Fields(side); len(words) > 0 {
			sides = append(sides, words)
		}
	}
	if len(sides) < 2 {
		return nil
	}
	first, last := sides[0], sides[len(sides)-1]
	if ending := last[0]; len(sides) == 2 && utf8.RuneCountInString(ending) <= 2 {
		rest := last[1:]
		return []string{joinWords(first, rest), joinWords(append(first[:len(first)-1:len(first)-1], ended(first[len(first)-1], ending)), rest)}
	}
	for _, side := range sides[1:] {
		if !alike(first[0], side[0]) {
			return nil
		}
	}
	var out []string
	for _, side := range sides {
		// «operario/operaria de horno»: what follows is said once.
		if len(side) == 1 && len(last) > 1 {
			side = append(side[:1:1], last[1:]...)
		}
		out = append(out, strings.Join(side, " "))
	}
	return out
}

func joinWords(words, rest []string) string {
	return strings.Join(append(words[:len(words):len(words)], rest...), " ")
}

// ended gives a word its other ending: operario/a, director/a.
func ended(word, ending string) string {
	if stem, vowel := strings.CutSuffix(word, "o"); vowel {
		return stem + ending
	}
	if stem, vowel := strings.CutSuffix(word, "e"); vowel {
		return stem + ending
	}
	return word + ending
}

func alike(a, b string) bool {
	x, y := []rune(strings.ToLower(a)), []rune(strings.ToLower(b))
	return len(x) >= sameStem && len(y) >= sameStem && string(x[:sameStem]) == string(y[:sameStem])
}
