package employer

import "unicode/utf16"

// TextSpan is a part of a text, in UTF-16 code units.
type TextSpan struct {
	Start, End int
	Words      string
}

// Spans are parts of a text, given in bytes, as those count them who show it.
func Spans[S ~struct{ Start, End int }](text string, parts []S) []TextSpan {
	type part = struct{ Start, End int }
	at := make(map[int]int, 2*len(parts))
	for _, p := range parts {
		at[part(p).Start], at[part(p).End] = 0, 0
	}
	units := 0
	for i, r := range text {
		if _, wanted := at[i]; wanted {
			at[i] = units
		}
		units += utf16.RuneLen(r)
	}
	if _, wanted := at[len(text)]; wanted {
		at[len(text)] = units
	}
	out := make([]TextSpan, len(parts))
	for i, p := range parts {
		out[i] = TextSpan{at[part(p).Start], at[part(p).End], text[part(p).Start:part(p).End]}
	}
	return out
}
