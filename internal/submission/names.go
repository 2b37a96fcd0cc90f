package submission

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// SpanKind is what a span shows of a person.
type SpanKind string

// The kinds of spans.
const (
	// NameSpan is a word of the person's name.
	NameSpan SpanKind = "NAME"
	// EmailSpan is an e-mail address, anybody's.
	EmailSpan SpanKind = "EMAIL"
	// PhoneSpan is a telephone number, anybody's.
	PhoneSpan SpanKind = "PHONE"
)

// Span is a stretch of a text, from a start up to an end that is not part of it.
type Span struct {
	Kind SpanKind
	// Start and End count bytes.
	Start, End int
}

// minName is the shortest word of a name that is looked for by itself: shorter
// ones are words of many languages, and count beside another of the name's only.
const minName = 3

// Names finds what tells in a text who somebody is: words of their names, e-mail
// addresses and telephone numbers. Case and accents make no difference, and only
// whole words count; those side by side are one span. Spans are in order and do
// not overlap. It takes time in proportion to the text.
//
// A word of a name that is an ordinary word, such as Will, is found wherever it
// stands: what is found is for a person to look at, or to be masked.
func Names(text string, names []string) []Span {
	return merged(contacts(text), nameSpans(text, foldNames(names)))
}

// merged adds to spans those of more that overlap none of them. Both are in order.
func merged(spans, more []Span) []Span {
	all := slices.Clone(spans)
	at := 0
	for _, s := range more {
		for at < len(spans) && spans[at].End <= s.Start {
			at++
		}
		if at == len(spans) || s.End <= spans[at].Start {
			all = append(all, s)
		}
	}
	slices.SortFunc(all, func(a, b Span) int { return a.Start - b.Start })
	return all
}

// Mask puts a word such as [name] in the place of each span. Spans are those that
// Names gave for the same text; others that do not fit it are passed over.
func Mask(text string, spans []Span) string {
	var b strings.Builder
	at := 0
	for _, s := range spans {
		if s.Start < at || s.End < s.Start || s.End > len(text) {
			continue
		}
		b.WriteString(text[at:s.Start])
		b.WriteString("[" + strings.ToLower(string(s.Kind)) + "]")
		at = s.End
	}
	b.WriteString(text[at:])
	return b.String()
}

// foldNames lists the words of names, folded, those that hyphens and apostrophes
// join also as one, and neighbors run together as they are in addresses.
func foldNames(names []string) map[string]bool {
	found := map[string]bool{}
	for _, name := range names {
		var run []string
		for word := range words(name) {
			whole := fold(name[word.start:word.end])
			found[whole] = true
			for part := range parts(name[word.start:word.end]) {
				found[fold(name[word.start:word.end][part.start:part.end])] = true
			}
			run = append(run, whole)
		}
		for i := 1; i < len(run); i++ {
			found[run[i-1]+run[i]] = true
		}
		found[strings.Join(run, "")] = true
	}
	delete(found, "")
	return found
}

// nameSpans finds the words in a text, neighbors joined.
func nameSpans(text string, names map[string]bool) []Span {
	if len(names) == 0 {
		return nil
	}
	var found []Span
	short := stretch{-1, -1} // a short word of a name, that waits for another
	for word := range words(text) {
		for _, hit := range hits(text, word, names) {
			last := len(found) - 1
			switch {
			case last >= 0 && beside(text, found[last].End, hit.start):
				found[last].End = hit.end
			case utf8.RuneCountInString(fold(text[hit.start:hit.end])) < minName:
				short = hit
			case short.start >= 0 && beside(text, short.end, hit.start):
				found = append(found, Span{Kind: NameSpan, Start: short.start, End: hit.end})
			default:
				found = append(found, Span{Kind: NameSpan, Start: hit.start, End: hit.end})
			}
		}
	}
	return found
}

// hits gives a word as a whole, where it is one of the names, or those of its
// parts that are.
func hits(text string, word stretch, names map[string]bool) []stretch {
	if names[fold(text[word.start:word.end])] {
		return []stretch{word}
	}
	var found []stretch
	for part := range parts(text[word.start:word.end]) {
		part.start, part.end = part.start+word.start, part.end+word.start
		if names[fold(text[part.start:part.end])] {
			found = append(found, part)
		}
	}
	return found
}

// beside says that nothing but a few spaces, hyphens or dots is between.
func beside(text string, from, to int) bool {
	const most = 4
	return from <= to && to-from <= most && strings.Trim(text[from:to], " \u00a0-.'’") == ""
}

// stretch is a part of a text in bytes.
type stretch struct{ start, end int }

// words yields the runs of letters, with the hyphens and apostrophes within.
func words(text string) func(yield func(stretch) bool) {
	return runs(text, func(r rune) bool { return letter(r) || joiner(r) })
}

// parts yields the runs of letters alone.
func parts(text string) func(yield func(stretch) bool) { return runs(text, letter) }

func runs(text string, in func(rune) bool) func(yield func(stretch) bool) {
	return func(yield func(stretch) bool) {
		start := -1
		for i, r := range text {
			switch inside := in(r); {
			case inside && start < 0:
				start = i
			case !inside && start >= 0:
				if !yield(trimmed(text, start, i)) {
					return
				}
				start = -1
			}
		}
		if start >= 0 {
			yield(trimmed(text, start, len(text)))
		}
	}
}

// trimmed leaves the joiners at both ends out.
func trimmed(text string, start, end int) stretch {
	s := strings.TrimLeftFunc(text[start:end], joiner)
	start = end - len(s)
	return stretch{start, start + len(strings.TrimRightFunc(s, joiner))}
}

// letter also takes the marks that belong to a letter, and what has no width.
func letter(r rune) bool { return unicode.In(r, unicode.L, unicode.M, unicode.Cf) }

func joiner(r rune) bool { return r == '-' || r == '\'' || r == '’' || r == '‐' }

// fold makes a word what it is compared by: without case, accents, joiners and
// what has no width.
func fold(word string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(word)) {
		if s, ok := plain[r]; ok {
			b.WriteString(s)
		} else if unicode.Is(unicode.L, r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// plain are letters that no decomposition makes plain.
var plain = map[rune]string{
	'ß': "ss", 'ø': "o", 'ł': "l", 'đ': "d", 'ð': "d", 'þ': "th", 'æ': "ae", 'œ': "oe", 'ı': "i", 'ħ': "h",
}
