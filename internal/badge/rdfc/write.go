package rdfc

import "fmt"

// String writes the quad as a line of canonical N-Quads, without the newline.
func (q Quad) String() string { return string(q.appendTo(nil, plainLabel)) }

func plainLabel(label string) string { return label }

// appendTo writes the quad as RDFC-1.0 §5 does, with a newline neither before
// nor after it. The labels of blank nodes are what name returns.
func (q Quad) appendTo(line []byte, name func(label string) string) []byte {
	line = q.Subject.appendTo(line, name)
	line = append(line, ' ')
	line = q.Predicate.appendTo(line, name)
	line = append(line, ' ')
	line = q.Object.appendTo(line, name)
	if q.Graph.Kind != None {
		line = append(line, ' ')
		line = q.Graph.appendTo(line, name)
	}
	return append(line, ' ', '.')
}

func (t Term) appendTo(line []byte, name func(label string) string) []byte {
	switch t.Kind {
	case IRI:
		line = append(line, '<')
		line = append(line, t.Value...)
		return append(line, '>')
	case Blank:
		line = append(line, '_', ':')
		return append(line, name(t.Value)...)
	case Literal:
		return t.appendLiteral(line)
	default:
		return line
	}
}

func (t Term) appendLiteral(line []byte) []byte {
	line = append(line, '"')
	line = appendEscaped(line, t.Value)
	line = append(line, '"')
	switch {
	case t.Language != "":
		line = append(line, '@')
		return append(line, t.Language...)
	case t.Datatype != "" && t.Datatype != xsdString:
		line = append(line, '^', '^', '<')
		line = append(line, t.Datatype...)
		return append(line, '>')
	default:
		return line
	}
}

// appendEscaped writes a literal's text in the only way that is canonical
// (RDFC-1.0 §5): short escapes where N-Quads has one, \u for the other
// controls and for what XML 1.1 does not call a character, the rest as it is.
func appendEscaped(line []byte, text string) []byte {
	plain := 0 // start of what needs no escape
	for i, r := range text {
		if r >= ' ' && r < 0x7F && r != '"' && r != '\\' || r > 0x7F && r != 0xFFFE && r != 0xFFFF {
			continue
		}
		line = append(line, text[plain:i]...)
		line = appendEscape(line, r)
		plain = i + len(string(r))
	}
	return append(line, text[plain:]...)
}

func appendEscape(line []byte, r rune) []byte {
	switch r {
	case '\b':
		return append(line, `\b`...)
	case '\t':
		return append(line, `\t`...)
	case '\n':
		return append(line, `\n`...)
	case '\f':
		return append(line, `\f`...)
	case '\r':
		return append(line, `\r`...)
	case '"':
		return append(line, `\"`...)
	case '\\':
		return append(line, `\\`...)
	default:
		return fmt.Appendf(line, `\u%04X`, r)
	}
}
