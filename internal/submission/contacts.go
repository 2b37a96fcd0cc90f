package submission

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// contacts finds e-mail addresses and telephone numbers, in order.
func contacts(text string) []Span { return merged(emails(text), phones(text)) }

// emails looks at each @ and what is around it, up to the next @ at most.
func emails(text string) []Span {
	var found []Span
	from := 0 // where the last address or @ ended
	for {
		i := strings.IndexByte(text[from:], '@')
		if i < 0 {
			return found
		}
		at := from + i
		local := text[from:at]
		start := from + len(strings.TrimRightFunc(local, inLocal))
		host := text[at+1:]
		if end := strings.IndexFunc(host, func(r rune) bool { return !inHost(r) }); end >= 0 {
			host = host[:end]
		}
		host = strings.TrimRight(host, ".-")
		from = at + 1
		if start < at && isHost(host) {
			from += len(host)
			found = append(found, Span{Kind: EmailSpan, Start: start, End: from})
		}
	}
}

func inLocal(r rune) bool {
	return unicode.In(r, unicode.L, unicode.M, unicode.N) || strings.ContainsRune("._%+-", r)
}

func inHost(r rune) bool {
	return unicode.In(r, unicode.L, unicode.M, unicode.N) || r == '.' || r == '-'
}

// isHost asks for a name with a dot, and an ending of two characters or more.
func isHost(host string) bool {
	dot := strings.LastIndexByte(host, '.')
	return dot > 0 && utf8.RuneCountInString(host[dot+1:]) >= 2
}

// How long telephone numbers are, in digits.
const (
	minAbroad = 8
	maxAbroad = 15 // ITU-T E.164
	maxGroups = 6
)

// numbers are the groups of digits that are written as a telephone number without
// a plus sign: those of North America, of Mexico, and local ones. Others would be
// dates or quantities as often.
var numbers = [][]int{{3, 3, 4}, {1, 3, 3, 4}, {10}, {11}, {3, 7}, {2, 4, 4}, {3, 4}}

// phones looks at runs of groups of digits. From each group on, at most maxGroups
// are looked at.
func phones(text string) []Span {
	groups := digitGroups(text)
	var found []Span
	for i := 0; i < len(groups); {
		n := phoneAt(text, groups[i:])
		if n == 0 {
			i++
			continue
		}
		found = append(found, Span{Kind: PhoneSpan, Start: opening(text, groups[i].start), End: groups[i+n-1].end})
		i += n
	}
	return found
}

// phoneAt is of how many groups the number is made that starts with the first; 0
// where none does.
func phoneAt(text string, groups []stretch) int {
	before := strings.TrimSuffix(text[:groups[0].start], "(")
	abroad := strings.HasSuffix(before, "+")
	most, digits := 0, 0
	for i, g := range groups[:min(len(groups), maxGroups)] {
		if i > 0 && !gap(text[groups[i-1].end:g.start]) {
			break
		}
		digits += g.end - g.start
		number := digits >= minAbroad && digits <= maxAbroad
		if !abroad {
			number = isNumber(text, groups[:i+1])
		}
		if number && bordered(text, groups[0].start, g.end) {
			most = i + 1
		}
	}
	return most
}

// isNumber compares the groups with what is written as a number. One of eleven
// digits starts with the country's 1; a local one has no space within, as two
// quantities have.
func isNumber(text string, groups []stretch) bool {
	sizes := make([]int, len(groups))
	for i, g := range groups {
		sizes[i] = g.end - g.start
	}
	if !slices.ContainsFunc(numbers, func(n []int) bool { return slices.Equal(n, sizes) }) {
		return false
	}
	switch {
	case sizes[0] == 11 || len(sizes) == 4:
		return text[groups[0].start] == '1'
	case len(sizes) == 2 && sizes[1] == 4:
		return !strings.Contains(text[groups[0].end:groups[1].start], " ")
	}
	return true
}

// gap says that two groups of digits may belong to one number.
func gap(between string) bool {
	const most = 4
	return len(between) <= most && strings.Trim(between, " -.()\u00a0") == ""
}

// bordered says that no letter or digit touches the stretch.
func bordered(text string, start, end int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:start])
	after, _ := utf8.DecodeRuneInString(text[end:])
	return !unicode.In(before, unicode.L, unicode.N) && !unicode.In(after, unicode.L, unicode.N)
}

// opening takes the plus sign and parenthesis before a number along.
func opening(text string, start int) int {
	for start > 0 && (text[start-1] == '(' || text[start-1] == '+') {
		start--
	}
	return start
}

// digitGroups lists the runs of ASCII digits.
func digitGroups(text string) []stretch {
	var groups []stretch
	for g := range runs(text, func(r rune) bool { return r >= '0' && r <= '9' }) {
		groups = append(groups, g)
	}
	return groups
}
