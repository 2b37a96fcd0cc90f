package roster

import "strings"

// record is a row of cells with the line on which it starts.
type record struct {
	line  int
	cells []string
	// unreadable rows have quotes that are not closed, or text after one that is.
	unreadable bool
}

// records cuts a text into records (RFC 4180), as lenient as spreadsheets are
// about line ends. A row that cannot be read ends with its line, so that the rows
// after it can. It gives most+1 at the most.
func records(text string, most int) []record {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	var out []record
	comma := byte(0)
	for line := 1; text != "" && len(out) <= most; {
		first, rest, _ := strings.Cut(text, "\n")
		if strings.Trim(first, " \t,;") == "" {
			text, line = rest, line+1
			continue
		}
		if comma == 0 {
			comma = separator(first)
		}
		cells, after, lines, ok := cut(text, comma)
		if !ok {
			out = append(out, record{line: line, unreadable: true})
			text, line = rest, line+1
			continue
		}
		out = append(out, record{line: line, cells: cells})
		text, line = after, line+lines
	}
	return out
}

// cut takes one record from a text: its cells, what follows, and of how many lines
// it is.
func cut(text string, comma byte) (cells []string, rest string, lines int, ok bool) {
	at, lines := 0, 1
	for at <= maxRecord {
		var cell string
		if at < len(text) && text[at] == '"' {
			inside, end, closed := quoted(text, at+1)
			if !closed {
				return nil, "", 0, false
			}
			cell, at = inside, end
			lines += strings.Count(cell, "\n")
		} else {
			end := at + bare(text[at:], comma)
			cell, at = text[at:end], end
		}
		cells = append(cells, strings.TrimSpace(cell))
		switch {
		case at >= len(text):
			return cells, "", lines, true
		case text[at] == '\n':
			return cells, text[at+1:], lines, true
		case text[at] != comma:
			return nil, "", 0, false
		}
		at++
	}
	return nil, "", 0, false
}

// bare is the length of an unquoted cell.
func bare(text string, comma byte) int {
	for i := range len(text) {
		if text[i] == comma || text[i] == '\n' {
			return i
		}
	}
	return len(text)
}

// quoted takes the inside of a quoted cell, and the place after its closing quote.
func quoted(text string, at int) (inside string, end int, closed bool) {
	var cell strings.Builder
	for cell.Len() <= maxRecord {
		next := strings.IndexByte(text[at:min(len(text), at+maxRecord)], '"')
		if next < 0 {
			return "", 0, false
		}
		cell.WriteString(text[at : at+next])
		at += next + 1
		if at == len(text) || text[at] != '"' {
			return cell.String(), at, true
		}
		cell.WriteByte('"')
		at++
	}
	return "", 0, false
}

// separator tells from the header what stands between cells: spreadsheets set to
// other languages write semicolons, and tabs are pasted.
func separator(header string) byte {
	best, most := byte(','), 0
	for _, c := range []byte{',', ';', '\t'} {
		if n := strings.Count(header, string(c)); n > most {
			best, most = c, n
		}
	}
	return best
}
