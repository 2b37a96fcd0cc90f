package jobad

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// line is one of a text; several that were broken to fit a page are one.
type line struct {
	Span
	bullet bool
}

// lines are a text's, without their bullets.
func lines(text string) []line {
	var out []line
	at := 0
	for one := range strings.Lines(text) {
		l := line{Span: Span{at, at + len(strings.TrimRight(one, "\n"))}}
		at += len(one)
		if strings.HasPrefix(one, bullet) {
			l.Start += len(bullet)
			l.bullet = true
		}
		first, _ := utf8.DecodeRuneInString(l.Of(text))
		if n := len(out); n > 0 && !l.bullet && unicode.IsLower(first) && goesOn(out[n-1].Of(text)) {
			out[n-1].End = l.End
			continue
		}
		out = append(out, l)
	}
	return out
}

// goesOn tells whether a line was broken before its end.
func goesOn(line string) bool {
	last, _ := utf8.DecodeLastRuneInString(line)
	return len(line) > 40 && (unicode.IsLetter(last) || last == ',')
}

// abbreviation ends in a point that ends no sentence.
var abbreviation = regexp.MustCompile(`(?i)(?:^|[\s(/,])(?:e\.g|i\.e|etc|vs|approx|incl|inc|ltd|llc|corp|co|st|dept|dr|mr|mrs|ms|sr|sra|jr|no|min|max|yrs?|hrs?|exp|req|pref|p\.ej|ej|ee\.uu|u\.s|u\.s\.a|u\.k|a\.m|p\.m|ph\.d|b\.s|b\.a|m\.s|m\.b\.a|[a-z])\.$`)

// tail is the end of what was read, where all that matters stands.
func tail(read string) string {
	const enough = 48
	cut := max(0, len(read)-enough)
	for cut < len(read) && !utf8.RuneStart(read[cut]) {
		cut++
	}
	return read[cut:]
}

// sentences are those of a line, ones that ran together taken apart.
func sentences(text string, of Span) []Span {
	var out []Span
	start := of.Start
	cut := func(end, next int) {
		s := trimmed(text, Span{start, end})
		if s.Start < s.End {
			out = append(out, s)
		}
		start = next
	}
	var before, r rune
	for at := of.Start; at < of.End; {
		var n int
		before = r
		r, n = utf8.DecodeRuneInString(text[at:of.End])
		rest := text[at+n : of.End]
		switch {
		case r == '•' || r == ';' || r == '*' && before == ' ':
			cut(at, at+n)
		case r == '.' || r == '!' || r == '?':
			if endsSentence(tail(text[start:at+n]), rest) {
				cut(at+n, at+n)
			}
		case unicode.IsUpper(r) && ranTogether(tail(text[start:at]), text[at:of.End]):
			cut(at, at)
		case r == '-' && before != ' ' && listGoesOn(tail(text[start:at]), rest):
			cut(at, at+n)
		}
		at += n
	}
	cut(of.End, of.End)
	return out
}

// endsSentence tells whether the point at the end of what was read ends a sentence.
func endsSentence(read, rest string) bool {
	next, n := utf8.DecodeRuneInString(rest)
	switch {
	case rest == "" || strings.HasPrefix(rest, "*") || strings.HasPrefix(rest, "- ") || strings.HasPrefix(rest, "•"):
		return true
	case next == ' ':
		after, _ := utf8.DecodeRuneInString(rest[n:])
		return !unicode.IsLower(after) && !abbreviation.MatchString(read)
	case unicode.IsUpper(next):
		// Run together: "for events.Researching blogs", and no "ASP.NET", "U.S."
		after, _ := utf8.DecodeRuneInString(rest[n:])
		last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(read, ".!?"))
		return (unicode.IsLower(after) || after == ' ') && (unicode.IsLower(last) || last == ')' || unicode.IsDigit(last)) &&
			!abbreviation.MatchString(read)
	}
	return false
}

// ranTogether tells whether a sentence begins with an upper-case letter right after
// another one: "aestheticLoves food", and no "JavaScript", "iPhone".
func ranTogether(read, rest string) bool {
	last, n := utf8.DecodeLastRuneInString(read)
	if last == ' ' && startsWith(rest, beginning) {
		// "(for prototyping) Experience managing", "communication skills Experience with".
		before, _ := utf8.DecodeLastRuneInString(strings.TrimRight(read, " "))
		return before == ')' || unicode.IsLower(before) && lowerWord(strings.TrimRight(read, " "))
	}
	if strings.ContainsRune(`)"”%+`, last) && len(read) > n {
		return opens(rest) || (last == ')' || last == '%') && lowerNext(rest)
	}
	if !unicode.IsLower(last) && !unicode.IsDigit(last) || !lowerNext(rest) {
		return false
	}
	if opens(rest) {
		return true
	}
	if strings.HasSuffix(firstWord(rest), "ing") && len(firstWord(rest)) >= 7 {
		return !unicode.IsDigit(last) && len(lastWord(read)) > 3 // "Affiliate ProgramAssisting in"
	}
	// "JavaScript" and "iPhone" are names, as far as anybody can tell.
	return !unicode.IsDigit(last) && lowerWord(read) && len(lastWord(read)) > 3
}

func lastWord(read string) string { return read[strings.LastIndexAny(read, " /(-,")+1:] }

// lowerWord tells whether the last word that was read begins in lower case.
func lowerWord(read string) bool {
	first, _ := utf8.DecodeRuneInString(lastWord(read))
	return unicode.IsLower(first)
}

// listGoesOn tells whether a dash begins the next item: "or its Equivalent- Excellent".
func listGoesOn(read, rest string) bool {
	last, _ := utf8.DecodeLastRuneInString(read)
	next, _ := utf8.DecodeRuneInString(strings.TrimLeft(rest, " "))
	return strings.HasPrefix(rest, " ") && (unicode.IsLower(last) || last == ')') && unicode.IsUpper(next)
}

// lowerNext tells whether a word begins that goes on in lower case.
func lowerNext(s string) bool {
	_, n := utf8.DecodeRuneInString(s)
	next, _ := utf8.DecodeRuneInString(s[n:])
	return unicode.IsLower(next)
}

// opening are words that begin sentences of ads and end no names.
var opening = setOf(`Ability Able Experience Experienced Strong Excellent Good Great Must Knowledge Proficient Proficiency
	Demonstrated Demonstrate Proven Familiar Familiarity Understanding Minimum Responsible Responsibilities Requirements Required
	Qualifications Skills Previous Prior Working Work Bachelor Bachelors Degree Education Valid Willing Willingness Comfortable
	Maintain Manage Provide Develop Ensure Assist Support Perform Prepare Create Coordinate Communicate Outstanding
	Preferred Desired Basic Advanced Solid Creative Highly Self Team Detail Organized Passion Passionate You We Our The This
	Conocimiento Conocimientos Experiencia Capacidad Habilidad Manejo Dominio Buen Buena Buenas Responsable Licencia Título`)

func setOf(words string) map[string]bool {
	out := map[string]bool{}
	for word := range strings.FieldsSeq(words) {
		out[word] = true
	}
	return out
}

// beginning are the words that begin sentences even where nothing but a space stands
// before them.
var beginning = setOf(`Ability Experience Knowledge Strong Excellent Must Proficient Demonstrated Experiencia Conocimientos Capacidad`)

func opens(s string) bool { return startsWith(s, opening) }

// longest is that of the words above, in bytes.
const longest = 20

func startsWith(s string, words map[string]bool) bool { return words[firstWord(s)] }

func firstWord(s string) string {
	s = s[:min(len(s), longest)]
	if end := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) }); end >= 0 {
		return s[:end]
	}
	return s
}

// trimmed is a span without the spaces and signs around it.
func trimmed(text string, s Span) Span {
	const before, after = " \n\t,:;-–—•*/|&!?¿¡\"“”')]", " \n\t,:;.-–—•*/|&!?\"“”'(["
	part := s.Of(text)
	left := len(part) - len(strings.TrimLeft(part, before))
	s.Start += left
	s.End = s.Start + len(strings.TrimRight(part[left:], after))
	return s
}
