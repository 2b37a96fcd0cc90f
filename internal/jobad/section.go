package jobad

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// about is what a part of an ad is about.
type about int

const (
	// asking is what is asked of people; so is what stands under no heading.
	asking about = iota
	// doing is what is done in the job.
	doing
	// offering is what the employer gives, and is: no skill is read from it.
	offering
)

// section is a part of an ad below a heading.
type section struct {
	about      about
	importance Importance
}

// heading is how a heading reads, and what stands below it.
type heading struct {
	pattern *regexp.Regexp
	section section
}

// headings compiles patterns of whole headings, matched from their beginning.
func headings(of section, patterns ...string) []heading {
	out := make([]heading, len(patterns))
	for i, p := range patterns {
		out[i] = heading{regexp.MustCompile(`(?i)^(?:` + p + `)`), of}
	}
	return out
}

// maxHeading is how long a heading is at most, in characters.
const maxHeading = 70

// heading tells whether a sentence is one, or begins with one; rest is what follows
// it.
func (in *lexicon) heading(text string, l Span, item bool) (next section, rest Span, ok bool) {
	if strings.HasPrefix(text[l.End:], ":") {
		l.End++
	}
	for strings.HasPrefix(l.Of(text), "¿") || strings.HasPrefix(l.Of(text), "¡") {
		l.Start += len("¿")
	}
	part := l.Of(text)
	for _, h := range in.headings {
		found := h.pattern.FindString(part)
		if found == "" {
			continue
		}
		after := part[len(found):]
		bare := strings.TrimLeft(after, " ")
		switch {
		case strings.Trim(after, " :.!-–—*?") == "":
			return h.section, Span{l.End, l.End}, true
		case strings.HasPrefix(bare, ":") || strings.HasPrefix(bare, "–") || strings.HasPrefix(bare, "- "):
			return h.section, trimmed(text, Span{l.Start + len(found), l.End}), true
		case !item && strings.HasSuffix(part, ":") && utf8.RuneCountInString(part) <= maxHeading:
			return h.section, Span{l.End, l.End}, true
		case strings.HasSuffix(found, ":") || runsOn(found, after):
			return h.section, trimmed(text, Span{l.Start + len(found), l.End}), true
		}
	}
	if !item && isTitle(part) {
		return section{asking, Wanted}, Span{l.End, l.End}, true
	}
	return section{}, Span{}, false
}

// runsOn tells whether a sentence begins right after a heading, without a space:
// "RequirementsBachelor's degree".
func runsOn(found, after string) bool {
	last, _ := utf8.DecodeLastRuneInString(found)
	next, _ := utf8.DecodeRuneInString(after)
	return unicode.IsLower(last) && (unicode.IsUpper(next) || unicode.IsDigit(next) || next == '•')
}

// isTitle tells whether a line is a heading that nobody knows: a few words before a
// colon, and nothing after it.
func isTitle(part string) bool {
	return strings.HasSuffix(part, ":") && utf8.RuneCountInString(part) <= maxHeading/2 && len(strings.Fields(part)) <= 4
}
