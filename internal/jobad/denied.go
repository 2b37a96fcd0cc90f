package jobad

import "regexp"

// denied finds what an ad says that nobody needs, up to the next comma: it is no
// condition, and asks for no skill. What is "not required" of a list of wishes is nice
// to have instead.
func denied(hinted []string, find string) pattern {
	return pattern{hints: hinted, find: regexp.MustCompile(`(?i)` + find), read: func(_ *lexicon, m []string, _ string, _ *Condition) bool {
		return !atLeast.MatchString(m[0])
	}}
}

// atLeast begins what is asked for all the same: "no less than two years required".
var atLeast = regexp.MustCompile(`(?i)^no (?:less|fewer|later)\b`)

func englishDenied() pattern {
	return denied(hints("no |not |n't|n’t"), `\bno (?:(?:prior|previous|formal|specific|particular|relevant|related|such|work|industry) )*`+
		`(?:experience|knowledge|background|training|expertise|degree|diploma|certifications?|certificates?|licen[sc]es?)\b[^.;,]*|`+
		`\bno (?:[\pL'’-]+ ){1,4}(?:(?:is|are) )?(?:required|needed|necessary)\b|`+
		`\b(?:(?:do|does|will|would) not|(?:do|does|wo|would)n(?:'|’)t) (?:need|have to|require|be required to)\b[^.;,]*`)
}

func spanishDenied() pattern {
	return denied(hints("no |sin necesidad"), `\bno (?:se |le |te )?(?:requieren?|precisan?|exigen?|piden?|necesita[sn]?|hacen? falta|tienes? que|tendr[áa]s? que)\s[^.;,]*|`+
		`\bsin necesidad de\b[^.;,]*`)
}
