package skillindex

import "strings"

// leastGendered is the shortest word that has another ending for the other gender.
const leastGendered = 4

// genderEndings stand behind a word that names both genders: técnico/a,
// trabajador(a), director/-ra.
//
//nolint:gochecknoglobals // a table
var genderEndings = map[string]bool{
	"a": true, "as": true, "o": true, "os": true, "ra": true, "ras": true, "ora": true, "oras": true, "e": true, "es": true,
}

// otherEndings is how much of what follows a word gives it other endings, of the
// other gender or of more than one: skill(s).
func otherEndings(form, rest string) int {
	if len(form) < leastGendered {
		return 0
	}
	n := 0
	for ending := otherEnding(rest); ending > 0; ending = otherEnding(rest[n:]) {
		n += ending
	}
	return n
}

func otherEnding(rest string) int {
	if rest == "" || rest[0] != '/' && rest[0] != '(' {
		return 0
	}
	start := 1
	if len(rest) > 1 && rest[1] == '-' {
		start = 2
	}
	end := start
	for end < len(rest) && rest[end] >= 'a' && rest[end] <= 'z' {
		end++
	}
	switch ending := rest[start:end]; {
	case rest[0] == '(' && strings.HasPrefix(rest[end:], ")") && (genderEndings[ending] || ending == "s"):
		return end + 1
	case rest[0] == '/' && genderEndings[ending] && !letterAt(rest, end):
		return end
	}
	return 0
}

func letterAt(text string, at int) bool {
	for _, r := range text[at:] {
		return inWord(r)
	}
	return false
}

// bothGenders writes an o for the sign that stands for both o and a: técnic@s. It is
// as long, so that what is found in it is where it was.
func bothGenders(folded string) string {
	if !strings.Contains(folded, "@") {
		return folded
	}
	out := []byte(folded)
	for i, c := range out {
		if c != '@' || i == 0 || out[i-1] < 'a' || out[i-1] > 'z' {
			continue
		}
		end := i + 1
		if end < len(out) && out[end] == 's' {
			end++
		}
		if end == len(out) || !letterAt(folded, end) && out[end] != '.' {
			out[i] = 'o'
		}
	}
	return string(out)
}
