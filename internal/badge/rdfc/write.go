package rdfc

import "fmt"

// String writes the quad as a line of canonical N-Quads, without the newline.
func (q Quad) String() string {
	return string(notation{name: func(label string) string { return label }}.appendQuad(nil, q))
}

// notation says how quads are written.
type notation struct {
	name   func(label string) string // what a blank node is called
	escape func(r rune) bool         // nil for the canonical way
}

// appendQuad writes a quad as RDFC-1.0 §5 does, with a newline neither before
// nor after it.
func (n notation) appendQuad(line []byte, q Quad) []byte {
	line = n.appendTerm(line, q.Subject)
	line = append(line, ' ')
	line = n.appendTerm(line, q.Predicate)
	line = append(line, ' ')
	line = n.appendTerm(line, q.Object)
	if q.Graph.Kind != None {
		line = append(line, ' ')
		line = n.appendTerm(line, q.Graph)
	}
	return append(line, ' ', '.')
}

func (n notation) appendTerm(line []byte, t Term) []byte {
	switch t.Kind {
	case IRI:
		line = append(line, '<')
		line = append(line, t.Value...)
		return append(line, '>')
	case Blank:
		line = append(line, '_', ':')
		return append(line, n.name(t.Value)...)
	case Literal:
		return n.appendLiteral(line, t)
	default:
		return line
	}
}

func (n notation) appendLiteral(line []byte, t Term) []byte {
	line = append(line, '"')
	line = n.appendEscaped(line, t.Value)
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

// appendEscaped writes a literal's text, with short escapes where N-Quads has
// one, and \u for what has none.
func (n notation) appendEscaped(line []byte, text string) []byte {
	escape := n.escape
	if escape == nil {
		escape = escapedByRDFC
	}
	plain := 0 // start of what needs no escape
	for i, r := range text {
		if !escape(r) {
			continue
		}
		line = append(line, text[plain:i]...)
		line = appendEscape(line, r)
		plain = i + len(string(r))
	}
	return append(line, text[plain:]...)
}

// escapedByRDFC says what is escaped in the canonical form (RDFC-1.0 §5):
// controls, and what XML 1.1 does not call a character.
func escapedByRDFC(r rune) bool {
	return r < ' ' || r == '"' || r == '\\' || r == 0x7F || r == 0xFFFE || r == 0xFFFF
}

// escapedByURDNA says what is escaped in the form that went before.
func escapedByURDNA(r rune) bool {
	return r == '"' || r == '\\' || r == '\n' || r == '\r'
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
