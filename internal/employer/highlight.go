package employer

import (
	"unicode/utf16"

	"github.com/stackmatch/stackmatch/search/skillindex"
)

// Spans are the marked parts of a text, as those count it who show it: marks are in
// order and within the text.
func Spans(text string, marks []skillindex.Mark) []TextSpan {
	out := make([]TextSpan, len(marks))
	read, units := 0, 0
	upTo := func(end int) int {
		for _, r := range text[read:end] {
			units += utf16.RuneLen(r)
		}
		read = end
		return units
	}
	for i, m := range marks {
		out[i] = TextSpan{Start: upTo(m.Start), End: upTo(m.End), Words: text[m.Start:m.End]}
	}
	return out
}
